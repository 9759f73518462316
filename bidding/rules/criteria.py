"""Checks on what a tender document scores (DOC-09..18, PLAN-05; GPR 20, 34; O87 12, 17, 55)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from marketplace.core.money import yuan
from marketplace.core.refusals import Citation
from marketplace.statutes import STATUTES

from .findings import BLOCK, WARN, Finding
from .profiles import COMPREHENSIVE, GRANT, Profile

SIZE = re.compile(
    r"注册资本|注册资金|资产总额|总资产|净资产|营业收入|营业额|从业人员|员工人数|职工人数|利润|纳税额|纳税总额"
    r"|registered capital|total assets|turnover|head ?count|number of employees|profit|tax paid",
    re.IGNORECASE,
)
REGION = re.compile(
    r"(本市|本省|本区|本县|本地|当地|省内|市内|区内|特定行业)[^，。；]{0,12}(业绩|奖项|获奖|奖励|经验|注册)"
    r"|\b(local|in this (city|district|province))\b[^,.;]{0,30}(track record|award|experience|registration)",
    re.IGNORECASE,
)
AGE = re.compile(
    r"成立(满|超过|不少于|达到|时间|年限)?\s*[0-9一二三四五六七八九十两]*\s*年|成立年限|登记满|存续(满|期)"
    r"|years of existence|(founded|established|registered)[^,.;]{0,20}\byears?\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Factor:
    """A criterion of the document: text, how points are given, points, whether it reads the standing."""

    text: str
    bands: str
    points: Decimal
    is_standing: bool = False


@dataclass(frozen=True)
class Money:
    """Budget, ceiling, and whether the district fixes the price."""

    budget: Decimal
    ceiling: Decimal | None = None
    deposit: Decimal | None = None


def check_document(
    profile: Profile,
    *,
    day: date,
    method: str,
    price_points: Decimal | None,
    factors: Sequence[Factor],
    qualification: str,
    money: Money,
) -> list[Finding]:
    """Return everything that the law finds in the scoring and money of a document."""
    found = [*_money(money, day), *_method(profile, method)]
    if method == COMPREHENSIVE:
        found += _weights(profile, day, price_points, factors)
    elif factors or price_points is not None:
        found.append(_block("EVA-09", "bidding.lowest_price_scores", "O87", "art. 54", "method"))
    found += [finding for factor in factors for finding in _factor(factor, qualification, profile)]
    for line in qualification.splitlines():
        found += _words(line, "qualification")
    return found


def _block(rule: str, code: str, instrument: str, article: str, field: str, **facts: object) -> Finding:
    return Finding(rule, BLOCK, code, Citation(instrument, article), field, facts)


def _money(money: Money, day: date) -> list[Finding]:
    if money.ceiling is not None and money.ceiling > money.budget:
        return [_block("PLAN-05", "bidding.ceiling_above_budget", "O87", "art. 12", "ceiling")]
    share = STATUTES.on("bond.bid_max", day)
    if money.deposit is not None and money.deposit > money.budget * share.value:
        most = yuan(money.budget * share.value)
        return [Finding("BOND-01", BLOCK, "bidding.deposit_above", share.citation, "deposit", {"most": most})]
    return []


def _method(profile: Profile, method: str) -> list[Finding]:
    if method in profile.methods:
        return []
    return [Finding("GEN-01", BLOCK, "bidding.method_not_allowed", profile.basis, "method")]


def _weights(
    profile: Profile, day: date, price_points: Decimal | None, factors: Sequence[Factor]
) -> list[Finding]:
    found = []
    full = STATUTES.on("lot.weight_total", day)
    total = sum((factor.points for factor in factors), price_points or Decimal(0))
    if total != full.value:
        found.append(
            _block(
                "DOC-14", "bidding.points_not_full", "O87", "art. 55", "points", total=total, full=full.value
            )
        )
    if not factors:
        found.append(_block("DOC-17", "bidding.no_criteria", "O87", "art. 55", "criteria"))
    if price_points is None:
        fixed = Finding("DOC-16", WARN, "bidding.no_price_points", Citation("O87", "art. 55"), "price_points")
        return [*found, fixed]
    for what, rule, outside in (
        ("price_weight_min", "DOC-14", lambda share: price_points < share * full.value),
        ("price_weight_max", "DOC-15", lambda share: price_points > share * full.value),
    ):
        number = profile.number(what, day)
        if number and outside(number.value):
            found.append(
                Finding(
                    rule,
                    BLOCK,
                    f"bidding.{what}",
                    number.citation,
                    "price_points",
                    {"bound": format((number.value * full.value).normalize(), "f")},
                )
            )
    return found


def _words(text: str, field: str) -> list[Finding]:
    found = []
    for rule, pattern, code, citation in (
        ("DOC-09", SIZE, "bidding.size_condition", Citation("O87", "art. 17")),
        ("DOC-10", REGION, "bidding.region_condition", Citation("GPR", "art. 20")),
        ("DOC-11", AGE, "bidding.age_condition", Citation("F2016-54", "", "P")),
    ):
        if hit := pattern.search(text):
            found.append(Finding(rule, BLOCK, code, citation, field, {"words": hit.group(0)}))
    return found


def _factor(factor: Factor, qualification: str, profile: Profile) -> list[Finding]:
    found = _words(f"{factor.text} {factor.bands}", "criteria")
    text = _plain(factor.text)
    if text and any(text == _plain(line) for line in qualification.splitlines()):
        found.append(
            _block("DOC-13", "bidding.condition_scored", "O87", "art. 55", "criteria", text=factor.text)
        )
    if not re.search(r"[0-9]", factor.bands):
        found.append(
            _block("DOC-17", "bidding.not_quantified", "GPR", "art. 34", "criteria", text=factor.text)
        )
    if factor.is_standing and profile.track != GRANT:
        note = Finding(
            "PER-03", WARN, "bidding.standing_declared", Citation("GPR", "art. 34", "I"), "criteria"
        )
        found.append(note)
    return found


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


def standing_points(points: Decimal, score: Decimal | None, day: date) -> Decimal:
    """Return the points of a declared past-performance criterion, exact (rounded by the evaluation).

    Linear: the typical score (70, also used without a record) gives half of the points, 100 all, 40 and below none.
    """
    typical, lowest = STATUTES.on("standing.typical", day).value, STATUTES.on("standing.lowest", day).value
    known = typical if score is None else score
    share = (known - lowest) / (2 * (typical - lowest))
    return points * min(max(share, Decimal(0)), Decimal(1))
