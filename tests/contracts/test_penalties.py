"""Penalties: proposed by the clause, heard, decided by two, set off to the fen, given back after an objection (CON-08)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from contracts import actions
from contracts.events import PenaltyDecided
from contracts.models import Contract, Penalty
from contracts.queries.penalties import last_day, options_of, outstanding, public_penalties
from contracts.rules.penalties import Terms
from contracts.states import MilestoneState, PenaltyState
from marketplace.audit.models import AuditEvent
from marketplace.core.refusals import Refused
from marketplace.outbox.models import OutboxEvent
from organizations.states import MemberRole, PostRole
from payments import actions as money
from payments.models import PaymentOrder, Recovery
from payments.queries.ledger import all_faults, unbalanced_entries
from payments.queries.orders import ordered_for
from payments.queries.recoveries import set_off_for
from payments.states import OrderState, RecoveryState
from tests.contracts.test_parts import accept_part
from tests.factories.contracts import MOMENT, accept, accepted, active, checked, submitted
from tests.factories.organizations import DepartmentFactory, UserFactory, member, official

pytestmark = pytest.mark.django_db
D = Decimal
P = PenaltyState
GIVEN = {"reason": "首期服务逾期。", "facts": "约定日未提交，经两次催告。"}


def code_of(act, **given) -> str:
    with pytest.raises(Refused) as refused:
        act(**given)
    return refused.value.code


def late(days: int = 3):
    """Return a contract whose first report is so many days late, and the moment."""
    here = active()
    return here, here.milestone(1).due_at + timedelta(days=days)


def proposed(here, now, cause: str = "late:1") -> Penalty:
    contract = Contract.objects.get(pk=here.contract.pk)
    return actions.propose_penalty(actor=here.officer, contract=contract, cause=cause, now=now, **GIVEN)


def decided(here, now, *, amount=None, cause: str = "late:1", is_imposed: bool = True) -> Penalty:
    """Propose, hear and decide at once."""
    row = proposed(here, now, cause)
    actions.answer_penalty(actor=here.writer, penalty=row, answer="因暴雨停工。", now=now)
    return actions.decide_penalty(
        actor=here.approver, penalty=row, is_imposed=is_imposed, amount=amount, reason="事实清楚。", now=now
    )


def objected(here, row, now) -> Penalty:
    return actions.object_to_penalty(actor=here.legal, penalty=row, text="计算有误。", now=now)


def judged(here, row, outcome, now, amount=None) -> Penalty:
    third = official(PostRole.APPROVER, department=here.department)
    return actions.decide_penalty_objection(
        actor=third, penalty=row, outcome=outcome, amount=amount, reason="复核。", now=now
    )


def accept_late(here, number, now):
    submitted(here, number, now)
    return accept(here, number, now)


def balanced(here) -> bool:
    assert all_faults() == []
    assert unbalanced_entries() == []
    reference = here.contract.reference
    assert ordered_for(reference) + set_off_for(reference) <= here.contract.amount
    return True


def test_a_new_contract_has_the_clause_in_its_document():
    here = active()
    document = here.contract.document
    assert document["format"] == "contract/3"
    assert document["penalties"] == {"late_day": "0.000500", "breach": "625.00", "cap": "0.0500"}
    breach = next(row for row in document["articles"] if row["title"] == "违约责任")
    assert any("0.05" in line for line in breach["lines"])


def test_the_sum_comes_from_the_clause_and_the_same_proposal_is_one():
    here, now = late(3)
    row = proposed(here, now)
    assert proposed(here, now).pk == row.pk
    assert (row.days, row.proposed_amount) == (3, D("93.75"))  # 62,500.00 × 0.05 % × 3
    assert row.count["cap"] == "6250.00"
    assert row.heard_until == last_day("penalty.hearing", now)
    assert AuditEvent.objects.filter(act="penalty.proposed").count() == 1
    other = {"actor": here.officer, "contract": here.contract, "cause": "late:1", "now": now}
    assert code_of(actions.propose_penalty, **other, reason="x", facts="y") == "contracts.penalty_nothing"
    assert code_of(actions.propose_penalty, **other, reason="x", facts=" ") == "contracts.reason_missing"


def test_later_days_are_counted_once():
    here, now = late(3)
    decided(here, now)
    options = {row.key: row for row in options_of(here.reload(), now + timedelta(days=2))}
    assert options["late:1"].days == 2


def test_no_clause_no_penalty_and_none_while_it_stands_still():
    here, now = late()
    Contract.objects.filter(pk=here.contract.pk).update(late_day_share=0, breach_amount=0)
    given = {"actor": here.officer, "contract": here.contract, "cause": "late:1", "now": now, **GIVEN}
    assert code_of(actions.propose_penalty, **given) == "contracts.no_penalty_clause"
    assert options_of(here.reload(), now) == []
    Contract.objects.filter(pk=here.contract.pk).update(state="suspended")
    assert code_of(actions.propose_penalty, **given) == "contracts.not_running"


def test_penalties_stop_at_the_cap():
    here, now = late(3)
    Contract.objects.filter(pk=here.contract.pk).update(penalty_cap_share=D("0.0007"))  # 87.50
    assert decided(here, now).amount == D("87.50")
    given = {"actor": here.officer, "contract": here.contract, "cause": "other", "now": now, **GIVEN}
    assert code_of(actions.propose_penalty, **given) == "contracts.penalty_cap_reached"


def test_the_organization_is_heard_before_a_second_official_decides():
    here, now = late()
    row = proposed(here, now)
    given = {"penalty": row, "is_imposed": True, "amount": None, "reason": "x", "now": now}
    assert code_of(actions.decide_penalty, actor=here.approver, **given) == "contracts.penalty_not_heard"
    after = given | {"now": now + timedelta(days=20)}
    assert actions.decide_penalty(actor=here.approver, **after).state == P.CONFIRMED
    assert code_of(actions.decide_penalty, actor=here.approver, **after) == "core.not_in_this_state"


def test_an_answer_comes_with_files_and_once():
    here, now = late()
    row = proposed(here, now)
    given = {"actor": here.writer, "penalty": row, "now": now}
    assert code_of(actions.answer_penalty, answer=" ", **given) == "contracts.reason_missing"
    actions.answer_penalty(answer="因暴雨停工。", files=[checked()], **given)
    assert row.files.get().is_objection is False
    assert code_of(actions.answer_penalty, answer="再说", **given) == "core.not_in_this_state"


def test_a_penalty_is_lowered_or_not_imposed_and_never_raised():
    here, now = late()
    row = proposed(here, now)
    actions.answer_penalty(actor=here.writer, penalty=row, answer="因暴雨停工。", now=now)
    given = {"actor": here.approver, "penalty": row, "reason": "酌减", "now": now, "is_imposed": True}
    assert code_of(actions.decide_penalty, amount=D("93.76"), **given) == "contracts.penalty_above"
    row = actions.decide_penalty(amount=D("50.00"), **given)
    assert (row.state, row.owed, outstanding(row)) == (P.REDUCED, D("50.00"), D("50.00"))
    assert [p.pk for p in public_penalties(here.contract)] == [row.pk]
    assert OutboxEvent.objects.filter(name=PenaltyDecided.name()).count() == 1
    dropped = decided(here, now + timedelta(days=1), is_imposed=False)
    assert (dropped.state, dropped.owed) == (P.WITHDRAWN, 0)
    assert public_penalties(here.contract) == [row]


def test_a_penalty_is_set_off_against_the_next_payment_to_the_fen():
    here, now = late()
    row = decided(here, now)
    order = accept_late(here, 1, now).order
    milestone = here.milestone(1)
    assert (order.amount, milestone.withheld_amount) == (D("62406.25"), D("93.75"))
    recovery = Recovery.objects.get(subject_reference=row.reference)
    assert (recovery.state, recovery.against) == (RecoveryState.SET_OFF, milestone.reference)
    assert outstanding(row) == 0
    assert balanced(here)
    PaymentOrder.objects.filter(pk=order.pk).update(
        state=OrderState.PAID, paid_on=now.date(), settled_at=now, released_by=here.finance, released_at=now
    )
    actions.record_payment(order=PaymentOrder.objects.get(pk=order.pk), now=now)
    assert here.milestone(1).state == MilestoneState.PAID
    assert accept_late(here, 2, here.milestone(2).due_at - timedelta(days=1)).order.amount == D("37500.00")


def test_a_penalty_larger_than_a_part_takes_it_whole_and_goes_on():
    here, now = late(1)
    Contract.objects.filter(pk=here.contract.pk).update(late_day_share=D("0.001"), breach_amount=D("100.02"))
    decided(here, now)  # 62.50
    decided(here, now, cause="other")  # 100.02
    submitted(here, 1, now)
    part = accept_part(here, "120.00", now=now, cure_by=now + timedelta(days=5))
    assert part.order is None
    assert here.milestone(1).withheld_amount == D("120.00")
    submitted(here, 1, now)
    assert accept(here, 1, now).order.amount == D("62337.48")  # 62,500.00 − 120.00 − 42.52
    assert here.milestone(1).withheld_amount == D("162.52")
    assert balanced(here)


def test_what_no_payment_is_left_for_is_claimed_and_received_to_the_fen():
    here = active()
    for number in (1, 2):
        accepted(here, number)
    now = here.milestone(3).due_at + timedelta(days=2)
    row = proposed(here, now, "late:3")
    accept_late(here, 3, now)
    assert code_of(actions.close_contract, actor=here.officer, contract=here.contract, now=now, unchecked_reason="x") in {
        "contracts.penalty_open", "contracts.final_missing",
    }  # fmt: skip
    actions.answer_penalty(actor=here.writer, penalty=row, answer="无异议。", now=now)
    given = {"is_imposed": True, "amount": None, "reason": "x", "now": now}
    row = actions.decide_penalty(actor=here.approver, penalty=row, **given)
    claim = Recovery.objects.get(subject_reference=row.reference)
    assert (claim.state, claim.amount) == (RecoveryState.CLAIMED, D("25.00"))
    assert (claim.due_on - now.date()).days == 30
    take = {"recovery": claim, "received_on": now.date(), "bank_number": "1", "now": now}
    assert (
        code_of(money.receive_recovery, actor=here.approver, amount=D("25.00"), **take)
        == "payments.not_finance"
    )
    assert (
        code_of(money.receive_recovery, actor=here.finance, amount=D("25.01"), **take)
        == "payments.recovery_differs"
    )
    early = take | {"received_on": now.date() - timedelta(days=1)}
    assert (
        code_of(money.receive_recovery, actor=here.finance, amount=D("25.00"), **early)
        == "payments.recovery_day"
    )
    money.receive_recovery(actor=here.finance, amount=D("25.00"), **take)
    assert (
        code_of(money.receive_recovery, actor=here.finance, amount=D("25.00"), **take)
        == "core.not_in_this_state"
    )
    assert outstanding(row) == 0
    assert balanced(here)


def test_an_early_end_for_breach_claims_and_still_allows_penalties():
    here, now = late()
    decided(here, now)
    end = {"actor": here.approver, "contract": here.contract, "reason": "拒不履行", "ground": "breach"}
    actions.terminate_contract(**end, now=now)
    row = Recovery.objects.get()
    assert (row.state, row.amount) == (RecoveryState.CLAIMED, D("93.75"))
    more = decided(here, now, cause="other")
    assert Recovery.objects.get(subject_reference=more.reference).amount == D("625.00")
    assert balanced(here)


@pytest.mark.parametrize(
    ("outcome", "amount", "state", "back"),
    [
        ("stands", None, P.CONFIRMED, None),
        ("reduced", D("50.00"), P.REDUCED, D("43.75")),
        ("annulled", None, P.ANNULLED, D("93.75")),
    ],
)
def test_an_objection_is_decided_by_another_person_and_money_comes_back(outcome, amount, state, back):
    here, now = late()
    row = decided(here, now)
    accept_late(here, 1, now)
    row = objected(here, row, now)
    given = {"penalty": row, "outcome": outcome, "amount": amount, "reason": "复核。", "now": now}
    assert (
        code_of(actions.decide_penalty_objection, actor=here.approver, **given)
        == "contracts.same_person_objection"
    )
    row = judged(here, row, outcome, now, amount)
    assert row.state == state
    assert (row.repayment.amount if row.repayment else None) == back
    assert balanced(here)
    assert (
        code_of(judged, here=here, row=row, outcome=outcome, now=now, amount=amount)
        == "core.not_in_this_state"
    )


def test_an_objection_stops_an_open_claim_until_it_is_decided():
    here, now = late()
    row = decided(here, now)
    actions.terminate_contract(
        actor=here.approver, contract=here.contract, reason="拒不履行", ground="breach", now=now
    )
    row = objected(here, row, now)
    assert Recovery.objects.get().state == RecoveryState.CANCELLED
    row = judged(here, row, "reduced", now, D("40.00"))
    assert [r.amount for r in Recovery.objects.filter(state=RecoveryState.CLAIMED)] == [D("40.00")]
    assert code_of(objected, here=here, row=row, now=now) == "contracts.objected_already"
    assert balanced(here)


def test_an_objection_comes_in_time():
    here, now = late()
    row = decided(here, now)
    assert code_of(objected, here=here, row=row, now=now + timedelta(days=30)) == "contracts.objection_late"


def test_standards_found_short_and_failed_orders_cost_by_the_piece():
    here, _now = late()
    submitted(here, 1)
    accept_part(here)
    now = MOMENT + timedelta(days=15)
    options = {row.key: row for row in options_of(here.reload(), now)}
    assert options["standard:1"].count["names"] == ["巡访次数"]
    assert options["standard:1"].amount == D("625.00")
    row = proposed(here, now, "standard:1")
    assert (row.milestone.number, row.proposed_amount) == (1, D("625.00"))
    order = actions.order_rectification(
        actor=here.officer, contract=here.contract, reason="x", items=["甲", "乙"], now=now,
        due_at=now + timedelta(days=1),
    )  # fmt: skip
    later = now + timedelta(days=20)
    actions.fail_rectification(actor=here.approver, rectification=order, remark="未改", now=later)
    options = {row.key: row for row in options_of(here.reload(), later)}
    assert options["rectification:1"].amount == D("1250.00")
    assert "standard:1" not in options


def test_who_may_do_what():
    here, now = late()
    row = proposed(here, now)
    elsewhere = official(PostRole.APPROVER, department=DepartmentFactory(code="other"))
    both = official(PostRole.APPROVER, department=here.department)
    Penalty.objects.filter(pk=row.pk).update(proposed_by=both)
    row.refresh_from_db()
    decide = {
        "penalty": row,
        "is_imposed": True,
        "amount": None,
        "reason": "x",
        "now": now + timedelta(days=20),
    }
    expected = {
        here.officer: "contracts.not_approver", here.legal: "contracts.not_approver",
        elsewhere: "contracts.not_approver", UserFactory(): "contracts.not_approver",
        both: "contracts.same_person_penalty",
    }  # fmt: skip
    for person, code in expected.items():
        assert code_of(actions.decide_penalty, actor=person, **decide) == code
    stranger = member(elsewhere_organization(), MemberRole.LEGAL_REPRESENTATIVE)
    for person in (here.officer, here.approver, stranger):
        given = {"actor": person, "penalty": row, "answer": "x", "now": now}
        assert code_of(actions.answer_penalty, **given) == "contracts.not_supplier"
    given = {"contract": here.contract, "cause": "other", "now": now, **GIVEN}
    for person in (here.approver, here.legal, here.writer, UserFactory()):
        assert code_of(actions.propose_penalty, actor=person, **given) == "contracts.not_officer"
    actions.decide_penalty(actor=here.approver, **decide)
    given = {"penalty": row, "text": "x", "now": now + timedelta(days=20)}
    for person in (here.writer, here.officer, stranger):
        assert (
            code_of(actions.object_to_penalty, actor=person, **given) == "contracts.not_legal_representative"
        )


def elsewhere_organization():
    from tests.factories.payments import PayeeFactory

    return PayeeFactory()


def test_the_database_holds_what_penalties_promise():
    here, now = late()
    row = decided(here, now)
    accept_late(here, 1, now)
    for change in ({"amount": D("93.76")}, {"decided_by": here.officer}, {"decision": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Penalty.objects.filter(pk=row.pk).update(**change)
    recovery = Recovery.objects.get()
    with pytest.raises(Exception, match="never change"), transaction.atomic():
        Recovery.objects.filter(pk=recovery.pk).update(amount=D("1.00"))
    with pytest.raises(IntegrityError), transaction.atomic():
        here.contract.milestones.filter(number=1).update(withheld_amount=D("62500.01"))


def test_a_clause_is_changed_only_while_the_contract_is_drawn_up():
    from tests.factories.contracts import world

    here = world()
    contract = here.contract
    plans = {
        "starts_on": contract.starts_on, "ends_on": contract.ends_on, "acceptance_plan": "x",
        "milestones": __import__("contracts.rules.milestones", fromlist=["x"]).propose_milestones(
            contract.starts_on, contract.ends_on, ()
        ),
    }  # fmt: skip
    given = {"actor": here.officer, "contract": contract, "version": 1, "now": MOMENT, **plans}
    high = Terms(D("0.002"), D(0), D("0.05"))
    assert code_of(actions.edit_contract, terms=high, **given) == "contracts.late_day_high"
    edited = actions.edit_contract(terms=Terms(D(0), D(0), D(0)), **given)
    assert (edited.late_day_share, edited.penalty_cap_share) == (0, 0)
    assert "penalties" not in actions.offer_contract(actor=here.officer, contract=edited, now=MOMENT).document
