"""The arithmetic of a bid evaluation (EVA-01..09, 12, 13, 17..19; LOW-06, 07): exact, order-free, recomputable."""

from decimal import Decimal, localcontext

from marketplace.core.money import round_half_up, yuan

from .evaluation_file import BidLine, EvaluationInput, read_input
from .low_price import rates_on, triggers

FEW_BIDDERS = "failed_few_bidders"
OVER_BUDGET = "failed_over_budget"
INVALID_OVER_BUDGET = "over_budget"
INVALID_OVER_CEILING = "over_ceiling"
INVALID_LOW_PRICE = "low_price_unexplained"
Row = dict[str, object]


def evaluate(record: object) -> Row:
    """Return outcome, reason, bids in rank order (then invalid ones) and the tie for first of an input record.

    Raises InputWrong. Money has two places, scores the scale of the file; both are decimal texts.
    """
    return evaluate_input(read_input(record))


def evaluate_input(given: EvaluationInput) -> Row:
    """Return the result for a checked input (O87 art. 55-57) (LOW-07)."""
    invalid = {bid.bidder: reason for bid in given.bids if (reason := _price_fault(bid, given))}
    conforming = [bid.bid_price for bid in given.bids if bid.bidder not in invalid]
    rates = {} if given.procedure == "grant" else rates_on(given.notice_date, given.low_price_rates)
    hits = {
        bid.bidder: triggers(bid.bid_price, conforming, given.limit, rates)
        for bid in given.bids
        if bid.bidder not in invalid
    }
    for bid in given.bids:
        if bid.bidder in hits and bid.low_price_explained is False:
            invalid[bid.bidder] = INVALID_LOW_PRICE
    valid = [bid for bid in given.bids if bid.bidder not in invalid]
    failure = _failure(given, valid, invalid)
    ranked = [] if failure else _ranked(given, valid)
    done = {row["bidder"] for row in ranked}
    rest = [_plain_row(bid, invalid.get(bid.bidder)) for bid in given.bids if bid.bidder not in done]
    rest.sort(key=lambda row: (row["status"] == "invalid", str(row["bidder"])))
    rows = ranked + rest
    for row in rows:
        row["low_price_triggers"] = hits.get(str(row["bidder"]), [])
    first = [row["bidder"] for row in ranked if row["rank"] == 1]
    return {
        "outcome": "failed" if failure else "ranked",
        "reason": failure,
        "bids": rows,
        "tie_for_first": first if len(first) > 1 else [],
    }


def evaluated_price(bid_price: Decimal, deduction: Decimal) -> Decimal:
    """Return the price used for scoring after policy deduction; the contract keeps the bid price (EVA-14, 19)."""
    # EVA-19
    return yuan(bid_price * (1 - deduction))


def price_score(base: Decimal, price: Decimal, points: Decimal, scale: int) -> Decimal:
    """Return base / price x points, half up at the scale of the document (EVA-01, O87 art. 55)."""
    with localcontext() as context:
        context.prec = 50
        return round_half_up(base * points / price, scale)


def combined(scores: tuple[Decimal, ...], scale: int) -> Decimal:
    """Return the mean of all members' scores; no extreme is dropped (EVA-03)."""
    with localcontext() as context:
        context.prec = 50
        return round_half_up(sum(scores, Decimal(0)) / len(scores), scale)


def minimum_suppliers(procedure: str, category: str, started: int | None, bids: int) -> int:
    """Return how many valid bids the procedure needs to go on (EVA-12, EVA-13) (VEN-05)."""
    if procedure in {"grant", "single"}:
        return 1
    if procedure != "consultation" or category != "services":
        return 3
    return 2 if (bids if started is None else started) >= 3 else bids + 1  # noqa: PLR2004 - EVA-13 names 3, 2, 1


def _price_fault(bid: BidLine, given: EvaluationInput) -> str:
    # INV-01
    if bid.bid_price > given.budget:
        return INVALID_OVER_BUDGET
    if bid.bid_price > given.limit:
        return INVALID_OVER_CEILING
    return ""


def _failure(given: EvaluationInput, valid: list[BidLine], invalid: dict[str, str]) -> str | None:
    # INV-02
    usual = minimum_suppliers(given.procedure, given.category, given.started, len(given.bids))
    needed = usual if given.minimum is None else given.minimum
    if len(valid) >= needed:
        return None
    over = {INVALID_OVER_BUDGET, INVALID_OVER_CEILING}
    if (
        given.bids
        and len(given.bids) >= needed
        and over >= {invalid.get(bid.bidder, "") for bid in given.bids}
    ):
        return OVER_BUDGET
    return FEW_BIDDERS


def _plain_row(bid: BidLine, reason: str | None) -> Row:
    return {
        "bidder": bid.bidder,
        "status": "invalid" if reason else "valid",
        "reason": reason,
        "evaluated_price": str(evaluated_price(bid.bid_price, bid.deduction)),
        "low_price_triggers": [],
        "price_score": None,
        "factor_scores": {},
        "total": None,
        "rank": None,
    }


def _ranked(given: EvaluationInput, valid: list[BidLine]) -> list[Row]:
    # EVA-02, EVA-07
    prices = {bid.bidder: evaluated_price(bid.bid_price, bid.deduction) for bid in valid}
    base = min(prices.values())
    totals: dict[str, Decimal] = {}
    rows = []
    for bid in valid:
        row = _plain_row(bid, None)
        if given.method == "comprehensive":
            totals[bid.bidder] = _score(given, bid, row, base)
        rows.append(row)

    def order(row: Row) -> tuple[Decimal, Decimal]:
        name = str(row["bidder"])
        return (-totals.get(name, Decimal(0)), prices[name])

    rows.sort(key=lambda row: (*order(row), str(row["bidder"])))
    for place, row in enumerate(rows):
        row["rank"] = rows[place - 1]["rank"] if place and order(row) == order(rows[place - 1]) else place + 1
    return rows


def _score(given: EvaluationInput, bid: BidLine, row: Row, base: Decimal) -> Decimal:
    scale = given.score_scale
    parts = {factor.code: combined(bid.scores[factor.code], scale) for factor in given.factors}
    row["factor_scores"] = {code: str(value) for code, value in parts.items()}
    if given.price_points is not None:
        price = evaluated_price(bid.bid_price, bid.deduction)
        parts["price"] = price_score(base, price, given.price_points, scale)
        row["price_score"] = str(parts["price"])
    if given.composite is not None:
        parts = {code: round_half_up(weight * parts[code], scale) for code, weight in given.composite}
    total = round_half_up(sum(parts.values(), Decimal(0)), scale)
    row["total"] = str(total)
    return total
