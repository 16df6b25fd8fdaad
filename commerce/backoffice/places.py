"""Countries and their regions in forms: chosen by name in the reader's language, kept as codes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from django import forms
from django.utils.translation import gettext, gettext_lazy, ngettext

from commerce.customers.addresses import countries, regions

from .views import admin_language

#: Regions are offered while a zone has so few countries; with more, nobody would find theirs.
MOST_WITH_REGIONS = 5
#: Whose regions are offered before a country is chosen.
HOME = "CN"


class Zone(Protocol):
    """What zones of delivery and of taxes have in common."""

    countries: Sequence[str]
    regions: Sequence[str]


class FindableChoices(forms.CheckboxSelectMultiple):
    """Boxes to tick in a frame that scrolls, with a field that narrows them down as one types."""

    template_name = "backoffice/widgets/choices.html"

    class Media:
        js = ("backoffice/choices.js",)

    def __init__(self, attrs: Any = None) -> None:
        super().__init__({"class": "q-choices", **(attrs or {})})


def countries_field(**options: Any) -> forms.MultipleChoiceField:
    """Its choices come with `offer_countries`."""
    return forms.MultipleChoiceField(**{"required": False, "widget": FindableChoices, **options})


def offer_countries(form: forms.Form, name: str = "countries") -> None:
    """Fill in every country; those that are chosen already stand first."""
    chosen = set(form.initial.get(name) or ())
    named = sorted(countries((), admin_language()), key=lambda pair: pair[0] not in chosen)
    form.fields[name].choices = named  # type: ignore[attr-defined]


def offer_regions(form: forms.Form, *names: str, among: str = "countries") -> None:
    """Fill in the regions of the countries chosen in the form; of China as long as none is chosen."""
    if form.is_bound:
        field = form.fields[among]
        chosen = field.widget.value_from_datadict(form.data, form.files, form.add_prefix(among))
    else:
        chosen = form.initial.get(among)
    groups = region_groups(chosen or [HOME])
    for name in names:
        known = {code for _country, places in groups for code, _label in places}
        kept = [code for code in form.initial.get(name) or () if code not in known]
        others = [(gettext("Others"), [(code, code) for code in kept])] if kept else []
        form.fields[name].choices = [*groups, *others]  # type: ignore[attr-defined]


def region_groups(codes: Sequence[str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """(country, its regions as code and name) for those of the countries that have a list."""
    if len(codes) > MOST_WITH_REGIONS:
        return []
    language = admin_language()
    named = dict(countries(codes, language)) if codes else {}
    found = ((named[code], regions(code, language=language)) for code in codes if code in named)
    return [(country, places) for country, places in found if places]


def country_names(codes: Iterable[str], most: int = 3) -> str:
    """`China, Japan and 4 more`; "everywhere" for none."""
    listed = list(codes)
    if not listed:
        return gettext("everywhere")
    names = [name for _code, name in countries(listed, admin_language())]
    return _shortened(names, most)


def region_names(codes: Sequence[str], among: Sequence[str], most: int = 3) -> str:
    """Names of regions of the countries `among`, shortened."""
    language = admin_language()
    known = {code: name for country in among for code, name in regions(country, language=language)}
    return _shortened([known.get(code, code) for code in codes], most)


def reach(zone: Zone) -> str:
    """A zone's countries, or its regions, in the reader's language."""
    return region_names(zone.regions, zone.countries) if zone.regions else country_names(zone.countries)


def _shortened(names: Sequence[str], most: int) -> str:
    comma = gettext_lazy(", ")
    shown = str(comma).join(names[:most])
    more = len(names) - most
    if more <= 0:
        return shown
    return ngettext("%(names)s and %(count)d more", "%(names)s and %(count)d more", more) % {
        "names": shown,
        "count": more,
    }


class PlaceForm(forms.Form):
    """Where something would be sent to: for trying out what zones answer."""

    country = forms.ChoiceField(label=gettext_lazy("Country"))
    region = forms.ChoiceField(label=gettext_lazy("Province or state"), required=False)

    def __init__(self, *args: Any, offered: Sequence[str], **kwargs: Any) -> None:
        """`offered`: countries that have zones, first in the list, with their regions."""
        super().__init__(*args, **kwargs)
        language = admin_language()
        first = countries(offered, language) if offered else []
        rest = [pair for pair in countries((), language) if pair[0] not in offered]
        groups = [(gettext("With zones of their own"), first), (gettext("All others"), rest)]
        self.fields["country"].choices = groups if first else rest  # type: ignore[attr-defined]
        self.fields["region"].choices = [  # type: ignore[attr-defined]
            ("", gettext("Any")),
            *region_groups(list(offered)[:MOST_WITH_REGIONS]),
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        region, country = data.get("region"), data.get("country", "")
        if region and region not in dict(regions(country)):
            self.add_error("region", gettext("This region does not lie in the chosen country."))
        return data
