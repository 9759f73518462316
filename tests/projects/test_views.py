"""Catalogue, set-up in few clicks, refusals that keep the form, budget lines."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from marketplace.core.clock import SHANGHAI
from projects.models import BudgetLine, Category, CategoryGroup, Project
from projects.queries.catalogue import past_processes
from projects.queries.duties import duties_of
from projects.queries.figures import (
    budget_by_category,
    closed_total,
    need_share,
    projects_by_community,
    projects_by_state,
)
from projects.rules.plans import last_day
from projects.rules.works import works_words
from tests.factories.deliberation import OutcomeFactory
from tests.factories.organizations import PostFactory
from tests.factories.projects import MOMENT, BudgetLineFactory, ProjectFactory, category

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(move_clock):
    move_clock(MOMENT)
    return PostFactory().user


@pytest.fixture
def line(officer):
    return BudgetLineFactory(department=officer.posts.get().department)


def test_the_catalogue_is_complete():
    assert CategoryGroup.objects.count() == 8
    assert Category.objects.count() == 28
    for row in Category.objects.all():
        assert row.name_en
        assert row.indicators
        assert row.criteria
        assert row.qualification_en
        assert row.basis
        assert sum(item["points"] for item in row.scores) == (110 if row.code == "PR1" else 100)
        if row.is_vulnerable:
            assert any(item["is_outcome"] for item in row.indicators)
    assert {row.code for row in Category.objects.filter(is_identity_secret=True)} == {"CH3", "GO4"}
    assert Category.objects.filter(code__in=["PR4", "EL5"], is_works_guarded=True).count() == 2


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_catalogue_pages_show_money_and_people(client, officer, prefix):
    ProjectFactory(budget=Decimal(125000), recipients_count=86)
    detail_url = prefix + reverse("projects:category", args=["EL3"])
    page = client.get(prefix + reverse("projects:catalogue"))
    assert page.status_code == 200
    assert ("125,000" if prefix else "12.5") in page.content.decode()
    detail = client.get(detail_url).content.decode()
    assert "86" in detail
    assert client.get(reverse("projects:category", args=["XX9"])).status_code == 404


def test_catalogue_asks_the_same_number_of_queries_at_any_length(client, officer):
    counts = []
    for more in (1, 9, 30):
        ProjectFactory.create_batch(more)
        client.get(reverse("projects:category", args=["EL3"]))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("projects:catalogue"))
            client.get(reverse("projects:category", args=["EL3"]))
        counts.append(len(queries))
    assert len(set(counts)) == 1, counts


def form_data(page):
    """Return what the prefilled form would send."""
    form = page.context["form"]
    data = {}
    for field in form:
        value = field.value()
        if value not in (None, "", False):
            data[field.html_name] = value
    return data


TYPED = {"budget": "125,000", "recipients": "在册独居老人86户", "frequency": "每两天一次"}
NUMBERS = {"planned_0": "86", "planned_1": "１５０００", "planned_2": "100"}


def test_el3_is_set_up_in_few_clicks_and_six_typed_fields(client, officer, line):
    outcome = OutcomeFactory()
    client.force_login(officer)
    listed = client.get(reverse("projects:work_list"))
    assert outcome.title in listed.content.decode()
    url = reverse("projects:new") + f"?outcome={outcome.public_id}"
    assert client.get(url).status_code == 200
    url += "&category=EL3"
    page = client.get(url)
    typed = {**TYPED, **NUMBERS}
    assert len(typed) <= 6
    data = {**form_data(page), "budget_line": line.pk, **typed}
    check = client.post(url, data)
    assert check.status_code == 200, check.context["form"].errors
    assert not Project.objects.exists()
    response = client.post(url, {**data, "publish": "1"})
    assert response.status_code == 302, response.content.decode()[:3000]
    project = Project.objects.get()
    assert project.budget == Decimal(125000)
    assert project.outcome == outcome
    assert project.indicators.count() == 3
    assert project.criteria.filter(points__isnull=True).count() == 3
    assert client.post(url, {**data, "publish": "1"}).status_code == 409
    assert client.get(reverse("projects:work_project", args=[project.public_id])).status_code == 200
    assert duties_of(officer, MOMENT) == []  # a project without a tender is a duty of bidding


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"nature": "works"}, "违法违规融资"),
        ({"nature": "goods"}, "第10"),
        ({"title": "小区改造施工"}, "改造施工"),
        ({"budget": "99999999"}, "尚可使用"),
        ({"budget": "1e5"}, "125000"),
        ({"budget": "NaN"}, "125000"),
        ({"ends_on": "2026-02-30"}, "2026-03-14"),
        ({"ends_on": "9999-12-31"}, "2100"),
        ({"points_residents": "30"}, "110"),
        ({"planned_2": ""}, "成效指标"),
        ({"title": "\u200b"}, "title"),
    ],
)
def test_refusals_stand_on_the_form_and_keep_what_was_typed(client, officer, line, changes, words):
    client.force_login(officer)
    url = reverse("projects:new") + f"?outcome={OutcomeFactory().public_id}&category=EL3"
    data = {
        **form_data(client.get(url)),
        "budget_line": line.pk,
        **TYPED,
        **NUMBERS,
        **changes,
        "publish": "1",
    }
    response = client.post(url, data)
    assert response.status_code == 422
    page = response.content.decode()
    assert words in page
    assert TYPED["recipients"] in page
    assert not Project.objects.exists()


def test_pr1_asks_the_bureau_to_split_the_points(client, officer, line):
    client.force_login(officer)
    page = client.get(reverse("projects:new") + "?category=PR1")
    assert form_data(page)["points_residents"] == 30


def test_other_departments_lines_and_other_people_are_refused(client, officer, line):
    foreign = BudgetLineFactory()
    client.force_login(officer)
    url = reverse("projects:new") + f"?outcome={OutcomeFactory().public_id}&category=EL3"
    data = {**form_data(client.get(url)), "budget_line": foreign.pk, **TYPED, **NUMBERS, "publish": "1"}
    assert client.post(url, data).status_code == 422
    project = ProjectFactory()
    cancel = reverse("projects:cancel", args=[project.public_id])
    assert client.post(cancel, {"reason": "不再需要"}).status_code == 403
    client.force_login(PostFactory(role="registrar").user)
    for name in ("work_list", "new", "budget"):
        assert client.get(reverse(f"projects:{name}")).status_code == 403
    assert client.post(cancel, {"reason": "不再需要"}).status_code == 404


def test_cancelling_and_declining_are_public_and_reasoned(client, officer, line):
    project = ProjectFactory(budget_line=line)
    outcome = OutcomeFactory()
    client.force_login(officer)
    url = reverse("projects:cancel", args=[project.public_id])
    assert client.post(url, {"reason": "  "}).status_code == 422
    assert client.post(url, {"reason": "资金另有安排"}).status_code == 302
    assert Project.objects.get(pk=project.pk).cancel_reason == "资金另有安排"
    decline = reverse("projects:decline", args=[outcome.public_id])
    assert client.get(decline).status_code == 200
    assert client.post(decline, {"reason": "已有其他部门办理"}).status_code == 302
    outcome.refresh_from_db()
    assert outcome.answer == "已有其他部门办理"
    assert client.post(decline, {"reason": "再说一次"}).status_code == 409


def test_finance_keeps_budget_lines(client, officer):
    post = PostFactory(role="finance")
    client.force_login(post.user)
    url = reverse("projects:budget")
    for query in ("", "?year=abc", "?year=99999999999999999999", "?year=2025"):
        assert client.get(url + query).status_code == 200
    data = {
        "year": "2026",
        "code": "2081",
        "name": "养老",
        "department": post.department.pk,
        "fund": "一般公共预算",
    }
    assert client.post(url, {**data, "amount": "10万"}).status_code == 422
    assert client.post(url, {**data, "amount": "1,000,000"}).status_code == 302
    assert client.post(url, {**data, "amount": "1,200,000"}).status_code == 302
    assert BudgetLine.objects.get().amount == Decimal(1200000)


def test_figures_and_history(now):
    from projects.actions import import_past_process

    ProjectFactory(budget=Decimal(100), state="closed")
    assert budget_by_category(2026)[0][1] == Decimal(100)
    assert projects_by_state() == {"closed": 1}
    assert closed_total(2026) == Decimal(100)
    assert need_share(2026) == (Decimal(0), Decimal(100))
    assert projects_by_community() == {}
    import_past_process(
        actor=None, now=now, key="X3", title="为老", amount=Decimal(500), day=MOMENT.date(), category="EL1"
    )
    assert (
        past_processes(kind="record", year=2026, category="EL1", least=Decimal(1), most=Decimal(900)).count()
        == 1
    )
    assert past_processes(kind="ocds").count() == 0


def test_words_of_works_and_terms():
    assert works_words("老旧小区改造施工", "含装修") == ["改造施工", "装修", "施工"]
    assert works_words("改造意见征集") == []
    day = MOMENT.astimezone(SHANGHAI).date()
    assert last_day(day, 12).isoformat() == "2027-03-01"
    assert last_day(day.replace(month=1, day=31), 1).isoformat() == "2026-02-28"
    assert category("EL3").label
