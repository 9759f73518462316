"""Public pages, residents' forms and bad input: right status, nothing typed lost, constant queries."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from deliberation.actions import refuse_need, review_refusal
from deliberation.models import Need, RuleSet
from tests.factories.deliberation import DeliberationFactory, NeedFactory, SupportingNeedFactory
from tests.factories.organizations import PostFactory

pytestmark = pytest.mark.django_db
GOOD = {"kind": "elders", "title": "独居老人没人看望", "body": "三栋有几位独居老人。", "display": "anonymous"}


def raise_it(client, place, **changes):
    client.force_login(place.resident)
    return client.post(reverse("deliberation:need_new"), {"community": place.community.pk, **GOOD, **changes})


@pytest.mark.parametrize("name", ["need_list", "need_new", "refused_list", "deliberation_list"])
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_public_pages_answer_in_both_languages_also_when_empty(client, place, name, prefix):
    response = client.get(prefix + reverse(f"deliberation:{name}"))
    assert response.status_code == 200
    if name == "need_new":
        assert b'href="tel:110"' in response.content


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"title": "\x00电梯"}, 422),
        ({"title": "\u200b\u200b"}, 422),
        ({"title": "   "}, 422),
        ({"title": "长" * 61}, 422),
        ({"title": "𠮷" * 60}, 302),
        ({"body": "x" * 2001}, 422),
        ({"body": ""}, 422),
        ({"body": "", "photos": SimpleUploadedFile("a.jpg", b"<html>")}, 422),
        ({"kind": "nonsense"}, 422),
        ({"community": "99999999999999999999"}, 422),
        ({"community": "abc"}, 422),
        ({"display": "admin"}, 422),
        ({"state": "adopted", "author": "1", "is_staff": "1"}, 302),
        ({"title": "电梯\r\nBcc: x@example.org"}, 302),
        ({"title": "\u202e电梯"}, 302),
    ],
)
def test_bad_input_is_answered_in_words_and_nothing_typed_is_lost(client, place, changes, status):
    response = raise_it(client, place, **changes)
    assert response.status_code == status
    if status == 422:
        assert not Need.objects.exists()
        assert "三栋有几位独居老人" in response.content.decode() or "body" in changes
    else:
        need = Need.objects.get()
        assert need.state == "screening"
        assert need.author == place.resident
        assert "\n" not in need.title
        assert "\u202e" not in need.title


def test_markup_is_shown_as_text(client, place, rule, now):
    SupportingNeedFactory(community=place.community, title="<script>alert(1)</script>", body="{{7*7}}")
    need = Need.objects.get()
    page = client.get(need.path).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;" in page
    assert "{{7*7}}" in page


def test_a_double_submit_is_one_need(client, place):
    assert raise_it(client, place).url == raise_it(client, place).url
    assert Need.objects.count() == 1


def test_logged_out_in_the_middle_keeps_the_text(client, place):
    url = reverse("deliberation:need_new")
    response = client.post(url, {"community": place.community.pk, **GOOD})
    assert response.status_code == 302
    assert "login" in response.url
    session = client.session
    kept = dict(session["deliberation.kept_need"])
    client.force_login(place.resident)
    session = client.session
    session["deliberation.kept_need"] = kept
    session.save()
    assert "三栋有几位独居老人" in client.get(url).content.decode()


@pytest.mark.parametrize(
    "path", ["/needs/notauuid/", "/needs/99999999999999999999/", "/deliberations/x/", "/needs/x/photos/y/"]
)
def test_unknown_objects_are_404(client, db, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "?after=!!!",
        "?after=" + "A" * 500,
        "?state=password",
        "?kind=x",
        "?community=zz",
        "?page=-1",
        "?sort=password",
    ],
)
def test_strange_queries_give_the_first_page(client, place, query):
    SupportingNeedFactory(community=place.community)
    for name in ("need_list", "deliberation_list", "refused_list"):
        assert client.get(reverse(f"deliberation:{name}") + query).status_code == 200


def test_changing_addresses_take_no_get(client, place):
    need = SupportingNeedFactory(community=place.community)
    client.force_login(place.worker)
    for name in (
        "need_support",
        "need_answer",
        "need_appeal",
        "screen",
        "ask",
        "review",
        "settle",
        "deliver",
    ):
        assert client.get(reverse(f"deliberation:{name}", args=[need.public_id])).status_code == 405


def test_private_and_unscreened_needs_do_not_exist_for_others(client, place, now):
    private = SupportingNeedFactory(community=place.community, is_private=True)
    waiting = NeedFactory(community=place.community)
    for need in (private, waiting):
        assert client.get(need.path).status_code == 404
        client.force_login(place.stranger)
        assert client.get(reverse("deliberation:work_need", args=[need.public_id])).status_code == 404
        assert client.post(reverse("deliberation:need_support", args=[need.public_id])).status_code == 404
        client.force_login(place.worker)
        assert client.get(need.path).status_code == 200
        assert client.get(reverse("deliberation:work_need", args=[need.public_id])).status_code == 200
        client.logout()


def test_refusals_are_listed_with_reason_and_private_texts_are_hidden(client, place, rule, now):
    for code, title in (("N3", "某户的家事"), ("N1", "违规搭建要求")):
        need = NeedFactory(community=place.community, title=title)
        reason = "该事项不属于社区公共事务，不列入协商。"
        refuse_need(
            actor=place.worker, need=need, rule=rule(code), reason=reason, channel="人民调解", now=now
        )
        review_refusal(actor=place.second, need=need, is_confirmed=True, reason="同意", now=now)
    page = client.get(reverse("deliberation:refused_list")).content.decode()
    assert "违规搭建要求" in page
    assert "某户的家事" not in page
    assert page.count("不属于社区公共事务") == 2
    assert "某户的家事" not in client.get(Need.objects.get(title="某户的家事").path).content.decode()


def test_a_refusal_without_enough_reason_keeps_what_was_typed(client, place, rule):
    need = NeedFactory(community=place.community)
    client.force_login(place.worker)
    url = reverse("deliberation:screen", args=[need.public_id])
    data = {"rule": rule("N1").pk, "who_acts": "residents", "reason": "太短了", "channel": "城管大队"}
    response = client.post(url, data)
    assert response.status_code == 422
    assert "城管大队" in response.content.decode()
    client.force_login(place.stranger)
    assert client.post(url, data).status_code == 404


def test_the_first_run_page_asks_the_bureau_and_stale_edits_are_refused(client, place):
    official = PostFactory(role="approver").user
    url = reverse("deliberation:rules")
    client.force_login(place.worker)
    assert client.get(url).status_code == 403
    client.force_login(official)
    page = client.get(url)
    assert page.status_code == 200
    assert client.post(url, {"confirm": "1"}).status_code == 302
    assert RuleSet.objects.get().confirmed_by == official
    data = {"version": "1"}
    for rule in RuleSet.objects.get().rules.all():
        for name in ("label", "label_en", "template", "template_en"):
            data[f"{rule.code}-{name}"] = getattr(rule, name)
    assert client.post(url, {**data, "Y3-label": "新的说法"}).status_code == 302
    response = client.post(url, {**data, "Y3-label": "更新的说法"})
    assert response.status_code == 409
    assert "更新的说法" in response.content.decode()
    assert RuleSet.objects.count() == 2


def test_desk_pages_of_the_room_answer(client, place, walk):
    row = walk.to(3).row
    client.force_login(place.worker)
    for name in ("work_list", "assisted_new", "work_deliberations", "work_new", "my_needs"):
        assert client.get(reverse(f"deliberation:{name}")).status_code == 200
    assert client.get(reverse("deliberation:work_deliberation", args=[row.public_id])).status_code == 200
    client.force_login(place.stranger)
    assert client.get(reverse("deliberation:work_deliberation", args=[row.public_id])).status_code == 404
    assert client.get(reverse("deliberation:assisted_new")).status_code == 404
    client.force_login(place.worker)
    late = walk.now + timedelta(days=1)
    response = client.post(
        reverse("deliberation:act", args=[row.public_id, "meeting"]),
        {"starts_at": late.strftime("%Y-%m-%dT%H:%M"), "place": "居委会二楼会议室"},
    )
    assert response.status_code == 422
    assert "居委会二楼会议室" in response.content.decode()
    assert client.post(reverse("deliberation:act", args=[row.public_id, "nonsense"])).status_code == 404


def test_a_worker_enters_a_need_at_the_counter(client, place):
    client.force_login(place.worker)
    url = reverse("deliberation:assisted_new")
    response = client.post(url, {"community": place.community.pk, **GOOD, "entry": "window"})
    assert response.status_code == 302
    need = Need.objects.get()
    assert (need.entry, need.entered_by) == ("window", place.worker)


@pytest.mark.parametrize("name", ["need_list", "deliberation_list", "refused_list"])
def test_lists_ask_the_same_number_of_queries_at_any_length(client, place, rule, name, now):
    counts = []
    for more in (1, 9, 30):
        SupportingNeedFactory.create_batch(more, community=place.community)
        DeliberationFactory.create_batch(more, community=place.community)
        NeedFactory.create_batch(
            more, state="refused", rule=rule("N1"), screened_at=now, community=place.community
        )
        client.get(reverse(f"deliberation:{name}"))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(reverse(f"deliberation:{name}")).status_code == 200
        counts.append(len(queries))
    assert len(set(counts)) == 1, counts
