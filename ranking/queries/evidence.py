"""The events of the method, built from the records: the same file that anyone may download and compute."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from io import StringIO

from django.db.models import Count, Min, Q

from contracts.models import Contract, Milestone
from contracts.states import DONE_STATES, PUBLIC_STATES, ContractState, ReportState, TerminationGround
from marketplace.core.clock import day_of
from marketplace.statutes import STATUTES
from organizations.models import Organization
from organizations.queries.organizations import known_organizations
from ranking.models import Appeal, Ballot, Pseudonym, Rating, Review, Round, StatusChange, Succession
from ranking.rules.rounds import value_of
from ranking.standing import COLUMNS
from ranking.standing.outcomes import milestone_outcome
from ranking.states import AppealState, ReviewState, RoundState

from .successions import family_of

Row = dict[str, object]
AGAIN = (ReportState.RETURNED, ReportState.PARTLY_ACCEPTED)
"""Reports after which the work had to be done again."""


def standing_events(organization: Organization | None = None) -> list[Row]:
    """Return every event as rows of events.csv, oldest first; persons as pseudonyms.

    With an organization: the events of the record that it holds or is part of.
    """
    contracts = Contract.objects.filter(state__in=PUBLIC_STATES, signed_at__isnull=False)
    organizations = known_organizations()
    links = Succession.objects.select_related("old", "new")
    if organization is not None:
        family = family_of(organization)
        contracts = contracts.filter(organization__in=family)
        organizations = organizations.filter(pk__in=family)
        links = links.filter(old__in=family)
    keys = dict(contracts.values_list("pk", "public_id"))
    rows = [
        *_organizations(organizations),
        *_contracts(contracts),
        *_milestones(keys),
        *_ratings(keys),
        *_residents(keys),
        *_rounds(keys),
        *_links(links),
    ]
    rows.extend(_voids(keys, rows, _superseded(keys, rows)))
    return sorted(rows, key=lambda row: (row["ts"], row["event_id"]))


def events_csv(rows: list[Row]) -> str:
    """Return the rows as the text of events.csv."""
    out = StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def event(event_id: str, at: datetime, kind: str, **fields: object) -> Row:
    """Return one row."""
    return {"event_id": event_id, "ts": day_of(at).isoformat(), "type": kind, **fields}


def _organizations(organizations) -> Iterator[Row]:
    known = {row.pk: row for row in organizations}
    for row in known.values():
        if row.verified_at:
            yield event(
                f"org-{row.public_id}", row.verified_at, "org", org_id=row.public_id, outcome="active"
            )
    for change in StatusChange.objects.filter(organization__in=known):
        yield event(
            f"org-{known[change.organization_id].public_id}-{change.pk}",
            change.at,
            "org",
            org_id=known[change.organization_id].public_id,
            outcome="active" if change.is_active else "suspended",
        )


def _contracts(contracts) -> Iterator[Row]:
    for row in contracts.select_related("organization"):
        key = row.public_id
        yield event(
            f"c-{key}",
            row.signed_at,
            "contract",
            org_id=row.organization.public_id,
            contract_id=key,
            category=row.category_id,
            difficulty=row.difficulty,
            amount=row.amount,
            start=row.starts_on.isoformat(),
            end=row.ends_on.isoformat(),
        )
        ended = row.closed_at if row.state == ContractState.CLOSED else row.terminated_at
        if ended:
            yield event(f"c-{key}-end", ended, "contract_end", contract_id=key, end=day_of(ended).isoformat())


def is_mostly_deducted(milestone: Milestone) -> bool:
    """Say whether less than half of the sum was accepted before the rest was deducted for good."""
    return hasattr(milestone, "deduction") and milestone.accepted_amount * 2 < milestone.amount


def _milestones(keys: dict[int, str]) -> Iterator[Row]:
    """Let accepted milestones speak; those left at an early end are excused, or rejected when the supplier failed.

    A milestone accepted in part is no evidence while the rest is owed. Cured, or ended by a deduction, it counts as
    accepted after rework; as rejected where less than half of its sum was accepted.
    """
    rows = Milestone.objects.filter(contract__in=keys).select_related("contract", "deduction")
    returned = Count("reports", filter=Q(reports__state__in=AGAIN))
    for row in rows.annotate(first=Min("reports__submitted_at"), returned=returned).order_by("pk"):
        key = keys[row.contract_id]
        name = f"m-{key}-{row.number}"
        if row.state in DONE_STATES and is_mostly_deducted(row):
            yield event(
                name, row.accepted_at, "milestone", contract_id=key, milestone_id=row.number, outcome="rejected",
            )  # fmt: skip
        elif row.state in DONE_STATES:
            outcome, late = milestone_outcome(
                due=day_of(row.due_at),
                reported=day_of(row.first or row.submitted_at or row.accepted_at),
                is_reworked=row.returned > 0,
            )
            yield event(
                name, row.accepted_at, "milestone", contract_id=key, milestone_id=row.number, outcome=outcome,
                days_late=late or "",
            )  # fmt: skip
        elif row.contract.terminated_at:
            yield event(
                name, row.contract.terminated_at, "milestone", contract_id=key, milestone_id=row.number,
                outcome="rejected" if row.contract.termination_ground == TerminationGround.BREACH else "excused",
            )  # fmt: skip


def _ratings(keys: dict[int, str]) -> Iterator[Row]:
    rows = Rating.objects.filter(
        review__contract__in=keys, review__state=ReviewState.PUBLISHED
    ).select_related("review")
    names = dict(Pseudonym.objects.values_list("user_id", "code"))
    counts: Counter[tuple[int, str]] = Counter()
    for row in rows.order_by("review_id", "pk"):
        counts[row.review_id, row.kind] += 1
        number = counts[row.review_id, row.kind]
        yield event(
            f"e-{row.review.public_id}-{row.kind}{number if number > 1 else ''}",
            row.review.published_at,
            "evaluation",
            contract_id=keys[row.review.contract_id],
            evaluator_id=names.get(row.rater_id, ""),
            evaluator_kind=row.kind,
            score=row.total,
        )


def _residents(keys: dict[int, str]) -> Iterator[Row]:
    """Give stars without any person, sorted; a review with fewer than five answers publishes and counts none."""
    reviews = {row.pk: row for row in Review.objects.filter(contract__in=keys, state=ReviewState.PUBLISHED)}
    stars: dict[int, list[int]] = {}
    for review_id, value in (
        Ballot.objects.filter(review__in=reviews).order_by("stars").values_list("review_id", "stars")
    ):
        stars.setdefault(review_id, []).append(value)
    for review_id, values in stars.items():
        review = reviews[review_id]
        if len(values) < STATUTES.on("evaluation.minimum_answers", day_of(review.opened_at)).days:
            continue
        for number, value in enumerate(values, start=1):
            yield event(
                f"e-{review.public_id}-r{number}",
                review.published_at,
                "evaluation",
                contract_id=keys[review.contract_id],
                evaluator_kind="resident",
                score=value,
            )


def _rounds(keys: dict[int, str]) -> Iterator[Row]:
    """Give the answers of final rounds, sorted: the residents of one contract are one line, however many answered."""
    final = Round.objects.filter(contract__in=keys, state=RoundState.FINAL).prefetch_related("ballots")
    for row in final.order_by("finished_at", "pk"):
        counted = [ballot.answers for ballot in row.ballots.all() if not ballot.is_excluded]
        if len(counted) < STATUTES.on("evaluation.minimum_answers", day_of(row.published_at)).days:
            continue
        values = sorted(value for answers in counted if (value := value_of(answers)) is not None)
        for number, value in enumerate(values, start=1):
            yield event(
                f"e-{row.public_id}-h{number}",
                row.finished_at,
                "evaluation",
                contract_id=keys[row.contract_id],
                evaluator_kind="resident",
                score=value,
            )


def _superseded(keys: dict[int, str], rows: list[Row]) -> dict[object, str]:
    """Return {event: day} of residents' stars that a later final round of the same contract replaces.

    A household is asked about one contract once: the newest round speaks, earlier answers are not added to it.
    """
    voices = [row for row in rows if row.get("evaluator_kind") == "resident"]
    speaking = {name[1] for row in voices if (name := str(row["event_id"]).split("-"))[2].startswith("h")}
    final = Round.objects.filter(public_id__in=speaking).order_by("finished_at", "pk")
    newest = {keys[row.contract_id]: row for row in final}
    found = {}
    for row in voices:
        last = newest.get(str(row["contract_id"]))
        if last is None:
            continue
        if not str(row["event_id"]).startswith(f"e-{last.public_id}-"):
            found[row["event_id"]] = max(str(row["ts"]), day_of(last.finished_at).isoformat())
    return found


def _links(links: Iterable[Succession]) -> Iterator[Row]:
    for row in links:
        name = f"l-{row.old.public_id}"
        yield event(name, row.at, "link", org_id=row.old.public_id, ref=row.new.public_id)


def _voids(keys: dict[int, str], rows: list[Row], replaced: dict[object, str]) -> list[Row]:
    """Let upheld appeals take the evidence away from the day of the decision, newer rounds older stars."""
    upheld = Appeal.objects.filter(state=AppealState.UPHELD, contract__in=keys).select_related("milestone")
    decided = {
        (keys[row.contract_id], row.item, row.milestone.number if row.milestone else ""): row.decided_at
        for row in upheld
    }
    taken = {
        row["event_id"]: day_of(decided[piece]).isoformat()
        for row in rows
        if (piece := _piece(row)) in decided
    }
    days = replaced | {key: min(day, replaced.get(key, day)) for key, day in taken.items()}
    return [{"event_id": f"v-{key}", "ts": day, "type": "void", "ref": key} for key, day in days.items()]


def _piece(row: Row) -> tuple[object, object, object]:
    item = row.get("evaluator_kind") or row["type"]
    return row.get("contract_id", ""), item, row.get("milestone_id", "")
