"""Pictures as pages need them: plain values, no model."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Picture:
    """An image at one declared spec. `sources` are (MIME type, srcset), best format first.

    `src` is a JPEG every browser reads; `width` and `height` belong to it, in pixels.
    """

    id: str
    src: str
    width: int
    height: int
    sources: tuple[tuple[str, str], ...] = ()
    alt: str = ""
    focal: str = "50% 50%"
    spec: str = ""
