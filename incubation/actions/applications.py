"""The application up to the material check: started prefilled, saved as it is typed, handed in, returned once."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from incubation.models import Application, ApplicationFile, BarringRecord, Intake
from incubation.phrases import FIELD_NAMES
from incubation.queries.applications import (
    applications_of,
    barring_of,
    decision_day,
    open_application_of,
    profile_of,
    working_day,
)
from incubation.queries.people import centre_staff, representatives
from incubation.rules.graduation import CHECKLIST
from incubation.rules.periods import check_clear
from incubation.rules.sections import FIELDS, missing_fields, prefill
from incubation.states import ACTIVE, APPLICATION, ApplicationState
from marketplace.audit.actions import next_reference, record
from marketplace.core.canonical import digest
from marketplace.core.clock import day_of, is_late, local
from marketplace.core.refusals import Citation, Refused
from marketplace.core.states import require_transition
from marketplace.notifications.actions import notify
from marketplace.statutes import STATUTES
from marketplace.web.files import Checked
from organizations.models import Organization, User
from organizations.states import OrganizationState

HOUSE = Citation("HOUSE", trust="D")
A = ApplicationState


def locked(application: Application) -> Application:
    """Return the application locked until the end of the transaction."""
    rows = Application.objects.select_for_update(of=("self",)).select_related("intake", "organization")
    return rows.get(pk=application.pk)


@transaction.atomic
def moved(
    application: Application, to: str, *, actor: User | None, action: str, now: datetime, **values: object
) -> Application:
    """Move a locked application along its table, with changed fields and one audit row."""
    require_transition(APPLICATION, application.state, to)
    before = {"state": application.state}
    application.state = to
    for name, value in values.items():
        setattr(application, name, value)
    application.save(update_fields=["state", "changed_at", *values])
    record(
        actor=actor,
        action=action,
        subject=application,
        at=now,
        before=before,
        after={"state": to},
        reason=str(values.get("reason", "")),
    )
    return application


@transaction.atomic
def open_intake(
    *,
    actor: User,
    title: str,
    opens_at: datetime,
    closes_at: datetime,
    seats: int,
    kinds: Sequence[str],
    now: datetime,
    summary: str = "",
    title_en: str = "",
    criteria: Sequence[str] = CHECKLIST,
    is_demo: bool = False,
) -> Intake:
    """Announce an intake with its dates, places, types and graduation criteria.

    Raises Refused (422) for dates in the wrong order, and 409 for a title that another intake has.
    """
    if closes_at <= opens_at:
        raise Refused("incubation.intake_dates", field="closes_at")
    intake, is_new = Intake.objects.get_or_create(
        title=title,
        defaults={
            "title_en": title_en, "summary": summary, "opens_at": opens_at, "closes_at": closes_at, "seats": seats,
            "kinds": list(kinds), "criteria": list(criteria), "created_by": actor, "is_demo": is_demo,
        },
    )  # fmt: skip
    if not is_new:
        raise Refused("incubation.intake_exists", status=409, field="title")
    after = {"opens": opens_at, "closes": closes_at, "seats": seats, "criteria": list(criteria)}
    record(actor=actor, action="intake.opened", subject=intake, at=now, after=after)
    return intake


def _check_intake(intake: Intake, organization: Organization, now: datetime) -> None:
    if now < intake.opens_at or is_late(now, intake.closes_at):
        facts = {
            "opens": f"{local(intake.opens_at):%Y-%m-%d}",
            "closes": f"{local(intake.closes_at):%Y-%m-%d %H:%M}",
        }
        raise Refused("incubation.intake_closed", status=409, citation=HOUSE, **facts)
    if organization.kind not in intake.kinds:
        raise Refused("incubation.kind_not_admitted", citation=HOUSE)
    if organization.state != OrganizationState.VERIFIED:
        raise Refused("incubation.not_verified")
    if organization.incubator_memberships.filter(state__in=ACTIVE).exists():
        raise Refused("incubation.already_member", status=409)
    check_clear(barring_of(organization), day_of(now))


@transaction.atomic
def start_application(
    *, actor: User, organization: Organization, intake: Intake, now: datetime
) -> Application:
    """Start an application with everything that profile and former application know. Raises Refused."""
    organization = Organization.objects.select_for_update(of=("self",)).get(pk=organization.pk)
    if open_application_of(organization):
        raise Refused("incubation.already_applying", status=409)
    _check_intake(intake, organization, now)
    former = applications_of(organization).order_by("-id").first()
    answers = prefill(profile_of(organization), former.answers if former else None)
    application = Application.objects.create(
        reference=next_reference("FH", local(now).year), intake=intake, organization=organization,
        answers=answers, prefilled=sorted(answers), created_at=now,
    )  # fmt: skip
    record(
        actor=actor,
        action="application.started",
        subject=application,
        at=now,
        after={"prefilled": sorted(answers)},
    )
    return application


@transaction.atomic
def save_answers(
    *, actor: User, application: Application, answers: Mapping[str, str], version: int, now: datetime
) -> Application:
    """Keep a draft as it is typed; an older version than the kept one is refused (409). Raises Refused."""
    application = locked(application)
    if application.state not in (A.DRAFT, A.RETURNED):
        raise Refused("core.not_in_this_state", status=409)
    if application.version != version:
        raise Refused("incubation.stale", status=409)
    kept = {name: str(answers[name]) for name in FIELDS if name in answers}
    changed = sorted(name for name, value in kept.items() if application.answers.get(name, "") != value)
    application.answers = {**application.answers, **kept}
    application.version += 1
    application.save(update_fields=["answers", "version", "changed_at"])
    record(actor=actor, action="application.saved", subject=application, at=now, after={"changed": changed})
    return application


@transaction.atomic
def add_document(
    *, actor: User, application: Application, title: str, file: Checked, now: datetime
) -> ApplicationFile:
    """Add a document while the application can still be changed. Raises Refused."""
    application = locked(application)
    if application.state not in (A.DRAFT, A.RETURNED):
        raise Refused("core.not_in_this_state", status=409)
    row = ApplicationFile.keep(file, application=application, title=title)
    after = {"title": title, "sha256": file.sha256}
    record(actor=actor, action="application.document_added", subject=application, at=now, after=after)
    return row


@transaction.atomic
def submit_application(*, actor: User, application: Application, now: datetime) -> Application:
    """Hand in: five sections complete, the intake open, nothing that bars; a returned one with what was listed."""
    application = locked(application)
    require_transition(APPLICATION, application.state, A.SUBMITTED)
    is_return = application.state == A.RETURNED
    empty = missing_fields(application.answers)
    if empty:
        raise Refused("incubation.fields_missing", fields=_names(empty), field=empty[0])
    if is_return:
        _check_supplied(application)
    _check_intake(application.intake, application.organization, now)
    day = day_of(now)
    application = moved(
        application, A.SUBMITTED, actor=actor, action="application.submitted", now=now,
        submitted_at=now, submitted_by=actor, digest=digest(application.answers),
        check_until=working_day(day, STATUTES.on("incubation.material_check", day).days),
        decision_on=decision_day(day),
    )  # fmt: skip
    notify(
        recipients=centre_staff(), kind="incubation.submitted", key=f"{application.reference}:{application.version}",
        at=now, path=application.desk_path, organization=application.organization,
        until=application.check_until or "—",
    )  # fmt: skip
    return application


def _check_supplied(application: Application) -> None:
    """Refuse while a listed field still says what it said, unless a document was added since the return."""
    if application.files.filter(stored_at__gte=application.returned_at).exists():
        return
    same = [
        row["field"] for row in application.missing if application.answers.get(row["field"]) == row["was"]
    ]
    if same:
        raise Refused("incubation.listed_not_supplied", fields=_names(same), field=same[0])


def _names(fields: Sequence[str]) -> str:
    return ", ".join(str(FIELD_NAMES[name]) for name in fields)


@transaction.atomic
def begin_material_check(*, actor: User, application: Application, now: datetime) -> Application:
    """Take the application up for the check of its documents."""
    return moved(
        locked(application), A.MATERIAL_CHECK, actor=actor, action="application.material_check_begun", now=now
    )


@transaction.atomic
def return_application(
    *, actor: User, application: Application, fields: Sequence[str], note: str, now: datetime
) -> Application:
    """Return with one complete list of what is missing; a second list may only repeat the first or name what changed."""
    application = locked(application)
    require_transition(APPLICATION, application.state, A.RETURNED)
    if not fields:
        raise Refused("incubation.nothing_listed", field="fields")
    first = {row["field"] for row in application.missing}
    if first and not set(fields) <= first:
        new = [name for name in fields if name not in first]
        raise Refused("incubation.list_is_complete", citation=HOUSE, field="fields", fields=_names(new))
    missing = [{"field": name, "was": application.answers.get(name, "")} for name in FIELDS if name in fields]
    application = moved(
        application, A.RETURNED, actor=actor, action="application.returned", now=now, missing=missing,
        reason=note, returned_at=now,
    )  # fmt: skip
    notify(
        recipients=representatives(application.organization), kind="incubation.returned",
        key=f"{application.reference}:{application.version}", at=now, path=application.path,
        fields=_names([row["field"] for row in missing]), note=note,
    )  # fmt: skip
    return application


@transaction.atomic
def withdraw_application(*, actor: User, application: Application, now: datetime) -> Application:
    """Withdraw; a new application starts from what this one knows."""
    return moved(locked(application), A.WITHDRAWN, actor=actor, action="application.withdrawn", now=now)


@transaction.atomic
def record_barring(
    *, actor: User, organization: Organization, ground: str, decided_on: date, source: str, now: datetime
) -> BarringRecord:
    """Record an authority's decision that bars an organization for a time, once; with its published source."""
    row, created = BarringRecord.objects.get_or_create(
        organization=organization, ground=ground, decided_on=decided_on,
        defaults={"source": source, "recorded_by": actor, "recorded_at": now},
    )  # fmt: skip
    if created:
        after = {"ground": ground, "decided_on": decided_on, "source": source}
        record(actor=actor, action="barring.recorded", subject=organization, at=now, after=after)
    return row
