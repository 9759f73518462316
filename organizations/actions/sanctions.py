"""Impose a sanction with reason, citation and last day; appeal; another person decides on the appeal."""

from datetime import date, datetime, time, timedelta

from django.db import transaction

from marketplace.audit.actions import record
from marketplace.core.clock import SHANGHAI, day_of, is_late
from marketplace.core.refusals import Citation, Refused
from marketplace.notifications.actions import notify
from marketplace.statutes import STATUTES
from marketplace.web.access import demand
from organizations.models import Organization, Sanction, User
from organizations.permissions import may_answer_sanction_appeal, may_appeal_sanction, may_impose_sanction
from organizations.queries.people import members_of
from organizations.states import SanctionKind


@transaction.atomic
def impose_sanction(
    *,
    actor: User,
    organization: Organization,
    kind: str,
    reason: str,
    citation: str,
    document: str,
    ends_on: date,
    now: datetime,
) -> Sanction:
    """Decide a warning or a ban from today to a last day; the same decision sent twice is one.

    Raises Refused: the last day lies before today or beyond the longest lawful term.
    """
    organization = Organization.objects.select_for_update(of=("self",)).get(pk=organization.pk)
    demand(may_impose_sanction(actor, organization))
    today = day_of(now)
    longest = STATUTES.on(f"sanction.{kind}", today)
    if not today <= ends_on <= today + timedelta(days=longest.days):
        raise Refused(
            "organizations.sanction_term", field="ends_on", citation=longest.citation, days=longest.days
        )
    found = Sanction.objects.filter(
        organization=organization, kind=kind, document=document, is_upheld=None
    ).first()
    if found is not None:
        return found
    row = Sanction.objects.create(
        organization=organization, kind=SanctionKind(kind), reason=reason, citation=citation, document=document,
        starts_on=today, ends_on=ends_on, decided_by=actor, decided_at=now,
    )  # fmt: skip
    after = {"kind": row.kind, "ends_on": row.ends_on, "citation": citation, "document": document}
    record(actor=actor, action="sanction.imposed", subject=row, at=now, after=after, reason=reason)
    _tell("organizations.sanctioned", row, now)
    return row


def _tell(kind: str, row: Sanction, now: datetime) -> None:
    notify(
        recipients=members_of(row.organization),
        kind=kind,
        key=row.public_id,
        at=now,
        path=f"/my/organization/{row.organization.public_id}/sanctions/",
        decision=row.get_kind_display(),
        until=row.ends_on.isoformat(),
        reason=row.answer or row.reason,
    )


def _locked(row: Sanction) -> Sanction:
    return Sanction.objects.select_for_update(of=("self",)).select_related("organization").get(pk=row.pk)


@transaction.atomic
def appeal_sanction(*, actor: User, sanction: Sanction, text: str, now: datetime) -> Sanction:
    """Keep the organization's one appeal; another person than the one who decided answers it."""
    row = _locked(sanction)
    demand(may_appeal_sanction(actor, row))
    last = row.decided_at + timedelta(days=STATUTES.on("sanction.appeal", day_of(now)).days)
    if row.appealed_at is not None or is_late(now, last):
        raise Refused("organizations.sanction_appeal_closed", status=409, citation=Citation("HOUSE", "", "D"))
    term = STATUTES.on("sanction.answer", day_of(now)).days
    row.appeal, row.appealed_by, row.appealed_at = text, actor, now
    row.answer_by = datetime.combine(day_of(now) + timedelta(days=term), time(23, 59), SHANGHAI)
    row.save(update_fields=["appeal", "appealed_by", "appealed_at", "answer_by"])
    record(actor=actor, action="sanction.appealed", subject=row, at=now)
    return row


@transaction.atomic
def answer_sanction_appeal(
    *, actor: User, sanction: Sanction, is_upheld: bool, reason: str, now: datetime
) -> Sanction:
    """Decide the appeal with reasons; upheld, the sanction no longer holds and a ban no longer keeps from bidding."""
    row = _locked(sanction)
    demand(may_answer_sanction_appeal(actor, row))
    if row.appealed_at is None or row.answered_at is not None:
        raise Refused("organizations.sanction_appeal_closed", status=409, citation=Citation("HOUSE", "", "D"))
    row.is_upheld, row.answer, row.answered_by, row.answered_at = is_upheld, reason, actor, now
    row.save(update_fields=["is_upheld", "answer", "answered_by", "answered_at"])
    after = {"upheld": is_upheld}
    record(actor=actor, action="sanction.appeal_decided", subject=row, at=now, after=after, reason=reason)
    _tell("organizations.sanction_answered", row, now)
    return row
