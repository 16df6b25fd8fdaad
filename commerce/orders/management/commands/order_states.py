"""`manage.py order_states`: the life of an order as a table, printed or written into the guide."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from commerce.orders.states import GUARDS, TABLE, Status

GUIDE = Path(__file__).resolve().parents[3] / "README.md"
BEGIN, END = "<!-- order states: begin -->", "<!-- order states: end -->"


def table() -> str:
    """The state table in Markdown, as the code has it."""
    rows = ["| Command | From | To | If | Announces |", "|---|---|---|---|---|"]
    for row in TABLE:
        sources = ", ".join(row.sources) or "–"
        guard = (GUARDS[row.guard].__doc__ or row.guard) if row.guard else "–"
        rows.append(f"| {row.command} | {sources} | {row.target} | {guard} | {row.publishes} |")
    final = [s for s in Status if not any(s in row.sources for row in TABLE)]
    return "\n".join([*rows, "", f"Nothing leads out of {' and '.join(final)}."])


def inserted(text: str) -> str:
    """`text` with the table between the two marks. Raises ValueError where a mark is missing."""
    before, _, rest = text.partition(BEGIN)
    _, mark, after = rest.partition(END)
    if not mark:
        raise ValueError("the guide has no place for the table")
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


class Command(BaseCommand):
    help = "Print the life of an order as a table; --write puts it into commerce/README.md."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--write", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["write"]:
            self.stdout.write(table())
            return
        try:
            text = inserted(GUIDE.read_text(encoding="utf-8"))
        except (OSError, ValueError) as exc:
            raise CommandError(str(exc)) from exc
        GUIDE.write_text(text, encoding="utf-8")
