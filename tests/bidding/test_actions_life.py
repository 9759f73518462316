"""One purchase from a listed project to a confirmed award, by its actions."""

from decimal import Decimal

import pytest

from bidding.models import Bid, OpeningShare, SealedShare, Tender
from bidding.rules.scoring import evaluate
from bidding.states import AwardState, BidState, TenderState
from marketplace.audit.models import AuditEvent
from marketplace.outbox.models import OutboxEvent
from marketplace.web.models import SpineStop
from projects.states import ProjectState

pytestmark = pytest.mark.django_db


# rules: AWD-03, AWD-04, EVA-17, EVA-19, COM-08
def test_from_project_to_award(life):
    award = life.awarded()
    tender = Tender.objects.get(pk=life.tender.pk)
    assert tender.state == TenderState.AWARDED
    assert (award.state, award.amount) == (AwardState.CONFIRMED, Decimal("118000.00"))
    assert Bid.objects.filter(state=BidState.OPENED).count() == 3
    assert not OpeningShare.objects.exists()
    assert SealedShare.objects.count() == 27
    assert tender.project.state == ProjectState.TENDERING
    names = set(OutboxEvent.objects.values_list("name", flat=True))
    assert {"bidding.TenderPublished", "bidding.TenderClosed", "bidding.AwardConfirmed"} <= names
    assert SpineStop.objects.get(spine_id=tender.spine_id, stop="tender").path == tender.path
    evaluation = life.lot.evaluation
    assert evaluate(evaluation.input) == evaluation.result
    assert evaluation.result["bids"][0]["bidder"] == award.bid.receipt_number
    assert [award.notice_ends_on.isoformat(), award.challenge_ends_on.isoformat()] == [
        "2026-03-11",
        "2026-03-20",
    ]
    assert {bid["deduction"] for bid in evaluation.input["bids"]} == {"0"}
    assert award.amount == award.bid.opened.price
    drawn = [seat.member.name for seat in life.lot.seats.filter(role="expert").order_by("pk")]
    assert award.document["experts"] == drawn
    assert award.document["total"] == evaluation.result["bids"][0]["total"]
    acts = list(AuditEvent.objects.filter(chain=tender.audit_chain).values_list("act", flat=True))
    assert acts[:4] == ["tender.created", "tender.submitted", "tender.published", "tender.closed"]
    assert acts[-2:] == ["award.proposed", "award.confirmed"]
