"""What waits for bidders' objections at an opening, and for members of a committee after scoring."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from bidding.models import OpeningRemark, Opinion, ScoreCorrection, Seat, Tender
from bidding.states import RemarkKind, SeatState, TenderState
from marketplace.web.duties import Duty
from organizations.models import User
from organizations.states import PostRole

from .consensus import differences
from .evaluation import are_scores_final


def _duty(tender: Tender, code: str, label: str, url: str) -> Duty:
    return Duty(
        code=code,
        reference=tender.reference,
        title=tender.title,
        url=url,
        label=label,
        place=tender.buyer.name,
        step=tender.get_state_display(),
    )


def duties_of_remarks(posts: list) -> Iterator[Duty]:
    """Return the objections at openings that officials of the buyer have to answer."""
    mine = [post.department_id for post in posts if post.role == PostRole.PROJECT_OFFICER]
    rows = OpeningRemark.objects.filter(tender__buyer__in=mine, answered_at=None)
    for row in rows.exclude(kind=RemarkKind.CONFIRMED).select_related("tender__buyer"):
        url = reverse("bidding:remark_answer", args=[row.tender.public_id, row.pk])
        yield _duty(row.tender, "bidding.remark", _("Answer an objection at the opening"), url)


def duties_of_members(user: User) -> Iterator[Duty]:
    """Return the scores to look at again, the differences to explain as leader, the reports to sign."""
    rows = ScoreCorrection.objects.filter(seat__member=user, seat__state=SeatState.LOCKED, settled_at=None)
    for row in rows.select_related("seat__lot__tender__buyer"):
        url = reverse("bidding:correction_settle", args=[row.seat_id, row.pk])
        yield _duty(row.seat.lot.tender, "bidding.correction", _("Look at a score again"), url)
    seats = Seat.objects.filter(member=user, state=SeatState.LOCKED).select_related("lot__tender__buyer")
    for seat in seats.filter(is_chair=True, lot__tender__state=TenderState.EVALUATING):
        if are_scores_final(seat.lot) and any(row.is_open for row in differences(seat.lot)):
            url = reverse("bidding:consensus", args=[seat.pk])
            yield _duty(seat.lot.tender, "bidding.consensus", _("Agree on the scores"), url)
    waiting = seats.filter(lot__tender__state=TenderState.EVALUATED, lot__awards=None)
    signed = set(Opinion.objects.filter(seat__in=waiting).values_list("seat_id", "evaluation_digest"))
    for seat in waiting.select_related("lot__evaluation"):
        if (seat.pk, seat.lot.evaluation.digest) not in signed:
            url = reverse("bidding:report_sign", args=[seat.pk])
            yield _duty(seat.lot.tender, "bidding.report", _("Sign the evaluation report"), url)
