"""Facet values as rows, so that counting needs nothing but their ids."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from commerce.catalog.types import FilterValue
from commerce.search.models import Term
from commerce.search.queries.terms import known_terms

_TEXTS = ("kind", "facet_name", "label", "color", "facet_position", "position")


def ensure_terms(values: Iterable[FilterValue]) -> dict[tuple[str, str], int]:
    """Ids of the values' terms by (facet, value); made or renamed where needed."""
    wanted = {(value.facet, value.value): value for value in values}
    if not wanted:
        return {}
    known = _known(wanted)
    changed = [term for key, term in known.items() if _differs(term, wanted[key])]
    for term in changed:
        _fill(term, wanted[term.facet, term.value])
    Term.objects.bulk_update(changed, _TEXTS, batch_size=200)
    missing = wanted.keys() - known.keys()
    if missing:
        Term.objects.bulk_create(
            [_fill(Term(facet=facet, value=value), wanted[facet, value]) for facet, value in sorted(missing)],
            ignore_conflicts=True,
        )
        known |= _known(missing)
    if changed or missing:
        known_terms.forget()
    return {key: term.pk for key, term in known.items()}


def _known(keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Term]:
    facets = {facet for facet, _value in keys}
    values = {value for _facet, value in keys}
    rows = Term.objects.filter(Q(facet__in=facets) & Q(value__in=values))
    return {(term.facet, term.value): term for term in rows if (term.facet, term.value) in set(keys)}


def _differs(term: Term, value: FilterValue) -> bool:
    return any(getattr(term, name) != _plain(value, name) for name in _TEXTS)


def _fill(term: Term, value: FilterValue) -> Term:
    for name in _TEXTS:
        setattr(term, name, _plain(value, name))
    return term


def _plain(value: FilterValue, name: str) -> object:
    found = getattr(value, name)
    return dict(found) if name in ("facet_name", "label") else found
