"""Who wants the shop's letter: asked on a page, confirmed by mail, taken back by a link at any time.

Nobody is written to before the owner of the mailbox has confirmed. What they agreed to, in which words and
when, is kept; so is the day they left.
"""
