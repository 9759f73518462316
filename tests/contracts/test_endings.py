"""Suspension, early end, subcontracts: periods stand still, what was accepted is paid, nothing is passed on."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from contracts import actions
from contracts.models import Contract
from contracts.queries.contracts import progress_of
from contracts.queries.duties import duties_of
from contracts.queries.overdue import overdue_milestones
from contracts.rules import endings as rules
from contracts.states import ContractState, SubcontractState
from marketplace.core.canonical import digest
from marketplace.core.clock import SHANGHAI
from marketplace.core.refusals import Refused
from organizations.models import OverdueMark
from tests.client import sign_in
from tests.factories.contracts import MOMENT, accepted, active, submitted

D = Decimal
CODE = "52341702MJT50001X3"


@pytest.mark.parametrize(
    ("named", "taken", "amount", "code"),
    [
        ("讲座", "0", "100", "passed_on"),
        ("讲座", "60", "40", "passed_on"),
        ("", "0", "100", "passed_on"),
        (" ", "0", "10", "subcontract_not_named"),
    ],
)
def test_a_contract_is_never_passed_on_and_only_named_parts_leave(named, taken, amount, code):
    with pytest.raises(Refused, match=code) as refused:
        rules.check_subcontract(named=named, total=D(100), taken=D(taken), amount=D(amount))
    assert refused.value.citation is not None
    assert rules.check_subcontract(named="讲座", total=D(100), taken=D(20), amount=D("79.99")) is None


def test_days_of_standing_still_are_days_of_the_district():
    late_evening = datetime(2026, 3, 1, 23, 50, tzinfo=SHANGHAI)
    assert rules.days_still(late_evening, late_evening + timedelta(minutes=20)) == 1
    assert rules.later(late_evening, 2) == datetime(2026, 3, 3, 23, 50, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("ground", "is_signed", "code"),
    [("not_signed", True, "ground_unfit"), ("breach", False, "ground_unfit")],
)
def test_a_ground_fits_the_state(ground, is_signed, code):
    with pytest.raises(Refused, match=code):
        rules.check_termination(ground=ground, is_signed=is_signed, reports_open=0)


def test_a_settlement_adds_up():
    found = rules.settlement(D("100.00"), [D("33.33"), D("33.33")])
    assert found == {"sum": "100.00", "accepted": "66.66", "released": "33.34"}


def suspend(here, **changes):
    given = {
        "ground": "force_majeure",
        "explanation": "暴雨",
        "planned_until": date(2026, 4, 16),
        "now": MOMENT,
    }
    return actions.suspend_contract(actor=here.approver, contract=here.contract, **(given | changes))


@pytest.mark.django_db
def test_while_a_contract_stands_still_nothing_becomes_late_and_everything_moves_afterwards():
    here = accepted(active())
    ends_on, due = here.contract.ends_on, here.milestone(2).due_at
    with pytest.raises(Refused, match="suspension_end"):
        suspend(here, planned_until=date(2026, 3, 16))
    with pytest.raises(Refused, match="reason_missing"):
        suspend(here, explanation=" ")
    with pytest.raises(Refused, match="not_approver"):
        actions.suspend_contract(
            actor=here.officer, contract=here.contract, ground="agreed", explanation="x",
            planned_until=date(2026, 4, 16), now=MOMENT,
        )  # fmt: skip
    suspend(here)
    with pytest.raises(Refused, match="not_in_this_state"):
        suspend(here)
    later = here.contract.ends_on + timedelta(days=10)
    moment = datetime.combine(later, MOMENT.timetz())
    actions.mark_overdue_milestones(now=moment)
    assert not OverdueMark.objects.exists()
    assert not overdue_milestones(moment).exists()
    assert progress_of(here.contract.project, moment).overdue == 0
    with pytest.raises(Refused, match="report_not_due"):
        actions.save_report(actor=here.writer, milestone=here.milestone(2), now=moment, summary="x")
    done = actions.resume_contract(actor=here.approver, contract=here.contract, now=moment)
    days = (later - MOMENT.date()).days
    contract = here.reload()
    assert (contract.state, contract.ends_on) == (ContractState.ACTIVE, ends_on + timedelta(days=days))
    assert here.milestone(2).due_at == due + timedelta(days=days)
    assert here.milestone(1).due_at < due
    assert (done.version.number, digest(done.version.document)) == (2, contract.digest)
    suspend(here, now=moment, planned_until=later + timedelta(days=9))
    again = actions.resume_contract(actor=here.approver, contract=here.contract, now=moment)
    assert again.version is None


@pytest.mark.django_db
def test_an_early_end_pays_what_was_accepted_and_waits_for_open_reports():
    here = submitted(accepted(active()), 2)
    end = {"actor": here.approver, "contract": here.contract, "reason": "多次催告未改", "ground": "breach"}
    with pytest.raises(Refused, match="report_open"):
        actions.terminate_contract(**end, now=MOMENT)
    actions.return_report(
        actor=here.officer, milestone=here.milestone(2), reason="不合格", now=MOMENT,
        resubmit_by=MOMENT + timedelta(days=5),
    )  # fmt: skip
    suspend(here)
    contract = actions.terminate_contract(**end, now=MOMENT + timedelta(days=3))
    assert contract.settlement == {"sum": "125000.00", "accepted": "62500.00", "released": "62500.00"}
    assert contract.suspensions.get().ended_at == MOMENT + timedelta(days=3)


@pytest.mark.django_db
def test_a_subcontract_needs_a_named_part_and_consent():
    here = active()
    given = {"name": "清源社", "uscc": CODE, "part": "讲座", "amount": D(5000), "now": MOMENT}
    ask = {"actor": here.legal, "contract": here.contract, **given}
    with pytest.raises(Refused, match="subcontract_not_named"):
        actions.propose_subcontract(**ask)
    Contract.objects.update(subcontracting="健康讲座")
    row = actions.propose_subcontract(**ask)
    with pytest.raises(Refused, match="subcontracted_already"):
        actions.propose_subcontract(**ask)
    with pytest.raises(Refused, match="passed_on"):
        actions.propose_subcontract(**ask | {"uscc": "52341702MJT5000283", "amount": D(120000)})
    assert "contracts.subcontract" in [duty.code for duty in duties_of(here.officer, MOMENT)]
    decide = {"actor": here.officer, "subcontract": row, "now": MOMENT}
    with pytest.raises(Refused, match="reason_missing"):
        actions.decide_subcontract(**decide, is_consented=False, reason="")
    row = actions.decide_subcontract(**decide, is_consented=False, reason="无资质")
    assert row.state == SubcontractState.REFUSED
    row = actions.propose_subcontract(**ask)
    row = actions.decide_subcontract(**decide | {"subcontract": row}, is_consented=True, reason="")
    assert row.state == SubcontractState.CONSENTED
    with pytest.raises(Refused, match="not_in_this_state"):
        actions.decide_subcontract(**decide | {"subcontract": row}, is_consented=True, reason="")
    suspend(here)
    with pytest.raises(Refused, match="not_running"):
        actions.propose_subcontract(**ask)


@pytest.mark.django_db
def test_pages_of_suspension_subcontract_and_early_end(client, move_clock):
    move_clock(MOMENT)
    here = active()
    Contract.objects.update(subcontracting="健康讲座")
    sign_in(client, here.legal)
    ask = f"{here.contract.supplier_path}subcontracts/new/"
    assert "健康讲座" in client.get(ask).content.decode()
    data = {"name": "清源社", "uscc": CODE, "part": "讲座", "amount": "125000"}
    refused = client.post(ask, data)
    assert refused.status_code == 422
    assert "转包" in refused.content.decode()
    assert client.post(ask, data | {"amount": "5,000"}).status_code == 302
    client.logout()
    sign_in(client, here.officer)
    decide = f"{here.contract.desk_path}subcontracts/{here.contract.subcontracts.get().pk}/"
    assert decide in client.get(here.contract.desk_path).content.decode()
    assert client.post(decide, {"is_consented": "no"}).status_code == 422
    assert client.post(decide, {"is_consented": "yes"}).status_code == 302
    assert client.get(f"{here.contract.desk_path}suspend/").status_code == 403
    client.logout()
    sign_in(client, here.approver)
    base = here.contract.desk_path
    data = {"ground": "force_majeure", "explanation": "暴雨", "planned_until": "2026-04-16"}
    assert client.post(f"{base}suspend/", data | {"planned_until": "2026-03-01"}).status_code == 422
    assert client.post(f"{base}suspend/", data).status_code == 302
    assert client.post(f"{base}suspend/", data).status_code == 409
    public = client.get(here.contract.path).content.decode()
    assert "暴雨" in public
    assert "清源社" in public
    move_clock(MOMENT + timedelta(days=4))
    assert client.get(f"{base}resume/").status_code == 200
    assert client.post(f"{base}resume/").status_code == 302
    assert client.get(f"{here.contract.path}versions/2/").status_code == 200
    end = {"ground": "agreed", "reason": "双方协商一致"}
    assert client.post(f"{base}terminate/", end).status_code == 302
    assert "125,000.00" in client.get(here.contract.path).content.decode()
