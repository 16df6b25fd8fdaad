"""Shapes of requests and answers. They decide nothing."""
