"""Life cycles: the phase that the clock gives, and random lives of a tender that keep every promise."""

import contextlib
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bidding.actions.awards import confirm_award, propose_award
from bidding.actions.ending import cancel_tender, close_tender
from bidding.actions.evaluation import appoint_committee, conclude_evaluation, start_evaluation
from bidding.actions.tenders import publish_tender, submit_tender
from bidding.models import Award, Bid, OpenedBid, Tender
from bidding.states import TENDER, AwardState, TenderState, phase_of
from marketplace.core.refusals import Refused
from marketplace.web.access import Denied

MOMENT = datetime(2026, 3, 12, 9, tzinfo=UTC)


@given(st.sampled_from(TenderState.values), st.timedeltas(-timedelta(days=9), timedelta(days=9)))
def test_the_clock_closes_published_tenders_and_nothing_else(state, distance):
    phase = phase_of(state, MOMENT, MOMENT + distance)
    if state == TenderState.PUBLISHED:
        assert phase == (TenderState.CLOSED if distance >= timedelta(0) else TenderState.PUBLISHED)
    else:
        assert phase == state
    assert phase_of(state, None, MOMENT) == state


def acts(life):
    """Return everything that anybody may try at any time."""
    desk, now = life.desk, life.now
    tender = lambda: Tender.objects.get(pk=life.tender.pk)  # noqa: E731 - read anew each time
    award = lambda: Award.objects.filter(lot=life.lot, state=AwardState.PROPOSED).first()  # noqa: E731
    return {
        "submit": lambda: submit_tender(actor=desk.officer, tender=tender(), now=now),
        "publish": lambda: publish_tender(actor=desk.approver, tender=tender(), now=now),
        "seal": lambda: life.seal(f"{110000 + Bid.objects.count()}.00"),
        "close": lambda: close_tender(tender=tender()),
        "deadline": life.past_deadline,
        "open": life.open,
        "cancel": lambda: cancel_tender(actor=desk.approver, tender=tender(), reason="任务取消", now=now),
        "qualify": life.qualified,
        "appoint": lambda: appoint_committee(
            actor=desk.officer, lot=life.lot, representatives=[desk.buyer], now=now
        ),
        "start": lambda: start_evaluation(actor=desk.officer, tender=tender(), now=now),
        "score": life.score_all,
        "conclude": lambda: conclude_evaluation(actor=desk.officer, lot=life.lot, now=now),
        "propose": lambda: propose_award(actor=desk.officer, lot=life.lot, reason="第一", now=now),
        "confirm": lambda: award() and confirm_award(actor=desk.approver, award=award(), now=now),
    }


USUAL = [
    "submit", "publish", "seal", "seal", "seal", "deadline", "close", "open", "qualify", "appoint", "start",
    "score", "conclude", "propose", "confirm",
]  # fmt: skip


@pytest.mark.django_db
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_random_lives_keep_every_promise(life, data):
    from django.db import transaction

    with contextlib.suppress(Rollback), transaction.atomic():
        life.move(datetime(2026, 3, 2, 2, tzinfo=UTC))
        life.draft()
        for act in USUAL:
            if (stray := data.draw(st.sampled_from([None, *sorted(set(USUAL)), "cancel"]))) is not None:
                attempt(life, stray)
            attempt(life, act)
        raise Rollback


class Rollback(Exception):  # noqa: N818 - ends one life
    pass


def attempt(life, name):
    from django.db import transaction

    before = Tender.objects.get(pk=life.tender.pk)
    with contextlib.suppress(Refused, Denied), transaction.atomic():
        acts(life)[name]()
    after = Tender.objects.get(pk=life.tender.pk)
    assert after.state == before.state or leads(before.state, after.state), (before.state, name, after.state)
    if OpenedBid.objects.exists():
        assert life.now >= after.bid_deadline
    if after.state == TenderState.AWARDED:
        assert Award.objects.filter(state=AwardState.CONFIRMED).count() == 1
    assert Award.objects.exclude(state=AwardState.REVOKED).count() <= 1
    life.tender = after


def leads(source, target):
    """Say whether the table leads from one state to the other (an act may also write that time closed it)."""
    return TENDER.allows(source, target) or (
        TENDER.allows(source, TenderState.CLOSED) and TENDER.allows(TenderState.CLOSED, target)
    )
