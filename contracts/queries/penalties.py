"""Penalties as pages and acts read them: the clause, what can be proposed now and for how much, what is still owed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from contracts.models import Contract, Milestone, PartAcceptance, Penalty, Rectification
from contracts.rules.acceptance import SHORT
from contracts.rules.penalties import Terms, breach_sum, cap_of, late_days, late_sum, within_cap
from contracts.states import (
    DONE_STATES,
    IMPOSED_PENALTIES,
    OPEN_PENALTIES,
    OWED_STATES,
    ContractState,
    PenaltyGround,
    PenaltyState,
    RectificationState,
    TerminationGround,
)
from marketplace.core.clock import day_of, is_late
from marketplace.statutes import STATUTES, Parameter
from marketplace.workdays.queries import load_calendar
from marketplace.workdays.rules import CalendarNotLoaded, add_working_days
from payments.models import Recovery
from payments.queries.recoveries import held_of, open_claim_of, recoveries_of

LIVE = (*OPEN_PENALTIES, *IMPOSED_PENALTIES)
NOTHING = Decimal("0.00")


@dataclass(frozen=True)
class Option:
    """A penalty that could be proposed now: its cause, how it is counted, and the sum under the cap (yuan)."""

    key: str
    ground: str
    title: str
    count: dict[str, object]
    amount: Decimal
    days: int = 0
    milestone: Milestone | None = None
    rectification: Rectification | None = None


def terms_of(contract: Contract) -> Terms:
    """Return the penalty clause of a contract."""
    return Terms(contract.late_day_share, contract.breach_amount, contract.penalty_cap_share)


def bounds_of(contract: Contract) -> dict[str, Parameter]:
    """Return how far a clause may go, by the numbers of the day on which the contract was drawn up."""
    day = day_of(contract.drawn_up_at)
    return {name: STATUTES.on(f"penalty.{name}_max", day) for name in ("late_day", "breach", "cap")}


def last_day(key: str, now: datetime) -> date:
    """Return the last day of a period in working days; where no holiday plan is known, twice as many days."""
    days = STATUTES.on(key, day_of(now)).days
    try:
        return add_working_days(day_of(now), days, load_calendar())
    except CalendarNotLoaded:
        return day_of(now) + timedelta(days=2 * days)


def is_punishable(contract: Contract) -> bool:
    """Say whether a penalty can be proposed: in force, or ended early for the supplier's breach."""
    if contract.state == ContractState.TERMINATED:
        return contract.termination_ground == TerminationGround.BREACH
    return contract.state == ContractState.ACTIVE


def taken_of(contract: Contract) -> Decimal:
    """Return what the live penalties of a contract use up of its cap (yuan)."""
    rows = contract.penalties.filter(state__in=LIVE).values_list("amount", "proposed_amount")
    return sum((proposed if amount is None else amount for amount, proposed in rows), NOTHING)


def options_of(contract: Contract, now: datetime) -> list[Option]:
    """Return every penalty that the clause allows now, each with its count; none where there is no clause."""
    terms = terms_of(contract)
    if not terms.is_agreed or not is_punishable(contract):
        return []
    cap, taken = cap_of(contract.amount, terms), taken_of(contract)
    known = list(contract.penalties.filter(state__in=LIVE))
    rows = [*_lates(contract, known, terms, now), *_breaches(contract, known, terms, now)]
    return [_capped(row, cap, taken) for row in rows]


def _capped(option: Option, cap: Decimal, taken: Decimal) -> Option:
    raw = Decimal(str(option.count["sum"]))
    amount = within_cap(raw, cap=cap, taken=taken)
    count = option.count | {"cap": f"{cap:.2f}", "taken": f"{taken:.2f}", "amount": f"{amount:.2f}"}
    return Option(
        option.key, option.ground, option.title, count, amount, option.days, option.milestone,
        option.rectification,
    )  # fmt: skip


def late_days_of(milestone: Milestone, until: datetime) -> int:
    """Return by how many days a milestone's reports were or are late."""
    last = milestone.reports.filter(submitted_at__isnull=False).order_by("-number").first()
    is_owed = milestone.state in OWED_STATES
    return late_days(
        due_at=milestone.due_at, first_at=milestone.submitted_at, again_by=milestone.resubmit_by,
        last_at=None if is_owed or last is None else last.submitted_at, until=until,
    )  # fmt: skip


def _lates(contract: Contract, known: list[Penalty], terms: Terms, now: datetime) -> Iterator[Option]:
    until = contract.terminated_at or now
    for row in contract.milestones.order_by("number") if terms.late_day else ():
        row.contract = contract
        counted = sum(p.days for p in known if p.milestone_id == row.pk)
        days = late_days_of(row, until) - counted
        if days <= 0:
            continue
        sum_ = late_sum(row.amount, days, terms)
        count = {
            "basis": f"{row.amount:.2f}", "days": days, "rate": f"{terms.late_day:.6f}", "sum": f"{sum_:.2f}",
        }  # fmt: skip
        title = _("Milestone {number} late by {days} day(s)").format(number=row.number, days=days)
        yield Option(f"late:{row.number}", PenaltyGround.LATE, title, count, sum_, days, milestone=row)


def _breaches(contract: Contract, known: list[Penalty], terms: Terms, now: datetime) -> Iterator[Option]:
    if not terms.breach:
        return
    standards = {p.milestone_id for p in known if p.ground == PenaltyGround.STANDARD}
    for row in contract.milestones.exclude(pk__in=standards).order_by("number"):
        names = _short_standards(row, now)
        if names:
            title = _("Milestone {number}: {names}").format(number=row.number, names="；".join(names))
            yield _breach(
                f"standard:{row.number}", PenaltyGround.STANDARD, title, names, terms, milestone=row
            )
    orders = {p.rectification_id for p in known if p.rectification_id}
    failed = contract.rectifications.filter(state=RectificationState.FAILED).exclude(pk__in=orders)
    for order in failed.prefetch_related("items"):
        names = [item.text for item in order.items.all()]
        title = _("Order {number} not put right: {names}").format(number=order.number, names="；".join(names))
        key = f"rectification:{order.number}"
        yield _breach(key, PenaltyGround.RECTIFICATION, title, names, terms, rectification=order)
    yield _breach("other", PenaltyGround.OTHER, _("One other duty broken, named in the facts"), [], terms)


def _breach(key: str, ground: str, title: str, names: list[str], terms: Terms, **cause: object) -> Option:
    number = len(names) or 1
    sum_ = breach_sum(number, terms)
    count = {"each": f"{terms.breach:.2f}", "number": number, "names": names, "sum": f"{sum_:.2f}"}
    return Option(key, ground, title, count, sum_, **cause)  # type: ignore[arg-type]


def _short_standards(milestone: Milestone, now: datetime) -> list[str]:
    """Return the standards that the last part certificate found short and that were not cured in time."""
    part = PartAcceptance.objects.filter(milestone=milestone).order_by("-number").first()
    is_uncured = milestone.state in OWED_STATES and is_late(now, milestone.deadline)
    if part is None or not (is_uncured or hasattr(milestone, "deduction")):
        return []
    return [row["name"] for row in part.certificate["standards"] if row["verdict"] in SHORT]


def outstanding(penalty: Penalty) -> Decimal:
    """Return what of a penalty is neither held back, received nor claimed yet (yuan)."""
    claim = open_claim_of(penalty.reference)
    return max(penalty.owed - held_of(penalty.reference) - (claim.amount if claim else NOTHING), NOTHING)


def has_payments_left(contract: Contract) -> bool:
    """Say whether another payment of the contract can still be ordered, from which a penalty can be taken."""
    if contract.state in {ContractState.CLOSED, ContractState.TERMINATED}:
        return False
    return contract.milestones.exclude(state__in=DONE_STATES).exists()


def open_penalties(contract: Contract) -> QuerySet[Penalty]:
    """Return the penalties and objections that wait for a decision."""
    return contract.penalties.filter(state__in=(*OPEN_PENALTIES, PenaltyState.OBJECTED))


def penalties_of(contract: Contract) -> QuerySet[Penalty]:
    """Return the penalties of a contract with what both sides read of them."""
    return contract.penalties.select_related("milestone", "rectification", "objection").order_by("number")


def public_penalties(contract: Contract) -> list[Penalty]:
    """Return what the public reads: the imposed penalties, never a proposal and never a person."""
    rows = contract.penalties.filter(state__in=IMPOSED_PENALTIES)
    return list(rows.select_related("milestone").order_by("number"))


def money_rows(penalty: Penalty) -> list[Recovery]:
    """Return how the sum of a penalty was recovered, oldest first."""
    return list(recoveries_of(penalty.reference))


def is_ripe(penalty: Penalty, now: datetime) -> bool:
    """Say whether a proposal can be decided: answered, or its days to be heard have passed."""
    if penalty.state == PenaltyState.ANSWERED:
        return True
    return penalty.state == PenaltyState.PROPOSED and day_of(now) > penalty.heard_until


def is_objectable(penalty: Penalty, now: datetime) -> bool:
    """Say whether the organization can still object: decided, in time, and not looked at again before."""
    if penalty.state not in {PenaltyState.CONFIRMED, PenaltyState.REDUCED} or hasattr(penalty, "objection"):
        return False
    return day_of(now) <= penalty.objection_until


def may_be_punished(contract: Contract) -> bool:
    """Say whether the contract has a clause and stands where a penalty can be proposed."""
    return terms_of(contract).is_agreed and is_punishable(contract)
