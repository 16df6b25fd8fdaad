"""The shop's journal: an index page per language with articles below it, as HTML and as a feed.

`cms.blocks` shows the newest articles on any page; it asks through `cms.blocks.news`, which this app answers.
"""
