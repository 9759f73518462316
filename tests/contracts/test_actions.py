"""From the award to the closed contract: every act, its refusals, its audit row."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection

from contracts import actions
from contracts.handlers import draw_up, note_payment
from contracts.models import Acceptance, Contract, Report, ReportFile
from contracts.queries import contracts as queries
from contracts.queries.documents import document_of
from contracts.queries.duties import duties_of
from contracts.queries.overdue import overdue_milestones
from contracts.rules.acceptance import Finding
from contracts.rules.milestones import IndicatorPlan, MilestonePlan, due_moment
from contracts.states import ContractState, MilestoneState, ReportState
from contracts.tasks import watch_milestones
from marketplace.audit.models import AuditEvent
from marketplace.core.canonical import digest
from marketplace.core.refusals import Refused
from marketplace.outbox.models import OutboxEvent
from marketplace.web.spine import stops_of
from organizations.models import OverdueMark
from organizations.queries.organizations import open_overdue_marks
from organizations.states import PostRole, ResidentLevel
from payments.models import PaymentOrder
from projects.models import Project
from tests.factories.contracts import (
    MOMENT,
    accept,
    accepted,
    active,
    award,
    checked,
    closed,
    delivered,
    evaluated,
    findings,
    neighbor,
    offered,
    saved,
    submitted,
    world,
)
from tests.factories.organizations import (
    DepartmentFactory,
    UserFactory,
    member,
    official,
    verified_resident,
)

pytestmark = pytest.mark.django_db


def acts(contract):
    chain = f"contracts.contract:{contract.pk}"
    return list(AuditEvent.objects.filter(chain=chain).order_by("sequence").values_list("act", flat=True))


# --- drawing up ---------------------------------------------------------------
def test_a_contract_is_drawn_up_once_with_proposed_milestones():
    row = award()
    contract = actions.draw_up_contract(award=row, now=MOMENT)
    assert actions.draw_up_contract(award=row, now=MOMENT) == contract
    assert contract.reference.startswith("HT-2026-")
    parts = list(contract.milestones.values_list("share", "amount"))
    assert parts == [
        (Decimal(50), Decimal(62500)),
        (Decimal(30), Decimal(37500)),
        (Decimal(20), Decimal(25000)),
    ]
    planned = contract.milestones.first().indicators.values_list("name", "planned")
    assert list(planned) == [("巡访次数", Decimal(7500)), ("异常上报率", Decimal(98))]
    assert acts(contract) == ["contract.drawn_up"]


def test_an_award_that_is_not_in_force_gives_no_contract():
    row = award()
    row.state = "revoked"
    row.save(update_fields=["state"])
    with pytest.raises(Refused, match="award_not_confirmed"):
        actions.draw_up_contract(award=row, now=MOMENT)


def test_the_handlers_are_thin_and_safe_to_repeat(move_clock):
    from bidding.events import AwardConfirmed
    from payments.events import PaymentSettled

    move_clock(MOMENT)
    row = award()
    for _ in range(2):
        draw_up(AwardConfirmed(award_id=row.pk))
    assert Contract.objects.filter(award=row).count() == 1
    revoked = award()
    type(revoked).objects.filter(pk=revoked.pk).update(state="revoked")
    draw_up(AwardConfirmed(award_id=revoked.pk))
    assert not Contract.objects.filter(award=revoked).exists()
    here = accepted()
    order = here.milestone().acceptance.order
    for _ in range(2):
        note_payment(PaymentSettled(order_id=order.pk, subject_reference=order.subject_reference))
    assert here.milestone().state == MilestoneState.PAID
    assert acts(here.contract).count("milestone.paid") == 1


def plan(share, day=date(2026, 6, 30), **fields):
    rows = (IndicatorPlan("巡访次数", "Visits", "次", "times", Decimal(10)),)
    return MilestonePlan("节点", due_moment(day), Decimal(share), "交付", rows, **fields)


def edit(here, *plans, **changes):
    contract = here.reload()
    values = {
        "actor": here.officer,
        "contract": contract,
        "version": contract.version,
        "starts_on": contract.starts_on,
        "ends_on": contract.ends_on,
        "acceptance_plan": "按约定验收",
        "milestones": plans,
        "now": MOMENT,
    }
    return actions.edit_contract(**(values | changes))


def test_the_officer_edits_milestones_until_the_document_is_frozen():
    here = world()
    edit(here, plan("60"), plan("40", date(2026, 12, 31)))
    assert list(here.contract.milestones.values_list("amount", flat=True)) == [75000, 50000]
    with pytest.raises(Refused, match="stale"):
        edit(here, plan("100"), version=1)
    actions.offer_contract(actor=here.officer, contract=here.contract, now=MOMENT)
    with pytest.raises(Refused, match="frozen"):
        edit(here, plan("100"))
    assert acts(here.contract) == ["contract.drawn_up", "contract.edited", "contract.offered"]


@pytest.mark.parametrize(
    ("plans", "changes", "code"),
    [
        ([plan("60"), plan("39.99")], {}, "contracts.shares_short"),
        ([plan("100", date(2027, 1, 1))], {}, "contracts.due_outside_term"),
        ([plan("100")], {"ends_on": date(2027, 4, 1)}, "contracts.term_long"),
        ([plan("100")], {"ends_on": date(2026, 1, 1)}, "contracts.term_backwards"),
        ([], {}, "contracts.no_milestone"),
    ],
)
def test_an_edit_that_breaks_a_rule_changes_nothing(plans, changes, code):
    here = world()
    with pytest.raises(Refused) as refused:
        edit(here, *plans, **changes)
    assert refused.value.code == code
    assert here.contract.milestones.count() == 3
    assert here.reload().version == 1


# --- signing ------------------------------------------------------------------
def test_both_sides_sign_the_same_digest_in_order_and_the_contract_is_public():
    here = offered()
    contract = here.contract
    assert contract.digest == digest(document_of(contract)) == digest(contract.document)
    assert contract.reference in contract.document_html
    with pytest.raises(Refused, match="not_in_this_state"):
        actions.sign_for_buyer(actor=here.approver, contract=contract, digest=contract.digest, now=MOMENT)
    with pytest.raises(Refused, match="not_legal_representative"):
        actions.sign_for_supplier(actor=here.writer, contract=contract, digest=contract.digest, now=MOMENT)
    with pytest.raises(Refused, match="document_changed"):
        actions.sign_for_supplier(actor=here.legal, contract=contract, digest="0" * 64, now=MOMENT)
    actions.sign_for_supplier(actor=here.legal, contract=contract, digest=contract.digest, now=MOMENT)
    assert not queries.public_contracts().exists()
    actions.sign_for_buyer(actor=here.approver, contract=contract, digest=contract.digest, now=MOMENT)
    contract = here.reload()
    assert (contract.state, contract.published_at) == (ContractState.ACTIVE, MOMENT)
    assert Project.objects.get(pk=contract.project_id).state == "contracted"
    assert [stop.reference for stop in stops_of(contract.spine_id)["contract"]] == [contract.reference]
    assert OutboxEvent.objects.filter(name="contracts.ContractSigned").count() == 1
    assert acts(contract)[-2:] == ["contract.signed_by_supplier", "contract.signed"]


def test_an_open_challenge_stops_both_signatures(monkeypatch):
    here = offered()
    given = {"contract": here.contract, "digest": here.contract.digest, "now": MOMENT}
    monkeypatch.setattr("contracts.actions.signing.what_stops", lambda *_: "bidding.challenge_open")
    with pytest.raises(Refused, match="challenge_open"):
        actions.sign_for_supplier(actor=here.legal, **given)
    monkeypatch.undo()
    actions.sign_for_supplier(actor=here.legal, **given)
    monkeypatch.setattr("contracts.actions.signing.what_stops", lambda *_: "bidding.suspended")
    with pytest.raises(Refused, match="suspended"):
        actions.sign_for_buyer(actor=here.approver, **given)


def test_whoever_offered_the_document_does_not_sign_it():
    here = world()
    both = official(PostRole.PROJECT_OFFICER, department=here.department)
    from tests.factories.organizations import PostFactory

    PostFactory(user=both, department=here.department, role=PostRole.APPROVER)
    contract = actions.offer_contract(actor=both, contract=here.contract, now=MOMENT)
    actions.sign_for_supplier(actor=here.legal, contract=contract, digest=contract.digest, now=MOMENT)
    with pytest.raises(Refused, match="same_person"):
        actions.sign_for_buyer(actor=both, contract=contract, digest=contract.digest, now=MOMENT)


def test_signing_late_needs_a_public_reason():
    here = offered()
    late = MOMENT + timedelta(days=40)
    contract = here.contract
    actions.sign_for_supplier(actor=here.legal, contract=contract, digest=contract.digest, now=late)
    with pytest.raises(Refused, match="signing_late"):
        actions.sign_for_buyer(actor=here.approver, contract=contract, digest=contract.digest, now=late)
    signed = actions.sign_for_buyer(
        actor=here.approver, contract=contract, digest=contract.digest, now=late, late_reason="疫情封控"
    )
    assert signed.late_reason == "疫情封控"


def test_nobody_signs_before_challenges_have_ended():
    here = offered()
    type(here.contract.award).objects.update(sign_not_before=date(2026, 3, 20))
    contract = here.contract
    actions.sign_for_supplier(actor=here.legal, contract=contract, digest=contract.digest, now=MOMENT)
    with pytest.raises(Refused, match="signing_early"):
        actions.sign_for_buyer(actor=here.approver, contract=contract, digest=contract.digest, now=MOMENT)


def test_a_recalled_contract_loses_its_signature():
    here = offered()
    actions.sign_for_supplier(
        actor=here.legal, contract=here.contract, digest=here.contract.digest, now=MOMENT
    )
    with pytest.raises(Refused, match="reason_missing"):
        actions.recall_contract(actor=here.approver, contract=here.contract, reason="", now=MOMENT)
    contract = actions.recall_contract(
        actor=here.approver, contract=here.contract, reason="日期有误", now=MOMENT
    )
    assert (contract.state, contract.digest, contract.supplier_signed_at) == ("drawn_up", "", None)


# --- reports ------------------------------------------------------------------
def test_drafts_are_kept_piece_by_piece_and_submitted_once():
    here = active()
    milestone = here.milestone()
    first = actions.save_report(actor=here.writer, milestone=milestone, summary="第一稿", now=MOMENT)
    second = saved(here)
    assert (first.pk, second.version) == (second.pk, 2)
    actions.submit_report(actor=here.writer, milestone=milestone, now=MOMENT)
    with pytest.raises(Refused, match="report_not_due"):
        actions.submit_report(actor=here.writer, milestone=milestone, now=MOMENT)
    with pytest.raises(Refused, match="report_not_due"):
        saved(here)
    assert Report.objects.count() == 1
    assert here.milestone().state == MilestoneState.SUBMITTED
    assert Project.objects.get(pk=here.contract.project_id).state == "delivering"
    assert [duty.code for duty in duties_of(here.officer, MOMENT)] == ["contracts.accept"]


def test_a_report_needs_text_numbers_and_evidence():
    here = active()
    milestone = here.milestone()
    with pytest.raises(Refused, match="report_empty"):
        actions.submit_report(actor=here.writer, milestone=milestone, now=MOMENT)
    keep = {"actor": here.writer, "milestone": milestone, "now": MOMENT}
    actions.save_report(**keep)
    with pytest.raises(Refused, match="report_empty"):
        actions.submit_report(**keep)
    actions.save_report(**keep, summary="做完了")
    with pytest.raises(Refused, match="indicator_missing") as refused:
        actions.submit_report(**keep)
    assert refused.value.facts["indicator"] == "巡访次数"
    numbers = {row.pk: row.planned for row in milestone.indicators.all()} | {99999: Decimal(1)}
    report = actions.save_report(**keep, summary="做完了", values=numbers)
    with pytest.raises(Refused, match="evidence_missing"):
        actions.submit_report(**keep)
    assert report.values.count() == 2


def test_a_colleagues_save_is_never_overwritten():
    here = active()
    milestone = here.milestone()
    report = saved(here)
    saved(here)
    with pytest.raises(Refused, match="stale_report") as refused:
        actions.save_report(
            actor=here.legal, milestone=milestone, summary="另一稿", version=report.version, now=MOMENT
        )
    assert refused.value.status == 409
    report.refresh_from_db()
    assert report.summary == "按约定完成巡访。"


def test_two_files_of_one_name_are_kept_and_one_is_removed():
    here = active()
    saved(here)
    report = saved(here)
    assert list(report.files.values_list("name", flat=True)) == ["现场.jpg", "现场.jpg"]
    gone = report.files.first()
    actions.save_report(
        actor=here.writer, milestone=here.milestone(), summary="x", removed=[gone.public_id], now=MOMENT
    )
    assert report.files.count() == 1
    with pytest.raises(Refused, match="too_many_files"):
        actions.save_report(
            actor=here.writer, milestone=here.milestone(), photos=[checked()] * 30, now=MOMENT
        )


def test_strangers_do_not_report():
    here = active()
    with pytest.raises(Refused, match="not_supplier"):
        actions.save_report(actor=member(), milestone=here.milestone(), now=MOMENT)


# --- returning and accepting --------------------------------------------------
def test_a_returned_report_stays_and_the_next_one_starts_from_its_copy():
    here = submitted()
    later = MOMENT + timedelta(days=10)
    returned = actions.return_report(
        actor=here.officer, milestone=here.milestone(), reason="缺少签到表", resubmit_by=later, now=MOMENT
    )
    assert here.milestone().deadline == later
    draft = actions.save_report(
        actor=here.writer, milestone=here.milestone(), summary="补充签到表", now=MOMENT
    )
    assert (returned.state, draft.number, draft.files.count()) == (ReportState.RETURNED, 2, 1)
    assert ReportFile.objects.values("file").distinct().count() == 1
    assert draft.values.filter(actual__isnull=False).count() == 2
    actions.submit_report(actor=here.writer, milestone=here.milestone(), now=MOMENT)
    accept(here)
    assert acts(here.contract).count("report.returned") == 1


def test_a_return_needs_reasons():
    here = submitted()
    with pytest.raises(Refused, match="reason_missing"):
        actions.return_report(
            actor=here.officer,
            milestone=here.milestone(),
            reason=" ",
            resubmit_by=MOMENT + timedelta(days=1),
            now=MOMENT,
        )


# rules: ACP-04
def test_acceptance_certifies_and_orders_the_payment_in_one_transaction():
    here = submitted()
    done = accept(here)
    milestone = here.milestone()
    order = done.order
    assert (order.amount, order.payee, order.payer) == (
        milestone.amount,
        here.organization,
        here.department,
    )
    assert order.subject_reference == f"{here.contract.reference}/1"
    assert order.due_on == date(2026, 4, 15)
    assert done.digest == digest(done.certificate)
    assert [row["name"] for row in done.certificate["standards"]][1:] == ["巡访次数", "异常上报率"]
    assert milestone.indicators.first().actual == Decimal(7500)
    assert OutboxEvent.objects.filter(name="contracts.MilestoneAccepted").count() == 1
    assert acts(here.contract)[-1] == "milestone.accepted"
    with pytest.raises(Refused, match="not_in_this_state"):
        accept_again(here)


def accept_again(here):
    return actions.accept_milestone(
        actor=here.officer, milestone=here.milestone(), findings={}, opinion="x", now=MOMENT
    )


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"findings": {}}, "contracts.standard_open"),
        ({"opinion": " "}, "contracts.opinion_missing"),
        ({"recipients_asked": 0, "recipients_satisfied": 0}, "contracts.recipients_not_heard"),
        ({"recipients_opinion": ""}, "contracts.recipients_opinion"),
        ({"recipients_satisfied": 13}, "contracts.more_satisfied_than_asked"),
    ],
)
def test_an_incomplete_acceptance_orders_nothing(changes, code):
    here = submitted()
    with pytest.raises(Refused) as refused:
        accept(here, **changes)
    assert refused.value.code == code
    assert not PaymentOrder.objects.exists()
    assert here.milestone().state == MilestoneState.SUBMITTED


def test_less_than_planned_is_certified_with_its_reason():
    here = submitted()
    milestone = here.milestone()
    rows = findings(milestone)
    key = next(key for key in rows if key != "deliverable")
    done = accept(here, findings=rows | {key: Finding("tolerated", "两户搬迁")})
    assert "两户搬迁" in str(done.certificate)


def test_only_the_buying_departments_officers_accept():
    here = submitted()
    strangers = [
        official(PostRole.PROJECT_OFFICER, department=DepartmentFactory()),
        here.approver,
        here.finance,
        here.legal,
        UserFactory(),
    ]
    for person in strangers:
        with pytest.raises(Refused, match="not_officer"):
            actions.accept_milestone(
                actor=person, milestone=here.milestone(), findings={}, opinion="x", now=MOMENT
            )


# --- overdue ------------------------------------------------------------------
def test_lateness_needs_no_worker_and_the_sweep_only_marks(move_clock):
    here = active()
    milestone = here.milestone()
    late = milestone.due_at + timedelta(days=2)
    assert list(overdue_milestones(milestone.due_at - timedelta(seconds=1))) == []
    assert list(overdue_milestones(milestone.due_at)) == [milestone]
    assert queries.progress_of(here.contract.project, late).overdue == 1
    move_clock(late)
    for _ in range(2):
        watch_milestones()
    assert OverdueMark.objects.count() == 1
    assert here.legal.notifications.filter(kind="contracts.late").count() == 1
    submitted(here, now=late)
    assert not open_overdue_marks(here.organization).exists()


def test_a_late_report_is_marked_and_cured_even_when_no_sweep_ran():
    here = active()
    late = here.milestone().due_at + timedelta(days=2)
    submitted(here, now=late)
    mark = OverdueMark.objects.get()
    assert (mark.cured_at, mark.contract_reference) == (late, here.contract.reference)
    event = AuditEvent.objects.get(act="report.submitted")
    assert event.after["days_late"] == 2


def test_reminders_come_seven_days_and_one_day_before_once_each(move_clock):
    here = active()
    due = here.milestone().due_at
    for before in (timedelta(days=8), timedelta(days=6), timedelta(days=5), timedelta(hours=20)):
        actions.remind_of_milestones(now=due - before)
    days = [row.facts["days"] for row in here.legal.notifications.filter(kind="contracts.due")]
    assert sorted(days) == ["1", "7"]


# --- residents' check and closing ---------------------------------------------
def test_a_neighbor_checks_once_and_the_spine_shows_it():
    here = active()
    person = neighbor(here)
    check = actions.record_check(
        actor=person,
        milestone=here.milestone(),
        result="partly",
        line="有两次没来",
        photo=checked(),
        now=MOMENT,
    )
    assert check.is_representative
    assert check.photo.size > 0
    with pytest.raises(Refused, match="checked_already"):
        actions.record_check(actor=person, milestone=here.milestone(), result="yes", now=MOMENT)
    assert len(stops_of(here.contract.spine_id)["supervision"]) == 1
    assert queries.checks_summary(here.contract) == {"partly": 1}
    event = AuditEvent.objects.get(act="milestone.checked")
    assert event.after == {"milestone": 1, "result": "partly"}


def test_partly_needs_a_line_and_a_running_contract():
    here = offered()
    person = neighbor(here)
    with pytest.raises(Refused, match="not_running"):
        actions.record_check(actor=person, milestone=here.milestone(), result="yes", now=MOMENT)
    here = active()
    person = neighbor(here)
    with pytest.raises(Refused, match="check_line"):
        actions.record_check(actor=person, milestone=here.milestone(), result="no", now=MOMENT)


def test_who_may_not_check():
    here = active()
    for person, reason in (
        (UserFactory(), "not_verified_resident"),
        (neighbor(here, ResidentLevel.REGISTERED), "not_verified_resident"),
        (verified_resident(), "other_community"),
    ):
        with pytest.raises(Refused, match=reason):
            actions.record_check(actor=person, milestone=here.milestone(), result="yes", now=MOMENT)
    from tests.factories.organizations import MembershipFactory, PostFactory

    insider, clerk = neighbor(here), neighbor(here)
    MembershipFactory(user=insider, organization=here.organization)
    PostFactory(user=clerk, department=here.department)
    for person, reason in ((insider, "own_work"), (clerk, "own_purchase")):
        with pytest.raises(Refused, match=reason):
            actions.record_check(actor=person, milestone=here.milestone(), result="yes", now=MOMENT)


def test_closing_waits_for_everything_and_tells_the_rooms_above():
    here = active()
    with pytest.raises(Refused, match="milestones_open"):
        actions.close_contract(actor=here.officer, contract=here.contract, now=MOMENT)
    here = closed()
    assert here.contract.state == ContractState.CLOSED
    assert Project.objects.get(pk=here.contract.project_id).state == "closed"
    assert OutboxEvent.objects.filter(name="contracts.ContractClosed").count() == 1
    with pytest.raises(Refused, match="not_in_this_state"):
        actions.close_contract(actor=here.officer, contract=here.contract, now=MOMENT)


def test_without_a_check_closing_states_its_public_reason():
    here = active()
    for number in (1, 2, 3):
        accepted(here, number)
    evaluated(here)
    with pytest.raises(Refused, match="not_checked"):
        actions.close_contract(actor=here.officer, contract=here.contract, now=MOMENT)
    contract = actions.close_contract(
        actor=here.officer, contract=here.contract, now=MOMENT, unchecked_reason="服务对象均已迁出"
    )
    assert contract.unchecked_reason == "服务对象均已迁出"


def test_a_terminated_contract_says_why_and_frees_the_project():
    here = active()
    with pytest.raises(Refused, match="not_approver"):
        actions.terminate_contract(actor=here.officer, contract=here.contract, reason="x", now=MOMENT)
    with pytest.raises(Refused, match="reason_missing"):
        actions.terminate_contract(actor=here.approver, contract=here.contract, reason="", now=MOMENT)
    late = here.milestone().due_at
    contract = actions.terminate_contract(
        actor=here.approver, contract=here.contract, reason="承接机构注销", now=MOMENT
    )
    assert contract.state == ContractState.TERMINATED
    assert Project.objects.get(pk=contract.project_id).state == "listed"
    assert list(overdue_milestones(late)) == []
    unsigned = world()
    with pytest.raises(Refused, match="unsigned_award_stands"):
        actions.terminate_contract(
            actor=unsigned.approver, contract=unsigned.contract, reason="拒签", now=MOMENT
        )
    assert unsigned.reload().state == ContractState.DRAWN_UP
    assert list(queries.public_contracts()) == [contract]


# --- figures ------------------------------------------------------------------
def test_progress_and_money_of_a_project():
    here = accepted()
    project = here.contract.project
    progress, money = queries.progress_of(project, MOMENT), queries.money_of(project)
    assert (progress.milestones, progress.accepted, progress.overdue) == (3, 1, 0)
    assert progress.next_due_at == here.milestone(2).due_at
    assert (money.contracted, money.accepted, money.paid) == (125000, 62500, 0)
    nothing = queries.money_of(award().lot.tender.project)
    assert (nothing.contracted, nothing.paid) == (0, 0)


def test_duties_lead_each_role_through_the_contract():
    here = world()
    codes = lambda user: [duty.code for duty in duties_of(user, MOMENT)]  # noqa: E731
    assert codes(here.officer) == ["contracts.offer"]
    contract = actions.offer_contract(actor=here.officer, contract=here.contract, now=MOMENT)
    assert (codes(here.legal), codes(here.writer)) == (["contracts.sign"], [])
    actions.sign_for_supplier(actor=here.legal, contract=contract, digest=contract.digest, now=MOMENT)
    assert codes(here.approver) == ["contracts.countersign"]
    actions.sign_for_buyer(actor=here.approver, contract=contract, digest=contract.digest, now=MOMENT)
    assert codes(here.writer) == ["contracts.report"] * 3
    done = delivered()
    assert "contracts.close" in codes(done.officer)
    assert codes(UserFactory()) == []


# --- races --------------------------------------------------------------------
def run_together(act, times=4):
    def once(_):
        try:
            return act()
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(once, range(times)))


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_parallel_acceptances_make_one_order():
    here = submitted()
    results = run_together(lambda: accept(here, findings=findings_once(here)))
    assert sum(isinstance(row, Acceptance) for row in results) == 1
    assert {row.status for row in results if isinstance(row, Refused)} == {409}
    assert PaymentOrder.objects.count() == Acceptance.objects.count() == 1


def findings_once(here):
    from contracts.models import MilestoneIndicator

    keys = MilestoneIndicator.objects.filter(milestone__contract=here.contract, milestone__number=1)
    return {"deliverable": Finding("met")} | {f"indicator-{row.pk}": Finding("met") for row in keys}


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_parallel_drawings_make_one_contract():
    row = award()
    made = run_together(lambda: actions.draw_up_contract(award=row, now=MOMENT))
    assert len({contract.pk for contract in made}) == Contract.objects.count() == 1
