"""What the clocks of challenges and suspensions say by themselves: late answers, and tenders that may go on."""

from datetime import datetime

from django.db import transaction

from bidding.models import Challenge, Suspension
from bidding.states import ChallengeState
from marketplace.audit.actions import record
from marketplace.core.clock import day_of
from marketplace.notifications.actions import notify
from organizations.queries.people import members_of, officials_with
from organizations.states import PostRole

from .challenges import tell_buyer, tell_challenger


def watch_objections(now: datetime) -> int:
    """Tell of every answer that is late and every suspension that is over, once each; return how many there were."""
    over = list(Suspension.objects.filter(told_at=None, lifted_on=None, ends_on__lt=day_of(now)))
    for suspension in over:
        end_suspension(suspension=suspension, now=now)
    late = Challenge.objects.filter(state=ChallengeState.FILED, answer_by__lt=day_of(now)).select_related(
        "tender__buyer", "organization"
    )
    for challenge in late:
        tell_buyer("bidding.answer_late", challenge, now)
        tell_challenger("bidding.complaint_possible", challenge, now)
    return len(over) + len(late)


@transaction.atomic
def end_suspension(*, suspension: Suspension, now: datetime) -> Suspension:
    """Tell that a suspension ended by its own clock; the pages know it from the day alone (CHA-06)."""
    rows = Suspension.objects.select_for_update(of=("self",)).select_related("complaint__challenge__tender")
    suspension = rows.get(pk=suspension.pk)
    if suspension.told_at is not None:
        return suspension
    suspension.told_at = now
    suspension.save(update_fields=["told_at"])
    challenge, complaint = suspension.complaint.challenge, suspension.complaint
    record(
        actor=None,
        action="suspension.ended",
        subject=suspension,
        at=now,
        after={"ends_on": suspension.ends_on},
    )
    buyer = officials_with(PostRole.PROJECT_OFFICER, PostRole.APPROVER, department=challenge.tender.buyer)
    notify(
        recipients=[*buyer, *members_of(challenge.organization)],
        kind="bidding.suspension_over",
        key=f"{suspension.pk}",
        at=now,
        path=complaint.path,
        title=challenge.tender.title,
        reference=complaint.reference,
    )
    return suspension
