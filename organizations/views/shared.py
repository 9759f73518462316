"""What several pages show about an organization."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from marketplace.audit.models import AuditEvent
from marketplace.web.formats import day_text
from organizations.models import Organization
from organizations.queries.fields import service_fields


def facts_of(organization: Organization) -> list[tuple[object, object]]:
    """Return the record as label and value pairs; the bank account only to those who see this page."""
    names = (
        "uscc",
        "registrar",
        "supervising_unit",
        "registered_on",
        "legal_representative",
        "address",
        "phone",
        "email",
        "community",
        "bank_name",
        "bank_account",
    )
    grade = f"{organization.assessment_grade}A" if organization.assessment_grade else ""
    if grade and organization.grade_issued_on:
        grade = f"{grade} · {day_text(organization.grade_issued_on)}"
    return [
        (_("Type"), organization.get_kind_display()),
        *((_label(name), _value(organization, name)) for name in names),
        (_("Assessment grade"), grade),
        (_("Fields of service"), _named_fields(organization)),
        (_("What the organization does"), organization.summary),
    ]


def _named_fields(organization: Organization) -> str:
    names = dict(service_fields()) if organization.categories else {}
    return "、".join(names.get(code, code) for code in organization.categories)


def _label(name: str) -> str:
    return str(Organization._meta.get_field(name).verbose_name)  # noqa: SLF001


def _value(organization: Organization, name: str) -> object:
    value = getattr(organization, name)
    return day_text(value) if name == "registered_on" and value else value


def act_labels() -> dict[str, str]:
    """Return the words for acts in the history of an organization."""
    return {
        "organization.registered": _("Registration begun"),
        "organization.edited": _("Record edited"),
        "organization.submitted": _("Sent for verification"),
        "organization.returned": _("Returned for correction"),
        "organization.verified": _("Verified"),
        "organization.suspended": _("Suspended"),
        "organization.reinstated": _("Suspension ended"),
        "identity.changed": _("Change of identity in force"),
        "identity.refused": _("Change of identity refused"),
        "identity.withdrawn": _("Change of identity taken back"),
        "certificate.kept": _("Certificate kept"),
        "certificate.withdrawn": _("Certificate taken out"),
        "member.invited": _("Member invited"),
        "member.joined": _("Member joined"),
        "membership.ended": _("Membership ended"),
        "invitation.revoked": _("Invitation withdrawn"),
        "badge.given": _("Badge given"),
        "badge.ended": _("Badge ended"),
        "overdue.marked": _("Overdue mark set"),
        "overdue.cured": _("Overdue mark removed"),
        "standing.set": _("Standing computed"),
    }


def progress_of(organization: Organization, events: Iterable[AuditEvent]) -> list[dict[str, object]]:
    """Return what happened and what comes next, for the timeline (the last 20 events)."""
    labels = act_labels()
    rows = [
        {"at": event.at, "title": labels.get(event.act, event.act), "text": event.reason, "done": True}
        for event in list(events)[-20:]
    ]
    upcoming = {
        "draft": _("Next: complete the record and send it for verification"),
        "submitted": _("Next: the registrar answers within five working days"),
        "returned": _("Next: correct the record and send it again"),
    }.get(organization.state)
    if upcoming:
        rows.append({"title": upcoming, "done": False})
    return rows


def category_choices() -> list[tuple[str, str]]:
    """Return the service catalogue for ticking."""
    return [(code, f"{code} {name}") for code, name in service_fields()]
