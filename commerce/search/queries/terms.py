"""The values of all facets, kept in the process: counting needs only their ids, choosing only their codes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from commerce.core.kept import Kept
from commerce.search.models import Term


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms by id in the editors' order, and their ids by facet and value."""

    by_id: Mapping[int, Term]
    rank: Mapping[int, int]
    ids: Mapping[str, Mapping[str, int]]

    def facet(self, id_: int) -> str:
        """The facet of a term; empty for one that came in just now."""
        return self.by_id[id_].facet if id_ in self.by_id else ""


def _read() -> Terms:
    rows = list(Term.objects.order_by("facet_position", "facet", "position", "value"))
    ids: dict[str, dict[str, int]] = defaultdict(dict)
    for term in rows:
        ids[term.facet][term.value] = term.pk
    return Terms(
        by_id={term.pk: term for term in rows},
        rank={term.pk: rank for rank, term in enumerate(rows)},
        ids=dict(ids),
    )


known_terms = Kept("search:terms", _read)
