"""Processes killed with -9 while people buy."""
