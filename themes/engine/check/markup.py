"""What can be told from finished HTML without a browser."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    ]
)
#: Elements whose end tag HTML lets one leave out.
OPTIONAL_END = frozenset(
    {"li", "p", "dt", "dd", "option", "optgroup", "tr", "td", "th", "tbody", "thead", "tfoot"}
)
UNLABELED = frozenset({"hidden", "submit", "button", "image", "reset"})


@dataclass(slots=True)
class Findings:
    """What an HTML text contains; `faults` are sentences about what is wrong with it."""

    faults: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)
    has_doctype: bool = False
    lang: str = ""


def inspect(html: str) -> Findings:
    """Read an HTML document or fragment."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.finish()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found = Findings()
        self.open: list[tuple[str, int]] = []
        self.labels: set[str] = set()
        self.fields: list[tuple[str, str, int]] = []
        self.references: list[tuple[str, str]] = []

    def handle_decl(self, decl: str) -> None:
        self.found.has_doctype = self.found.has_doctype or decl.lower() == "doctype html"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line = self.getpos()[0]
        names = [name for name, _ in attrs]
        values = {name: value or "" for name, value in attrs}
        self.found.counts[tag] = self.found.counts.get(tag, 0) + 1
        for name in sorted({name for name in names if names.count(name) > 1}):
            self.fault(f"<{tag}> has {name} twice", line)
        if "id" in values:
            self.take_id(values["id"], line)
        for name in ("aria-describedby", "aria-labelledby", "aria-controls", "for", "popovertarget"):
            self.references += [(name, one) for one in values.get(name, "").split()]
        self.look(tag, values, line)
        if tag in OPTIONAL_END and self.open and self.open[-1][0] == tag:
            self.open.pop()
        if tag not in VOID:
            self.open.append((tag, line))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID and self.open and self.open[-1][0] == tag:
            self.open.pop()

    def take_id(self, value: str, line: int) -> None:
        if not value:
            self.fault("an id is empty", line)
        elif value in self.found.ids:
            self.fault(f"the id {value!r} stands twice", line)
        self.found.ids.add(value)

    def look(self, tag: str, values: dict[str, str], line: int) -> None:
        """Rules about single elements."""
        if tag == "html":
            self.found.lang = values.get("lang", "")
        if tag == "img":
            for name in ("alt", "width", "height"):
                if name not in values:
                    self.fault(f"<img> without {name}", line)
        if tag == "form" and not values.get("action"):
            self.fault("<form> without an action", line)
        if tag == "label" and values.get("for"):
            self.labels.add(values["for"])
        if tag in {"input", "select", "textarea"} and values.get("type", "") not in UNLABELED:
            named = values.get("aria-label") or values.get("aria-labelledby")
            inside_label = any(name == "label" for name, _ in self.open)
            if not named and not inside_label:
                self.fields.append((tag, values.get("id", ""), line))
        if tag == "a" and values.get("href", "x").lower().startswith("javascript:"):
            self.fault("a javascript: address", line)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        line = self.getpos()[0]
        while self.open and self.open[-1][0] != tag and self.open[-1][0] in OPTIONAL_END:
            self.open.pop()
        if self.open and self.open[-1][0] == tag:
            self.open.pop()
        elif any(name == tag for name, _ in self.open):
            while self.open and self.open[-1][0] != tag:
                name, began = self.open.pop()
                self.fault(f"<{name}> of line {began} is not closed before </{tag}>", line)
            self.open.pop()
        else:
            self.fault(f"</{tag}> closes nothing", line)

    def finish(self) -> Findings:
        for name, line in self.open:
            if name not in OPTIONAL_END and name not in {"html", "body"}:
                self.fault(f"<{name}> is never closed", line)
        for tag, id, line in self.fields:
            if not id or id not in self.labels:
                self.fault(f"<{tag}{f' id={id}' if id else ''}> has no label", line)
        is_whole = "html" in self.found.counts
        for name, id in self.references:
            if is_whole and id not in self.found.ids:
                self.fault(f"{name} names {id!r}, which is not on the page", 0)
        return self.found

    def fault(self, message: str, line: int) -> None:
        self.found.faults.append(f"{message} (line {line} of the page)" if line else message)
