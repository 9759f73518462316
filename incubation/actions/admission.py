"""From the interview to the decision: proposed, on public notice, objections answered, admitted or not."""

from datetime import date, datetime

from django.db import transaction

from incubation.models import Application, Objection
from incubation.queries.applications import seats_left
from incubation.queries.people import bureau_approvers, representatives
from incubation.states import ApplicationState
from marketplace.audit.actions import record
from marketplace.core.clock import day_of
from marketplace.core.refusals import Citation, Refused
from marketplace.notifications.actions import notify
from marketplace.statutes import STATUTES
from marketplace.workdays.queries import load_calendar
from marketplace.workdays.rules import add_working_days
from organizations.models import User

from .applications import locked, moved

HOUSE = Citation("HOUSE", trust="D")
A = ApplicationState


@transaction.atomic
def propose_admission(
    *, actor: User, application: Application, interviewed_on: date, interview: str, now: datetime
) -> Application:
    """Propose admission with the record of the interview or visit."""
    application = moved(
        locked(application), A.PROPOSED, actor=actor, action="application.proposed", now=now,
        interviewed_on=interviewed_on, interview=interview, proposed_by=actor,
    )  # fmt: skip
    notify(
        recipients=bureau_approvers(), kind="incubation.proposed", key=application.reference, at=now,
        path=application.desk_path, organization=application.organization, score=application.mean_score,
    )  # fmt: skip
    return application


@transaction.atomic
def decline_application(*, actor: User, application: Application, reason: str, now: datetime) -> Application:
    """Decline with a reason that the applicant reads, after the interview or after the public notice."""
    application = locked(application)
    _check_second_person(application, actor)
    application = moved(
        application, A.NOT_ADMITTED, actor=actor, action="application.declined", now=now, reason=reason,
        decided_at=now, decided_by=actor,
    )  # fmt: skip
    notify(
        recipients=representatives(application.organization), kind="incubation.not_admitted",
        key=application.reference, at=now, path=application.path, reason=reason,
    )  # fmt: skip
    return application


def _check_second_person(application: Application, actor: User) -> None:
    if application.proposed_by_id == actor.pk:
        raise Refused("incubation.four_eyes", status=403, citation=HOUSE)


@transaction.atomic
def publish_notice(*, actor: User, application: Application, now: datetime) -> Application:
    """Put the admission on public notice for five working days. Raises Refused."""
    application = locked(application)
    _check_second_person(application, actor)
    day = day_of(now)
    ends = add_working_days(day, STATUTES.on("incubation.notice", day).days, load_calendar())
    application = moved(
        application,
        A.PUBLIC_NOTICE,
        actor=actor,
        action="application.noticed",
        now=now,
        notice_at=now,
        notice_ends_on=ends,
    )
    notify(
        recipients=representatives(application.organization), kind="incubation.notice",
        key=application.reference, at=now, path=application.path, until=ends,
    )  # fmt: skip
    return application


@transaction.atomic
def raise_objection(*, actor: User, application: Application, text: str, now: datetime) -> Objection:
    """Object during the public notice, once per person. Raises Refused."""
    application = locked(application)
    if application.state != A.PUBLIC_NOTICE:
        raise Refused("core.not_in_this_state", status=409)
    if day_of(now) > application.notice_ends_on:
        raise Refused("incubation.notice_over", status=409, citation=HOUSE, until=application.notice_ends_on)
    if application.objections.filter(raised_by=actor).exists():
        raise Refused("incubation.objected", status=409)
    row = Objection.objects.create(application=application, raised_by=actor, raised_at=now, text=text)
    record(actor=actor, action="objection.raised", subject=row, at=now, after={"text": text})
    return row


@transaction.atomic
def answer_objection(*, actor: User, objection: Objection, answer: str, now: datetime) -> Objection:
    """Answer an objection, once. Raises Refused."""
    objection = Objection.objects.select_for_update(of=("self",)).get(pk=objection.pk)
    if objection.answered_at:
        raise Refused("incubation.already_answered", status=409)
    objection.answer, objection.answered_by, objection.answered_at = answer, actor, now
    objection.save(update_fields=["answer", "answered_by", "answered_at"])
    record(actor=actor, action="objection.answered", subject=objection, at=now, after={"answer": answer})
    return objection


@transaction.atomic
def admit_application(*, actor: User, application: Application, now: datetime) -> Application:
    """Admit after the public notice, with every objection answered and a place free. Raises Refused."""
    application = locked(application)
    _check_second_person(application, actor)
    if application.state == A.PUBLIC_NOTICE:
        if day_of(now) <= application.notice_ends_on:
            raise Refused(
                "incubation.notice_runs", status=409, citation=HOUSE, until=application.notice_ends_on
            )
        _check_objections(application)
        type(application.intake).objects.select_for_update().get(pk=application.intake_id)
        if seats_left(application.intake) < 1:
            raise Refused("incubation.no_seat", status=409, seats=application.intake.seats)
    application = moved(
        application,
        A.ADMITTED,
        actor=actor,
        action="application.admitted",
        now=now,
        decided_at=now,
        decided_by=actor,
    )
    notify(
        recipients=representatives(application.organization), kind="incubation.admitted",
        key=application.reference, at=now, path=application.path,
    )  # fmt: skip
    return application


def _check_objections(application: Application) -> None:
    count = application.objections.filter(answered_at__isnull=True).count()
    if count:
        raise Refused("incubation.objections_open", status=409, citation=HOUSE, count=count)
