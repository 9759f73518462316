"""Versions and supplements: the cap to the fen, three people, exact installments, notices, PDF, clocks."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from bidding.models import Tender
from bidding.states import Track
from contracts import actions
from contracts.models import ContractVersion
from contracts.queries.changes import room_of
from contracts.queries.clocks import clocks_of
from contracts.queries.documents import tender_differences
from contracts.queries.duties import duties_of
from contracts.rules import changes as rules
from contracts.rules.documents import differences, plain, promised
from contracts.rules.milestones import IndicatorPlan, MilestonePlan, due_moment
from contracts.states import ChangeState, ContractState
from marketplace.audit.models import AuditEvent
from marketplace.core.canonical import digest
from marketplace.core.refusals import Refused
from marketplace.statutes import STATUTES
from tests.client import sign_in
from tests.factories.contracts import MOMENT, accepted, active, offered, saved, submitted

D = Decimal
CAP = STATUTES.on("contract.supplement_max", date(2026, 3, 1))


# --- pure rules ---------------------------------------------------------------
@pytest.mark.parametrize(
    ("signed", "added", "proposed", "ok"),
    [
        ("100000.00", "5000.00", "110000.00", True),  # 5 % + 5 %
        ("100000.00", "5000.00", "110010.00", False),  # 5 % + 5.01 %
        ("2833380.00", "0", "3116718.00", True),  # exactly 283 338.00
        ("2833380.00", "0", "3116718.01", False),
        ("0.09", "0", "0.10", False),  # a tenth of 9 fen is less than one fen
    ],
)
# rules: CON-04
def test_supplements_stay_under_a_tenth_of_the_signed_sum(signed, added, proposed, ok):
    given = {"original": D(signed), "current": D(signed) + D(added), "added": D(added), "limit": CAP}
    if ok:
        rise = rules.check_sum(reason="addition", proposed=D(proposed), **given)
        assert rise == D(proposed) - D(signed) - D(added)
        return
    with pytest.raises(Refused) as refused:
        rules.check_sum(reason="addition", proposed=D(proposed), **given)
    assert (refused.value.code, refused.value.citation.article) == ("contracts.supplement_over", "art. 49")


def test_a_reduction_gives_no_room_back_and_needs_no_cap():
    given = {"original": D(100), "added": D(6), "limit": CAP}
    assert rules.check_sum(reason="need", current=D(106), proposed=D(60), **given) == 0
    with pytest.raises(Refused, match="supplement_over"):
        rules.check_sum(reason="addition", current=D(60), proposed=D("64.01"), **given)


@pytest.mark.parametrize(
    ("reason", "proposed", "code"),
    [("schedule", "99", "sum_fixed"), ("force_majeure", "101", "rise_without_ground")],
)
def test_a_ground_carries_only_what_it_can(reason, proposed, code):
    with pytest.raises(Refused, match=code):
        rules.check_sum(
            reason=reason, original=D(100), current=D(100), proposed=D(proposed), added=D(0), limit=CAP
        )


@pytest.mark.parametrize(
    ("total", "fixed", "shares", "amounts"),
    [
        ("110.00", ["50"], ["33.33", "66.67"], ["20.00", "40.00"]),
        ("100.01", [], ["50", "50"], ["50.01", "50.00"]),
        ("50", ["50"], [], []),
    ],
)
def test_what_is_open_is_allocated_to_the_fen(total, fixed, shares, amounts):
    found = rules.open_amounts(D(total), [D(x) for x in fixed], [D(x) for x in shares])
    assert found == [D(x) for x in amounts]


@pytest.mark.parametrize(("total", "fixed", "shares"), [("50", ["50"], ["100"]), ("60", ["50"], [])])
def test_the_sum_leaves_something_for_what_is_open_and_nothing_else(total, fixed, shares):
    with pytest.raises(Refused, match="sum_below_accepted"):
        rules.open_amounts(D(total), [D(x) for x in fixed], [D(x) for x in shares])


def test_shares_add_up_to_a_hundred_and_none_vanishes():
    assert rules.shares_of([D(1), D(1), D(1)]) == [D("33.33"), D("33.33"), D("33.34")]
    with pytest.raises(Refused, match="share_too_small"):
        rules.shares_of([D("0.01"), D(100000)])


def test_differences_name_field_milestone_before_and_after():
    visits = {"name": "巡访", "planned": "5.00", "unit": "次"}
    before = {"amount": "1.00", "milestones": [{"number": 1, "title": "甲", "indicators": [visits]}]}
    after = {"amount": "2.00", "place": "新址", "milestones": [{"number": 2, "title": "乙"}]}
    found = {(row.field, row.milestone): (row.before, row.after) for row in differences(before, after)}
    assert found == {
        ("amount", None): ("1.00", "2.00"),
        ("title", 1): ("甲", ""),
        ("indicators", 1): ("巡访 5.00 次", ""),
        ("title", 2): ("", "乙"),
    }
    assert promised(before, "巡访", "次") == 5
    assert promised({"milestones": [{"number": 1, "indicators": [visits]}] * 2}, "巡访", "%") == 5
    assert (promised({}, "巡访", "%"), plain({"name": "甲"}), plain(None)) == (0, "甲", "")


# --- actions ------------------------------------------------------------------
def plans_of(here, **changes):
    """What is open, as it stands, with shares of the open sum."""
    rows = [
        row for row in here.contract.milestones.order_by("number") if row.state in {"planned", "returned"}
    ]
    shares = changes.pop("shares", None) or rules.shares_of([row.amount for row in rows])
    return [
        MilestonePlan(
            row.title, row.due_at, D(share), row.deliverable,
            tuple(
                IndicatorPlan(i.name, i.name_en, i.unit, i.unit_en, i.planned, i.is_outcome)
                for i in row.indicators.all()
            ),
            row.number,
        )
        for row, share in zip(rows, shares, strict=True)
    ]  # fmt: skip


def propose(here, actor=None, **changes):
    contract = here.reload()
    given = {
        "reason": "addition", "explanation": "新增两个楼栋的巡访。", "amount": contract.amount + 5000,
        "ends_on": contract.ends_on, "acceptance_plan": contract.acceptance_plan, "now": MOMENT,
        "milestones": plans_of(here),
    }  # fmt: skip
    return actions.propose_change(actor=actor or here.officer, contract=contract, **(given | changes))


def put_in_force(here, change):
    change = actions.agree_change(actor=here.legal, change=change, digest=change.digest, now=MOMENT)
    return actions.approve_change(actor=here.approver, change=change, digest=change.digest, now=MOMENT)


@pytest.fixture
def here(db):
    return accepted(active())


def test_a_supplement_moves_only_what_is_open_and_keeps_every_version(here):
    signed = here.reload().digest
    change = propose(here)
    assert here.reload().amount == D("125000.00")
    assert [d.code for d in duties_of(here.legal, MOMENT)][-1] == "contracts.agree"
    change = put_in_force(here, change)
    contract = here.reload()
    assert (contract.amount, contract.digest) == (D("130000.00"), change.digest)
    rows = list(contract.milestones.order_by("number").values_list("amount", "share"))
    assert rows == [
        (D("62500.00"), D("48.08")),
        (D("40500.00"), D("31.15")),
        (D("27000.00"), D("20.77")),
    ]
    versions = list(contract.versions.order_by("number"))
    assert [row.digest for row in versions] == [signed, contract.digest]
    assert all(digest(row.document) == row.digest for row in versions)
    assert (room_of(contract).added, room_of(contract).left) == (D(5000), D(7500))
    acts = AuditEvent.objects.filter(chain=contract.audit_chain, act__startswith="change.")
    assert [row.act for row in acts.order_by("sequence")] == [
        "change.proposed",
        "change.agreed",
        "change.in_force",
    ]
    with pytest.raises(Refused, match="supplement_over"):
        propose(here, amount=contract.amount + D("7500.01"))
    with pytest.raises(Refused, match="not_in_this_state"):
        actions.approve_change(actor=here.approver, change=change, digest=change.digest, now=MOMENT)


def test_dates_move_without_moving_a_fen_and_drop_what_is_empty(here):
    plans = plans_of(here)
    later = due_moment(here.contract.ends_on)
    moved = [MilestonePlan(p.title, later, p.share, p.deliverable, p.indicators, p.number) for p in plans]
    change = propose(here, actor=here.legal, reason="schedule", amount=here.contract.amount, milestones=moved)
    with pytest.raises(Refused, match="not_officer"):
        actions.agree_change(actor=here.legal, change=change, digest=change.digest, now=MOMENT)
    with pytest.raises(Refused, match="document_changed"):
        actions.agree_change(actor=here.officer, change=change, digest="0" * 64, now=MOMENT)
    assert [d.code for d in duties_of(here.officer, MOMENT)].count("contracts.agree") == 1
    actions.agree_change(actor=here.officer, change=change, digest=change.digest, now=MOMENT)
    assert [d.code for d in duties_of(here.approver, MOMENT)].count("contracts.approve") == 1
    actions.approve_change(actor=here.approver, change=change, digest=change.digest, now=MOMENT)
    rows = here.contract.milestones.order_by("number").values_list("amount", "due_at")
    assert list(rows)[1:] == [(D(37500), later), (D(25000), later)]
    only = plans_of(here, shares=["60", "40"])[:1]
    single = [MilestonePlan("合并后的服务", later, D(100), "", (), only[0].number)]
    put_in_force(here, propose(here, reason="need", amount=D(100000), milestones=single))
    rows = here.contract.milestones.order_by("number").values_list("number", "amount")
    assert list(rows) == [(1, D(62500)), (2, D(37500))]
    extra = [*plans_of(here, shares=["50"]), MilestonePlan("补充服务", later, D(50))]
    put_in_force(here, propose(here, reason="need", amount=D(90000), milestones=extra))
    rows = here.contract.milestones.order_by("number").values_list("number", "amount")
    assert list(rows) == [(1, D(62500)), (2, D(13750)), (3, D(13750))]


def test_what_a_change_refuses(here):
    with pytest.raises(Refused, match="reason_missing"):
        propose(here, explanation=" ")
    with pytest.raises(Refused, match="change_empty"):
        propose(here, reason="schedule", amount=here.contract.amount)
    with pytest.raises(Refused, match="change_outdated"):
        propose(here, milestones=[MilestonePlan("x", MOMENT, D(100), number=1)])
    with pytest.raises(Refused, match="due_outside_term"):
        propose(here, milestones=[MilestonePlan("x", MOMENT + timedelta(days=2000), D(100), number=2)])
    with pytest.raises(Refused, match="term_long"):
        propose(here, ends_on=here.contract.ends_on + timedelta(days=900))
    with pytest.raises(Refused, match="not_legal"):
        propose(here, actor=here.writer)
    saved(here, 2)
    first, *_rest = plans_of(here)
    with pytest.raises(Refused, match="milestone_reported"):
        propose(here, milestones=[MilestonePlan("x", first.due_at, D(100), number=3)])
    change = propose(here)
    with pytest.raises(Refused, match="change_open"):
        propose(here)
    submitted(here, 2)
    with pytest.raises(Refused, match="change_outdated"):
        actions.agree_change(actor=here.legal, change=change, digest=change.digest, now=MOMENT)
    with pytest.raises(Refused, match="reason_missing"):
        actions.refuse_change(actor=here.legal, change=change, reason="", now=MOMENT)
    change = actions.withdraw_change(actor=here.officer, change=change, now=MOMENT)
    assert change.state == ChangeState.WITHDRAWN
    actions.return_report(
        actor=here.officer, milestone=here.milestone(2), reason="补充", now=MOMENT,
        resubmit_by=MOMENT + timedelta(days=5),
    )  # fmt: skip
    bare = [MilestonePlan(p.title, p.due_at, p.share, p.deliverable, (), p.number) for p in plans_of(here)]
    with pytest.raises(Refused, match="indicator_reported"):
        propose(here, milestones=bare)


def test_the_second_official_is_another_person_and_may_refuse(here):
    change = propose(here, actor=here.legal)
    agreed = actions.agree_change(actor=here.officer, change=change, digest=change.digest, now=MOMENT)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(agreed).objects.filter(pk=agreed.pk).update(
            state="in_force", ended_by=here.officer, version=here.contract.versions.get()
        )
    with pytest.raises(Refused, match="not_approver"):
        actions.refuse_change(actor=here.legal, change=change, reason="不同意", now=MOMENT)
    ended = actions.refuse_change(actor=here.approver, change=change, reason="预算不足", now=MOMENT)
    assert (ended.state, ended.refusal) == (ChangeState.REFUSED, "预算不足")
    assert here.reload().amount == D(125000)


# rules: CON-02
def test_the_contract_is_compared_with_tender_and_award(here):
    assert tender_differences(here.contract) == []
    plan = [MilestonePlan("全部", due_moment(here.contract.ends_on), D(100), number=2)]
    put_in_force(here, propose(here, reason="need", amount=D(100000), milestones=plan))
    found = {row.field: (row.before, row.after) for row in tender_differences(here.reload())}
    assert found["amount"] == ("125000.00", "100000.00")
    assert found["巡访次数"] == ("15000.00", "7500.00")


# --- clocks -------------------------------------------------------------------
# rules: CON-03, CON-05
def test_copies_to_finance_are_asked_for_recorded_once_and_marked_late(db):
    here = active()
    assert [clock.citation.article for clock in clocks_of(here.contract, here.contract.versions.all(), MOMENT)] == [
        "art. 46", "art. 50",
    ]  # fmt: skip
    Tender.objects.update(track=Track.STATUTORY)
    late = MOMENT + timedelta(days=30)
    here.reload()
    clock = clocks_of(here.contract, here.contract.versions.all(), late)[-1]
    assert (clock.due_on, clock.done_at, clock.days_late) == (date(2026, 3, 25), None, 21)
    duty = next(d for d in duties_of(here.officer, MOMENT) if d.code == "contracts.copy")
    assert duty.due_at == due_moment(date(2026, 3, 25))
    version = here.contract.versions.get()
    with pytest.raises(Refused, match="copy_note"):
        actions.record_copy(actor=here.officer, version=version, note=" ", now=MOMENT)
    actions.record_copy(actor=here.officer, version=version, note="备案号 2026-18", now=late)
    with pytest.raises(Refused, match="copied_already"):
        actions.record_copy(actor=here.officer, version=version, note="又一次", now=late)
    assert not [d for d in duties_of(here.officer, MOMENT) if d.code == "contracts.copy"]
    assert (
        clocks_of(here.contract, here.contract.versions.all(), late + timedelta(days=9))[-1].days_late == 21
    )
    ContractVersion.objects.update(in_force_at=MOMENT + timedelta(days=700), copied_at=None, copied_by=None)
    assert clocks_of(here.contract, here.contract.versions.all(), late)[-1].due_on is None
    assert next(d for d in duties_of(here.officer, MOMENT) if d.code == "contracts.copy").due_at is None


# --- pages --------------------------------------------------------------------
def change_data(here, **changes):
    data = {
        "reason": "addition", "explanation": "新增巡访", "amount": "130,000", "ends_on": "2027-03-31",
        "acceptance_plan": "按约定",
    }  # fmt: skip
    data["ends_on"] = here.contract.ends_on.isoformat()
    for place, plan in enumerate(plans_of(here)):
        data |= {
            f"m{place}-title": plan.title, f"m{place}-due_on": plan.due_at.date().isoformat(),
            f"m{place}-share": str(plan.share),
        }  # fmt: skip
        data |= {f"m{place}-planned_{n}": str(i.planned) for n, i in enumerate(plan.indicators)}
    return data | changes


def test_both_sides_change_a_contract_through_pages(here, client, move_clock):
    move_clock(MOMENT)
    sign_in(client, here.officer)
    new = f"{here.contract.desk_path}changes/new/"
    assert "12,500.00" in client.get(new).content.decode()
    bad = client.post(new, change_data(here, amount="137500.01"))
    assert bad.status_code == 422
    assert "0.01" in bad.content.decode()
    assert "新增巡访" in bad.content.decode()
    sent = client.post(new, change_data(here))
    assert sent.status_code == 302
    change = here.contract.changes.get()
    assert client.get(sent["Location"]).status_code == 200
    assert client.get(f"{sent['Location']}agree/").status_code == 403
    client.logout()
    sign_in(client, here.legal)
    mine = f"{here.contract.supplier_path}changes/1/"
    assert "130000.00" in client.get(mine).content.decode()
    assert client.get(f"{mine}approve/").status_code == 403
    assert client.get(f"{mine}agree/").status_code == 200
    assert client.post(f"{mine}agree/", {"digest": change.digest}).status_code == 422
    assert client.post(f"{mine}agree/", {"digest": change.digest, "agreed": "on"}).status_code == 302
    client.logout()
    sign_in(client, here.approver)
    work = f"{here.contract.desk_path}changes/1/"
    assert client.get(f"{work}refuse/").status_code == 200
    assert client.post(f"{work}refuse/", {"reason": ""}).status_code == 422
    done = client.post(f"{work}approve/", {"digest": change.digest, "agreed": "on"})
    assert done.status_code == 302
    client.logout()
    text = client.get(here.contract.path).content.decode()
    assert "130,000.00" in text
    notice = client.get(f"{here.contract.path}versions/2/").content.decode()
    assert "新增巡访" in notice
    assert client.get(f"{here.contract.path}versions/1/").status_code == 200
    assert client.get(f"{here.contract.path}versions/3/").status_code == 404
    data = client.get(f"{here.contract.path}versions/2.json").content
    assert digest(data) == change.digest
    assert "130000.00" in client.get(f"{here.contract.path}differences/").content.decode()


def test_a_proposal_is_withdrawn_by_its_side_only(here, client, move_clock):
    move_clock(MOMENT)
    propose(here)
    sign_in(client, here.legal)
    assert client.get(f"{here.contract.supplier_path}changes/1/withdraw/").status_code == 403
    client.logout()
    sign_in(client, here.officer)
    path = f"{here.contract.desk_path}changes/1/withdraw/"
    assert client.get(path).status_code == 200
    assert client.post(path).status_code == 302
    assert client.post(path).status_code == 409
    assert client.get(f"{here.contract.desk_path}changes/9/").status_code == 404


def test_a_copy_is_recorded_on_its_page(db, client, move_clock):
    move_clock(MOMENT)
    here = active()
    Tender.objects.update(track=Track.STATUTORY)
    sign_in(client, here.officer)
    path = f"{here.contract.desk_path}versions/1/copy/"
    assert path in client.get(here.contract.desk_path).content.decode()
    assert client.post(path, {"note": ""}).status_code == 422
    assert client.post(path, {"note": "备案 18 号"}).status_code == 302
    assert client.post(path, {"note": "备案 18 号"}).status_code == 409
    assert path not in client.get(here.contract.desk_path).content.decode()


def test_pdf_is_made_where_the_component_is_and_said_plainly_where_not(db, client, monkeypatch):
    here = active()
    path = f"{here.contract.path}versions/1.pdf"
    monkeypatch.setattr("marketplace.web.pdf._maker", lambda: None)
    absent = client.get(path)
    assert absent.status_code == 503
    assert "PDF" in absent.content.decode()
    monkeypatch.setattr(
        "contracts.views.versions.pdf_of", lambda html, title: f"%PDF {title} {html}".encode()
    )
    made = client.get(path)
    assert (made.status_code, made["Content-Type"]) == (200, "application/pdf")
    assert here.contract.digest in made.content.decode()
    drawn = offered()
    sign_in(client, drawn.legal)
    assert client.get(f"{drawn.contract.supplier_path}document.pdf").status_code == 200
    assert client.get(f"{drawn.contract.supplier_path}differences/").status_code == 200
    client.logout()
    assert client.get(f"{drawn.contract.path}versions/1.pdf").status_code == 404
    actions.recall_contract(actor=drawn.officer, contract=drawn.contract, reason="更正", now=MOMENT)
    sign_in(client, drawn.officer)
    assert client.get(f"{drawn.contract.desk_path}document.pdf").status_code == 302
    assert drawn.reload().state == ContractState.DRAWN_UP
