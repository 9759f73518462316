"""The procurement file of an ended tender: every document that law wants kept, in the order of the list (ARC-02)."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bidding.models import Award, Bid, Hearing, Invalidity, ObjectionFile, Seat, Tender
from bidding.queries.amendments import amendments_of, versions_of
from bidding.queries.questions import questions_of
from bidding.queries.tenders import lot_of
from bidding.states import TenderState
from contracts.models import Contract, Deduction, PartAcceptance
from marketplace.audit.models import AuditEvent
from marketplace.core.canonical import canonical
from marketplace.core.clock import day_of
from marketplace.statutes import STATUTES
from marketplace.web.files import StoredFile

ENDED = (TenderState.AWARDED, TenderState.FAILED, TenderState.CANCELLED)
KINDS = (
    "activity", "budget", "document", "clarifications", "opening", "bids", "criteria", "evaluation", "award",
    "contract", "acceptance", "challenges", "complaints", "recording",
)  # fmt: skip
"""The kinds of GPL art. 42, in its order; `recording` is that of the opening and the evaluation (O87 art. 39)."""


@dataclass(frozen=True)
class Entry:
    """One file of the archive: its kind, its path inside, and its bytes or the kept file behind them."""

    kind: str
    path: str
    content: bytes | StoredFile


def _json(kind: str, name: str, value: object) -> Entry:
    plain = json.loads(canonical(value))
    return Entry(kind, f"{kind}/{name}.json", json.dumps(plain, ensure_ascii=False, indent=1).encode())


def _row(row: object, *names: str) -> dict[str, object]:
    return {name: getattr(row, name) for name in names}


def _file(kind: str, folder: str, stored: StoredFile) -> Entry:
    return Entry(kind, f"{kind}/{folder}/{stored.pk}-{stored.name}", stored)


def entries_of(tender: Tender) -> Iterator[Entry]:
    """Return every document that the platform holds, kind after kind (ARC-02); who asked questions is not among them."""
    lot = lot_of(tender)
    yield from _before(tender)
    for bid in Bid.objects.filter(lot=lot).select_related("organization", "opened"):
        yield from _bid(bid)
    yield _json("criteria", "criteria", list(lot.criteria.values("code", "text", "bands", "points", "kind")))
    yield from _evaluation(lot)
    yield from _after(tender, lot)
    yield from _objections(tender)


def _before(tender: Tender) -> Iterator[Entry]:
    events = AuditEvent.objects.filter(chain=tender.audit_chain).order_by("sequence")
    rows = events.values("sequence", "at", "act", "actor_name", "before", "after", "reason", "digest")
    yield _json("activity", "record", list(rows))
    money = _row(tender, "budget", "ceiling", "approval_number")
    yield _json("budget", "budget", {**money, "project": tender.project.reference})
    for version in versions_of(tender):
        yield _json("document", f"version-{version.version}", version.body)
        yield Entry("document", f"document/version-{version.version}.html", version.html.encode())
    names = ("number", "text", "state", "asked_at", "answer", "answered_at")
    asked = [_row(row, *names) for row in questions_of(tender)]
    changes = [_row(row, "number", "state", "changes", "reason") for row in amendments_of(tender)]
    if asked or changes:
        yield _json("clarifications", "clarifications", {"questions": asked, "amendments": changes})
    opening = getattr(tender, "opening", None)
    if opening is not None and opening.record:
        signed = {"record": opening.record, "signature": opening.signature, "digest": opening.digest}
        yield _json("opening", "record", signed)
        if opening.annex:
            kept = {
                "annex": opening.annex,
                "signature": opening.annex_signature,
                "digest": opening.annex_digest,
            }
            yield _json("opening", "annex", kept)
    for stored in tender.recordings.all():  # OPEN-07
        yield _file("recording", stored.phase, stored)


def _bid(bid: Bid) -> Iterator[Entry]:
    names = ("receipt_number", "version", "state", "sealed_at", "receipt", "signature", "manifest_digest")
    opened = getattr(bid, "opened", None)
    content = _row(opened, "price", "form", "proposal", "opened_at") if opened else None
    number = bid.receipt_number
    yield _json(
        "bids", number, {**_row(bid, *names), "organization": bid.organization.name, "content": content}
    )
    for stored in opened.documents.all() if opened else ():
        yield _file("bids", number, stored)


def _evaluation(lot: object) -> Iterator[Entry]:
    seats = Seat.objects.filter(lot=lot).select_related("member")
    if not seats:
        return
    committee = [
        {**_row(seat, "role", "is_chair", "state", "replace_reason"), "name": seat.member.name}
        for seat in seats
    ]
    yield _json("evaluation", "committee", committee)
    sheets = [
        {
            "member": seat.member.name, "bid": sheet.bid.receipt_number, "comment": sheet.comment,
            "points": {score.criterion.code: score.points for score in sheet.scores.all()},
        }
        for seat in seats.prefetch_related("sheets__bid", "sheets__scores__criterion")
        for sheet in seat.sheets.all()
    ]  # fmt: skip
    yield _json("evaluation", "score-sheets", sheets)
    asked = Hearing.objects.filter(bid__lot=lot).select_related("bid")
    names = (
        "kind",
        "text",
        "price",
        "rule",
        "asked_at",
        "answer_by",
        "answer",
        "is_confirmed",
        "answered_at",
    )
    yield _json(
        "evaluation", "hearings", [{**_row(row, *names), "bid": row.bid.receipt_number} for row in asked]
    )
    gone = Invalidity.objects.filter(bid__lot=lot).select_related("bid")
    invalid = [{**_row(row, "ground", "reason", "decided_at"), "bid": row.bid.receipt_number} for row in gone]
    yield _json("evaluation", "invalid-bids", invalid)
    for report in lot.reports.all():  # type: ignore[attr-defined]
        yield _json("evaluation", f"report-{report.pk}", report.body)
        yield Entry("evaluation", f"evaluation/report-{report.pk}.html", report.html.encode())
    results = [*lot.earlier_evaluations.all(), *([lot.evaluation] if hasattr(lot, "evaluation") else [])]  # type: ignore[attr-defined]
    for number, result in enumerate(results, start=1):
        yield _json(
            "evaluation", f"result-{number}", _row(result, "input", "result", "draw", "digest", "made_at")
        )


def _after(tender: Tender, lot: object) -> Iterator[Entry]:
    for award in Award.objects.filter(lot=lot):
        names = ("public_id", "state", "amount", "reason", "document", "digest", "revoke_reason")
        yield _json("award", award.public_id, _row(award, *names))
    if tender.end_reason:
        yield _json("award", "ended", _row(tender, "state", "end_reason", "end_note", "ended_at"))
    for contract in Contract.objects.filter(award__lot=lot).exclude(document=None):
        yield _json("contract", contract.reference, contract.document)
        yield Entry("contract", f"contract/{contract.reference}.html", contract.document_html.encode())
        for milestone in contract.milestones.filter(acceptance__isnull=False).select_related("acceptance"):
            made = {
                **_row(milestone.acceptance, "accepted_at"),
                "title": milestone.title,
                "amount": milestone.amount,
            }
            yield _json("acceptance", f"{contract.reference}-{milestone.number}", made)
        yield from _parts(contract)


def _parts(contract: Contract) -> Iterator[Entry]:
    for part in PartAcceptance.objects.filter(milestone__contract=contract).select_related("milestone"):
        made = {
            **_row(part, "accepted_at", "certificate"),
            "title": part.milestone.title,
            "amount": part.amount,
        }
        yield _json("acceptance", f"{contract.reference}-{part.milestone.number}-part-{part.number}", made)
    for row in Deduction.objects.filter(milestone__contract=contract).select_related("milestone"):
        made = {**_row(row, "decided_at", "reason", "amount"), "title": row.milestone.title}
        yield _json("acceptance", f"{contract.reference}-{row.milestone.number}-deduction", made)


def _objections(tender: Tender) -> Iterator[Entry]:
    for challenge in tender.challenges.select_related("organization"):
        names = (
            "kind",
            "matters",
            "facts",
            "basis",
            "request",
            "state",
            "filed_at",
            "answer",
            "remedy",
            "decided_at",
        )
        made = {**_row(challenge, *names), "organization": challenge.organization.name}
        yield _json("challenges", challenge.reference, made)
        for one in challenge.complaints.all():
            wanted = (
                "matters",
                "statement",
                "state",
                "filed_at",
                "note",
                "buyer_statement",
                "decision",
                "decided_at",
            )
            yield _json("complaints", one.reference, _row(one, *wanted))
    files = ObjectionFile.objects.filter(challenge__tender=tender).select_related("challenge")
    for stored in files:
        yield _file("complaints" if stored.complaint_id else "challenges", stored.challenge.reference, stored)


def missing_kinds(tender: Tender, held: set[str]) -> list[str]:
    """Return the kinds of the list that are absent although this tender must have them (OPEN-07 included)."""
    wanted = {"activity", "budget", "document", "criteria", "award"}
    if hasattr(tender, "opening"):
        wanted |= {"opening", "bids", "recording"}
    if hasattr(lot_of(tender), "evaluation"):
        wanted |= {"evaluation"}
    if tender.state == TenderState.AWARDED:
        wanted |= {"contract", "acceptance"}
    return [kind for kind in KINDS if kind in wanted - held]


def kept_until(tender: Tender) -> date:
    """Return the day until which the file is kept: fifteen years after the end of the procurement (ARC-01)."""
    end = day_of(tender.ended_at)
    years = STATUTES.on("records.retention", tender.notice_date or end).days
    return end.replace(year=end.year + years, day=min(end.day, 28) if end.month == 2 else end.day)  # noqa: PLR2004 - February
