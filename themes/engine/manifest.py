"""theme.toml, read into frozen values. A wrong manifest is refused with every problem listed."""

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from themes.engine.errors import ManifestError

SLUG = re.compile(r"^[a-z][a-z0-9_]{0,39}$")
VERSION = re.compile(r"^(\d+)\.(\d+)\.(\d+)(?:-[0-9A-Za-z.-]+)?$")
CLAUSE = re.compile(r"^(>=|<=|==|>|<)(\d+)(?:\.(\d+))?(?:\.\d+)?$")
RATIO = re.compile(r"^[1-9]\d{0,3}:[1-9]\d{0,3}$")
IMAGE_NAME = re.compile(r"^[a-z][a-z0-9_]{0,39}$")
TOKEN_NAME = re.compile(r"^[a-z][a-z0-9-]{0,39}$")
COLOR = re.compile(r"^#[0-9a-f]{6}$")
LENGTH = re.compile(r"^(?:0|\d{1,4}(?:\.\d{1,4})?(?:px|rem))$")
FORMATS = frozenset({"avif", "webp", "jpeg", "png"})
MAX_WIDTH = 4096
MAX_WIDTHS = 8
TABLES = frozenset({"theme", "supports", "images", "regions", "templates", "budgets", "tokens", "csp"})
THEME_KEYS = frozenset(
    {"slug", "name", "version", "license", "authors", "homepage", "tags", "contract", "parent", "description"}
)


@dataclass(frozen=True, slots=True)
class ImageDeclaration:
    """One `[images.<name>]`: pixel widths to make, `ratio` "w:h" or "" for the picture's own."""

    name: str
    widths: tuple[int, ...]
    ratio: str = ""
    formats: tuple[str, ...] = ("avif", "jpeg")
    sizes: str = "100vw"


@dataclass(frozen=True, slots=True)
class Budgets:
    """Most kilobytes (1024 bytes, gzipped) a theme wants to send; checked by `theme check`."""

    css_kb: int = 40
    js_kb: int = 30
    fonts_kb: int = 120
    html_kb: int = 120


@dataclass(frozen=True, slots=True)
class Tokens:
    """`[tokens]`: custom properties that a preset may set, with the defaults the style sheets give them.

    `readable` are pairs of color names, text and its ground, whose contrast every preset keeps at 4.5.
    """

    colors: dict[str, str] = field(default_factory=dict)
    lengths: dict[str, str] = field(default_factory=dict)
    readable: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a theme says of itself."""

    slug: str
    name: dict[str, str]
    version: str
    contract: str
    license: str = ""
    parent: str = ""
    authors: tuple[str, ...] = ()
    homepage: str = ""
    tags: tuple[str, ...] = ()
    supports: dict[str, Any] = field(default_factory=dict)
    images: dict[str, ImageDeclaration] = field(default_factory=dict)
    regions: tuple[str, ...] = ()
    budgets: Budgets = field(default_factory=Budgets)
    tokens: Tokens = field(default_factory=Tokens)


def accepts_contract(wanted: str, version: str) -> bool:
    """Whether a range such as ">=1.0,<2" contains a contract version such as "1.2".

    >>> accepts_contract(">=1.0,<2", "1.7"), accepts_contract(">=1.0,<2", "2.0")
    (True, False)
    """
    major, minor = (int(part) for part in version.split(".")[:2])
    have = (major, minor)
    for clause in wanted.split(","):
        match = CLAUSE.match(clause.strip())
        if match is None:
            return False
        sign, want = match[1], (int(match[2]), int(match[3] or 0))
        holds = {
            ">=": have >= want,
            "<=": have <= want,
            ">": have > want,
            "<": have < want,
            "==": have == want,
        }[sign]
        if not holds:
            return False
    return True


def read_manifest(folder: Path, contract_version: str) -> Manifest:
    """The manifest of a theme folder; raises `ManifestError` naming everything wrong with it."""
    slug = folder.name
    try:
        data = tomllib.loads((folder / "theme.toml").read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ManifestError(slug, ["theme.toml is missing"]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise ManifestError(slug, [f"theme.toml cannot be read: {error}"]) from None
    return _Reader(slug, data).manifest(contract_version)


class _Reader:
    """Reads one document and collects problems instead of stopping at the first."""

    def __init__(self, slug: str, data: dict[str, Any]) -> None:
        self.slug = slug
        self.data = data
        self.problems: list[str] = []

    def manifest(self, contract_version: str) -> Manifest:
        for name in sorted(self.data.keys() - TABLES):
            self.problems.append(f"[{name}] is not a table of theme.toml")
        theme = self.table(self.data, "theme")
        for key in sorted(theme.keys() - THEME_KEYS):
            self.problems.append(f"theme.{key} is not known")
        slug = self.text(theme, "theme", "slug", required=True)
        if slug and slug != self.slug:
            self.problems.append(f"theme.slug is {slug!r} but the folder is {self.slug!r}")
        if slug and not SLUG.match(slug):
            self.problems.append("theme.slug takes small letters, digits and _ and begins with a letter")
        version = self.text(theme, "theme", "version", required=True)
        if version and not VERSION.match(version):
            self.problems.append(f"theme.version {version!r} is not a semantic version such as 1.0.0")
        contract = self.text(theme, "theme", "contract", required=True)
        if contract:
            self.check_contract(contract, contract_version)
        parent = self.text(theme, "theme", "parent")
        if parent and not SLUG.match(parent):
            self.problems.append(f"theme.parent {parent!r} is not the slug of a theme")
        manifest = Manifest(
            slug=self.slug,
            name=self.names(theme),
            version=version,
            contract=contract,
            license=self.text(theme, "theme", "license"),
            parent=parent,
            authors=self.texts(theme, "theme", "authors"),
            homepage=self.text(theme, "theme", "homepage"),
            tags=self.texts(theme, "theme", "tags"),
            supports=self.table(self.data, "supports"),
            images=self.images(),
            regions=self.texts(self.table(self.data, "regions"), "regions", "slots"),
            budgets=self.budgets(),
            tokens=self.tokens(),
        )
        if self.problems:
            raise ManifestError(self.slug, self.problems)
        return manifest

    def check_contract(self, wanted: str, version: str) -> None:
        if not all(CLAUSE.match(clause.strip()) for clause in wanted.split(",")):
            self.problems.append(f'theme.contract {wanted!r} is not a range such as ">=1.0,<2"')
        elif not accepts_contract(wanted, version):
            self.problems.append(f"theme.contract {wanted!r} does not accept this shop's contract {version}")

    def names(self, theme: dict[str, Any]) -> dict[str, str]:
        names = self.table(theme, "name")
        clean = {code: name for code, name in names.items() if isinstance(name, str) and name.strip()}
        if not clean:
            self.problems.append("[theme.name] needs a name in at least one language")
        return clean

    def images(self) -> dict[str, ImageDeclaration]:
        declared = self.table(self.data, "images")
        return {name: self.image(name, table) for name, table in declared.items()}

    def image(self, name: str, table: Any) -> ImageDeclaration:
        where = f"images.{name}"
        if not isinstance(table, dict):
            self.problems.append(f"[{where}] is not a table")
            return ImageDeclaration(name, ())
        if not IMAGE_NAME.match(name):
            self.problems.append(f"[{where}]: a name takes small letters, digits and _")
        for key in sorted(table.keys() - {"widths", "ratio", "formats", "sizes"}):
            self.problems.append(f"{where}.{key} is not known")
        widths = table.get("widths", [])
        proper = isinstance(widths, list) and all(
            type(width) is int and 0 < width <= MAX_WIDTH for width in widths
        )
        if not proper or not 0 < len(widths) <= MAX_WIDTHS:
            self.problems.append(f"{where}.widths takes 1 to {MAX_WIDTHS} pixel widths up to {MAX_WIDTH}")
            widths = []
        ratio = self.text(table, where, "ratio")
        if ratio and not RATIO.match(ratio):
            self.problems.append(f'{where}.ratio {ratio!r} is not of the form "4:5"')
        formats = self.texts(table, where, "formats") or ("avif", "jpeg")
        if set(formats) - FORMATS:
            self.problems.append(f"{where}.formats takes {', '.join(sorted(FORMATS))}")
        if not {"jpeg", "png"} & set(formats):
            self.problems.append(f"{where}.formats needs jpeg or png for browsers that know nothing newer")
        return ImageDeclaration(
            name, tuple(sorted(widths)), ratio, formats, self.text(table, where, "sizes") or "100vw"
        )

    def budgets(self) -> Budgets:
        table = self.table(self.data, "budgets")
        clean: dict[str, int] = {}
        for key, value in table.items():
            if key not in Budgets.__dataclass_fields__:
                self.problems.append(f"budgets.{key} is not known")
            elif not isinstance(value, int) or isinstance(value, bool) or value < 0:
                self.problems.append(f"budgets.{key} takes a whole number of kilobytes")
            else:
                clean[key] = value
        return Budgets(**clean)

    def tokens(self) -> Tokens:
        table = self.table(self.data, "tokens")
        for key in sorted(table.keys() - {"colors", "lengths", "readable"}):
            self.problems.append(f"tokens.{key} is not known")
        return Tokens(
            colors=self.values(table, "colors", COLOR, "#c8102e"),
            lengths=self.values(table, "lengths", LENGTH, "4px"),
            readable=self.pairs(table),
        )

    def values(self, tokens: dict[str, Any], key: str, form: re.Pattern[str], example: str) -> dict[str, str]:
        clean: dict[str, str] = {}
        for name, value in self.table(tokens, key).items():
            if not TOKEN_NAME.match(name):
                self.problems.append(f"tokens.{key}.{name}: a name takes small letters, digits and -")
            elif not isinstance(value, str) or not form.match(value):
                self.problems.append(f'tokens.{key}.{name} {value!r} is not of the form "{example}"')
            else:
                clean[name] = value
        return clean

    def pairs(self, tokens: dict[str, Any]) -> tuple[tuple[str, str], ...]:
        """`readable = ["ink on paper", …]`; both are colors that this theme declares."""
        colors = self.table(tokens, "colors")
        pairs = []
        for text in self.texts(tokens, "tokens", "readable"):
            ink, on, paper = text.partition(" on ")
            if not on or ink not in colors or paper not in colors:
                self.problems.append(
                    f'tokens.readable {text!r} is not "one color on another" of tokens.colors'
                )
            else:
                pairs.append((ink, paper))
        return tuple(pairs)

    def table(self, data: dict[str, Any], name: str) -> dict[str, Any]:
        value = data.get(name, {})
        if not isinstance(value, dict):
            self.problems.append(f"[{name}] is not a table")
            return {}
        return value

    def text(self, data: dict[str, Any], where: str, key: str, *, required: bool = False) -> str:
        value = data.get(key, "")
        if not isinstance(value, str):
            self.problems.append(f"{where}.{key} is not a text")
            return ""
        if required and not value.strip():
            self.problems.append(f"{where}.{key} is missing")
        return value.strip()

    def texts(self, data: dict[str, Any], where: str, key: str) -> tuple[str, ...]:
        value = data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.problems.append(f"{where}.{key} is not a list of texts")
            return ()
        return tuple(value)
