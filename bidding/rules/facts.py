"""What the buyer finds in the papers of a bid, against law and document: proofs, consortium, subcontract, deduction."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from marketplace.core.refusals import Citation
from marketplace.statutes import STATUTES

from .findings import BLOCK, Finding

PROOFS = ("liability", "reputation", "ability", "taxes", "no_violation", "other")
"""The six conditions of GPL art. 22, in its order."""
ARTICLE_22, ARTICLE_24 = Citation("GPL", "art. 22"), Citation("GPL", "art. 24")
SMALL, WELFARE, PRISON, CONSORTIUM = "small", "welfare", "prison", "consortium"
FULL = Decimal(100)


@dataclass(frozen=True)
class Allowed:
    """What the document allows: consortia, parts for subcontractors, deductions in percent."""

    consortium: bool
    subcontract: bool
    small: Decimal | None
    consortium_deduction: Decimal | None


@dataclass(frozen=True)
class Papers:
    """What the papers of a bid say; `unfit` and `bid_alone` name partners, `is_social` the bidder itself."""

    proofs: Collection[str]
    partners: Collection[str] = ()
    has_agreement: bool = False
    unfit: Collection[str] = ()
    bid_alone: Collection[str] = ()
    small_share: Decimal | None = None
    subcontracted: str = ""
    deduction: str = ""
    is_social: bool = True


def check_papers(papers: Papers, allowed: Allowed, day: date) -> list[Finding]:
    """Return everything that keeps a bid from being qualified as its papers stand."""
    return [
        *_proofs(papers),
        *_consortium(papers, allowed),
        *_subcontract(papers, allowed),
        *_ground(papers, allowed, day),
    ]


def _proofs(papers: Papers) -> Iterator[Finding]:
    # BID-03
    missing = [name for name in PROOFS if name not in papers.proofs]
    if missing:
        yield Finding("BID-03", BLOCK, "bidding.proof_missing", ARTICLE_22, "proofs", {"missing": missing})


def _consortium(papers: Papers, allowed: Allowed) -> Iterator[Finding]:
    # BID-06, DOC-12
    twice: dict[str, object] = {"names": "、".join(papers.bid_alone)}
    if papers.bid_alone:
        yield Finding("BID-06", BLOCK, "bidding.bids_twice", Citation("GPR", "art. 22"), "partners", twice)
    if not papers.partners:
        return
    if not allowed.consortium:
        yield Finding("DOC-12", BLOCK, "bidding.no_consortium", Citation("O87", "art. 19"), "partners")
    if not papers.has_agreement:
        yield Finding("BID-06", BLOCK, "bidding.no_agreement", ARTICLE_24, "has_agreement")
    if papers.unfit:
        facts: dict[str, object] = {"names": "、".join(papers.unfit)}
        yield Finding("BID-06", BLOCK, "bidding.partner_unfit", Citation("GPR", "art. 22"), "partners", facts)


def _subcontract(papers: Papers, allowed: Allowed) -> Iterator[Finding]:
    # BID-07
    if papers.subcontracted.strip() and not allowed.subcontract:
        yield Finding("BID-07", BLOCK, "bidding.no_subcontract", Citation("O87", "art. 35"), "subcontracted")


def _ground(papers: Papers, allowed: Allowed, day: date) -> Iterator[Finding]:
    # EVA-14, EVA-16, EVA-17
    source = Citation("F2022-19", "", "P")
    if papers.deduction == CONSORTIUM:
        least = STATUTES.on("sme.consortium_share", day).value * FULL
        shared = bool(papers.partners) or bool(papers.subcontracted.strip())
        if not shared or papers.small_share is None or papers.small_share < least:
            facts: dict[str, object] = {"least": format(least.normalize(), "f")}
            yield Finding("EVA-16", BLOCK, "bidding.small_share", source, "small_share", facts)
    elif papers.deduction == SMALL and papers.is_social:
        yield Finding("EVA-17", BLOCK, "bidding.social_no_deduction", Citation("SMEL", "art. 2"), "deduction")
    if papers.deduction and share_of(papers.deduction, allowed) == 0:
        yield Finding("EVA-14", BLOCK, "bidding.no_deduction", source, "deduction")


def share_of(ground: str, allowed: Allowed) -> Decimal:
    """Return the deduction of a bid as a share: one ground only, small, welfare and prison units alike (EVA-14, EVA-16)."""
    # EVA-14, EVA-16
    if not ground:
        return Decimal(0)
    given = allowed.consortium_deduction if ground == CONSORTIUM else allowed.small
    return (given or Decimal(0)) / FULL
