"""Editing an organization's record; identity fields of a verified one change only when a registrar accepts."""

from datetime import date, datetime

from django.db import transaction

from marketplace.audit.actions import record
from marketplace.core.clock import day_of
from marketplace.core.refusals import Refused
from marketplace.notifications.actions import notify
from organizations.models import IdentityChange, Organization, User
from organizations.queries.people import is_member, members_of, officials_with
from organizations.rules.registration import IDENTITY_FIELDS, check_grade, check_identity
from organizations.states import OrganizationState, PostRole

from .registration import EDITABLE, check_code_is_free, locked, plain_values, required_reason

DATES = ("registered_on", "grade_issued_on")
OPEN_STATES = (OrganizationState.DRAFT, OrganizationState.RETURNED)


def shown(name: str, value: object) -> object:
    """Return a value as JSON keeps it: dates as text, empty text and None alike for codes."""
    if isinstance(value, date):
        return value.isoformat()
    return (value or None) if name == "uscc" else value


def differences(organization: Organization, values: dict[str, object]) -> dict[str, object]:
    """Return the known fields whose value is another than the record's."""
    return {
        name: value
        for name, value in values.items()
        if name in EDITABLE and shown(name, value) != shown(name, getattr(organization, name))
    }


@transaction.atomic
def edit_organization(
    *, actor: User, organization: Organization, values: dict[str, object], now: datetime
) -> IdentityChange | None:
    """Change the record; of a verified one, identity fields become a proposal, which is returned.

    Unknown fields are ignored. Raises Refused when nothing changes, or while a proposal waits.
    """
    organization = locked(organization)
    changed = differences(organization, values)
    if not changed:
        raise Refused("organizations.nothing_changed")
    check_identity_of(organization, changed, now)
    if organization.state in OPEN_STATES:
        _apply(organization, changed)
        _record_edit(actor, organization, changed, now)
        return None
    if organization.state != OrganizationState.VERIFIED:
        raise Refused("core.not_in_this_state", status=409)
    free = {name: value for name, value in changed.items() if name not in IDENTITY_FIELDS}
    identity = {name: value for name, value in changed.items() if name in IDENTITY_FIELDS}
    _apply(organization, free)
    change = _propose(actor, organization, identity, now) if identity else None
    _record_edit(actor, organization, changed, now)
    return change


def check_identity_of(organization: Organization, changed: dict[str, object], now: datetime) -> None:
    """Refuse identity fields that do not fit one another; the normalized code is put into `changed`."""
    merged = {name: changed.get(name, getattr(organization, name)) for name in IDENTITY_FIELDS}
    code = check_identity(kind=merged["kind"], uscc=merged["uscc"])
    if "uscc" in changed:
        changed["uscc"] = code
        check_code_is_free(code, but=organization)
    check_grade(merged["assessment_grade"], merged["grade_issued_on"], day_of(now))


def _apply(organization: Organization, values: dict[str, object]) -> None:
    for name, value in values.items():
        setattr(organization, name, value)
    organization.save(update_fields=["changed_at", *values])


def _record_edit(actor: User, organization: Organization, changed: dict[str, object], now: datetime) -> None:
    after = {"fields": sorted(changed)}
    record(actor=actor, action="organization.edited", subject=organization, at=now, after=after)


def _propose(
    actor: User, organization: Organization, identity: dict[str, object], now: datetime
) -> IdentityChange:
    if organization.identity_changes.filter(decided_at=None).exists():
        raise Refused("organizations.change_waits", status=409)
    change = IdentityChange.objects.create(
        organization=organization,
        proposed={name: shown(name, value) for name, value in identity.items()},
        proposed_by=actor,
        proposed_at=now,
    )
    notify(
        recipients=officials_with(PostRole.REGISTRAR),
        kind="organizations.change_proposed",
        key=f"{change.pk}",
        at=now,
        path=f"/work/organizations/{organization.public_id}/",
        name=organization.name,
    )
    return change


def _open_change(change: IdentityChange) -> IdentityChange:
    change = IdentityChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
    if change.decided_at:
        raise Refused("core.not_in_this_state", status=409)
    return change


def _decide(change: IdentityChange, actor: User, now: datetime, *, accepted: bool, reason: str) -> None:
    change.decided_at, change.decided_by = now, actor
    change.is_accepted, change.reason = accepted, reason
    change.save(update_fields=["decided_at", "decided_by", "is_accepted", "reason"])


@transaction.atomic
def accept_identity_change(*, actor: User, change: IdentityChange, now: datetime) -> Organization:
    """Put a proposed change of identity into force."""
    organization = locked(change.organization)
    change = _open_change(change)
    if is_member(actor, organization):
        raise Refused("organizations.own_organization", status=403)
    values = {
        name: date.fromisoformat(value) if name in DATES and value else value
        for name, value in change.proposed.items()
    }
    check_code_is_free(values.get("uscc"), but=organization)
    before = plain_values(organization, tuple(values))
    _decide(change, actor, now, accepted=True, reason="")
    _apply(organization, values)
    after = plain_values(organization, tuple(values))
    record(actor=actor, action="identity.changed", subject=organization, at=now, before=before, after=after)
    _tell(organization, "organizations.change_accepted", change, now)
    return organization


@transaction.atomic
def refuse_identity_change(
    *, actor: User, change: IdentityChange, reason: str, now: datetime
) -> Organization:
    """Refuse a proposed change with the reason that the organization reads; the verified record stays."""
    organization = locked(change.organization)
    change = _open_change(change)
    if is_member(actor, organization):
        raise Refused("organizations.own_organization", status=403)
    reason = required_reason(reason)
    _decide(change, actor, now, accepted=False, reason=reason)
    record(actor=actor, action="identity.refused", subject=organization, at=now, reason=reason)
    _tell(organization, "organizations.change_refused", change, now, reason=reason)
    return organization


@transaction.atomic
def withdraw_identity_change(*, actor: User, change: IdentityChange, now: datetime) -> IdentityChange:
    """Take one's own proposal back before it is decided."""
    organization = locked(change.organization)
    change = _open_change(change)
    _decide(change, actor, now, accepted=False, reason="")
    record(actor=actor, action="identity.withdrawn", subject=organization, at=now)
    return change


def _tell(
    organization: Organization, kind: str, change: IdentityChange, now: datetime, **facts: object
) -> None:
    notify(
        recipients=members_of(organization),
        kind=kind,
        key=f"{change.pk}",
        at=now,
        path=f"/my/organization/{organization.public_id}/",
        name=organization.name,
        **facts,
    )
