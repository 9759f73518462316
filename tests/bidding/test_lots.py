"""Lots: their money and order as vectors, one purchase in two lots from the draft to two ends (LOT-01, LOT-02)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from bidding.actions.approvals import approve_tender, send_back_tender
from bidding.actions.awards import candidates, propose_award, result_notice
from bidding.actions.divisions import divide_tender, share_content, tender_lot_again
from bidding.actions.ending import cancel_tender
from bidding.actions.lots import begin_tendering
from bidding.actions.remedies import is_signed
from bidding.actions.tenders import edit_tender, publish_tender, return_tender, submit_tender, write_criteria
from bidding.models import BidEvaluation, Division, Tender
from bidding.queries.divisions import earlier_undecided, lots_of, public_lots_of
from bidding.queries.drafts import review_draft
from bidding.queries.tenders import running_tender
from bidding.rules.lots import LotPlan, awarding_order, check_plans, full_suppliers
from bidding.states import AwardState, TenderState
from contracts.queries.contracts import other_lots_go_on
from marketplace.core.refusals import Refused
from projects.states import ProjectState
from tests.factories.bidding import AwardFactory, OpenedBidFactory, TenderFactory
from tests.factories.contracts import active
from tests.factories.organizations import OrganizationFactory

from .test_approvals import chain, step

TWO = (LotPlan("东片", Decimal("70000.00")), LotPlan("西片", Decimal("50000.00"), Decimal("49000.00")))


@pytest.mark.parametrize(
    ("plans", "most", "code"),
    [
        (TWO, None, None),
        (TWO, 1, None),
        (TWO[:1], None, "bidding.lots_count"),
        (TWO * 6, None, "bidding.lots_count"),
        (TWO, 2, "bidding.most_lots_wrong"),
        ((TWO[0], LotPlan("西片", Decimal("50000.01"))), None, "bidding.lots_above_budget"),
        ((TWO[0], LotPlan("西片", Decimal("50000.00"), Decimal("50000.01"))), None, "bidding.lot_ceiling"),
    ],
)
def test_lots_fit_the_purchase(plans, most, code):
    # LOT-01
    if code is None:
        assert check_plans(plans, Decimal(120000), most) is None
        return
    with pytest.raises(Refused) as refused:
        check_plans(plans, Decimal(120000), most)
    assert refused.value.code == code


def test_lots_are_awarded_in_the_stated_order():
    # LOT-02
    budgets = {1: Decimal(5), 2: Decimal(9), 3: Decimal(9)}
    assert awarding_order(budgets, "number") == [1, 2, 3]
    assert awarding_order(budgets, "budget") == [2, 3, 1]
    assert full_suppliers(["a", "b", "a"], 2) == {"a"}
    assert full_suppliers(["a", "a"], None) == set()


def divided(life, most_lots=None, award_order="number"):
    tender = life.draft(budget=Decimal("120000.00"))
    divide_tender(
        actor=life.desk.officer,
        tender=tender,
        plans=TWO,
        most_lots=most_lots,
        award_order=award_order,
        now=life.now,
    )
    return lots_of(Tender.objects.get(pk=tender.pk))


def test_a_purchase_in_two_lots_is_published_at_once_and_ends_lot_by_lot(life):
    first, second = divided(life)
    assert [lot.lots.get().number for lot in (first, second)] == [1, 2]
    assert second.lots.get().criteria.count() == first.lots.get().criteria.count() > 0
    life.move(life.now + timedelta(seconds=1))
    with pytest.raises(Refused, match="lots_above_budget"):
        edit_tender(
            actor=life.desk.officer, tender=second, content={"budget": Decimal("50000.01")}, now=life.now
        )
    with pytest.raises(Refused, match="closed_list_divided"):
        edit_tender(actor=life.desk.officer, tender=second, content={"procedure": "single"}, now=life.now)
    edit_tender(
        actor=life.desk.officer, tender=second, content={"contact": "采购科", "need": "西片"}, now=life.now
    )
    first, second = lots_of(first)
    assert (first.contact, first.need == second.need) == ("采购科", False)
    write_criteria(first.lots.get(), [])
    with pytest.raises(Refused, match="lot_blocked"):
        submit_tender(actor=life.desk.officer, tender=second, now=life.now)
    assert [row.pk for row in share_content(actor=life.desk.officer, tender=second, now=life.now)] == [
        first.pk
    ]
    submit_tender(actor=life.desk.officer, tender=second, now=life.now)
    return_tender(actor=life.desk.approver, tender=first, reason="核对", now=life.now)
    assert {row.state for row in lots_of(first)} == {TenderState.DRAFT}
    submit_tender(actor=life.desk.officer, tender=first, now=life.now)
    first = publish_tender(actor=life.desk.approver, tender=first, now=life.now)
    assert [row.state for row in public_lots_of(first)] == [TenderState.PUBLISHED] * 2
    assert first.notice["lots"][1]["title"] == "西片"
    assert "第2包：西片" in first.document.html
    with pytest.raises(Refused, match="not_a_draft"):
        divide_tender(
            actor=life.desk.officer,
            tender=first,
            plans=TWO,
            most_lots=None,
            award_order="number",
            now=life.now,
        )
    ended = cancel_tender(actor=life.desk.approver, tender=second, reason="任务取消", now=life.now)
    first.project.refresh_from_db()
    assert (ended.state, first.project.state) == (TenderState.CANCELLED, ProjectState.TENDERING)
    assert running_tender(first.project) == first
    again = tender_lot_again(actor=life.desk.officer, tender=second, now=life.now)
    assert (again.lot_number, again.bid_deadline, again.division) == (2, None, first.division)
    with pytest.raises(Refused, match="lot_not_ended"):
        tender_lot_again(actor=life.desk.officer, tender=second, now=life.now)
    assert [row.pk for row in lots_of(first)] == [first.pk, again.pk]


def test_a_draft_is_divided_anew_and_law_looks_at_the_whole(life):
    first, second = divided(life)
    three = [LotPlan(f"第{n}片", Decimal("40000.00")) for n in (1, 2, 3)]
    given = {"actor": life.desk.officer, "most_lots": 2, "award_order": "budget", "now": life.now}
    divide_tender(tender=first, plans=three, **given)
    assert [row.title for row in lots_of(first)] == ["第1片", "第2片", "第3片"]
    divide_tender(tender=Tender.objects.get(pk=first.pk), plans=three[:2], **{**given, "most_lots": None})
    assert [row.pk for row in lots_of(first)] == [first.pk, second.pk]
    Division.objects.update(budget=Decimal("9000000.00"))
    found = review_draft(Tender.objects.get(pk=first.pk), life.now)
    assert [row.code for row in found] == ["bidding.above_limit"]
    Tender.objects.filter(pk=first.pk).update(procedure="invited")
    with pytest.raises(Refused, match="closed_list_divided"):
        divide_tender(tender=Tender.objects.get(pk=first.pk), plans=three, **given)


def test_who_has_won_enough_lots_is_passed_over(life):
    division = Division.objects.create(
        project=life.project,
        title="两片",
        budget=Decimal(240000),
        most_lots=1,
        made_by=life.desk.officer,
        made_at=life.now,
    )
    given = {"published": True, "project": life.project, "division": division, "budget": Decimal(120000)}
    first = TenderFactory(**given, state=TenderState.EVALUATED, lot_number=1)
    second = TenderFactory(**given, state=TenderState.EVALUATED, lot_number=2)
    assert earlier_undecided(second) == first
    assert earlier_undecided(first) is None
    with pytest.raises(Refused, match="earlier_lot_first"):
        propose_award(actor=life.desk.officer, lot=second.lots.get(), reason="第一", now=life.now)
    winner = AwardFactory(bid=OpenedBidFactory(bid__lot=first.lots.get()).bid).organization
    Tender.objects.filter(pk=first.pk).update(state=TenderState.AWARDED)
    assert earlier_undecided(second) is None
    bids = [
        OpenedBidFactory(bid__lot=second.lots.get(), bid__organization=one).bid
        for one in (winner, OrganizationFactory())
    ]
    rows = [
        {
            "bidder": bid.receipt_number, "rank": rank, "total": "90.00", "evaluated_price": "118000.00",
            "price_score": "10.00", "factor_scores": {}, "low_price_triggers": [],
        }
        for rank, bid in enumerate(bids, start=1)
    ]  # fmt: skip
    evaluation = BidEvaluation.objects.create(
        lot=second.lots.get(), input={"bids": [{"bidder": bid.receipt_number, "scores": {}} for bid in bids]},
        result={"bids": rows}, digest="0" * 64, bidders={bid.receipt_number: bid.organization.public_id for bid in bids},
        made_by=life.desk.officer, made_at=life.now,
    )  # fmt: skip
    assert [(row["bidder"], row["rank"]) for row in candidates(evaluation)] == [(bids[1].receipt_number, 1)]
    award = AwardFactory(
        bid=bids[1], state=AwardState.PROPOSED, confirmed_by=None, proposed_by=life.desk.officer
    )
    notice = result_notice(award)
    assert (notice["lot"], notice["most_lots"], notice["passed_over"]) == (2, 1, [winner.name])


def test_pages_of_lots(life, enter, client):
    tender = life.draft(budget=Decimal("120000.00"))
    page, lots = enter(life.desk.officer), reverse("bidding:tender_divide", args=[tender.public_id])
    assert page.get(lots).status_code == 200
    rows = {"l-TOTAL_FORMS": 4, "l-INITIAL_FORMS": 2, "award_order": "number", "most_lots": "1"}
    rows |= {"l-0-title": "东片", "l-0-budget": "７０,000", "l-1-title": "西片"}
    answer = page.post(lots, rows)
    assert answer.status_code == 422
    assert "西片" in answer.content.decode()
    assert page.post(lots, rows | {"l-1-budget": "50000.01"}).status_code == 422
    work = reverse("bidding:tender_work", args=[tender.public_id])
    assert page.post(lots, rows | {"l-1-budget": "50000"}).url == work
    body = page.get(work).content.decode()
    assert "西片" in body
    assert reverse("bidding:lots_share", args=[tender.public_id]) in body
    assert page.post(reverse("bidding:lots_share", args=[tender.public_id])).url == work
    first, second = lots_of(Tender.objects.get(pk=tender.pk))
    assert enter(life.desk.approver).get(lots).status_code == 403
    submit_tender(actor=life.desk.officer, tender=first, now=life.now)
    publish_tender(actor=life.desk.approver, tender=first, now=life.now)
    shown = client.get(second.path).content.decode()
    assert "东片" in shown
    assert "第2包" in client.get(reverse("bidding:tender_list")).content.decode()
    cancel_tender(actor=life.desk.approver, tender=second, reason="任务取消", now=life.now)
    again = reverse("bidding:lot_again", args=[second.public_id])
    assert again in page.get(reverse("bidding:tender_work", args=[second.public_id])).content.decode()
    assert page.get(again).status_code == 200
    assert page.post(again).status_code == 302
    assert page.post(again).status_code == 403


def test_lots_go_through_the_approval_together(life, desk):
    chain(life, step("财务审核"))
    first, second = divided(life)
    submit_tender(actor=desk.officer, tender=second, now=life.now)
    send_back_tender(actor=desk.buyer, tender=second, reason="补充说明", now=life.now)
    assert {(row.state, row.return_reason) for row in lots_of(first)} == {(TenderState.DRAFT, "补充说明")}
    submit_tender(actor=desk.officer, tender=first, now=life.now)
    with pytest.raises(Refused, match="approval_waits"):
        publish_tender(actor=desk.approver, tender=first, now=life.now)
    assert approve_tender(actor=desk.buyer, tender=first, comment="", now=life.now).tender == first
    publish_tender(actor=desk.approver, tender=second, now=life.now)
    assert len(public_lots_of(first)) == 2


def test_the_contract_of_one_lot_leaves_the_project_to_the_others(life, desk):
    here = active()
    first = here.contract.award.lot.tender
    assert not other_lots_go_on(here.contract)
    division = Division.objects.create(
        project=first.project, title="两片", budget=first.budget, made_by=desk.officer, made_at=life.now
    )
    Tender.objects.filter(pk=first.pk).update(division=division)
    first = Tender.objects.select_related("division", "project").get(pk=first.pk)
    second = TenderFactory(published=True, project=first.project, division=division, lot_number=2)
    contract = here.contract.__class__.objects.get(pk=here.contract.pk)
    assert other_lots_go_on(contract)
    assert (is_signed(first), is_signed(second)) == (True, False)
    begin_tendering(second, actor=desk.officer, now=life.now)
    assert second.project.state == ProjectState.CONTRACTED
    Tender.objects.filter(pk=second.pk).update(state=TenderState.FAILED)
    assert not other_lots_go_on(contract)
