"""Images, renditions and documents of the shop, and the picture sizes made ahead of requests.

Nouns: Image, Rendition, Document, ImageSpec. Promises that no request ever encodes a picture.
Anyone may call.
"""
