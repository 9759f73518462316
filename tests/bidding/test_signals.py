"""Signs of collusion, invalid bids and undecided awards, by actions and pages."""

from datetime import timedelta

import pytest
from django.urls import reverse

from bidding.actions.awards import propose_due_awards, propose_undecided
from bidding.actions.committee import unfit
from bidding.actions.evaluation import conclude_evaluation
from bidding.actions.signals import decide_signal
from bidding.models import Award, Bid, Invalidity, Seat, Signal
from bidding.queries.bids import qualified_bids
from bidding.queries.drafts import review_draft
from bidding.queries.signals import open_signals, traits_of
from bidding.states import SeatRole, TenderState
from bidding.tasks import propose_awards
from marketplace.audit.models import AuditEvent
from marketplace.core.refusals import Refused
from marketplace.notifications.models import Notification
from marketplace.workdays.rules import Calendar
from organizations.models import Membership, Organization
from tests.factories.bidding import TenderFactory

pytestmark = pytest.mark.django_db


def evaluating(life, *prices):
    """Four bids under evaluation, two of which share a bank account."""
    life.published()
    for price in prices or ("117000.00", "119300.00", "120000.00", "122500.00"):
        life.seal(price)
    organizations = list(Organization.objects.filter(bids__lot=life.lot).order_by("pk"))
    for number, organization in enumerate(organizations):
        organization.legal_representative = f"示例{number}"
        organization.phone, organization.email = f"1390000000{number}", f"o{number}@example.org"
        organization.bank_account = "62220001" if number < 2 else f"6222{number}"
        organization.save()
    life.past_deadline()
    life.open()
    life.qualified()
    from bidding.actions.evaluation import appoint_committee, start_evaluation

    appoint_committee(actor=life.desk.officer, lot=life.lot, representatives=[life.desk.buyer], now=life.now)
    life.tender = start_evaluation(actor=life.desk.officer, tender=life.tender, now=life.now)
    return Signal.objects.get(rule="COL-05")


# rules: COL-05, COL-06
def test_a_confirmed_sign_makes_its_bids_invalid_and_is_reported(life, desk):
    signal = evaluating(life)
    assert signal.bids.count() == 2
    chair = Seat.objects.get(is_chair=True).member
    given = {"actor": chair, "signal": signal, "is_confirmed": True, "now": life.now}
    with pytest.raises(Refused, match="reason_missing"):
        decide_signal(**given, reason=" ")
    decide_signal(**given, reason="两家账户相同且无法说明")
    assert Invalidity.objects.filter(ground="collusion").count() == 2
    assert qualified_bids(life.lot).count() == 2
    assert AuditEvent.objects.get(act="signal.decided").after["is_confirmed"]
    assert Notification.objects.filter(kind="bidding.collusion_confirmed", recipient=desk.auditor).exists()
    with pytest.raises(Refused, match="signal_decided") as again:
        decide_signal(**given, reason="再次")
    assert again.value.status == 409
    life.score_all()
    evaluation = conclude_evaluation(actor=desk.officer, lot=life.lot, now=life.now)
    assert (evaluation.input["started"], len(evaluation.input["bids"])) == (4, 2)


def test_a_sign_alone_does_nothing(life, desk):
    signal = evaluating(life)
    assert open_signals(life.lot) == Signal.objects.count() > 0
    chair = Seat.objects.get(is_chair=True).member
    decide_signal(actor=chair, signal=signal, is_confirmed=False, reason="共用代管账户", now=life.now)
    assert not Invalidity.objects.exists()
    assert qualified_bids(life.lot).count() == 4


def test_the_chair_decides_by_pages_and_nobody_else(life, desk, enter):
    signal = evaluating(life)
    seats = list(Seat.objects.order_by("pk"))
    from bidding.actions.committee import declare_conflicts

    for seat in seats:
        declare_conflicts(actor=seat.member, seat=seat, has_conflict=False, statement="", now=life.now)
    seats = list(Seat.objects.order_by("pk"))
    chair = next(seat for seat in seats if seat.is_chair)
    other = next(seat for seat in seats if not seat.is_chair)
    home = enter(chair.member).get(reverse("bidding:seat", args=[chair.pk]))
    assert "62220001" in home.content.decode()
    sign = reverse("bidding:signal", args=[chair.pk, signal.pk])
    stranger = enter(other.member)
    assert stranger.get(reverse("bidding:signal", args=[other.pk, signal.pk])).status_code == 403
    assert stranger.get(sign).status_code == 404
    client = enter(chair.member)
    assert client.get(sign).status_code == 200
    assert client.post(sign, {"is_confirmed": "yes", "reason": ""}).status_code == 422
    assert client.post(sign, {"is_confirmed": "no", "reason": "共用代管账户"}).status_code == 302
    assert client.post(sign, {"is_confirmed": "no", "reason": "再次"}).status_code == 409
    work = enter(desk.officer).get(reverse("bidding:tender_work", args=[life.tender.public_id]))
    assert "共用代管账户" in work.content.decode()


def test_a_file_that_is_gone_says_nothing(life, monkeypatch):
    evaluating(life)
    bid = Bid.objects.select_related("opened", "organization").first()
    monkeypatch.setattr(
        "django.db.models.fields.files.FieldFile.open", lambda *_: (_ for _ in ()).throw(OSError)
    )
    assert traits_of(bid).makers == frozenset()


# rules: AWD-02
def test_without_a_decision_in_time_the_first_candidate_is_proposed(life, desk, monkeypatch):
    tender = life.evaluated()
    assert propose_undecided(lot=life.lot, now=life.now) is None
    late = life.now + timedelta(days=7)
    assert propose_due_awards(life.now) == 0
    award = propose_undecided(lot=life.lot, now=late + timedelta(days=3))
    assert award.bid.receipt_number == life.lot.evaluation.result["bids"][0]["bidder"]
    assert propose_due_awards(late + timedelta(days=4)) == 0
    assert propose_undecided(lot=life.lot, now=late + timedelta(days=4)) is None
    assert tender.state == TenderState.EVALUATED
    Award.objects.all().delete()
    assert propose_awards() == 0
    monkeypatch.setattr("bidding.actions.awards.load_calendar", lambda: Calendar(years=frozenset()))
    assert propose_due_awards(late + timedelta(days=4)) == 0


# rules: COM-05
def test_who_left_a_bidder_less_than_three_years_ago_cannot_sit(life, desk):
    life.opened()
    organization = Bid.objects.first().organization
    expert = desk.experts[0]
    row = Membership.objects.create(
        user=expert, organization=organization, role="finance", since=life.now - timedelta(days=2000),
        ended_at=life.now - timedelta(days=2 * 365 + 364),
    )  # fmt: skip
    assert unfit(life.lot, expert, SeatRole.EXPERT) == "bidding.was_with_bidder"
    Membership.objects.filter(pk=row.pk).update(ended_at=life.now - timedelta(days=3 * 365 + 40))
    assert unfit(life.lot, expert, SeatRole.EXPERT) == ""


# rules: GEN-05
def test_purchases_of_one_item_may_not_avoid_the_open_tender_together(life, desk):
    tender = life.draft()
    assert not [f for f in review_draft(tender, life.now) if f.rule == "GEN-05"]
    other = TenderFactory(
        published=True, procedure="consultation", track="statutory", reference="ZB-2026-8001"
    )
    type(other.project).objects.filter(pk=other.project_id).update(
        budget_line=tender.project.budget_line_id, category=tender.project.category_id
    )
    type(other).objects.filter(pk=other.pk).update(budget="1950000.00", notice_date=life.now.date())
    found = review_draft(tender, life.now)
    assert [(f.rule, f.code) for f in found] == [("GEN-05", "bidding.purchase_split")]
    tender.approval_number = "财采〔2026〕1号"
    assert not [f for f in review_draft(tender, life.now) if f.rule == "GEN-05"]
