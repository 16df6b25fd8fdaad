"""Product cards, listings and search results."""

from markupsafe import Markup

from themes.engine.contracts.base import ImageData, LinkData, Pagination, PriceData, SectionData
from themes.engine.contracts.shell import Shell
from themes.engine.marks import theme_data


@theme_data
class Badge:
    """A short label on a picture ("new", "sale", …); at most two are shown."""

    code: str
    label: str


@theme_data
class Swatch:
    """A color or pattern a product comes in; `color` is `#rrggbb` or empty."""

    label: str
    color: str = ""
    image: ImageData | None = None


@theme_data
class QuickAdd:
    """A product that can go straight into the cart: post `variant` to `routes.cart_add`."""

    variant: str


@theme_data
class CardData:
    """A product in a list. `image` and `hover_image` are of spec "card"; `price` None: not for sale."""

    id: str
    url: str
    title: str
    price: PriceData | None
    image: ImageData | None = None
    hover_image: ImageData | None = None
    subtitle: str = ""
    badges: tuple[Badge, ...] = ()
    swatches: tuple[Swatch, ...] = ()
    more_swatches: int = 0
    is_sold_out: bool = False
    add: QuickAdd | None = None


@theme_data
class FacetValue:
    """A choice of a filter; `url` is this listing with the choice switched. Zero-count ones are
    shown disabled, not hidden."""

    value: str
    label: str
    count: int
    url: str
    is_active: bool = False
    is_disabled: bool = False
    color: str = ""


@theme_data
class FacetRange:
    """A filter between two numbers; the texts are what is typed now, in major units."""

    min_name: str
    max_name: str
    min_value: str = ""
    max_value: str = ""
    lowest: str = ""
    highest: str = ""
    unit: str = ""


@theme_data
class Facet:
    """A filter: checkboxes named `name`, or a range. `style` is "list", "swatch" or "range"."""

    code: str
    label: str
    name: str
    style: str = "list"
    values: tuple[FacetValue, ...] = ()
    range: FacetRange | None = None
    clear_url: str = ""
    active_count: int = 0


@theme_data
class ActiveFilter:
    """A filter in force and the address of the listing without it."""

    label: str
    group: str
    remove_url: str


@theme_data
class SortOption:
    """A way to order the listing."""

    value: str
    label: str
    url: str
    current: bool = False


@theme_data
class ListingData:
    """A filtered, sorted, paged set of cards.

    Filters and sort work as links (`url`) and as one GET form to `form_action` with
    `form_hidden` (what must survive, such as the search text); the sort field is `sort_name`.
    """

    cards: tuple[CardData, ...]
    total: int
    facets: tuple[Facet, ...] = ()
    active_filters: tuple[ActiveFilter, ...] = ()
    clear_url: str = ""
    sort_options: tuple[SortOption, ...] = ()
    sort_name: str = "sort"
    pagination: Pagination | None = None
    form_action: str = ""
    form_hidden: tuple[tuple[str, str], ...] = ()


@theme_data
class ListingContext:
    """`listing.html`: a category or all products, and `fragments/listing-grid.html`.

    `above` and `below` are what editors put around the first page of a category.
    """

    shell: Shell
    title: str
    listing: ListingData
    breadcrumbs: tuple[LinkData, ...] = ()
    intro: Markup | None = None
    subcategories: tuple[LinkData, ...] = ()
    above: tuple[SectionData, ...] = ()
    below: tuple[SectionData, ...] = ()


@theme_data
class SearchContext:
    """`search.html`. With `listing.total` 0, `suggestions` and `recommended` keep the page useful.

    `corrected` is a better spelling to offer; `popular` are terms others look for.
    """

    shell: Shell
    query: str
    listing: ListingData
    corrected: LinkData | None = None
    suggestions: tuple[LinkData, ...] = ()
    popular: tuple[LinkData, ...] = ()
    recommended: tuple[CardData, ...] = ()


@theme_data
class SuggestionGroup:
    """Suggestions of one kind: "search" (words to look for), "category" or "product"."""

    kind: str
    links: tuple[LinkData, ...]


@theme_data
class SuggestionsFragment:
    """`fragments/search-suggestions.html`: what the words typed so far may be meant to become."""

    query: str
    count: int
    groups: tuple[SuggestionGroup, ...] = ()
