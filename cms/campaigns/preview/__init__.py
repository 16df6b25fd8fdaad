"""The shop as of another time: signed links of staff that expire, and under which nothing can be written.

A link says as of when, in which theme and with which campaign, for which host, until when and by whom it
was issued; the signature covers all of it, and whoever issued it must still have the right when it is used.
It may be handed on: what it shows is what everybody will see, and no more.
"""
