"""Customer values that cross the border."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields


@dataclass(frozen=True, slots=True)
class AddressFields:
    """A postal address as typed. `region`, `city`, `district` hold the codes `addresses.regions` gives,
    where the country has such lists, else names."""

    name: str = ""
    phone: str = ""
    country: str = ""
    region: str = ""
    city: str = ""
    district: str = ""
    street: str = ""
    postal_code: str = ""

    def as_dict(self) -> dict[str, str]:
        return asdict(self)


ADDRESS_FIELDS: tuple[str, ...] = tuple(field.name for field in fields(AddressFields))


@dataclass(frozen=True, slots=True)
class AddressView:
    """An entry of the address book."""

    public_id: str
    fields: AddressFields
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class Profile:
    """What a customer sees of themselves."""

    customer_id: int
    public_id: str
    name: str
    email: str
    phone: str
    language: str
    has_password: bool = True


@dataclass(frozen=True, slots=True)
class AddressField:
    """One field a country's address asks for. `choices` are (code, name) pairs; none: free text.

    `kind` names the country's own word for it ("province", "state", "zip", …). `waits` means its list
    hangs on a choice that was not made yet; `refreshes` that other fields follow from it.
    """

    name: str
    kind: str
    required: bool
    choices: tuple[tuple[str, str], ...] = ()
    refreshes: bool = False
    waits: bool = False
