"""Which template gets which contract. A theme is checked against this table.

Fragments: a request with the header `X-Fragment: <name>` asks a page's own address for
`fragments/<name>.html` instead of the whole page, with the same status code.

- `routes.cart_add` (POST): "mini-cart" says what was added, or in its `notices` why it was not
  (status 409 or 422); without the header it redirects to the cart, or to the checkout for
  `next=checkout`.
- a listing or search address (GET): "listing-grid", "search-grid".
- `routes.search` (GET) with the words typed so far as `q`: "search-suggestions".
- `routes.cart_count`, `routes.mini_cart`, `routes.address_fields` (GET) give nothing else.
- `ResultContext.poll_url` (GET): "order-result"; it stops being asked once `poll_url` is empty.

The theme also works where the header is ignored: it takes the part it needs out of a whole page.
"""

from themes.engine.contracts import (
    account,
    campaign,
    cart,
    checkout,
    content,
    forms,
    listing,
    orders,
    product,
    sections,
)

CONTRACT_VERSION = "1.0"
FRAGMENT_HEADER = "X-Fragment"

TEMPLATES: dict[str, type] = {
    "home.html": content.HomeContext,
    "listing.html": listing.ListingContext,
    "search.html": listing.SearchContext,
    "product.html": product.ProductContext,
    "cart.html": cart.CartContext,
    "checkout/index.html": checkout.CheckoutContext,
    "checkout/result.html": checkout.ResultContext,
    "order/tracking.html": orders.OrderContext,
    "account/login.html": account.LoginContext,
    "account/register.html": account.RegisterContext,
    "account/password-reset.html": account.PasswordResetContext,
    "account/message.html": account.MessageContext,
    "account/form.html": account.FormPageContext,
    "account/overview.html": account.OverviewContext,
    "account/orders.html": account.OrdersContext,
    "account/order.html": orders.OrderContext,
    "account/addresses.html": account.AddressBookContext,
    "account/address-form.html": account.AddressFormContext,
    "account/profile.html": account.ProfileContext,
    "page.html": content.PageContext,
    "campaign.html": campaign.CampaignContext,
    "articles.html": content.ArticlesContext,
    "article.html": content.ArticleContext,
    "404.html": content.ErrorContext,
    "403.html": content.ErrorContext,
    "500.html": content.ErrorContext,
    "maintenance.html": content.MaintenanceContext,
    "email/message.html": content.EmailContext,
    "fragments/cart-count.html": cart.CartCountFragment,
    "fragments/mini-cart.html": cart.MiniCartFragment,
    "fragments/listing-grid.html": listing.ListingContext,
    "fragments/search-grid.html": listing.SearchContext,
    "fragments/search-suggestions.html": listing.SuggestionsFragment,
    "fragments/address-fields.html": forms.AddressFieldsFragment,
    "fragments/order-result.html": checkout.ResultContext,
}

SECTIONS: dict[str, type] = {
    "hero": sections.HeroSection,
    "product_rail": sections.ProductRailSection,
    "rich_text": sections.RichTextSection,
    "image_text": sections.ImageTextSection,
    "category_tiles": sections.CategoryTilesSection,
    "carousel": sections.CarouselSection,
    "lookbook": sections.LookbookSection,
    "banner": sections.BannerSection,
    "countdown": sections.CountdownSection,
    "faq": sections.FaqSection,
    "video": sections.VideoSection,
    "articles": sections.ArticlesSection,
    "newsletter": sections.NewsletterSection,
    "trust_badges": sections.TrustBadgesSection,
}

SLOTS: tuple[str, ...] = (
    "layout.before_main",
    "layout.after_main",
    "home.after_sections",
    "listing.before_grid",
    "listing.after_grid",
    "product.after_price",
    "product.tabs",
    "product.below",
    "cart.below",
    "checkout.aside",
    "result.below",
    "order.after_lines",
    "account.overview",
)
