"""What of a contract's record a rating may point to: reports, indicators, certificates, checks, tickets, photos."""

from collections.abc import Iterator

from django.db.models import Count

from contracts.models import Contract, Milestone, MilestoneIndicator, ReportFile, Ticket
from contracts.states import DONE_STATES, FileKind, ReportState, TicketState
from ranking.models import Round
from ranking.states import RoundState

Proof = dict[str, object]


def proofs_of(contract: Contract) -> list[Proof]:
    """Return everything public of the contract that a rating may name, each with key, kind, facts and address."""
    return [
        *_milestones(contract),
        *_indicators(contract),
        *_photos(contract),
        *_tickets(contract),
        *_rounds(contract),
    ]


def _milestones(contract: Contract) -> Iterator[Proof]:
    rows = Milestone.objects.filter(contract=contract, state__in=DONE_STATES)
    for row in rows.annotate(seen=Count("checks")).order_by("number"):
        facts = {"number": row.number, "title": row.title}
        path = f"{contract.path}#m{row.number}"
        yield {"key": f"report-{row.number}", "kind": "report", "path": path, **facts}
        certificate = f"{contract.path}milestones/{row.number}/certificate/"
        yield {"key": f"certificate-{row.number}", "kind": "certificate", "path": certificate, **facts}
        if row.seen:
            yield {"key": f"check-{row.number}", "kind": "check", "path": path, "n": row.seen, **facts}


def _indicators(contract: Contract) -> Iterator[Proof]:
    rows = MilestoneIndicator.objects.filter(milestone__contract=contract, actual__isnull=False)
    for row in rows.select_related("milestone").order_by("milestone__number", "position", "pk"):
        yield {
            "key": f"indicator-{row.pk}",
            "kind": "indicator",
            "path": f"{contract.path}#m{row.milestone.number}",
            "number": row.milestone.number,
            "title": row.name,
            "planned": _plain(row.planned),
            "actual": _plain(row.actual),
        }


def _plain(value: object) -> str:
    return f"{value:f}".rstrip("0").rstrip(".")


def _photos(contract: Contract) -> Iterator[Proof]:
    rows = ReportFile.objects.filter(
        report__milestone__contract=contract, report__state=ReportState.ACCEPTED, kind=FileKind.PHOTO
    ).select_related("report__milestone__contract")
    places: dict[int, int] = {}
    for row in rows.order_by("report__milestone__number", "pk"):
        number = row.report.milestone.number
        places[number] = places.get(number, 0) + 1
        yield {
            "key": f"photo-{row.public_id}",
            "kind": "photo",
            "path": row.get_absolute_url(),
            "number": number,
            "n": places[number],
        }


def _tickets(contract: Contract) -> Iterator[Proof]:
    for row in Ticket.objects.filter(contract=contract).exclude(state=TicketState.SUBMITTED).order_by("pk"):
        yield {
            "key": f"ticket-{row.public_id}",
            "kind": "ticket",
            "path": f"/tickets/{row.public_id}/",
            "title": row.kind,
        }


def _rounds(contract: Contract) -> Iterator[Proof]:
    for row in Round.objects.filter(contract=contract, state=RoundState.FINAL).order_by("pk"):
        yield {"key": f"round-{row.public_id}", "kind": "round", "path": row.path, "title": row.title}
