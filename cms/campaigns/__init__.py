"""Campaigns: a window in which the shop wears a theme, promotions run, and a page tells of it.

A campaign is a plan until it is scheduled; then its windows stand in the tables that the shop asks anyway,
and nothing runs at either end. Closing it ends the windows, and the shop is as it was.
"""
