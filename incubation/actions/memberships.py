"""The agreement, and the one way in which a membership moves along its table."""

from datetime import datetime

from django.db import transaction

from incubation.models import Application, IncubatorMembership
from incubation.queries.people import representatives
from incubation.rules.periods import stage_end
from incubation.states import MEMBERSHIP, ApplicationState, MembershipState, Residence
from marketplace.audit.actions import record
from marketplace.core.canonical import digest
from marketplace.core.clock import day_of
from marketplace.core.refusals import Refused
from marketplace.core.states import require_transition
from marketplace.notifications.actions import notify
from marketplace.statutes import STATUTES
from marketplace.workdays.queries import load_calendar
from marketplace.workdays.rules import add_working_days
from organizations.actions import give_badge
from organizations.models import User
from organizations.states import BadgeKind

from .applications import locked as locked_application

M = MembershipState


def locked(membership: IncubatorMembership) -> IncubatorMembership:
    """Return the membership locked until the end of the transaction."""
    rows = IncubatorMembership.objects.select_for_update(of=("self",))
    return rows.select_related("organization", "application__intake").get(pk=membership.pk)


@transaction.atomic
def moved(
    membership: IncubatorMembership,
    to: str,
    *,
    actor: User | None,
    action: str,
    now: datetime,
    **values: object,
) -> IncubatorMembership:
    """Move a locked membership along its table, with changed fields and one audit row."""
    require_transition(MEMBERSHIP, membership.state, to)
    before = {"state": membership.state}
    membership.state = to
    for name, value in values.items():
        setattr(membership, name, value)
    membership.save(update_fields=["state", "changed_at", *values])
    record(
        actor=actor, action=action, subject=membership, at=now, before=before,
        after={"state": to, **{k: v for k, v in values.items() if k in ("stage_ends_on", "exit_cause")}},
        reason=str(values.get("reason", "")),
    )  # fmt: skip
    return membership


def to_stage(
    membership: IncubatorMembership,
    stage: str,
    *,
    actor: User | None,
    action: str,
    now: datetime,
    **values: object,
) -> IncubatorMembership:
    """Move into a stage that starts today and ends by its length; tell the member."""
    day = day_of(now)
    membership = moved(
        membership, stage, actor=actor, action=action, now=now, stage_started_on=day,
        stage_ends_on=stage_end(stage, day), **values,
    )  # fmt: skip
    notify(
        recipients=representatives(membership.organization), kind="incubation.stage",
        key=f"{membership.public_id}:{stage}", at=now, path=membership.path,
        stage=MembershipState(stage).label, until=membership.stage_ends_on,
    )  # fmt: skip
    return membership


@transaction.atomic
def draw_up_agreement(
    *, actor: User, application: Application, residence: str, room: str, mentor: User, now: datetime
) -> IncubatorMembership:
    """Draw up the agreement of an admitted organization with room and mentor, once. Raises Refused."""
    application = locked_application(application)
    if application.state != ApplicationState.ADMITTED or hasattr(application, "membership"):
        raise Refused("core.not_in_this_state", status=409)
    if residence == Residence.PHYSICAL and not room:
        raise Refused("incubation.room_missing", field="room")
    day = day_of(now)
    sign_by = add_working_days(day, STATUTES.on("incubation.agreement", day).days, load_calendar())
    text = {
        "application": application.reference,
        "organization": application.organization.public_id,
        "residence": residence,
        "room": room,
        "mentor": mentor.public_id,
        "criteria": application.intake.criteria,
        "stages": [STATUTES.on(f"incubation.{name}", day).days for name in ("seed", "growth", "ready")],
    }
    membership = IncubatorMembership.objects.create(
        organization=application.organization, application=application, residence=residence, room=room,
        mentor=mentor, agreement=text, digest=digest(text), sign_by=sign_by, is_demo=application.intake.is_demo,
    )  # fmt: skip
    record(actor=actor, action="agreement.drawn_up", subject=membership, at=now, after=text)
    notify(
        recipients=representatives(membership.organization), kind="incubation.agreement",
        key=membership.public_id, at=now, path=membership.path, until=sign_by,
    )  # fmt: skip
    return membership


@transaction.atomic
def sign_for_organization(
    *, actor: User, membership: IncubatorMembership, now: datetime
) -> IncubatorMembership:
    """Sign for the organization; with both signatures the first stage begins. Raises Refused."""
    return _sign(actor, membership, now, "organization")


@transaction.atomic
def sign_for_centre(*, actor: User, membership: IncubatorMembership, now: datetime) -> IncubatorMembership:
    """Sign for the centre; with both signatures the first stage begins. Raises Refused."""
    return _sign(actor, membership, now, "centre")


def _sign(actor: User, membership: IncubatorMembership, now: datetime, side: str) -> IncubatorMembership:
    membership = locked(membership)
    if membership.state != M.AGREEMENT:
        raise Refused("core.not_in_this_state", status=409)
    if getattr(membership, f"{side}_signed_at"):
        raise Refused("incubation.already_signed", status=409)
    setattr(membership, f"{side}_signed_at", now)
    setattr(membership, f"{side}_signed_by", actor)
    membership.save(update_fields=[f"{side}_signed_at", f"{side}_signed_by", "changed_at"])
    record(
        actor=actor,
        action=f"agreement.signed_by_{side}",
        subject=membership,
        at=now,
        after={"digest": membership.digest},
    )
    if membership.organization_signed_at and membership.centre_signed_at:
        _begin(membership, now)
    return membership


def _begin(membership: IncubatorMembership, now: datetime) -> None:
    day = day_of(now)
    to_stage(
        membership, M.SEED, actor=None, action="membership.begun", now=now, started_on=day, room_used_on=day
    )
    give_badge(organization=membership.organization, kind=BadgeKind.INCUBATING, since=day, now=now)
