"""Partial acceptance: every line judged, the exact part ordered, the rest owed, cured or deducted for good."""

from datetime import timedelta
from decimal import Decimal

import pytest

from contracts import actions
from contracts.models import Deduction, Milestone, PartAcceptance
from contracts.queries.contracts import money_of
from contracts.rules.acceptance import (
    MET,
    NOT_MET,
    PARTLY,
    TOLERATED,
    Finding,
    Standard,
    check_findings,
    check_part_amount,
    check_part_findings,
    fulfilled,
    proposed_part,
)
from contracts.states import MilestoneState
from marketplace.audit.models import AuditEvent
from marketplace.core.refusals import Refused
from organizations.models import OverdueMark
from organizations.states import PostRole
from payments.models import PaymentOrder
from ranking.queries.evidence import standing_events
from tests.factories.contracts import MOMENT, accept, findings, neighbor, submitted
from tests.factories.organizations import DepartmentFactory, UserFactory, official

D = Decimal
DELIVERABLE = Standard("deliverable", "巡访记录")
VISITS = Standard("indicator-1", "巡访次数", D(60), D(60), "次")
EMPTY = Standard("indicator-2", "新增需求", D(0), D(0), "件")
LINES = [DELIVERABLE, VISITS]


@pytest.mark.parametrize(
    ("standard", "finding", "expected"),
    [
        (VISITS, Finding(MET), D(1)),
        (VISITS, Finding(TOLERATED, "x"), D(1)),
        (VISITS, Finding(PARTLY, "x", D(45)), D("0.75")),
        (VISITS, Finding(PARTLY, "x"), D(0)),
        (VISITS, Finding(NOT_MET, "x", D(45)), D(0)),
        (DELIVERABLE, Finding(PARTLY, "x"), D("0.5")),
        (EMPTY, Finding(PARTLY, "x", D(0)), D(0)),
    ],
)
def test_how_far_a_line_is_met(standard, finding, expected):
    assert fulfilled(standard, finding) == expected


@pytest.mark.parametrize(
    ("amount", "before", "found", "expected"),
    [
        ("100.00", "0.00", 45, "87.50"),
        ("100.01", "0.00", 45, "87.50"),  # 87.50875: what is not whole fen is not proposed
        ("100.00", "50.00", 45, "37.50"),
        ("100.00", "90.00", 45, "0.00"),
    ],
)
def test_the_lines_propose_a_sum(amount, before, found, expected):
    given = {"deliverable": Finding(MET), "indicator-1": Finding(PARTLY, "x", D(found))}
    assert proposed_part(D(amount), D(before), LINES, given) == D(expected)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (None, "contracts.standard_open"),
        (Finding("", "x"), "contracts.standard_open"),
        (Finding(PARTLY, " ", D(1)), "contracts.tolerated_without_reason"),
        (Finding(NOT_MET, "缺"), "contracts.found_missing"),
        (Finding(PARTLY, "缺", D(60)), "contracts.found_reaches_plan"),
        (Finding(MET), "contracts.part_without_shortfall"),
    ],
)
def test_a_part_certificate_covers_every_line(line, code):
    given = {"deliverable": Finding(MET)} | ({"indicator-1": line} if line else {})
    with pytest.raises(Refused) as refused:
        check_part_findings(LINES, given)
    assert refused.value.code == code
    if line is None:
        assert refused.value.facts["standard"] == "巡访次数"


def test_a_partly_met_deliverable_needs_no_number_and_whole_acceptance_refuses_it():
    given = {"deliverable": Finding(PARTLY, "缺两份"), "indicator-1": Finding(MET)}
    check_part_findings(LINES, given)
    with pytest.raises(Refused) as refused:
        check_findings(LINES, given)
    assert refused.value.code == "contracts.standard_not_met"


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        ("0", "contracts.part_amount"),
        ("-1", "contracts.part_amount"),
        ("0.001", "contracts.part_amount"),
        ("60.00", "contracts.part_too_much"),
        ("60.01", "contracts.part_too_much"),
    ],
)
def test_a_part_stays_below_what_is_left(amount, code):
    with pytest.raises(Refused) as refused:
        check_part_amount(D(amount), total=D(100), accepted=D(40))
    assert refused.value.code == code


def short(milestone: Milestone) -> dict[str, Finding]:
    """Return findings of which the first number falls short by a quarter."""
    row = milestone.indicators.first()
    found = Finding(PARTLY, "少做一次", row.planned * D("0.75"))
    return findings(milestone) | {f"indicator-{row.pk}": found}


def accept_part(here, amount="40000.01", **changes):
    milestone = here.milestone()
    given = {
        "findings": short(milestone),
        "amount": D(amount),
        "reason": "巡访少于约定。",
        "cure_by": MOMENT + timedelta(days=14),
        "opinion": "部分验收。",
        "recipients_asked": 12,
        "recipients_satisfied": 9,
        "recipients_opinion": "希望补上。",
        "now": MOMENT,
    }
    return actions.accept_part(actor=here.officer, milestone=milestone, **(given | changes))


def code_of(act, **given) -> str:
    with pytest.raises(Refused) as refused:
        act(**given)
    return refused.value.code


pytestmark = pytest.mark.django_db


def settle(order):
    PaymentOrder.objects.filter(pk=order.pk).update(
        state="paid", paid_on=MOMENT, settled_at=MOMENT, released_at=MOMENT, released_by=UserFactory()
    )
    order.refresh_from_db()
    return actions.record_payment(order=order, now=MOMENT)


def test_a_part_is_paid_then_the_cured_rest_and_every_fen_once():
    here = submitted()
    total = here.milestone().amount
    part = accept_part(here)
    row = here.milestone()
    assert row.state == MilestoneState.PARTLY_ACCEPTED
    assert (row.accepted_amount, row.remaining) == (D("40000.01"), total - D("40000.01"))
    assert part.order.amount == D("40000.01")
    assert part.order.subject_reference == f"{row.reference}-1"
    assert row.indicators.first().actual == row.indicators.first().planned * D("0.75")
    assert money_of(here.contract.project).accepted == D("40000.01")
    assert AuditEvent.objects.filter(act="milestone.accepted_in_part").count() == 1
    assert settle(part.order).state == MilestoneState.PARTLY_ACCEPTED
    assert [r["outcome"] for r in standing_events() if r["type"] == "milestone"] == []

    submitted(here, now=MOMENT + timedelta(days=3))
    done = accept(here, now=MOMENT + timedelta(days=4))
    assert done.order.amount == total - D("40000.01")
    assert sum(PaymentOrder.objects.values_list("amount", flat=True)) == total
    assert settle(done.order).state == MilestoneState.PAID
    assert here.milestone().paid_amount == total
    assert [r["outcome"] for r in standing_events() if r["type"] == "milestone"] == ["rework"]


def test_what_is_refused_in_part_changes_nothing():
    here = submitted()
    approver = {"reason": "逾期未补", "now": MOMENT, "milestone": here.milestone()}
    assert code_of(accept_part, here=here, amount=here.milestone().amount) == "contracts.part_too_much"
    assert code_of(accept_part, here=here, reason=" ") == "contracts.reason_missing"
    assert code_of(accept_part, here=here, cure_by=MOMENT) == "contracts.resubmit_day"
    assert code_of(accept_part, here=here, recipients_asked=0, recipients_satisfied=0) == (
        "contracts.recipients_not_heard"
    )
    stranger = official(PostRole.PROJECT_OFFICER, department=DepartmentFactory(code="other"))
    assert (
        code_of(
            actions.accept_part,
            actor=stranger,
            milestone=here.milestone(),
            findings={},
            amount=D(1),
            reason="x",
            cure_by=MOMENT,
            opinion="x",
            now=MOMENT,
        )
        == "contracts.not_officer"
    )
    assert code_of(actions.deduct_remainder, actor=here.officer, **approver) == "contracts.not_approver"
    assert not PartAcceptance.objects.exists()
    assert not PaymentOrder.objects.exists()
    assert here.milestone().state == MilestoneState.SUBMITTED


def test_a_second_click_and_a_second_official_order_nothing_more():
    here = submitted()
    before = here.milestone()
    given = findings(before)
    accept_part(here)
    colleague = official(PostRole.PROJECT_OFFICER, department=here.department)
    for actor in (here.officer, colleague):
        with pytest.raises(Refused) as refused:
            actions.accept_milestone(
                actor=actor, milestone=before, findings=given, opinion="x", recipients_asked=5,
                recipients_satisfied=5, recipients_opinion="x", now=MOMENT,
            )  # fmt: skip
        assert refused.value.status == 409
    assert PaymentOrder.objects.count() == 1


@pytest.mark.parametrize(("amount", "outcome"), [("40000.00", "rework"), ("1000.00", "rejected")])
def test_the_rest_is_deducted_after_the_day_by_a_second_person(amount, outcome):
    here = submitted()
    part = accept_part(here, amount)
    act = {"milestone": here.milestone(), "reason": "整改期满未补报。"}
    late = MOMENT + timedelta(days=15)
    assert (
        code_of(actions.deduct_remainder, actor=here.approver, now=MOMENT, **act)
        == "contracts.cure_time_open"
    )
    both = official(PostRole.APPROVER, department=here.department)
    PartAcceptance.objects.filter(pk=part.pk).update(accepted_by=both)
    assert code_of(actions.deduct_remainder, actor=both, now=late, **act) == "contracts.same_person_part"
    assert code_of(
        actions.deduct_remainder, actor=here.approver, now=late, milestone=act["milestone"], reason=""
    ) == ("contracts.reason_missing")
    settle(part.order)
    deduction = actions.deduct_remainder(actor=here.approver, now=late, **act)
    row = here.milestone()
    assert deduction.amount == row.amount - D(amount)
    assert row.state == MilestoneState.PAID
    assert not OverdueMark.objects.filter(cured_at__isnull=True).exists()
    assert [r["outcome"] for r in standing_events() if r["type"] == "milestone"] == [outcome]
    with pytest.raises(Refused) as refused:
        actions.deduct_remainder(actor=here.approver, now=late, **act)
    assert refused.value.status == 409
    assert Deduction.objects.count() == 1


def test_nothing_is_deducted_where_nothing_was_accepted():
    here = submitted()
    actions.return_report(
        actor=here.officer,
        milestone=here.milestone(),
        reason="x",
        resubmit_by=MOMENT + timedelta(days=2),
        now=MOMENT,
    )
    late = {"now": MOMENT + timedelta(days=3), "reason": "x", "milestone": here.milestone()}
    assert code_of(actions.deduct_remainder, actor=here.approver, **late) == "contracts.nothing_accepted"


def test_the_officer_judges_every_line_on_the_page(client, move_clock):
    move_clock(MOMENT)
    here = submitted()
    milestone = here.milestone()
    client.force_login(here.officer)
    url = f"/en/work/contracts/{here.contract.public_id}/milestones/1/"
    left_open = client.post(url, {"verdict_0": "met", "verdict_2": "met", "opinion": "x"})
    assert left_open.status_code == 422
    assert "Say how the standard was met" in left_open.content.decode()
    data = {
        "verdict_0": "met", "verdict_1": "partly", "found_1": "6000", "note_1": "少做一次", "verdict_2": "met",
        "recipients_asked": "12", "recipients_satisfied": "9", "recipients_opinion": "希望补上。", "opinion": "部分验收。",
    }  # fmt: skip
    for field, wrong, says in (
        ("note_1", "", "Say what is missing"),
        ("found_1", "", "Enter the number that was found"),
        ("found_1", "99999", "reaches the plan"),
    ):
        answer = client.post(url, data | {field: wrong})
        assert answer.status_code == 422
        assert says in answer.content.decode()
    shown = client.post(url, data).content.decode()
    assert "Accept a part of milestone 1" in shown
    assert "少做一次" in shown
    too_much = {
        "amount": str(milestone.amount),
        "reason": "缺一次",
        "cure_by": "2026-03-30",
        "confirm_part": "1",
    }
    answer = client.post(url, data | too_much)
    assert answer.status_code == 422
    assert "too much" in answer.content.decode()
    assert client.post(url, data | too_much | {"amount": "40000"}).status_code == 302
    part = PartAcceptance.objects.get()
    assert part.amount == D(40000)
    public = client.get(f"/en/contracts/{here.contract.public_id}/").content.decode()
    assert "¥40,000.00" in public
    certificate = client.get(
        f"/en/contracts/{here.contract.public_id}/milestones/1/parts/1/"
    ).content.decode()
    assert "found: 6000.00" in certificate
    assert part.digest in certificate


def test_the_approver_deducts_on_the_page(client, move_clock):
    move_clock(MOMENT)
    here = submitted()
    accept_part(here)
    client.force_login(here.approver)
    url = f"/en/work/contracts/{here.contract.public_id}/milestones/1/deduct/"
    assert "still running" in client.get(url).content.decode()
    assert client.post(url, {"reason": ""}).status_code == 422
    Milestone.objects.update(resubmit_by=MOMENT - timedelta(days=400))
    assert "final and public" in client.get(url).content.decode()
    assert client.post(url, {"reason": "整改期满未补报。"}).status_code == 302
    assert "整改期满未补报。" in client.get(f"/en/contracts/{here.contract.public_id}/").content.decode()
    client.force_login(neighbor(here))
    assert client.get(url).status_code == 404
