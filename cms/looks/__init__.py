"""What the shop wears: a theme per site, in one of its presets, and windows of time with another one.

Staff choose by the names of themes and see every kind of page in the choice before it is saved. A theme that
does not pass its checks is refused with the reasons. Content is the shop's and stays as it is, whatever is
worn. Rows and the rule which of them counts are those of `themes.engine`; this package only writes them.
"""
