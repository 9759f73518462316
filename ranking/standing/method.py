"""From contracts to standings: score, interval, status, rank, and the lines that add up to the score."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from math import fsum, sqrt

from .calibration import DEFAULT, Calibration
from .contract import Effect, contract_effect
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
    for category in (OVERALL, *sorted({row.contract.category for row in contracts} | also)):
        yield _result(ledger, org_id, category, contracts, parameters, explained=explained)


def _result(
    ledger: Ledger,
    org_id: str,
    category: str,
    contracts: list[_Weighed],
    parameters: Parameters,
    *,
    explained: bool,
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
    lines = _lines(contracts, shares, six(score), parameters) if explained else ()
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
    contracts: list[_Weighed], shares: list[float], score: Decimal, parameters: Parameters
) -> tuple[Line, ...]:
    """Return the prior and one line per row of evidence; six decimals that add up to the score exactly."""
    found = [
        (row.contract.contract_id, voice, share * voice.precision / row.effect.precision)
        for row, share in zip(contracts, shares, strict=True)
        for voice in row.effect.voices
    ]
    found.sort(key=lambda part: (part[0], part[1].kind, part[1].rater, part[2] * part[1].value))
    prior = Line("prior", "", "", six(parameters.typical), six(parameters.typical))
    amounts = _adding_up(
        [part * (voice.value - parameters.typical) for _, voice, part in found], score - prior.contribution
    )
    return (
        prior,
        *(
            Line(KINDS[voice.kind], contract_id, voice.rater, six(voice.value), amount, voice.count)
            for (contract_id, voice, _), amount in zip(found, amounts, strict=True)
        ),
    )


def _adding_up(values: list[float], total: Decimal) -> list[Decimal]:
    """Round to six decimals so that the parts add up to the total; the rest goes where rounding took most."""
    parts = [six(value) for value in values]
    rest = int((total - sum(parts, Decimal(0))) / MICRO)
    step = MICRO if rest > 0 else -MICRO
    lost = sorted(range(len(parts)), key=lambda i: (Decimal(values[i]) - parts[i]) / step, reverse=True)
    for index in lost[: abs(rest)]:
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
