"""Performance figures as ratios measured in one run: `manage.py bench`. No test looks at a clock."""
