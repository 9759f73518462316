"""From contracts to standings: score, interval, status, rank, and the lines that add up to the score."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from heapq import nlargest
from math import fsum, sqrt

from .calibration import DEFAULT, Calibration
from .contract import Effect, Voice, contract_effect
from .events import Event
from .ledger import Evidence, Ledger, build_ledger
from .parameters import KINDS, MER1, Parameters

OVERALL = "*"
MICRO = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the explanation: `prior`, or one row of evidence with its value and effect on the score."""

    item: str
    contract_id: str
    rater: str
    adjusted: Decimal
    contribution: Decimal
    count: int = 0


@dataclass(frozen=True, slots=True)
class Result:
    """The standing of one organization in one category (`*` overall) on one day; six decimals."""

    as_of: date
    category: str
    org_id: str
    rank: int | None
    status: str
    score: Decimal
    error: Decimal
    low: Decimal
    high: Decimal
    contracts: int
    evidence: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A contract with its effect and its weight before the category is considered."""

    contract: Evidence
    effect: Effect
    weight: float
    age: float


@dataclass(frozen=True, slots=True)
class _Spoken:
    """A voice in the lines of an organization: which contract, its value as shown."""

    place: int
    voice: Voice
    value: Decimal


def results_at(
    events: Iterable[Event],
    as_of: date,
    *,
    calibration: Calibration = DEFAULT,
    parameters: Parameters = MER1,
    only: frozenset[str] | None = None,
    also: frozenset[str] = frozenset(),
    explained: bool = True,
) -> list[Result]:
    """Return every standing on the day: by category (`*` first), then rank, then organization.

    `only` restricts the answer to some organizations and leaves ranks empty: one organization in about 1 ms.
    `also` names categories in which to estimate from the contracts of others, without a place.
    Without `explained` the lines are left out: a large market takes a third of the time.
    """
    ledger = build_ledger(events, as_of, parameters)
    by_org: dict[str, list[_Weighed]] = defaultdict(list)
    for contract in ledger.contracts:
        if only is None or contract.org_id in only:
            effect = contract_effect(contract, calibration, parameters)
            if effect is not None:
                by_org[contract.org_id].append(_weighed(contract, effect, as_of, parameters))
    known = ledger.statuses if only is None else {o: s for o, s in ledger.statuses.items() if o in only}
    results = [
        result
        for org_id in known
        for result in _standings(ledger, org_id, by_org[org_id], parameters, also, explained=explained)
    ]
    return results if only is not None else _ranked(results)


def _weighed(contract: Evidence, effect: Effect, as_of: date, parameters: Parameters) -> _Weighed:
    age = (as_of - min(contract.end, as_of)).days / parameters.year
    return _Weighed(contract, effect, effect.information * 2 ** (-age / parameters.half_life), age)


def _standings(
    ledger: Ledger,
    org_id: str,
    contracts: list[_Weighed],
    parameters: Parameters,
    also: frozenset[str],
    *,
    explained: bool,
) -> Iterable[Result]:
    spoken = _spoken(contracts) if explained else None
    for category in (OVERALL, *sorted({row.contract.category for row in contracts} | also)):
        yield _result(ledger, org_id, category, contracts, parameters, spoken)


def _spoken(contracts: list[_Weighed]) -> list[_Spoken]:
    """Return every voice with the place of its contract and its rounded value, in the lines' order.

    None of it depends on the category: it is made once for all of an organization's standings.
    """
    found = [
        _Spoken(place, voice, six(voice.value))
        for place, row in enumerate(contracts)
        for voice in row.effect.voices
    ]
    found.sort(
        key=lambda one: (
            contracts[one.place].contract.contract_id, one.voice.kind, one.voice.rater,
            one.voice.precision * one.voice.value,
        )
    )  # fmt: skip
    return found


def _result(  # noqa: PLR0917 - one organization, one category
    ledger: Ledger,
    org_id: str,
    category: str,
    contracts: list[_Weighed],
    parameters: Parameters,
    spoken: list[_Spoken] | None,
) -> Result:
    own = [row for row in contracts if category in (OVERALL, row.contract.category)]
    weights = [
        row.weight * (1 if category in (OVERALL, row.contract.category) else parameters.other_category)
        for row in contracts
    ]
    information = 1 / parameters.spread**2 + fsum(weights)
    drift = parameters.drift * fsum(weights) / information
    score = parameters.typical + fsum(
        weight * (row.effect.value - parameters.typical) / information
        for weight, row in zip(weights, contracts, strict=True)
    )
    error = sqrt(1 / information + drift**2)
    reach = parameters.interval * error
    shares = [weight / information for weight in weights]
    lines = () if spoken is None else _lines(contracts, spoken, shares, six(score), parameters)
    return Result(
        ledger.as_of,
        category,
        org_id,
        None,
        _status(ledger.statuses[org_id], own, parameters),
        six(score),
        six(error),
        six(score - reach),
        six(score + reach),
        len(own),
        sum(row.contract.pieces for row in own),
        lines,
    )


def six(value: float) -> Decimal:
    """Return the value with six decimals; half to even on the exact binary value, so that it never depends on order."""
    return Decimal(value).quantize(MICRO)


def _status(membership: str, own: list[_Weighed], parameters: Parameters) -> str:
    if membership != "active":
        return "suspended"
    if not own:
        return "none"
    recent = sum(row.age <= parameters.ranked_years for row in own)
    return "ranked" if recent >= parameters.ranked_contracts else "provisional"


def _lines(
    contracts: list[_Weighed],
    spoken: list[_Spoken],
    shares: list[float],
    score: Decimal,
    parameters: Parameters,
) -> tuple[Line, ...]:
    """Return the prior and one line per row of evidence; six decimals that add up to the score exactly."""
    typical = parameters.typical
    prior = Line("prior", "", "", six(typical), six(typical))
    amounts = _adding_up(
        [
            shares[one.place]
            * one.voice.precision
            / contracts[one.place].effect.precision
            * (one.voice.value - typical)
            for one in spoken
        ],
        score - prior.contribution,
    )
    return (
        prior,
        *(
            Line(
                KINDS[one.voice.kind], contracts[one.place].contract.contract_id, one.voice.rater, one.value,
                amount, one.voice.count,
            )
            for one, amount in zip(spoken, amounts, strict=True)
        ),
    )  # fmt: skip


def _adding_up(values: list[float], total: Decimal) -> list[Decimal]:
    """Round to six decimals so that the parts add up to the total; the rest goes where rounding took most."""
    exact = [Decimal(value) for value in values]
    parts = [value.quantize(MICRO) for value in exact]
    rest = int((total - sum(parts, Decimal(0))) / MICRO)
    if rest:
        step = MICRO if rest > 0 else -MICRO
        lost = [(whole - part) * rest for whole, part in zip(exact, parts, strict=True)]
        for index in nlargest(abs(rest), range(len(parts)), key=lost.__getitem__):
            parts[index] += step
    return parts


def _ranked(results: list[Result]) -> list[Result]:
    """Give ranks by score among the ranked of each category (equal scores share one) and order the table."""
    by_category: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        by_category[result.category].append(result)
    ordered: list[Result] = []
    for category in sorted(by_category):
        rows = sorted(by_category[category], key=lambda row: (row.status != "ranked", -row.score, row.org_id))
        place, previous = 0, None
        for index, row in enumerate(rows, start=1):
            if row.status != "ranked":
                ordered.append(row)
                continue
            place, previous = (place if row.score == previous else index), row.score
            ordered.append(replace(row, rank=place))
    return ordered
