"""Contexts are plain data, and this is what makes sure.

A view hands over a contract value; whatever a template could reach from it is looked at before the
template is. In development and tests a model, a lazy text or a page raises; in production it is reported
and left out, since a blank line is better than no page.
"""

import logging
from collections.abc import Mapping
from dataclasses import fields, replace
from itertools import islice
from typing import Any

from django.conf import settings
from django.utils.functional import Promise

from themes.engine.errors import ContextRefused
from themes.engine.marks import PLAIN_TYPES, is_theme_data

logger = logging.getLogger(__name__)

MOST_ITEMS = 500
DEEPEST = 20
EXACT = frozenset(PLAIN_TYPES)


def is_strict() -> bool:
    """Whether mistakes raise: `THEMES_STRICT`, else `DEBUG`."""
    return bool(getattr(settings, "THEMES_STRICT", settings.DEBUG))


def variables_of(context: Any) -> dict[str, Any]:
    """What a template sees: the fields of a contract value, or the items of a plain dict.

    Raises `ContextRefused` where mistakes raise; otherwise what is not plain is left out.
    """
    if is_theme_data(context):
        names = {field.name: getattr(context, field.name) for field in fields(context)}
    elif isinstance(context, Mapping):
        names = dict(context)
    else:
        raise ContextRefused("context", context)
    return {
        name: value if _is_plain(value, name, 0) else _without_the_rest(value, 0)
        for name, value in names.items()
    }


def _is_plain(value: Any, path: str, depth: int) -> bool:
    """Whether a value and all it holds is plain; raises instead of saying no where mistakes raise."""
    if type(value) in EXACT:
        return True
    problem = False
    if depth > DEEPEST:
        problem = True
    elif is_theme_data(value):
        for name in value.__dataclass_fields__:
            item = getattr(value, name)
            if type(item) not in EXACT and not _is_plain(item, f"{path}.{name}", depth + 1):
                return False
        return True
    elif type(value) in (tuple, list):
        for place, item in enumerate(value):
            if type(item) not in EXACT and not _is_plain(item, f"{path}[{place}]", depth + 1):
                return False
        problem = len(value) > MOST_ITEMS
    elif type(value) is dict:
        for key, item in value.items():
            if not isinstance(key, (str, int)) or not _is_plain(item, f"{path}[{key!r}]", depth + 1):
                return False
        problem = len(value) > MOST_ITEMS
    elif isinstance(value, (str, int)) and not isinstance(value, Promise):
        return True  # an enum of texts, or text that Django marked safe: no attribute of it can be read
    else:
        problem = True
    if problem:
        error = ContextRefused(path, value)
        if is_strict():
            raise error
        logger.error("%s", error, extra={"path": path})
    return not problem


def _without_the_rest(value: Any, depth: int) -> Any:
    """A copy in which what is not plain became None, and long lists short."""
    if isinstance(value, Promise):
        return str(value)
    if type(value) in EXACT or isinstance(value, (str, int)):
        return value
    if depth > DEEPEST:
        return None
    if is_theme_data(value):
        names = value.__dataclass_fields__
        return replace(value, **{name: _without_the_rest(getattr(value, name), depth + 1) for name in names})
    if isinstance(value, (tuple, list)):
        return tuple(_without_the_rest(item, depth + 1) for item in islice(value, MOST_ITEMS))
    if isinstance(value, dict):
        pairs = islice(value.items(), MOST_ITEMS)
        return {key: _without_the_rest(item, depth + 1) for key, item in pairs if isinstance(key, (str, int))}
    return None
