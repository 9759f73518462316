"""Read the file that an evaluation is computed from; every fault names its field (issue of a lawyer: nothing is guessed)."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

PROCEDURES = ("open", "invited", "consultation", "negotiation", "inquiry", "single", "grant")
METHODS = ("comprehensive", "lowest_price")
CATEGORIES = ("services", "goods")
COMBINES = ("mean", "equal")
LARGEST_SCALE = 6
FULL_POINTS = Decimal(100)
_MONEY = re.compile(r"[0-9]{1,12}(\.[0-9]{1,2})?", re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6})?", re.ASCII)
_TOP = {
    "procedure", "method", "category", "notice_date", "budget", "ceiling", "price_points", "score_scale",
    "rounding", "started", "minimum", "factors", "composite", "bids", "low_price_rates",
}  # fmt: skip


class InputWrong(ValueError):  # noqa: N818 - an answer to the person who wrote the file
    """A field of the file cannot be used; the text is `<field>: <reason>`."""

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(f"{where}: {reason}")
        self.where = where
        self.reason = reason


@dataclass(frozen=True)
class Factor:
    """A scored criterion: code, full points, how members' scores are combined (mean, or equal: objective)."""

    code: str
    points: Decimal
    combine: str = "mean"


@dataclass(frozen=True)
class BidLine:
    """A bid as evaluated: price in the contract, policy deduction (share), low-price answer, members' scores."""

    bidder: str
    bid_price: Decimal
    deduction: Decimal
    low_price_explained: bool | None
    scores: dict[str, tuple[Decimal, ...]]


@dataclass(frozen=True)
class EvaluationInput:
    """Everything that a bid evaluation depends on; nothing else may change its result."""

    procedure: str
    method: str
    category: str
    notice_date: date
    budget: Decimal
    ceiling: Decimal | None
    price_points: Decimal | None
    score_scale: int
    started: int | None
    minimum: int | None
    factors: tuple[Factor, ...]
    composite: tuple[tuple[str, Decimal], ...] | None
    bids: tuple[BidLine, ...]
    low_price_rates: dict[str, Decimal] = field(default_factory=dict)

    @property
    def limit(self) -> Decimal:
        """The ceiling, or the budget where there is none."""
        return self.budget if self.ceiling is None else self.ceiling


def parse_text(text: str) -> object:
    """Return the JSON of a text; duplicate keys, NaN, floats beyond JSON and depth are refused as InputWrong."""
    try:
        return json.loads(
            text, object_pairs_hook=_without_duplicates, parse_constant=_no_constant, parse_float=Decimal
        )
    except json.JSONDecodeError as error:
        raise InputWrong("file", f"is not JSON (line {error.lineno}: {error.msg})") from error
    except RecursionError as error:
        raise InputWrong("file", "is nested too deeply") from error
    except ValueError as error:
        if isinstance(error, InputWrong):
            raise
        raise InputWrong("file", "holds a number that is too long") from error


def _without_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise InputWrong(key, "is given twice")
        found[key] = value
    return found


def _no_constant(name: str) -> object:
    raise InputWrong("file", f"holds {name}, which is not a number")


def read_input(record: object) -> EvaluationInput:
    """Return the checked input; raises InputWrong naming the first field that cannot be used."""
    top = _object(record, "file", _TOP)
    method = _choice(top, "method", METHODS)
    factors = _factors(top)
    composite = _composite(top)
    ceiling = _money(top, "ceiling") if top.get("ceiling") is not None else None
    budget = _money(top, "budget")
    if ceiling is not None and ceiling > budget:
        raise InputWrong("ceiling", "is above the budget (O87 art. 12)")
    if top.get("rounding", "half_up") != "half_up":
        raise InputWrong("rounding", "must be half_up")
    read = EvaluationInput(
        procedure=_choice(top, "procedure", PROCEDURES),
        method=method,
        category=_choice({"category": "services", **top}, "category", CATEGORIES),
        notice_date=_day(top),
        budget=budget,
        ceiling=ceiling,
        price_points=_points(top.get("price_points"), "price_points"),
        score_scale=_count({"score_scale": 2, **top}, "score_scale", most=LARGEST_SCALE),
        started=_count(top, "started", most=10_000) if top.get("started") is not None else None,
        minimum=_minimum(top),
        factors=factors,
        composite=composite,
        bids=_bids(top, {factor.code: factor for factor in factors}),
        low_price_rates=_rates(top.get("low_price_rates")),
    )
    _check_points(read)
    _check_members(read)
    return read


def _object(value: object, where: str, allowed: Iterable[str]) -> dict[str, object]:
    if not isinstance(value, dict):
        raise InputWrong(where, "must be an object")
    for key in value:
        if key not in allowed:
            raise InputWrong(key if where == "file" else f"{where}.{key}", "is not a known field")
    return value


def _present(record: dict[str, object], key: str, where: str) -> object:
    if record.get(key) is None:
        raise InputWrong(where, "is missing")
    return record[key]


def _choice(record: dict[str, object], key: str, allowed: tuple[str, ...], where: str = "") -> str:
    value = _present(record, key, where or key)
    if value not in allowed:
        raise InputWrong(where or key, f"must be one of {', '.join(allowed)}")
    return str(value)


def _decimal(value: object, where: str, shape: re.Pattern[str]) -> Decimal:
    if not isinstance(value, str):
        raise InputWrong(where, 'must be a decimal written in quotes, such as "10.00"')
    if not shape.fullmatch(value):
        places = "two" if shape is _MONEY else "six"
        raise InputWrong(where, f"must be a positive decimal of digits with at most {places} places")
    return Decimal(value)


def _money(record: dict[str, object], key: str, where: str = "") -> Decimal:
    where = where or key
    value = _decimal(_present(record, key, where), where, _MONEY)
    if not value:
        raise InputWrong(where, "must be above zero")
    return value


def _points(value: object, where: str) -> Decimal | None:
    if value is None:
        return None
    points = _decimal(value, where, _NUMBER)
    if not points:
        raise InputWrong(where, "must be above zero (write null when the price is not scored)")
    return points


def _share(value: object, where: str) -> Decimal:
    share = _decimal(value, where, _NUMBER)
    if share >= 1:
        raise InputWrong(where, "must be a share below 1, such as 0.10")
    return share


def _day(record: dict[str, object]) -> date:
    value = _present(record, "notice_date", "notice_date")
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise InputWrong("notice_date", "must be a date such as 2026-03-01")
    try:
        day = date.fromisoformat(value)
    except ValueError as error:
        raise InputWrong("notice_date", "is not a day of the calendar") from error
    if not 2000 <= day.year <= 2100:  # noqa: PLR2004 - the range of dates that are believed
        raise InputWrong("notice_date", "must lie between 2000 and 2100")
    return day


def _count(record: dict[str, object], key: str, *, most: int) -> int:
    value = _present(record, key, key)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
        raise InputWrong(key, f"must be a whole number from 0 to {most}")
    return value


def _minimum(top: dict[str, object]) -> int | None:
    """Return how many valid bids a legal cause demands in place of the procedure's own number (GEN-08)."""
    if top.get("minimum") is None:
        return None
    least = _count(top, "minimum", most=3)
    if not least:
        raise InputWrong("minimum", "must be a whole number from 1 to 3")
    return least


def _list(record: dict[str, object], key: str, where: str = "") -> list[object]:
    value = record.get(key)
    if not isinstance(value, list):
        raise InputWrong(where or key, "must be a list")
    return value


def _name(record: dict[str, object], key: str, where: str) -> str:
    value = _present(record, key, where)
    if not isinstance(value, str) or not value.strip():
        raise InputWrong(where, "must be a text that is not empty")
    if any("\ud800" <= letter <= "\udfff" for letter in value):
        raise InputWrong(where, "holds half a character")
    return value


def _factors(top: dict[str, object]) -> tuple[Factor, ...]:
    found: dict[str, Factor] = {}
    for number, item in enumerate(_list({"factors": [], **top}, "factors")):
        where = f"factors[{number}]"
        row = _object(item, where, {"code", "points", "combine"})
        code = _name(row, "code", f"{where}.code")
        if code in found or code == "price":
            raise InputWrong(f"{where}.code", f"{code!r} is given twice or reserved for the price")
        points = _points(_present(row, "points", f"{where}.points"), f"{where}.points")
        combine = _choice({"combine": "mean", **row}, "combine", COMBINES, f"{where}.combine")
        found[code] = Factor(code, points or Decimal(0), combine)
    return tuple(found.values())


def _composite(top: dict[str, object]) -> tuple[tuple[str, Decimal], ...] | None:
    if top.get("composite") is None:
        return None
    if top.get("procedure") != "grant":
        raise InputWrong("composite", "is possible for grants only")
    parts: dict[str, Decimal] = {}
    for number, item in enumerate(_list(top, "composite")):
        where = f"composite[{number}]"
        row = _object(item, where, {"code", "weight"})
        code = _name(row, "code", f"{where}.code")
        if code in parts:
            raise InputWrong(f"{where}.code", f"{code!r} is given twice")
        parts[code] = _decimal(_present(row, "weight", f"{where}.weight"), f"{where}.weight", _NUMBER)
    if sum(parts.values(), Decimal(0)) != 1:
        raise InputWrong("composite", "weights must add up to exactly 1 (VEN-03)")
    return tuple(parts.items())


def _rates(value: object) -> dict[str, Decimal]:
    if value is None:
        return {}
    row = _object(value, "low_price_rates", {"mean", "second_low", "ceiling"})
    return {key: _share(rate, f"low_price_rates.{key}") for key, rate in row.items()}


def _bids(top: dict[str, object], factors: dict[str, Factor]) -> tuple[BidLine, ...]:
    found: dict[str, BidLine] = {}
    for number, item in enumerate(_list(top, "bids")):
        bid = _bid(item, f"bids[{number}]", factors)
        if bid.bidder in found:
            raise InputWrong(f"bids[{number}].bidder", f"{bid.bidder!r} is given twice")
        found[bid.bidder] = bid
    return tuple(found.values())


def _bid(item: object, where: str, factors: dict[str, Factor]) -> BidLine:
    row = _object(item, where, {"bidder", "bid_price", "deduction", "low_price_explained", "scores"})
    explained = row.get("low_price_explained")
    if explained is not None and not isinstance(explained, bool):
        raise InputWrong(f"{where}.low_price_explained", "must be null, true or false")
    scores = row.get("scores")
    given = _object({} if scores is None else scores, f"{where}.scores", factors)
    return BidLine(
        bidder=_name(row, "bidder", f"{where}.bidder"),
        bid_price=_money(row, "bid_price", f"{where}.bid_price"),
        deduction=_share(row["deduction"] if row.get("deduction") is not None else "0", f"{where}.deduction"),
        low_price_explained=explained,
        scores={code: _scores(given, code, f"{where}.scores.{code}", factors[code]) for code in given},
    )


def _scores(given: dict[str, object], code: str, where: str, factor: Factor) -> tuple[Decimal, ...]:
    values = tuple(
        _decimal(value, f"{where}[{number}]", _NUMBER)
        for number, value in enumerate(_list(given, code, where))
    )
    for number, value in enumerate(values):
        if value > factor.points:
            raise InputWrong(f"{where}[{number}]", f"{value} is above {factor.points} (EVA-05, O87 art. 64)")
    if factor.combine == "equal" and len(set(values)) > 1:
        raise InputWrong(where, "members differ on an objective factor (EVA-06, O87 art. 64)")
    return values


def _check_points(read: EvaluationInput) -> None:
    codes = {factor.code for factor in read.factors}
    if read.method == "lowest_price":
        return
    if read.composite is not None:
        _check_composite(read, codes)
        return
    if not codes and read.price_points is None:
        raise InputWrong("factors", "nothing is scored")
    total = sum((factor.points for factor in read.factors), read.price_points or Decimal(0))
    if read.procedure != "grant" and total != FULL_POINTS:
        raise InputWrong(
            "factors", f"price and factor points add up to {total}, not 100 (DOC-14, O87 art. 55)"
        )


def _check_composite(read: EvaluationInput, codes: set[str]) -> None:
    parts = {code for code, _ in read.composite or ()}
    known = codes | ({"price"} if read.price_points is not None else set())
    if parts != known:
        wrong = ", ".join(sorted(parts ^ known))
        raise InputWrong("composite", f"must weigh every scored part once ({wrong})")


def _check_members(read: EvaluationInput) -> None:
    """Every member scores every bid alone (EVA-04): a bid that can be ranked has all scores, as many as the others."""
    if read.method == "lowest_price":
        return
    for factor in read.factors:
        counts = set()
        for number, bid in enumerate(read.bids):
            if bid.bid_price > read.limit or bid.low_price_explained is False:
                continue
            scores = bid.scores.get(factor.code, ())
            if not scores:
                raise InputWrong(f"bids[{number}].scores.{factor.code}", "is missing (EVA-04)")
            counts.add(len(scores))
        if len(counts) > 1:
            raise InputWrong(f"scores.{factor.code}", "every member must score every bid (EVA-04)")
