"""An organization's record: draft, verification, changes of identity, suspension."""

from datetime import datetime

from django.db import transaction

from marketplace.audit.actions import record
from marketplace.core.clock import day_of
from marketplace.core.refusals import Refused
from marketplace.core.states import require_transition
from marketplace.notifications.actions import notify
from marketplace.outbox.actions import publish
from organizations.events import OrganizationSuspended, OrganizationVerified
from organizations.models import Membership, Organization, User
from organizations.queries.people import (
    has_post,
    is_member,
    members_of,
    officials_with,
    organizations_of,
)
from organizations.rules.registration import (
    FILED,
    REQUIRED_FIELDS,
    check_complete,
    check_grade,
    check_identity,
)
from organizations.states import ORGANIZATION, MemberRole, OrganizationState, PostRole

from .people import locked_user

EDITABLE = (
    "uscc",
    "name",
    "name_en",
    "kind",
    "summary",
    "registrar",
    "supervising_unit",
    "registered_on",
    "legal_representative",
    "address",
    "phone",
    "email",
    "community",
    "categories",
    "bank_account",
    "bank_name",
    "assessment_grade",
    "grade_issued_on",
)


def locked(organization: Organization) -> Organization:
    """Return the organization with its row locked."""
    return Organization.objects.select_for_update(of=("self",)).get(pk=organization.pk)


def plain_values(organization: Organization, names: tuple[str, ...]) -> dict[str, object]:
    """Return fields as the audit log keeps them: the bank account as its last four digits only."""
    values = {n: getattr(organization, f"{n}_id" if n == "community" else n) for n in names}
    if values.get("bank_account"):
        values["bank_account"] = f"…{str(values['bank_account'])[-4:]}"
    return values


@transaction.atomic
def register_organization(
    *,
    actor: User,
    name: str,
    kind: str,
    now: datetime,
    uscc: str | None = None,
    is_demo: bool = False,
    **fields,
) -> Organization:
    """Begin the record of an organization; the actor becomes its legal representative.

    Raises Refused for an official, a code that does not fit the type, or one that is taken.
    """
    if has_post(actor):
        raise Refused("organizations.official_cannot_join", status=403)
    code = check_identity(kind=kind, uscc=uscc)
    locked_user(actor)
    if organizations_of(actor).filter(uscc=code, name=name).exists():
        raise Refused("organizations.already_registered", status=409, field="name")
    check_code_is_free(code)
    check_grade(fields.get("assessment_grade"), fields.get("grade_issued_on"), day_of(now))
    known = {name: value for name, value in fields.items() if name in EDITABLE}
    organization = Organization.objects.create(name=name, kind=kind, uscc=code, is_demo=is_demo, **known)
    Membership.objects.create(
        user=actor, organization=organization, role=MemberRole.LEGAL_REPRESENTATIVE, since=now
    )
    after = plain_values(organization, ("name", "kind", "uscc"))
    record(actor=actor, action="organization.registered", subject=organization, at=now, after=after)
    return organization


def check_code_is_free(code: str | None, *, but: Organization | None = None) -> None:
    """Refuse (409) a code under which another organization was submitted or verified."""
    taken = Organization.objects.filter(uscc=code).exclude(state=OrganizationState.DRAFT)
    if code and taken.exclude(pk=but.pk if but else None).exists():
        raise Refused("organizations.code_taken", status=409, field="uscc")


@transaction.atomic
def submit_organization(*, actor: User, organization: Organization, now: datetime) -> Organization:
    """Send the record for verification; refused while something is missing."""
    organization = locked(organization)
    require_transition(ORGANIZATION, organization.state, OrganizationState.SUBMITTED)
    check_identity(kind=organization.kind, uscc=organization.uscc)
    check_code_is_free(organization.uscc, but=organization)
    check_complete({name: getattr(organization, name) for name in REQUIRED_FIELDS})
    if organization.kind != FILED and not organization.certificates.filter(withdrawn_at=None).exists():
        raise Refused("organizations.no_certificate")
    _move(organization, OrganizationState.SUBMITTED, submitted_at=now, returned_reason="")
    record(actor=actor, action="organization.submitted", subject=organization, at=now)
    notify(
        recipients=officials_with(PostRole.REGISTRAR),
        kind="organizations.submitted",
        key=f"{organization.pk}:{now.isoformat()}",
        at=now,
        path=f"/work/organizations/{organization.public_id}/",
        name=organization.name,
    )
    return organization


def _move(organization: Organization, state: str, **changes: object) -> None:
    organization.state = state
    for name, value in changes.items():
        setattr(organization, name, value)
    organization.save(update_fields=["state", "changed_at", *changes])


@transaction.atomic
def verify_organization(*, actor: User, organization: Organization, now: datetime) -> Organization:
    """Confirm the record against the certificate; the public profile is online from now on."""
    organization = locked(organization)
    require_transition(ORGANIZATION, organization.state, OrganizationState.VERIFIED)
    _require_verifier(actor, organization, OrganizationState.SUBMITTED)
    _move(organization, OrganizationState.VERIFIED, verified_at=now)
    record(actor=actor, action="organization.verified", subject=organization, at=now)
    _tell_members(organization, "organizations.verified", now)
    publish(OrganizationVerified(organization_id=organization.pk))
    return organization


def _require_verifier(actor: User, organization: Organization, *states: str) -> None:
    if is_member(actor, organization):
        raise Refused("organizations.own_organization", status=403)
    if organization.state not in states:
        raise Refused("core.not_in_this_state", status=409)


def _tell_members(organization: Organization, kind: str, now: datetime, **facts: object) -> None:
    notify(
        recipients=members_of(organization),
        kind=kind,
        key=f"{organization.pk}:{now.isoformat()}",
        at=now,
        path=f"/my/organization/{organization.public_id}/",
        name=organization.name,
        **facts,
    )


def required_reason(reason: str) -> str:
    """Return the reason without blanks around it; refused when empty."""
    if not reason.strip():
        raise Refused("organizations.reason_missing", field="reason")
    return reason.strip()


@transaction.atomic
def return_organization(
    *, actor: User, organization: Organization, reason: str, now: datetime
) -> Organization:
    """Send the record back with the reason that the organization reads."""
    organization = locked(organization)
    require_transition(ORGANIZATION, organization.state, OrganizationState.RETURNED)
    _require_verifier(actor, organization, OrganizationState.SUBMITTED)
    reason = required_reason(reason)
    _move(organization, OrganizationState.RETURNED, returned_reason=reason)
    record(actor=actor, action="organization.returned", subject=organization, at=now, reason=reason)
    _tell_members(organization, "organizations.returned", now, reason=reason)
    return organization


@transaction.atomic
def suspend_organization(
    *, actor: User, organization: Organization, reason: str, now: datetime
) -> Organization:
    """Suspend a verified organization: no new bids; running contracts go on."""
    organization = locked(organization)
    require_transition(ORGANIZATION, organization.state, OrganizationState.SUSPENDED)
    _require_verifier(actor, organization, OrganizationState.VERIFIED)
    reason = required_reason(reason)
    _move(organization, OrganizationState.SUSPENDED)
    record(actor=actor, action="organization.suspended", subject=organization, at=now, reason=reason)
    _tell_members(organization, "organizations.suspended", now, reason=reason)
    publish(OrganizationSuspended(organization_id=organization.pk))
    return organization


@transaction.atomic
def reinstate_organization(
    *, actor: User, organization: Organization, reason: str, now: datetime
) -> Organization:
    """End a suspension, with its reason."""
    organization = locked(organization)
    require_transition(ORGANIZATION, organization.state, OrganizationState.VERIFIED)
    _require_verifier(actor, organization, OrganizationState.SUSPENDED)
    reason = required_reason(reason)
    _move(organization, OrganizationState.VERIFIED)
    record(actor=actor, action="organization.reinstated", subject=organization, at=now, reason=reason)
    _tell_members(organization, "organizations.reinstated", now)
    publish(OrganizationVerified(organization_id=organization.pk))
    return organization
