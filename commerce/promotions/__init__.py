"""Promotions as small nouns: condition, benefit, lane. So far: a percentage on a category inside a
window.
"""
