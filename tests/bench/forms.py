"""The forms of a page with what they would send, as a browser fills them in."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from .visitor import Refused


@dataclass
class Form:
    action: str
    values: dict[str, str] = field(default_factory=dict)


def form(page: str, action: str = "", having: str = "") -> Form:
    """The first form whose action ends like this, and that has this field. Raises Refused."""
    reader = _Reader()
    reader.feed(page)
    for found in reader.forms:
        if found.action.split("?")[0].endswith(action) and (not having or having in found.values):
            return found
    raise Refused(f"no form to {action} with {having} among {[each.action for each in reader.forms]}")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.open: Form | None = None
        self.select = self.area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, value = given.get("name") or "", given.get("value") or ""
        if tag == "form":
            self.open = Form(given.get("action") or "")
            self.forms.append(self.open)
        elif self.open is None:
            return
        elif tag == "input" and name:
            kind = given.get("type", "text")
            if kind in ("checkbox", "radio") and "checked" not in given:
                return
            if kind not in ("submit", "button", "image"):
                self.open.values[name] = value or ("on" if kind == "checkbox" else "")
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select:
            if "selected" in given or self.select not in self.open.values:
                self.open.values[self.select] = value
        elif tag == "textarea" and name:
            self.area = name
            self.open.values[name] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None
        elif tag == "select":
            self.select = ""
        elif tag == "textarea":
            self.area = ""

    def handle_data(self, data: str) -> None:
        if self.open and self.area:
            self.open.values[self.area] += data
