"""/cms/ is for officials with a second factor; what editors write is published by moderators only."""

import json
import re
import time

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import Page, Workflow
from wagtail.users.models import UserProfile

from cms.actions import EDITORS, MODERATORS, appoint_editor, dismiss_editor
from cms.models import NewsIndexPage, NewsPage
from cms.permissions import may_edit_pages
from marketplace.audit.models import AuditEvent
from marketplace.core.refusals import Refused
from organizations.permissions import METHODS_KEY
from tests.client import sign_in
from tests.factories.organizations import MembershipFactory, PostFactory, UserFactory, enroll

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("planted")]


@pytest.fixture
def enter(client):
    """Sign somebody in, with or without a confirmed second factor."""

    def go(user, *, second_factor: bool = True):
        sign_in(client, user)
        if not second_factor:
            session = client.session
            session[METHODS_KEY] = [{"method": "password", "at": time.time()}]
            session.save()
        return client

    return go


@pytest.fixture
def official(db):
    return PostFactory().user


@pytest.fixture
def editor(official, now):
    return appoint_editor(actor=None, user=official, group=EDITORS, now=now)


@pytest.fixture
def moderator(now):
    return appoint_editor(actor=None, user=PostFactory().user, group=MODERATORS, now=now)


def test_strangers_are_asked_to_sign_in(client):
    response = client.get("/cms/")
    assert response.status_code == 302
    assert response["Location"].startswith("/account/login/?next=")


@pytest.mark.parametrize(
    "path", ["/cms/", "/cms/pages/", "/cms/images/", "/cms/documents/", "/cms/users/", "/cms/reports/locked/"]
)
def test_people_without_a_post_are_refused_everywhere(enter, path):
    assert enter(UserFactory()).get(path).status_code == 403
    assert enter(MembershipFactory().user).get(path).status_code == 403


def test_a_member_of_an_organization_in_the_editors_group_is_still_refused(enter):
    member = MembershipFactory().user
    member.groups.add(Group.objects.get(name=EDITORS))
    enroll(member)
    assert enter(member).get("/cms/").status_code == 403
    assert may_edit_pages(member).reason == "cms.officials_only"


def test_an_official_without_a_part_in_editing_is_refused_with_the_reason(enter, official):
    response = enter(official).get("/cms/")
    assert response.status_code == 403
    assert may_edit_pages(official).reason == "cms.no_part"


def test_without_the_second_factor_the_way_leads_there_first(enter, editor):
    response = enter(editor, second_factor=False).get("/cms/")
    assert response.status_code == 302
    assert "2fa" in response["Location"]


def test_an_editor_with_second_factor_enters(enter, editor):
    client = enter(editor)
    response = client.get("/cms/")
    assert response.status_code == 200
    assert "object-src 'none'" in response["Content-Security-Policy"]
    assert "http" not in response["Content-Security-Policy"]
    assert client.get("/cms/users/").status_code in {302, 403}
    page = NewsIndexPage.objects.first()
    assert client.get(f"/cms/pages/{page.pk}/").status_code == 200
    assert client.get(f"/cms/pages/add/cms/newspage/{page.pk}/").status_code == 200


def test_the_menu_shows_clerks_only_what_they_need(enter, editor):
    text = enter(editor).get("/cms/").content.decode()
    assert "/cms/sites/" not in text
    assert "/cms/workflows/" not in text


def write(client, index, *, act: str = "action-submit"):
    data = {
        "title": "新消息",
        "slug": "new",
        "day": "2026-03-01",
        "lead": "一句话",
        "body-count": "0",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "comments-MIN_NUM_FORMS": "0",
        "comments-MAX_NUM_FORMS": "",
        act: "1",
    }
    return client.post(f"/cms/pages/add/cms/newspage/{index.pk}/", data)


def test_what_an_editor_writes_waits_for_a_moderator(enter, editor, moderator, client):
    index = NewsIndexPage.objects.get(locale__language_code="zh-hans")
    assert write(enter(editor), index).status_code == 302
    page = NewsPage.objects.get(slug="new")
    assert not page.live
    assert page.current_workflow_task is not None
    client.logout()
    assert client.get("/news/new/").status_code == 404
    state = page.current_workflow_task_state
    approve = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    assert enter(moderator).post(approve, {"comment": "可以"}).status_code == 302
    client.logout()
    assert client.get("/news/new/").status_code == 200


def test_an_editor_cannot_publish_by_a_forged_button(enter, editor, client):
    index = NewsIndexPage.objects.get(locale__language_code="zh-hans")
    write(enter(editor), index, act="action-publish")
    assert not NewsPage.objects.filter(slug="new", live=True).exists()


def test_the_default_workflow_stands_on_the_root():
    assert Workflow.objects.filter(active=True, workflow_pages__page=Page.objects.get(depth=1)).exists()


def test_appointing_leaves_one_audit_row_each(official, now):
    appoint_editor(actor=None, user=official, group=MODERATORS, now=now)
    dismiss_editor(actor=None, user=official, now=now)
    acts = list(AuditEvent.objects.order_by("id").values_list("act", flat=True))[-2:]
    assert acts == ["editor.appointed", "editor.dismissed"]
    assert not official.groups.exists()


@pytest.mark.parametrize(
    ("group", "code"), [("Admins", "cms.unknown_group"), (EDITORS, "cms.officials_only")]
)
def test_appointing_is_refused(now, group, code):
    with pytest.raises(Refused) as refused:
        appoint_editor(actor=None, user=UserFactory(), group=group, now=now)
    assert refused.value.code == code


def test_passwords_for_pages_are_not_offered(settings):
    assert settings.WAGTAIL_PRIVATE_PAGE_OPTIONS == {"SHARED_PASSWORD": False}
    assert settings.WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS == {"SHARED_PASSWORD": False}


def test_the_editors_pages_wear_the_colors_of_the_site_and_its_words(enter, editor):
    html = enter(editor).get("/cms/").content.decode()
    assert "web/cms-admin.css" in html
    assert "翻页" not in html


def test_an_editor_finds_a_page_by_a_part_of_its_chinese_title(enter, editor):
    found = enter(editor).get("/cms/pages/search/", {"q": "开始试"}).content.decode()
    assert "平台开始试运行" in found
    assert "全部 (1)" in found


def test_the_button_of_moderation_speaks_chinese(enter, editor):
    page = NewsPage.objects.get(title="平台开始试运行")
    assert "提交给主管审核" in enter(editor).get(f"/cms/pages/{page.pk}/edit/").content.decode()


def test_scripts_of_the_editor_speak_the_language_of_the_editor(enter, editor):
    client = enter(editor)
    address = reverse("wagtailadmin_javascript_catalog")
    script = client.get(address)
    assert script.status_code == 200
    texts = re.search(r"newcatalog = (\{.*?\n  \});", script.content.decode(), re.DOTALL)
    catalogue = json.loads(texts[1])
    assert catalogue["Insert a block"] == "插入区块"
    assert catalogue["%(num)s error"] == ["%(num)s处错误"]
    assert catalogue["Broken link"] == "无效链接", "Wagtail's own translations stay"
    UserProfile.objects.update_or_create(user=editor, defaults={"preferred_language": "en"})
    assert "插入" not in client.get(address).content.decode()
