"""A page goes live only when it is fit to, through every door; who is refused is told why, and nothing that
was written is lost."""

from __future__ import annotations

import html
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Locale, Page, Workflow, WorkflowPage, WorkflowTask
from wagtail.users.models import UserProfile
from wagtail_localize.models import StringTranslation, Translation

from cms.home import schedule
from cms.home.models import FailedPublication, HomePage, StandardPage
from cms.products.models import ProductPage
from commerce.catalog.models import Product
from tests.cms import forms
from tests.cms.products.test_product_pages import make_page, make_sellable
from tests.factories import make_channel, make_product, make_user

pytestmark = pytest.mark.django_db(transaction=True)
PUBLISH = {"action-publish": "1"}


@pytest.fixture
def editor() -> Client:
    make_channel(time_zone="Europe/Berlin")
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_user("editor@example.com", name="Editor", is_superuser=True))
    client.get("/admin/")
    return client


def home(language: str = "en") -> HomePage:
    return HomePage.objects.get(locale__language_code=language)


def about(text: str = "Picked by hand", **fields: Any) -> StandardPage:
    page = home().add_child(
        instance=StandardPage(title="About", slug="about", locale=home().locale, **fields)
    )
    page.sections = [("rich_text", {"heading": "", "text": f"<p>{text}</p>"})]
    page.save_revision().publish()
    return page


def edit(page: Page) -> str:
    return f"/admin/pages/{page.pk}/edit/"


def said(answer: Any) -> str:
    return html.unescape(answer.content.decode())


def latest(page: Page) -> Any:
    return Page.objects.get(pk=page.pk).get_latest_revision_as_object()


def is_live(page: Page) -> bool:
    return Page.objects.get(pk=page.pk).live


def sent_for(story: ProductPage, **changes: str) -> forms.Sent:
    return forms.page_form(story, kinds=[], product=str(story.product_id or ""), **changes)


class TestAStoryOfAProductThatCannotBeSold:
    def unfit(self, **fields: Any) -> ProductPage:
        return make_page(make_product("Green tea", **fields), live=False)

    def test_without_price_and_picture_both_are_said_and_the_draft_is_kept(self, editor: Client) -> None:
        page = self.unfit(price=None)
        answer = editor.post(edit(page), sent_for(page, title="Half an hour of work", **PUBLISH))
        for reason in ("A variant has no price.", "The product has no picture.", "Half an hour of work"):
            assert reason in said(answer)
        assert editor.post(edit(page), sent_for(page, title="Half an hour of work")).status_code == 302
        assert latest(page).title == "Half an hour of work"
        assert not is_live(page)

    def test_of_an_archived_one(self, editor: Client) -> None:
        page = make_page(make_sellable(), live=False)
        Product.objects.update(status="archived")
        assert "The product is archived." in said(editor.post(edit(page), sent_for(page, **PUBLISH)))
        assert not is_live(page)

    def test_of_one_that_is_gone_meanwhile(self, editor: Client) -> None:
        page, other = make_page(make_sellable()), make_product("Black tea", price=None)
        page.product = other
        revision = page.save_revision()
        Product.objects.filter(pk=other.pk).delete()
        assert editor.get(edit(page)).status_code == 200
        draft = revision.as_object()
        assert draft.product_id is None
        assert editor.post(edit(page), sent_for(draft, **PUBLISH)).status_code == 200
        gone = forms.page_form(draft, kinds=[], product=str(other.pk), **PUBLISH)
        assert editor.post(edit(page), gone).status_code == 200
        assert is_live(page), "shoppers still read what they did"

    def test_among_many_published_at_once(self, editor: Client) -> None:
        page, fine = self.unfit(price=None), about()
        page.save_revision()
        path = f"/admin/bulk/wagtailcore/page/publish/?id={fine.pk}&id={page.pk}"
        answer = editor.post(path, {"include_descendants": ""}, follow=True)
        assert "“A story” was not published. " in said(answer)
        assert "A variant has no price." in said(answer)
        assert not is_live(page)


class TestApproval:
    """A marketer writes, an editor approves."""

    @pytest.fixture
    def marketer(self, editor: Client) -> Client:
        task = GroupApprovalTask.objects.create(name="An editor looks at it")
        task.groups.add(Group.objects.get(name="Editor"))
        workflow = Workflow.objects.create(name="Before it is published")
        WorkflowTask.objects.create(workflow=workflow, task=task)
        WorkflowPage.objects.create(workflow=workflow, page=Page.get_first_root_node())
        return self.member("Marketer")

    @pytest.fixture
    def approver(self, editor: Client) -> Client:
        return self.member("Editor")

    def member(self, role: str) -> Client:
        user = make_user(f"a-{role.lower()}@example.com", name=role)
        user.groups.add(Group.objects.get(name=role))
        client = Client(headers={"accept-language": "en"})
        client.force_login(user)
        client.get("/admin/")
        return client

    def pages(self) -> list[Page]:
        return [about(), make_page(make_sellable())]

    def test_what_a_marketer_submits_goes_live_when_an_editor_approves(
        self, marketer: Client, approver: Client
    ) -> None:
        for page in self.pages():
            product = str(getattr(page, "product_id", ""))
            written = forms.page_form(page, kinds=[], title="Spring", product=product)
            assert "action-publish" not in said(marketer.get(edit(page)))
            assert marketer.post(edit(page), {**written, "action-submit": "1"}).status_code == 302
            assert Page.objects.get(pk=page.pk).title != "Spring"
            state = Page.objects.get(pk=page.pk).current_workflow_state
            assert state.workflow.name == "Before it is published"
            refused = marketer.post(edit(page), {**written, "title": "Summer"})
            assert "locked" in said(refused), "while an editor looks at it"
            action = f"/admin/pages/workflow/action/{page.pk}/approve/{state.current_task_state_id}/"
            assert marketer.post(action).status_code in (302, 403)
            assert approver.post(action, {"comment": ""}).status_code == 302
            page = Page.objects.get(pk=page.pk)
            assert (page.title, page.live, page.current_workflow_state) == ("Spring", True, None)

    def test_an_editor_sends_it_back_with_a_word_and_it_is_submitted_again(
        self, marketer: Client, approver: Client
    ) -> None:
        page = about()
        written = forms.page_form(page, kinds=[], title="Sprnig")
        marketer.post(edit(page), {**written, "action-submit": "1"})
        state = page.current_workflow_state
        path = f"/admin/pages/workflow/action/{page.pk}/reject/{state.current_task_state_id}/"
        assert approver.post(path, {"comment": "A letter is in the wrong place"}).status_code == 302
        assert "A letter is in the wrong place" in said(marketer.get(edit(page)))
        again = marketer.post(edit(page), {**written, "title": "Spring", "action-submit": "1"})
        assert again.status_code == 302
        assert Page.objects.get(pk=page.pk).current_workflow_state == state

    def test_what_cannot_be_sold_is_not_approved_and_the_editor_reads_why(
        self, marketer: Client, approver: Client
    ) -> None:
        page = make_page(make_product("Green tea", price=None), live=False)
        marketer.post(edit(page), {**sent_for(page), "action-submit": "1"})
        state = page.current_workflow_state
        path = f"/admin/pages/workflow/action/{page.pk}/approve/{state.current_task_state_id}/"
        answer = approver.post(path, {"comment": ""}, follow=True)
        assert "A variant has no price." in said(answer)
        dialog = approver.post(path, {"comment": ""}, headers={"x-requested-with": "XMLHttpRequest"})
        assert dialog.json() == {"step": "success", "redirect": edit(page)}
        in_the_form = sent_for(page) | {"action-workflow-action": "1", "workflow-action-name": "approve"}
        assert "A variant has no price." in said(approver.post(edit(page), in_the_form))
        assert Page.objects.get(pk=page.pk).current_workflow_state.status == "in_progress"
        assert not is_live(page)


class TestTranslations:
    chinese = {"About": "关于我们", "Picked by hand": "手工采摘"}

    def submitted(self, editor: Client, page: Page) -> Page:
        target = Locale.objects.get(language_code="zh-hans")
        answer = editor.post(f"/admin/localize/submit/page/{page.pk}/", {"locales": [target.pk]})
        assert answer.status_code == 302
        return page.get_translation(target)

    def translate(self, page: Page, words: dict[str, str]) -> None:
        source = Translation.objects.get(target_locale=page.locale).source
        for segment in source.stringsegment_set.select_related("string"):
            if segment.string.data in words:
                StringTranslation.objects.create(
                    translation_of=segment.string,
                    locale=page.locale,
                    context=segment.context,
                    data=words[segment.string.data],
                )

    def test_a_page_sent_to_translation_waits_as_a_draft(self, editor: Client, client: Client) -> None:
        page = self.submitted(editor, about())
        assert not page.live
        assert client.get("/zh-hans/about/").status_code == 404

    def test_untranslated_it_is_not_published_and_half_translated_neither(self, editor: Client) -> None:
        page = self.submitted(editor, about())
        for done, left in (({}, "2 texts have"), ({"About": "关于我们"}, "1 text has")):
            self.translate(page, done)
            answer = editor.post(edit(page), {"action": "publish"}, follow=True)
            assert f"{left} no translation into" in said(answer)
            assert not is_live(page)
        self.translate(page, {"Picked by hand": "手工采摘"})
        editor.post(edit(page), {"action": "publish"})
        assert is_live(page)
        assert "手工采摘" in Client().get("/zh-hans/about/").content.decode()

    def test_news_of_the_source_is_not_published_in_its_words(self, editor: Client) -> None:
        source = about()
        page = self.submitted(editor, source)
        self.translate(page, self.chinese)
        editor.post(edit(page), {"action": "publish"})
        source.sections = [("rich_text", {"heading": "", "text": "<p>Picked at dawn</p>"})]
        source.save_revision().publish()
        number = Translation.objects.get().source_id
        sent = {"publish_translations": "on"}
        answer = editor.post(f"/admin/localize/update/{number}/", sent, follow=True)
        assert answer.status_code == 200
        assert "1 text has no translation into" in said(answer)
        shown = Client().get("/zh-hans/about/").content.decode()
        assert "手工采摘" in shown
        assert "Picked at dawn" not in shown

    def test_a_page_that_stands_in_for_one_in_another_language_is_a_draft(self, editor: Client) -> None:
        alias = about().copy_for_translation(home("zh-hans").locale, alias=True)
        assert not is_live(alias)

    def test_a_page_written_in_its_language_needs_no_source(self, editor: Client) -> None:
        page = home("zh-hans").add_child(
            instance=StandardPage(title="关于我们", slug="guanyu", locale=home("zh-hans").locale, live=False)
        )
        page.save_revision().publish()
        assert is_live(page)


class TestSchedules:
    def refused(self, editor: Client, **times: str) -> str:
        page = about()
        before = page.revisions.count()
        sent = forms.page_form(page, kinds=[], title="Half an hour of work", **times)
        answer = editor.post(edit(page), sent)
        assert answer.status_code == 200
        assert "Half an hour of work" in said(answer)
        assert page.revisions.count() == before
        errors = answer.context["form"].errors
        return " ".join(str(message) for messages in errors.values() for message in messages)

    @pytest.fixture(autouse=True)
    def now(self, time_machine: Any) -> None:
        time_machine.move_to("2026-09-01 10:00+02:00", tick=False)

    def test_times_that_are_over(self, editor: Client) -> None:
        assert "This time is over" in self.refused(editor, go_live_at="2026-08-31 10:00")

    def test_taken_down_in_the_past(self, editor: Client) -> None:
        assert "must be in the future" in self.refused(editor, expire_at="2026-08-31 10:00")

    def test_taken_down_before_it_begins(self, editor: Client) -> None:
        times = {"go_live_at": "2026-09-03 10:00", "expire_at": "2026-09-02 10:00"}
        assert "must be before" in self.refused(editor, **times)

    def test_taken_down_as_it_begins(self, editor: Client) -> None:
        times = dict.fromkeys(("go_live_at", "expire_at"), "2026-09-03 10:00")
        assert "taken down as soon as" in self.refused(editor, **times)

    @pytest.mark.parametrize("at", ["2027-03-28 02:30", "2026-10-25 02:30"], ids=["left out", "twice"])
    def test_an_hour_that_the_change_of_clocks_leaves_out_or_repeats(self, editor: Client, at: str) -> None:
        assert UserProfile.objects.get().current_time_zone == "Europe/Berlin"
        text = self.refused(editor, go_live_at=at)
        assert "Europe/Berlin" in text
        assert "ambiguous" in text

    def test_a_window_over_the_change_of_clocks_is_kept_to_the_minute(
        self, editor: Client, client: Client, time_machine: Any
    ) -> None:
        page = home().add_child(
            instance=StandardPage(title="About", slug="about", locale=home().locale, live=False)
        )
        times = {"go_live_at": "2026-10-24 12:00", "expire_at": "2026-10-25 12:00"}
        answer = editor.post(edit(page), forms.page_form(page, kinds=[], **times, **PUBLISH))
        assert answer.status_code == 302
        for at, status in (
            ("10-24 09:59", 404),
            ("10-24 10:01", 200),
            ("10-25 10:59", 200),
            ("10-25 11:01", 404),
        ):
            time_machine.move_to(f"2026-{at}+00:00", tick=False)
            schedule.publish_due()
            assert client.get("/en/about/").status_code == status, at

    def test_a_time_that_came_while_the_page_was_unfit_is_told_once(
        self, editor: Client, time_machine: Any
    ) -> None:
        page = make_page(make_product("Green tea", price=None), live=False)
        page.go_live_at = timezone.now() + timedelta(hours=1)
        page.save_revision().publish()
        time_machine.move_to(timezone.now() + timedelta(hours=2))
        schedule.publish_due()
        assert "no price" in FailedPublication.objects.get().reason


class TestTwoEditorsAtOnce:
    @pytest.fixture
    def other(self, editor: Client) -> Client:
        client = Client(headers={"accept-language": "en"})
        client.force_login(make_user("other@example.com", name="He Xi", is_superuser=True))
        client.get("/admin/")
        return client

    def test_who_is_also_there_and_has_saved_is_said_to_the_other(
        self, editor: Client, other: Client
    ) -> None:
        page = about()
        sessions = [client.get(edit(page)).context["editing_sessions"] for client in (editor, other)]
        own = sessions[0]
        loaded = {"revision_id": str(page.latest_revision_id)}
        assert "He Xi" in editor.post(own.ping_url, loaded).json()["html"]
        other.post(edit(page), forms.page_form(page, kinds=[], title="By He Xi"))
        told = editor.post(own.ping_url, loaded).json()
        assert "He Xi" in told["html"]
        assert "saved a new version" in told["html"]

    def test_nothing_that_either_wrote_is_lost(self, editor: Client, other: Client) -> None:
        page = about()
        loaded = {
            "loaded_revision_id": str(page.latest_revision_id),
            "loaded_revision_created_at": page.latest_revision.created_at.isoformat(),
        }
        for client, title in ((editor, "By Editor"), (other, "By He Xi")):
            client.post(edit(page), forms.page_form(page, kinds=[], title=title, **loaded))
        titles = [revision.as_object().title for revision in page.revisions.order_by("pk")]
        assert titles == ["About", "By Editor", "By He Xi"]

    def test_what_saves_itself_never_writes_over_a_newer_version(self, editor: Client, other: Client) -> None:
        page = about()
        loaded = {"loaded_revision_id": str(page.latest_revision_id)}
        other.post(edit(page), forms.page_form(page, kinds=[], title="By He Xi"))
        answer = editor.post(
            edit(page),
            forms.page_form(page, kinds=[], title="By Editor", **loaded),
            headers={"accept": "application/json"},
        )
        assert answer.json()["error_code"] == "invalid_revision"
        assert latest(page).title == "By He Xi"

    def test_a_page_that_somebody_locked_says_so_and_saves_nothing(
        self, editor: Client, other: Client
    ) -> None:
        page = about()
        other.post(f"/admin/pages/{page.pk}/lock/")
        assert "was locked</b> by <b>He Xi</b>" in said(editor.get(edit(page)))
        answer = editor.post(edit(page), forms.page_form(page, kinds=[], title="By Editor"))
        assert "could not be saved as it is locked" in said(answer)
        assert page.revisions.count() == 1
        other.post(f"/admin/pages/{page.pk}/unlock/")
        assert editor.post(edit(page), forms.page_form(page, kinds=[], title="By Editor")).status_code == 302

    def test_a_comment_is_made_answered_and_resolved(self, editor: Client, other: Client) -> None:
        page = about()
        comment = {
            "comments-TOTAL_FORMS": "1", "comments-0-text": "Shorter?", "comments-0-contentpath": "title",
            "comments-0-id": "", "comments-0-DELETE": "", "comments-0-resolved": "",
            "comments-0-position": "", "comments-0-replies-TOTAL_FORMS": "0",
            "comments-0-replies-INITIAL_FORMS": "0",
        }  # fmt: skip
        assert editor.post(edit(page), forms.page_form(page, kinds=[]) | comment).status_code == 302
        made = page.wagtail_admin_comments.get()
        assert "Shorter?" in said(other.get(edit(page)))
        answered = comment | {
            "comments-INITIAL_FORMS": "1", "comments-0-id": str(made.pk),
            "comments-0-replies-TOTAL_FORMS": "1", "comments-0-replies-0-text": "Done",
            "comments-0-replies-0-id": "", "comments-0-replies-0-DELETE": "",
        }  # fmt: skip
        other.post(edit(page), forms.page_form(page, kinds=[]) | answered)
        assert made.replies.get().text == "Done"
        resolved = comment | {
            "comments-INITIAL_FORMS": "1", "comments-0-id": str(made.pk), "comments-0-resolved": "1",
        }  # fmt: skip
        editor.post(edit(page), forms.page_form(page, kinds=[]) | resolved)
        made.refresh_from_db()
        assert made.resolved_by.name == "Editor"
