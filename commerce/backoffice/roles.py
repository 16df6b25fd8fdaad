"""What each role may do: the one table, in Django's names of rights, `app.codename`.

A screen with a right of its own names it here. After every migrate, `services.ensure_roles` gives each role
what the table says and the role was never given, and takes back what the table gave and says no longer. What
an owner takes away or adds in the admin stays so.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from commerce.core.errors import Text

OWNER, EDITOR, MARKETER, STAFF, SUPPORT = "Owner", "Editor", "Marketer", "Staff", "Support"

_ACCESS = frozenset({"wagtailadmin.access_admin"})
#: On all pages, and in all collections of pictures and documents.
_CONTENT = frozenset(
    {
        *("wagtailcore.add_page", "wagtailcore.change_page", "wagtailcore.publish_page"),
        *("wagtailcore.lock_page", "wagtail_localize.submit_translation"),
        *("wagtailimages.add_image", "wagtailimages.change_image", "wagtailimages.choose_image"),
        *("wagtaildocs.add_document", "wagtaildocs.change_document", "wagtaildocs.choose_document"),
    }
)
#: Beside the pages: menus, what stands around a category's products.
_AROUND = frozenset(
    {
        *("navigation.view_menu", "navigation.add_menu", "navigation.change_menu", "navigation.delete_menu"),
        *("products.view_categorylanding", "products.add_categorylanding"),
        *("products.change_categorylanding", "products.delete_categorylanding"),
    }
)
_CATALOG = frozenset(
    {
        *("catalog.view_product", "catalog.add_product", "catalog.change_product"),
        *("catalog.view_category", "catalog.add_category", "catalog.change_category"),
        "catalog.delete_category",
        *("catalog.view_brand", "catalog.add_brand", "catalog.change_brand", "catalog.delete_brand"),
    }
)
#: What a product costs, and how many there are, on the product's own screen.
_FIGURES = frozenset({"pricing.change_price", "inventory.change_stockitem"})
#: Drafts of all pages; an editor publishes them.
_DRAFTS = frozenset(
    {
        *("wagtailcore.add_page", "wagtailcore.change_page"),
        *("wagtailimages.add_image", "wagtailimages.choose_image"),
        *("wagtaildocs.add_document", "wagtaildocs.choose_document"),
    }
)
_PROMOTIONS = frozenset(
    {"promotions.view_promotion", "promotions.add_promotion", "promotions.change_promotion"}
)
_CAMPAIGNS = frozenset(
    {
        *("campaigns.view_campaign", "campaigns.add_campaign", "campaigns.change_campaign"),
        "campaigns.preview_shop",
    }
)
_ORDERS = frozenset(
    {
        *("orders.view_order", "orders.change_order"),
        "customers.view_customer",
        *("inventory.view_stockitem", "inventory.change_stockitem", "inventory.view_stockmovement"),
    }
)
#: What customers are given and told: invoices, slips, messages.
_PAPERS = frozenset(
    {
        "documents.view_fiscaldocument",
        *("notifications.view_message", "notifications.change_message"),
    }
)
_MONEY = frozenset({"payments.change_payment", "payments.add_refund", "documents.add_fiscaldocument"})
#: Where the shop sells, what delivery and tax cost there, and who changed any of it.
_MARKETS = frozenset(
    {
        *("channels.view_channel", "channels.add_channel", "channels.change_channel"),
        *("shipping.view_shippingzone", "shipping.add_shippingzone", "shipping.change_shippingzone"),
        *("shipping.view_shippingmethod", "shipping.add_shippingmethod", "shipping.change_shippingmethod"),
        *("shipping.delete_shippingzone", "shipping.delete_shippingmethod"),
        *("tax.view_taxcategory", "tax.add_taxcategory", "tax.change_taxcategory", "tax.delete_taxcategory"),
        *("tax.view_taxzone", "tax.add_taxzone", "tax.change_taxzone", "tax.delete_taxzone"),
        "wagtailcore.view_modellogentry",
    }
)
_SHOP = frozenset(
    {
        "backoffice.export_customers",
        "channels.change_pluginactivation",
        "home.change_shopfacts",
        "looks.change_shoplook",
        *("themes.view_themewindow", "themes.add_themewindow", "themes.change_themewindow"),
        *("newsletter.view_subscription", "newsletter.delete_subscription"),
        *("customers.add_user", "customers.change_user", "customers.delete_user"),
        *("auth.add_group", "auth.change_group", "auth.delete_group"),
        "wagtailcore.change_site",
        "wagtailcore.unlock_page",
        *("wagtailcore.add_workflow", "wagtailcore.change_workflow", "wagtailcore.delete_workflow"),
        *("wagtailcore.add_task", "wagtailcore.change_task", "wagtailcore.delete_task"),
        *("wagtailcore.add_collection", "wagtailcore.change_collection", "wagtailcore.delete_collection"),
        *("wagtailredirects.add_redirect", "wagtailredirects.change_redirect"),
        "wagtailredirects.delete_redirect",
    }
)

#: The least its work needs. Only the owner moves money, sets up the shop and appoints people.
ROLES: Mapping[str, frozenset[str]] = {
    OWNER: _ACCESS
    | _CONTENT
    | _AROUND
    | _CATALOG
    | _FIGURES
    | _PROMOTIONS
    | _CAMPAIGNS
    | _ORDERS
    | _PAPERS
    | _MONEY
    | _MARKETS
    | _SHOP,
    EDITOR: _ACCESS | _CONTENT | _AROUND | _CATALOG | {"campaigns.view_campaign", "campaigns.preview_shop"},
    MARKETER: _ACCESS
    | _DRAFTS
    | _PROMOTIONS
    | _CAMPAIGNS
    | {"catalog.view_product", "catalog.view_category"},
    STAFF: _ACCESS | _ORDERS | _PAPERS | {"catalog.view_product"},
    SUPPORT: _ACCESS | _PAPERS | {"orders.view_order", "customers.view_customer", "catalog.view_product"},
}

#: What each role is for, in the words of the screen of staff.
WORDS: Mapping[str, Text] = {
    OWNER: _("Everything: money, settings, people and whatever the others may do."),
    EDITOR: _("Pages, and products with their texts and pictures. No prices, stock, orders or customers."),
    MARKETER: _("Promotions and campaigns, and drafts of pages that an editor publishes. No orders."),
    STAFF: _("Orders, parcels and stock, and the customers behind them. No refunds, prices or pages."),
    SUPPORT: _("Looks at orders and customers, adds notes and sends messages again. Changes nothing else."),
}
