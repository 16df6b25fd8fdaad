"""Forms as plain data: the storefront builds and validates them, the theme only draws them."""

from themes.engine.contracts.base import Action
from themes.engine.marks import theme_data


@theme_data
class Choice:
    """One choice of a select, radio or checkbox group."""

    value: str
    label: str
    selected: bool = False
    disabled: bool = False
    help: str = ""


@theme_data
class ChoiceGroup:
    """Choices under one label; a field without groups has a single group with an empty label."""

    label: str
    choices: tuple[Choice, ...]


@theme_data
class FieldData:
    """One field.

    `type` is an input type (text, email, tel, password, number, search, checkbox, hidden, date),
    or "textarea", "select", "radio". `span` says how much of the row it would like: "full",
    "half" or "third". `refresh` fields change what the form asks for (country, province, city):
    where there is no JavaScript the form's "update" button sends them. `attrs` are further
    HTML attributes, already allow-listed.
    """

    name: str
    id: str
    type: str
    label: str
    value: str = ""
    help: str = ""
    errors: tuple[str, ...] = ()
    required: bool = False
    disabled: bool = False
    checked: bool = False
    autocomplete: str = ""
    inputmode: str = ""
    placeholder: str = ""
    maxlength: int | None = None
    span: str = "full"
    refresh: bool = False
    groups: tuple[ChoiceGroup, ...] = ()
    attrs: tuple[tuple[str, str], ...] = ()


@theme_data
class ErrorLink:
    """A line of the summary above a refused form; `field_id` is empty for the form as a whole."""

    text: str
    field_id: str = ""


@theme_data
class FormData:
    """A form ready to draw, in the order of its fields. `errors` lists everything wrong with it."""

    id: str
    action: str
    fields: tuple[FieldData, ...]
    method: str = "post"
    submit: str = ""
    errors: tuple[ErrorLink, ...] = ()
    hidden: tuple[tuple[str, str], ...] = ()
    actions: tuple[Action, ...] = ()


@theme_data
class AddressFormData:
    """The fields of one postal address in the order of its country.

    A change of a `refresh` field is answered by `refresh_url`, which takes the fields by GET and
    gives the fragment `fragments/address-fields.html`; without JavaScript a submit button named
    `refresh_name` posts the whole form and gets the same page back with other fields.
    `prefix` is put before each field's name by the one who built it.
    """

    fields: tuple[FieldData, ...]
    refresh_url: str
    refresh_name: str = "refresh"
    prefix: str = ""


@theme_data
class AddressFieldsFragment:
    """`fragments/address-fields.html`: the address fields alone, drawn again."""

    address: AddressFormData
