"""A row behind every address of the admin, so that a refusal is about the person and never about the row.

`Rooms().doors(pattern)` says where an address pattern leads: usually to one place, to several where one pattern
serves many kinds of things (an order's actions, types of pages, settings, bulk actions).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db.models import Model
from django.utils import timezone
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.blocks import Block
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    Locale,
    Page,
    Site,
    UploadedFile,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)
from wagtail_localize.models import SegmentOverride, StringTranslation, Translation, TranslationSource

from cms.blocks.blocks import SectionsBlock
from cms.campaigns.services import create_campaign
from cms.home.models import HomePage, StandardPage
from cms.navigation.models import Menu
from cms.newsletter.models import Subscription
from cms.products.models import CategoryLanding
from commerce.backoffice.orders.actions import ACTIONS
from commerce.backoffice.roles import EDITOR, STAFF
from commerce.checkout import services as checkout
from commerce.documents import services as documents
from commerce.fulfillment import services as fulfillment
from commerce.notifications.models import Message
from commerce.orders.models import OrderLine
from commerce.orders.types import Actor
from commerce.payments.models import Refund
from tests import factories as make
from themes.engine.models import ThemeWindow

Known = dict[str, dict[str, object]]
CLERK = Actor("staff", "1")

# <int:pk>, or (?P<pk>\d+) where Wagtail writes regular expressions
_PLACE = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^()]*(?:\([^()]*\)[^()]*)*\)")
_PAGE_TYPES = (
    *("home/standardpage", "products/productpage", "articles/articleindexpage", "campaigns/campaignpage"),
)
_SNIPPETS = ("navigation/menu", "newsletter/subscription", "products/categorylanding")
_PAGE_ACTIONS = (
    *("convert_alias", "copy", "copy_for_translation", "create_alias", "delete", "move", "publish"),
    *("revert_to_page_revision", "unpublish"),
)
#: Patterns that serve many kinds of things, and the kinds, each an address of its own.
_KINDS: Mapping[str, tuple[str, ...]] = {
    "<slug:action>": tuple(ACTIONS),
    "<slug:content_type_app_name>/<slug:content_type_model_name>": _PAGE_TYPES,
    "pages/create/<slug:app_label>/<slug:model_name>": tuple(f"pages/create/{each}" for each in _PAGE_TYPES),
    "settings/<slug:app_name>/<slug:model_name>": ("settings/home/shopfacts", "settings/looks/shoplook"),
    "tag-autocomplete/<slug:app_name>/<slug:model_name>": ("tag-autocomplete/taggit/tag",),
    "snippets/<slug:app_label>/<slug:model_name>": tuple(f"snippets/{each}" for each in _SNIPPETS),
    "submit/snippet/<slug:app_label>/<slug:model_name>": ("submit/snippet/navigation/menu",),
    "tasks/add/<str:app_label>/<str:model_name>": ("tasks/add/wagtailcore/groupapprovaltask",),
    "ping/<str:app_label>/<str:model_name>": ("ping/home/standardpage",),
    "<slug:action_name>": ("approve", "reject"),
    "<str:action_name>": _PAGE_ACTIONS,
}


class Rooms:
    """Makes the rows. What stands in a place is looked up by the longest beginning of the pattern that knows it."""

    def __init__(self) -> None:
        self.known = {**_shop(), **_content(), **_moderation(), **_files()}
        self.beginnings = sorted(self.known, key=len, reverse=True)

    def doors(self, pattern: str) -> Iterator[tuple[str, str]]:
        """(the pattern with the kind spelled out, an address that leads to a row of it)."""
        for spelled in self._spelled(pattern):
            yield spelled, self._address(spelled)

    def _address(self, pattern: str) -> str:
        path = _PLACE.sub(lambda place: self._in(pattern, place[1] or place[2]), pattern)
        query = self._find(pattern, "?")
        return path.replace("\\", "") + (f"?{query}" if query else "")

    def _spelled(self, pattern: str) -> Iterator[str]:
        if pattern.startswith("/admin/bulk/"):
            yield from _bulk_actions(self.known)
            return
        cluster = next((cluster for cluster in _KINDS if cluster in pattern), "")
        for kind in _KINDS.get(cluster, ("",)):
            yield pattern.replace(cluster, kind) if cluster else pattern

    def _in(self, pattern: str, name: str) -> str:
        found = self._find(pattern, name)
        assert found is not None, f"{pattern}: no row for “{name}”; make one in {__name__}"
        return str(found)

    def _find(self, pattern: str, name: str) -> object:
        for beginning in self.beginnings:
            if pattern.startswith(beginning) and name in self.known[beginning]:
                return self.known[beginning][name]
        return None


def _bulk_actions(known: Known) -> Iterator[str]:
    """What may be done with many rows at once, by Wagtail's own register; pages count once for all their types."""
    bulk_action_registry.get_bulk_actions_for_model("", "")
    for app, models in bulk_action_registry.actions.items():
        for model, actions in models.items():
            if f"/admin/bulk/{app}/{model}/" not in known:
                assert issubclass(next(iter(actions.values())).models[0], Page), (
                    f"no {model} for bulk actions"
                )
                continue
            yield from (f"/admin/bulk/{app}/{model}/{action}/" for action in actions)


def _shop() -> Known:
    order = make.make_order({make.make_variant(): 2})
    checkout.mark_paid(order_id=order.id, amount=order.total_amount, reference="T-1", actor=CLERK)
    invoice = documents.issue_due(order_id=order.id)
    assert invoice
    line = OrderLine.objects.get(order_id=order.id)
    parcel = fulfillment.ship(
        order_id=order.id, carrier="sf", tracking_number="SF1234567890123", quantities={line.pk: 1}, key="p",
        actor=CLERK,
    )  # fmt: skip
    checkout.refund(order_id=order.id, amount=100, reason="late", actor=CLERK, key="r")
    method, tax = make.make_shipping_method(), make.make_tax_rate(13)
    variant, category = make.make_variant(), make.make_category()
    site, now = Site.objects.get(is_default_site=True), timezone.now()
    campaign = create_campaign(name="Sale", site_id=site.pk, starts_at=now, ends_at=now + timedelta(days=1))
    window = ThemeWindow.objects.create(site=site, theme="base", starts_at=now + timedelta(days=1))
    message = Message.objects.create(
        key="k", kind="order_placed", recipient="lin@example.com", language="en", subject="Thank you", text="x",
        order_public_id=order.public_id, next_attempt_at=now, created_at=now, state="failed",
    )  # fmt: skip
    return {
        "/admin/order/": {
            "pk": order.id,
            "document": invoice.public_id,
            "shipment": parcel.public_id,
            "refund": Refund.objects.get().public_id,
        },
        "/admin/order/ship/": {"?": f"order={order.id}"},
        "/admin/product/": {"pk": variant.product_id},
        "/admin/product/bulk/": {"?": f"what=withdraw&product={variant.product_id}"},
        "/admin/product_chooser/": {"pk": variant.product_id},
        "/admin/category/": {"pk": category.pk},
        "/admin/category_chooser/": {"pk": category.pk},
        "/admin/stock/": {"pk": make.make_stock(variant).pk},
        "/admin/promotion/": {"pk": make.make_promotion(category).pk},
        "/admin/campaign/": {"pk": campaign, "year": now.year, "month": now.month},
        "/admin/themewindow/": {"pk": window.pk},
        "/admin/brand/": {"pk": make.make_brand().pk},
        "/admin/customer/": {"pk": make.make_customer("somebody@example.com").pk},
        "/admin/message/": {"pk": message.pk},
        "/admin/delivery/zones/": {"pk": method.zone_id},
        "/admin/delivery/methods/": {"pk": method.pk},
        "/admin/tax/zones/": {"pk": tax.zone_id},
        "/admin/tax/categories/": {"pk": tax.category_id},
        "/admin/channels/": {"pk": make.make_channel().id},
        "/admin/plugin/": {"plugin": "bank_transfer", "channel": "cn"},
        "/admin/settings/": {"pk": site.pk},
        "/admin/sites/": {"pk": site.pk},
    }


def _content() -> Known:
    home = HomePage.objects.get(locale__language_code="en")
    chinese = Locale.objects.get(language_code="zh-hans")
    page = StandardPage(title="About", slug="about-us", locale=home.locale)
    page.sections = SectionsBlock().to_python([{"type": "banner", "id": "b", "value": banner()}])
    home.add_child(instance=page)
    revision = page.save_revision()
    section = home.add_child(instance=StandardPage(title="Help", slug="help-us", locale=home.locale))
    alias = page.create_alias(parent=section, update_slug="about-again")
    source, _is_new = TranslationSource.update_or_create_from_instance(page)
    translation = Translation.objects.create(source=source, target_locale=chinese)
    translation.save_target(publish=False)
    translated = page.get_translation(chinese)
    words, picture = source.stringsegment_set.first(), source.overridablesegment_set.first()
    StringTranslation.objects.create(
        translation_of=words.string, locale=chinese, context=words.context, data="关于"
    )
    other = str(make.make_image().pk)
    SegmentOverride.objects.create(locale=chinese, context=picture.context, data_json=other)
    category = make.make_category("Tea")
    landing = CategoryLanding.objects.create(category=category, locale=home.locale)
    site = Site.objects.get(is_default_site=True)
    menu = Menu.objects.create(site=site, locale=home.locale)
    reader = Subscription.objects.create(email="reader@example.com", language="en", asked_at=timezone.now())
    user = make.make_user()
    pages = {
        **dict.fromkeys(("pk", "page_id", "page_pk", "page_to_move_id", "object_id"), page.pk),
        "parent_page_id": home.pk,
        "destination_id": section.pk,
        "session_id": 0,
        "revision_id": revision.pk,
        "revision_id_a": "earliest",
        "revision_id_b": "latest",
    }
    return {
        "/admin/": pages,
        "/admin/pages/<int:page_id>/convert_alias/": {"page_id": alias.pk},
        "/admin/api/main/pages/find/": {"?": f"id={page.pk}"},
        "/admin/bulk/wagtailcore/page/": {"?": f"id={page.pk}"},
        "/admin/block-preview/": {"?": f"id={next(iter(Block.definition_registry))}"},
        "/admin/localize/": {"page_id": page.pk, "translation_source_id": source.pk},
        "/admin/localize/page/": {"page_id": translated.pk},
        "/admin/localize/translate/": {
            "translation_id": translation.pk,
            "string_segment_id": words.pk,
            "overridable_segment_id": picture.pk,
            "mode": "none",
        },
        "/admin/localize/api/snippets/navigation/menu/": {"pk": menu.pk},
        "/admin/localize/api/snippets/newsletter/subscription/": {"pk": reader.pk},
        "/admin/localize/api/snippets/products/categorylanding/": {"pk": landing.pk},
        "/admin/snippets/navigation/menu/": {"pk": menu.pk},
        "/admin/snippets/newsletter/subscription/": {"pk": reader.pk},
        "/admin/snippets/products/categorylanding/": {
            "pk": landing.pk,
            "revision_id": landing.save_revision().pk,
        },
        "/admin/bulk/navigation/menu/": {"?": f"id={menu.pk}"},
        "/admin/bulk/newsletter/subscription/": {"?": f"id={reader.pk}"},
        "/admin/bulk/products/categorylanding/": {"?": f"id={landing.pk}"},
        "/admin/bulk/customers/user/": {"?": f"id={user.pk}"},
        "/admin/users/": {"pk": user.pk},
        "/admin/groups/": {"pk": Group.objects.get(name=STAFF).pk},
        "/admin/locales/": {"pk": chinese.pk},
        "/admin/redirects/": {"redirect_id": Redirect.add_redirect("/old/", "/new/").pk},
    }


def _moderation() -> Known:
    """A page that waits for an editor's word."""
    home = HomePage.objects.get(locale__language_code="en")
    page = home.add_child(instance=StandardPage(title="New", slug="new-page", locale=home.locale))
    page.save_revision()
    task = GroupApprovalTask.objects.create(name="Look at it")
    task.groups.add(Group.objects.get(name=EDITOR))
    workflow = Workflow.objects.create(name="Second pair of eyes")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    WorkflowPage.objects.create(workflow=workflow, page=page)
    begun = workflow.start(page, make.make_user())
    here = {"page_id": page.pk, "task_state_id": begun.current_task_state.pk, "task_id": task.pk}
    return {
        "/admin/pages/workflow/": here,
        "/admin/pages/<int:page_id>/workflow_history/": {**here, "workflow_state_id": begun.pk},
        "/admin/workflows/": {"pk": workflow.pk, "page_pk": page.pk, "workflow_pk": workflow.pk},
        "/admin/workflows/tasks/": {"pk": task.pk},
        "/admin/workflows/task_chooser/": {"task_id": task.pk},
    }


def _files() -> Known:
    image = make.make_image()
    document = get_document_model().objects.create(
        title="Terms", file=ContentFile(b"terms", name="terms.txt")
    )
    collection = Collection.get_first_root_node().add_child(instance=Collection(name="Press"))
    return {
        "/admin/images/": {
            "image_id": image.pk, "pk": image.pk, "filter_spec": "width-10", "uploaded_file_id": upload(type(image)),
        },
        "/admin/documents/": {
            **dict.fromkeys(("document_id", "doc_id", "pk"), document.pk), "uploaded_file_id": upload(type(document)),
        },
        "/admin/api/main/images/": {"pk": image.pk},
        "/admin/api/main/images/find/": {"?": f"id={image.pk}"},
        "/admin/api/main/documents/": {"pk": document.pk},
        "/admin/api/main/documents/find/": {"?": f"id={document.pk}"},
        "/admin/bulk/assets/shopimage/": {"?": f"id={image.pk}"},
        "/admin/bulk/assets/shopdocument/": {"?": f"id={document.pk}"},
        "/admin/collections/": {"pk": collection.pk, "collection_id": collection.pk},
    }  # fmt: skip


def banner() -> dict[str, Any]:
    """A section with words and a picture."""
    link = {"label": "See", "page": None, "category": None, "product": None, "url": "/en/c/"}
    return {"heading": "Tea", "text": "", "image": make.make_image().pk, "image_alt": "Cups", "link": link}


def upload(model: type[Model]) -> int:
    """A file that somebody has sent and not described yet."""
    row = UploadedFile.objects.create(
        file=ContentFile(b"x", name="x.txt"),
        uploaded_by_user=make.make_user(),
        for_content_type=ContentType.objects.get_for_model(model),
    )
    return int(row.pk)
