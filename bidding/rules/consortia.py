"""A consortium and named subcontracts as a bid writes them: one line per partner, judged after the opening."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from marketplace.core.refusals import Citation
from organizations.rules.credit_code import InvalidCreditCode, check_credit_code

from .findings import BLOCK, Finding

MOST = 5
FULL = Decimal(100)
ARTICLE_24 = Citation("GPL", "art. 24")


@dataclass(frozen=True)
class Partner:
    """A partner beside the leader: its credit code, its share of the contract in percent, what it does."""

    code: str
    share: Decimal
    work: str


class Unreadable(ValueError):  # noqa: N818 - an answer to the person who wrote the line
    """A line names no partner; `number` counts from one."""

    def __init__(self, number: int) -> None:
        super().__init__(str(number))
        self.number = number


def read_partners(text: str) -> list[Partner]:
    """Return the partners of a text, one line each: credit code, share in percent, part of the work.

    Raises Unreadable for a line without a valid code, a share between 0 and 100 with at most two places, or a work.
    """
    # BID-06
    lines = [line for line in text.splitlines() if line.strip()]
    return [_partner(number, line) for number, line in enumerate(lines, start=1)]


def _partner(number: int, line: str) -> Partner:
    parts = line.replace("，", " ").replace(",", " ").replace("％", "%").split(maxsplit=2)
    whole, dot, fraction = parts[1].rstrip("%").partition(".") if len(parts) == 3 else ("", "", "")  # noqa: PLR2004
    digits = whole.isascii() and whole.isdigit() and len(whole) < 3  # noqa: PLR2004 - below one hundred
    tail = not dot or (fraction.isascii() and fraction.isdigit() and len(fraction) < 3)  # noqa: PLR2004
    if not digits or not tail:
        raise Unreadable(number)
    try:
        check_credit_code(parts[0].upper())
    except InvalidCreditCode as wrong:
        raise Unreadable(number) from wrong
    share = Decimal(f"{whole}.{fraction or 0}")
    if not share:
        raise Unreadable(number)
    return Partner(parts[0].upper(), share, parts[2].strip())


def check_partners(partners: Collection[Partner], leader: str) -> Iterator[Finding]:
    """Answer what is wrong with a consortium in itself: too many, one twice, the leader too, nothing left to lead."""
    # BID-06
    if not partners:
        return
    codes = [partner.code for partner in partners]
    twice = sorted({code for code in codes if codes.count(code) > 1 or code == leader})
    if twice:
        names: dict[str, object] = {"names": "、".join(twice)}
        yield Finding("BID-06", BLOCK, "bidding.partner_twice", ARTICLE_24, "partners", names)
    if len(partners) > MOST:
        yield Finding("BID-06", BLOCK, "bidding.partners_many", ARTICLE_24, "partners", {"most": MOST})
    if sum(partner.share for partner in partners) >= FULL:
        yield Finding("BID-06", BLOCK, "bidding.partner_shares", ARTICLE_24, "partners")


def bound_twice(own: Collection[str], others: Mapping[str, Collection[str]]) -> list[str]:
    """Return the credit codes of a bid's members that also stand behind another bid on the lot, alone or together."""
    # BID-06
    taken = {code for codes in others.values() for code in codes}
    return sorted(set(own) & taken)
