from celery import shared_task

from incubation.actions import begin_aftercare, begin_graduation_review, resume_member
from incubation.models import IncubatorMembership
from incubation.rules.periods import add_months
from incubation.states import MembershipState
from marketplace.core.clock import day_of
from marketplace.statutes import STATUTES
from marketplace.workdays.queries import now


@shared_task
def move_due_members() -> int:
    """Move what is due: extensions over, suspensions over, graduates whose badge ends."""
    moment = now()
    day = day_of(moment)
    rows = IncubatorMembership.objects.all()
    done = 0
    for member in rows.filter(state=MembershipState.EXTENDED, stage_ends_on__lte=day):
        begin_graduation_review(membership=member, now=moment)
        done += 1
    for member in rows.filter(state=MembershipState.SUSPENDED, suspended_until__lt=day):
        resume_member(membership=member, now=moment)
        done += 1
    for member in rows.filter(state=MembershipState.GRADUATED):
        if day >= add_months(member.graduated_on, STATUTES.on("incubation.badge", member.graduated_on).days):
            begin_aftercare(membership=member, now=moment)
            done += 1
    return done
