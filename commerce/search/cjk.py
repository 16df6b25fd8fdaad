"""The search backend of the shop: `WAGTAILSEARCH_BACKENDS` names this module.

Wagtail's database search with the folding of `words` on both sides, so that products, pages, images and
admin lists are found by part of a Chinese text and by other forms of an English word, alike on SQLite
and PostgreSQL. Written for modelsearch 1.3: it has no hook for preparing values, so `ObjectIndexer` of
the database's module is replaced by one that folds; a test pins this.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import cache
from typing import Any

from modelsearch.backends.database import SearchBackend as database_backend
from modelsearch.query import MATCH_NONE, And, Boost, Fuzzy, Not, Or, Phrase, PlainText, SearchQuery

from .words import index_words, query_words

_COLUMNS = ("title", "body")


def SearchBackend(params: Mapping[str, Any]) -> Any:
    """The folding backend over the default database.

    PostgreSQL's dictionaries are switched off ("simple"): the words arrive folded.
    """
    base: Any = type(database_backend({}))
    return _folding(base)({"SEARCH_CONFIG": "simple", **params})


@cache
def _folding(base: Any) -> type:
    module: Any = sys.modules[base.__module__]
    module.ObjectIndexer = _folding_indexer(module.ObjectIndexer)  # add_items() looks it up when called
    attributes = {
        "query_compiler_class": _folding_compiler(base.query_compiler_class, False),
        "autocomplete_query_compiler_class": _folding_compiler(
            base.autocomplete_query_compiler_class,
            True,
        ),
    }
    return type(f"Folding{base.__name__}", (base,), attributes)


def _folding_indexer(base: type[Any]) -> type:
    class FoldingIndexer(base):
        def prepare_value(self, value: Any) -> str:
            prepared = super().prepare_value(value)
            if isinstance(value, list | dict):
                return prepared  # its items came through here
            return " ".join(index_words(prepared))

    return FoldingIndexer


def _folding_compiler(base: type[Any], is_prefix: bool) -> type:
    class FoldingCompiler(base):
        # The same on both databases; upstream joins words with "or" on one and "and" on the other.
        DEFAULT_OPERATOR = "and"

        def __init__(
            self, queryset: Any, query: Any, fields: Any = None, operator: Any = None, **options: Any
        ) -> None:
            if isinstance(query, str):
                query = PlainText(query, operator=operator or self.DEFAULT_OPERATOR)
            if query is not None:
                query = rewrite(query, is_prefix=is_prefix)
            # SQLite knows only its own columns (django-modelsearch#47), and PostgreSQL would look into
            # the unfolded ones: fields without a column of their own widen to the whole index entry.
            known = [] if is_prefix else [name for name in fields or () if name in _COLUMNS]
            self._only = known if fields and len(known) == len(fields) else []
            super().__init__(queryset, query, fields=None, operator=operator, **options)

        def get_index_vectors(self, *args: Any) -> Any:
            vectors = super().get_index_vectors(*args)
            if not self._only:
                return vectors
            return [vectors[_COLUMNS.index(name)] for name in self._only]

        def build_search_query(self, query: Any, config: Any = None) -> Any:
            if self._only:
                self.fields = self._only  # SQLite reads the names of columns from here
            return super().build_search_query(query, config=config)

    FoldingCompiler.__name__ = f"Folding{base.__name__}"
    return FoldingCompiler


def rewrite(query: SearchQuery, *, is_prefix: bool = False) -> SearchQuery:
    """`query` with every text folded; what has no word left finds nothing."""
    if isinstance(query, PlainText | Fuzzy):
        words = query_words(query.query_string, is_prefix=is_prefix)
        return PlainText(" ".join(words), operator=query.operator) if words else MATCH_NONE
    if isinstance(query, Phrase):
        words = query_words(query.query_string)
        return Phrase(" ".join(words)) if words else MATCH_NONE
    if isinstance(query, And | Or):
        parts = [rewrite(part, is_prefix=is_prefix) for part in query.subqueries]
        kept = [part for part in parts if part is not MATCH_NONE]
        if not kept or (isinstance(query, And) and len(kept) < len(parts)):
            return MATCH_NONE
        return type(query)(kept)
    if isinstance(query, Not):
        inner = rewrite(query.subquery, is_prefix=is_prefix)
        return inner.subquery if inner is MATCH_NONE else Not(inner)
    if isinstance(query, Boost):
        return rewrite(query.subquery, is_prefix=is_prefix)
    return query
