"""Plugins for the owner: ways to pay and whatever else is installed, switched and set up per channel."""
