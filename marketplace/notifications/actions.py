"""Tell people, once; send what they want by mail; keep their wishes."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone, translation

from marketplace.core.refusals import Refused
from marketplace.outbox.jobs import enqueue

from .kinds import CHANNELS, INBOX, MAIL, kinds, spoken
from .models import Notification, Preference


@transaction.atomic
def notify(
    *, recipients: Iterable[object], kind: str, key: str, at: datetime, path: str = "", **facts: object
) -> int:
    """Tell each recipient once (the key decides); return how many were told. Never put sealed content into facts.

    Raises KeyError for an undeclared kind.
    """
    declared = kinds()[kind]
    people = {person.pk: person for person in recipients}  # type: ignore[attr-defined]
    wishes = {} if declared.is_legal else _wishes(people, kind)
    rows = [
        Notification(
            recipient_id=pk,
            kind=kind,
            key=f"{kind}:{key}"[:120],
            facts={name: str(value) for name, value in facts.items()},
            path=path,
            at=at,
            mail_wanted=bool(person.email) and (declared.is_legal or wishes.get((pk, MAIL), declared.mail)),  # type: ignore[attr-defined]
            read_at=None if declared.is_legal or wishes.get((pk, INBOX), True) else at,
        )
        for pk, person in sorted(people.items())
    ]
    Notification.objects.bulk_create(rows, ignore_conflicts=True)
    transaction.on_commit(_enqueue_mail, robust=True)
    return len(rows)


def _wishes(people: Iterable[int], kind: str) -> dict[tuple[int, str], bool]:
    rows = Preference.objects.filter(user_id__in=people, kind=kind)
    return {
        (user, channel): wanted for user, channel, wanted in rows.values_list("user_id", "channel", "wanted")
    }


def _enqueue_mail() -> None:
    enqueue("marketplace.notifications.tasks.send_mail_due")


def send_due(*, limit: int = 100) -> int:
    """Send the mails that are due, each in its own transaction; return how many were sent."""
    sent = 0
    due = Notification.objects.filter(mail_wanted=True, mailed_at__isnull=True).order_by("id")
    for key in list(due.values_list("pk", flat=True)[:limit]):
        sent += _send(key)
    return sent


@transaction.atomic
def _send(key: int) -> bool:
    row = (
        Notification.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("recipient")
        .filter(pk=key, mailed_at__isnull=True)
        .first()
    )
    if row is None:
        return False
    with translation.override(row.recipient.language):
        title, body, why = texts(row)
        link = f"{settings.BASE_URL}{row.path}" if row.path else ""
        EmailMessage(
            subject=" ".join(title.split()),
            body="\n\n".join(part for part in (body, link, why) if part),
            to=[row.recipient.email],
        ).send()
    row.mailed_at = timezone.now()
    row.save(update_fields=["mailed_at"])
    return True


def texts(row: Notification) -> tuple[str, str, str]:
    """Return title, body and reason of a message in the active language; an unknown kind gives its code."""
    kind = kinds().get(row.kind)
    if kind is None:
        return row.kind, "", ""
    return tuple(
        str(part).format_map(_Named({name: spoken(fact) for name, fact in row.facts.items()}))
        for part in (kind.title, kind.body, kind.why)
    )  # type: ignore[return-value]


class _Named(dict):
    def __missing__(self, key: str) -> str:
        return ""


@transaction.atomic
def read_notifications(*, actor: object, now: datetime, until: int | None = None) -> int:
    """Mark the person's messages (up to an id) as read; return how many."""
    rows = Notification.objects.filter(recipient=actor, read_at__isnull=True)
    if until is not None:
        rows = rows.filter(pk__lte=until)
    return rows.update(read_at=now)


@transaction.atomic
def read_notification(*, actor: object, notification: Notification, now: datetime) -> int:
    """Mark one of the person's messages as read; return how many (0 when it was)."""
    rows = Notification.objects.filter(recipient=actor, pk=notification.pk, read_at__isnull=True)
    return rows.update(read_at=now)


@transaction.atomic
def set_preferences(*, actor: object, wanted: set[str]) -> int:
    """Keep all wishes at once: names are `<kind>:<channel>`; unknown ones are ignored; return how many changed."""
    known = {(row.kind, row.channel): row.wanted for row in Preference.objects.filter(user=actor)}
    changed = 0
    for kind in kinds().values():
        for channel in () if kind.is_legal else CHANNELS:
            wish = f"{kind.code}:{channel}" in wanted
            default = True if channel == INBOX else kind.mail
            if known.get((kind.code, channel), default) != wish:
                set_preference(actor=actor, kind=kind.code, channel=channel, wanted=wish)
                changed += 1
    return changed


@transaction.atomic
def set_preference(*, actor: object, kind: str, channel: str, wanted: bool) -> Preference:
    """Keep a wish; refused for kinds that law fixes on."""
    if channel not in CHANNELS or kind not in kinds():
        raise Refused("notifications.unknown_kind")
    if kinds()[kind].is_legal and not wanted:
        raise Refused("notifications.legal_kind")
    row, _ = Preference.objects.update_or_create(
        user=actor, kind=kind, channel=channel, defaults={"wanted": wanted}
    )
    return row
