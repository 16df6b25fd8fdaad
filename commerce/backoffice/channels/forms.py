"""One channel."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from commerce.backoffice.forms import ServiceForm
from commerce.backoffice.places import countries_field, offer_countries
from commerce.backoffice.views import admin_language
from commerce.channels import services as channels
from commerce.channels.models import Channel
from commerce.pricing import services as pricing

from .choices import currencies, time_zones

#: What the service takes besides the code; the form's fields have the same names.
FIELDS = (
    "name", "currency", "prices_include_tax", "languages", "default_language", "countries", "hostname",
    "time_zone", "price_floor_percent", "mails_invoices",
)  # fmt: skip


class ChannelForm(ServiceForm):
    """A market. What prices and orders hang on is chosen once."""

    name = forms.CharField(label=_("Name"), max_length=100)
    code = forms.SlugField(
        label=pgettext_lazy("short name", "Code"),
        max_length=40,
        help_text=_("Short, e.g. cn. Addresses of the API and imports know the channel by it; it stays."),
    )
    currency = forms.ChoiceField(label=_("Currency"))
    prices_include_tax = forms.BooleanField(
        label=_("Prices include tax"),
        required=False,
        initial=True,
        help_text=_("Off: tax is added in the cart. Changing it changes what the same prices mean."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=settings.LANGUAGES, widget=forms.CheckboxSelectMultiple
    )
    default_language = forms.ChoiceField(label=_("Default language"), choices=settings.LANGUAGES)
    countries = countries_field(
        label=_("Ships to"), help_text=_("None: to every country that a delivery zone reaches.")
    )
    hostname = forms.CharField(
        label=_("Host name"),
        max_length=253,
        required=False,
        help_text=_("Visitors of this host see this channel, e.g. shop.example.com. Empty: the default's."),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"), help_text=_("The shop's clock: days of reports, and times that staff types.")
    )
    price_floor_percent = forms.IntegerField(
        label=_("Lowest price"),
        min_value=0,
        max_value=100,
        initial=10,
        help_text=_(
            "In percent of the list price. A campaign that would go below it cannot be scheduled: a 99 that "
            "should have been 9.9 is caught. 0: no limit."
        ),
    )
    mails_invoices = forms.BooleanField(
        label=_("Send the invoice by mail"),
        required=False,
        help_text=_("The mail that tells a customer of the payment brings the invoice along, as a PDF."),
    )
    is_default = forms.BooleanField(
        label=_("Default channel"),
        required=False,
        help_text=_("Visitors see it unless their host has another. There is always exactly one."),
    )
    is_active = forms.BooleanField(
        label=_("Active"),
        required=False,
        initial=True,
        help_text=_("Off: nobody can buy here any more. Its orders stay."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language, row = admin_language(), self.instance
        offer_countries(self)
        self.choose("currency", currencies(language, row.currency if row else ""))
        self.choose("time_zone", time_zones(language))
        if row is None:
            self.fields["time_zone"].initial = "Asia/Shanghai"
            self.fields["languages"].initial = [code for code, _name in settings.LANGUAGES]
            return
        self.fields["code"].disabled = True
        reason = channels.currency_reason(row.pk)
        if reason:
            self.fields["currency"].disabled = True
            self.fields["currency"].help_text = gettext("Fixed: %(reason)s") % {"reason": reason}
        if row.is_default:
            self.fields["is_default"].disabled = self.fields["is_active"].disabled = True
            self.fields["is_default"].help_text = gettext("To change this, make another channel the default.")
            self.fields["is_active"].help_text = gettext("The default channel is always active.")

    def choose(self, name: str, choices: Any) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def initial_of(self, channel: Channel) -> dict[str, Any]:
        return {name: getattr(channel, name) for name in (*FIELDS, "code", "is_default", "is_active")}

    def save(self, actor_id: str) -> Channel:
        """A new channel, or another currency, comes with the price list that prices go to."""
        data = self.cleaned_data
        written = {name: data[name] for name in FIELDS}
        if self.instance is None:
            ref = channels.create_channel(code=data["code"], is_default=data["is_default"], **written)
            if not data["is_active"]:
                channels.update_channel(code=ref.code, is_active=False)
        else:
            flags = {"is_default": data["is_default"], "is_active": data["is_active"]}
            ref = channels.update_channel(code=self.instance.code, **written, **flags)
        code = f"{ref.code}-{ref.currency.lower()}"
        pricing.ensure_price_list(channel_id=ref.id, currency=ref.currency, code=code)
        return Channel.objects.get(pk=ref.id)
