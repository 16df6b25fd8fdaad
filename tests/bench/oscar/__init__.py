"""A minimal django-oscar project of our own, as its documentation shows it; runs in an environment of its own."""
