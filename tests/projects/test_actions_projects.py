"""Setting up, moving and cancelling projects: money is never taken twice, every refusal says why."""

import threading
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from deliberation.models import Outcome
from marketplace.audit.models import AuditEvent
from marketplace.core.refusals import Refused
from marketplace.outbox.models import OutboxEvent
from projects.actions import (
    advance_project,
    cancel_project,
    import_past_process,
    list_project,
    set_budget_line,
)
from projects.models import Category, PastProcess, Project
from projects.queries.budgets import budget_totals, spendable
from projects.rules.plans import CriterionPlan, IndicatorPlan
from projects.states import ProjectState
from tests.factories.deliberation import OutcomeFactory
from tests.factories.organizations import DepartmentFactory, UserFactory
from tests.factories.projects import BudgetLineFactory, category, make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return UserFactory()


def test_an_adopted_outcome_becomes_a_listed_project(officer, now):
    outcome = OutcomeFactory()
    project = list_project(actor=officer, plan=make_plan(outcome=outcome, office_reason=""), now=now)
    assert project.state == ProjectState.LISTED
    assert project.spine_id == outcome.deliberation.spine_id
    assert list(project.communities.all()) == [outcome.community]
    assert [line.name for line in project.indicators.all()] == ["巡访次数", "异常2小时内上报率"]
    assert sum(line.points for line in project.criteria.all()) == 100
    assert AuditEvent.objects.filter(act="project.listed", subject_id=str(project.pk)).count() == 1
    assert OutboxEvent.objects.filter(name="projects.ProjectListed").count() == 1
    assert project.spine.stops.get().path == project.path
    outcome = Outcome.objects.get(pk=outcome.pk)
    assert outcome.project_reference == project.reference
    assert {need.state for need in outcome.deliberation.needs.all()} == {"turned_into_project"}
    assert outcome.deliberation.commitments.get().state == "done"


def test_an_outcome_is_taken_once_and_returns_when_the_project_is_cancelled(officer, now):
    outcome, line = OutcomeFactory(), BudgetLineFactory(amount=Decimal(200000))
    first = list_project(actor=officer, plan=make_plan(outcome=outcome, budget_line=line), now=now)
    with pytest.raises(Refused) as refused:
        list_project(actor=officer, plan=make_plan(outcome=outcome), now=now)
    assert (refused.value.code, refused.value.status) == ("projects.outcome_taken", 409)
    cancel_project(actor=officer, project=first, reason="资金另有安排", now=now)
    assert spendable(line) == Decimal(200000)
    second = list_project(actor=officer, plan=make_plan(outcome=outcome, budget_line=line), now=now)
    assert Outcome.objects.get(pk=outcome.pk).project_reference == second.reference


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"nature": "goods"}, "projects.goods"),
        ({"nature": "works"}, "projects.works"),
        ({"nature": "bundle"}, "projects.bundle"),
        ({"nature": "loan"}, "projects.unknown_nature"),
        ({"title": "小区改造施工"}, "projects.works_undeclared"),
        ({"title": "小区装修", "works_declared": True}, "projects.works_unexplained"),
        ({"office_reason": "  "}, "projects.no_origin"),
        ({"starts_on": date(2027, 1, 1), "ends_on": date(2027, 6, 1)}, "projects.no_budget_this_year"),
        ({"ends_on": date(2029, 1, 1)}, "projects.beyond_plan"),
        ({"ends_on": date(2027, 4, 1)}, "projects.term_long"),
        ({"ends_on": date(2026, 3, 1)}, "projects.ends_before_start"),
        ({"budget": Decimal("2000000.01")}, "projects.over_budget"),
        ({"budget": Decimal(0)}, "projects.no_money"),
        ({"criteria": (CriterionPlan("通用", Decimal(99)),)}, "projects.points_not_hundred"),
        ({"indicators": ()}, "projects.no_indicator"),
        ({"indicators": (IndicatorPlan("次数", Decimal(1)),)}, "projects.no_outcome_indicator"),
        (
            {"indicators": (IndicatorPlan("次数", Decimal(1)), IndicatorPlan("次数", Decimal(2)))},
            "projects.indicator_twice",
        ),
    ],
)
# rules: PLAN-01, PLAN-04
def test_a_plan_that_may_not_be_listed_is_refused_and_leaves_nothing(officer, now, changes, code):
    with pytest.raises(Refused) as refused:
        list_project(actor=officer, plan=make_plan(**changes), now=now)
    assert refused.value.code == code
    assert not Project.objects.exists()
    assert not AuditEvent.objects.filter(act="project.listed").exists()


def test_a_guarded_category_needs_the_declaration_even_without_a_word(officer, now):
    plan = {"category": category("PR4"), "title": "改造意见征集", "summary": "入户征集意见"}
    with pytest.raises(Refused, match="works_undeclared"):
        list_project(actor=officer, plan=make_plan(**plan), now=now)
    project = list_project(actor=officer, plan=make_plan(**plan, works_declared=True), now=now)
    assert project.works_declared_at == now


def test_projects_advance_by_the_table_only_and_repeats_do_nothing(officer, now):
    outcome = OutcomeFactory()
    project = list_project(actor=officer, plan=make_plan(outcome=outcome), now=now)
    for state in ("tendering", "contracted", "delivering", "closed", "closed"):
        project = advance_project(actor=None, project=project, to=state, now=now)
    assert project.closed_at == now
    assert AuditEvent.objects.filter(act="project.advanced").count() == 4
    assert outcome.deliberation.needs.get().state == "delivered"
    with pytest.raises(Refused) as refused:
        advance_project(actor=None, project=project, to="tendering", now=now)
    assert refused.value.status == 409


def test_cancelling_needs_a_reason_and_a_state_that_allows_it(officer, now):
    project = list_project(actor=officer, plan=make_plan(), now=now)
    with pytest.raises(Refused, match="reason_missing"):
        cancel_project(actor=officer, project=project, reason=" ", now=now)
    for state in ("tendering", "contracted"):
        advance_project(actor=officer, project=project, to=state, now=now)
    with pytest.raises(Refused, match="not_in_this_state"):
        cancel_project(actor=officer, project=project, reason="不再需要", now=now)


def test_a_line_never_goes_below_what_is_set_up(officer, now):
    line = BudgetLineFactory(amount=Decimal(300000))
    list_project(actor=officer, plan=make_plan(budget_line=line), now=now)
    fields = {
        "year": 2026,
        "code": line.code,
        "name": line.name,
        "department": line.department,
        "fund": "一般",
    }
    with pytest.raises(Refused, match="line_below_use"):
        set_budget_line(actor=officer, amount=Decimal("124999.99"), now=now, **fields)
    set_budget_line(actor=officer, amount=Decimal(125000), now=now, **fields)
    assert spendable(line.__class__.objects.get(pk=line.pk)) == 0
    assert budget_totals(2026) == {"budget": Decimal("125000.00"), "set_up": Decimal("125000.00")}


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_parallel_listings_never_overspend_a_line(now):
    category_row = Category.objects.get(code="EL3")
    line, officer = BudgetLineFactory(amount=Decimal(200000), department=DepartmentFactory()), UserFactory()
    barrier, answers = threading.Barrier(2), []

    def work(title: str) -> None:
        try:
            barrier.wait()
            list_project(
                actor=officer, plan=make_plan(budget_line=line, category=category_row, title=title), now=now
            )
            answers.append("listed")
        except Refused as refused:
            answers.append(refused.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(title,)) for title in ("甲", "乙")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["listed", "projects.over_budget"]
    assert spendable(line) == Decimal("75000.00")


def test_a_repeated_click_on_an_official_topic_is_one_project(officer, now):
    plan = make_plan()
    assert list_project(actor=officer, plan=plan, now=now) == list_project(actor=officer, plan=plan, now=now)


def test_history_is_imported_once_and_changes_are_noted(now):
    fields = {"title": "居家养老服务", "amount": Decimal(1350000), "day": date(2013, 1, 1), "category": "EL1"}
    row, changed = import_past_process(actor=None, now=now, key="X1-3", **fields)
    assert changed
    assert row.category.code == "EL1"
    assert import_past_process(actor=None, now=now, key="X1-3", **fields) == (row, False)
    _, changed = import_past_process(actor=None, now=now, key="X1-3", **{**fields, "title": "居家养老"})
    assert changed
    assert PastProcess.objects.get().title == "居家养老"
    assert AuditEvent.objects.filter(act="past_process.imported").count() == 2
