"""The wording of a tender document: sixteen chapters of plain text (O87 art. 20), frozen at publication."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bidding.models import Tender, Terms
from bidding.phrases.papers import GROUP_TITLES, PAPER_TITLES
from bidding.phrases.procedures import CAUSE_LABELS, TALKS
from bidding.queries.clauses import contract_clauses
from bidding.rules.contents import GROUPS
from bidding.states import Method
from marketplace.core.clock import local
from marketplace.statutes import STATUTES
from marketplace.web.formats import full_money

Notice = dict[str, object]


def chapters_of(tender: Tender, terms: Terms, notice: Notice) -> list[dict[str, object]]:
    """Return the sixteen chapters in the language that is active; `notice` is the frozen data of the same version."""
    writers = {
        "invitation": _invitation, "instructions": _instructions, "qualification": _qualification,
        "policy": _policy, "preparation": _preparation, "money": _money, "specification": _specification,
        "contract": _contract, "delivery": _delivery, "payment": _payment, "evaluation": _evaluation,
        "validity": _validity, "opening": _opening, "agent_fee": _agent_fee, "credit": _credit, "other": _other,
    }  # fmt: skip
    return [
        {
            "number": group.number,
            "code": group.code,
            "title": str(GROUP_TITLES[group.code]),
            "lines": [line for line in writers[group.code](tender, terms, notice) if line.strip()],
        }
        for group in GROUPS
    ]


def paper_title(tender: Tender) -> str:
    """Return the name of the document by its procedure."""
    return str(PAPER_TITLES[tender.procedure])


def _day(tender: Tender) -> date:
    return tender.notice_date or tender.created_at.date()


def _number(tender: Tender, key: str) -> str:
    return format(STATUTES.on(key, _day(tender)).value.normalize(), "f")


def _moment(tender: Tender) -> str:
    return f"{local(tender.bid_deadline):%Y-%m-%d %H:%M}" if tender.bid_deadline else ""


def _invitation(tender: Tender, terms: Terms, notice: Notice) -> Iterator[str]:
    yield _("{buyer} buys “{title}” (no. {reference}) by {procedure} and invites every qualified supplier to take part.").format(
        buyer=tender.buyer.name, title=tender.title, reference=tender.reference,
        procedure=tender.get_procedure_display(),
    )  # fmt: skip
    if notice.get("cause"):
        yield _("Legal cause of the method: {cause}").format(cause=CAUSE_LABELS[str(notice["cause"])])
        yield str(notice["cause_note"])
    yield _("Buyer: {name}; address: {address}; contact: {contact}; phone: {phone}.").format(
        name=tender.buyer.name,
        address=terms.buyer_address,
        contact=tender.contact,
        phone=tender.contact_phone,
    )
    yield from _lots(tender, notice)
    if terms.agent_name:
        yield _("Procurement agent: {name}; address: {address}; phone: {phone}.").format(
            name=terms.agent_name, address=terms.agent_address, phone=terms.agent_phone
        )
    else:
        yield _("The buyer runs this purchase itself; no procurement agent is appointed.")
    yield _(
        "The document is free of charge. It can be read and downloaded on this platform from its publication until "
        "the bid deadline; who takes it in the name of an organization is told of every change."
    )
    ends = next((step["day"] for step in notice["steps"] if step["code"] == "notice_ends"), None)  # type: ignore[attr-defined]
    if ends:
        yield _("The period of the notice ends on {day}.").format(day=ends)
    if tender.official_address:
        yield _("Official medium of the notice: {address}").format(address=tender.official_address)


def _instructions(tender: Tender, terms: Terms, _notice: Notice) -> Iterator[str]:
    yield _(
        "Bids are made on this platform. They are encrypted when they are sealed; nobody can read them before the "
        "opening, and neither names nor number of bidders are known until then."
    )
    yield _(
        "A bid is sealed by the legal representative, or by a person whom the organization authorized, with the own "
        "account. The signed receipt takes the place of signature and seal on paper."
    )
    yield _(
        "A bid may be completed, replaced or withdrawn until the deadline. What arrives at the deadline or later is "
        "refused."
    )
    if terms.allows_consortium:
        yield _(
            "Consortia may bid. They hand in their agreement; every member meets the conditions, and none of them "
            "bids alone or in another consortium."
        )
    else:
        yield _("Consortia may not bid.")
    if terms.subcontract_parts.strip():
        yield _(
            "Only these parts, none of them the core, may be subcontracted when the bid names them: {parts}"
        ).format(parts=terms.subcontract_parts)
        yield _("A subcontractor may not pass its part on.")
    else:
        yield _("No part of the service may be subcontracted.")
    yield _(
        "Questions are asked on this platform. They are answered in public within {days} working days."
    ).format(days=_number(tender, "question.answer"))
    yield _(
        "Who sees its rights harmed by the document, the procedure or the result may file a challenge within {days} "
        "working days of knowing it."
    ).format(days=_number(tender, "challenge.window"))


def _qualification(tender: Tender, _terms: Terms, _notice: Notice) -> Iterator[str]:
    yield tender.qualification
    yield _("By article 22 of the Government Procurement Law every supplier proves or declares:")
    yield _("(1) independent civil liability: certificate of registration;")
    yield _("(2) good business reputation and sound accounts: declaration;")
    yield _("(3) equipment and professional ability for the contract: declaration;")
    yield _("(4) taxes and social insurance paid as the law asks: proof or declaration;")
    yield _("(5) no major violation of law in its business in the three years before: declaration;")
    yield _("(6) other conditions of laws and regulations: declaration.")
    yield _(
        "Suppliers with the same head, or tied by direct shareholding or management, may not bid for the same "
        "contract. Who designed, specified, managed, supervised or tested this purchase may not bid."
    )


def _policy(tender: Tender, terms: Terms, _notice: Notice) -> Iterator[str]:
    yield terms.policy
    if tender.is_sme_reserved:
        yield _("This purchase is reserved for small and medium enterprises; no price deduction applies.")
        return
    yield _("This purchase is not reserved for small and medium enterprises.")
    if terms.small_deduction is not None:
        yield _(
            "For the evaluation {share} % are deducted from the price of small and micro enterprises that hand in "
            "the declaration."
        ).format(share=_plain(terms.small_deduction))
    if terms.consortium_deduction is not None:
        yield _(
            "For consortia in which small and micro enterprises do at least {least} % of the contract, {share} % are "
            "deducted."
        ).format(least=_percent(tender, "sme.consortium_share"), share=_plain(terms.consortium_deduction))
    if terms.small_deduction is None:
        yield _("No price deduction applies.")
    else:
        yield _(
            "Social organizations are no enterprises and get no deduction. The contract price is the bid price."
        )


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f")


def _percent(tender: Tender, key: str) -> str:
    return format((STATUTES.on(key, _day(tender)).value * 100).normalize(), "f")


def _preparation(tender: Tender, terms: Terms, _notice: Notice) -> Iterator[str]:
    yield _(
        "A bid holds the price, the service plan, the project team, quality and risk control, the declarations of "
        "chapter 3, and the files that prove what is scored."
    )
    yield _(
        "The price is one sum in yuan for the whole service, taxes and all costs included. A bid with two prices, or "
        "with a condition that the buyer cannot accept, is invalid. There is no floor price."
    )
    if tender.deposit is None:
        yield _("No bid deposit is asked for.")
        return
    yield _(
        "Bid deposit: {sum}, by transfer, cheque, draft, promissory note or guarantee, never in cash, before the "
        "deadline."
    ).format(sum=full_money(tender.deposit))
    yield _(
        "It goes back within {days} working days: to losers after the letter of award, to the winner after the "
        "contract, after a withdrawal before the deadline."
    ).format(days=_number(tender, "deposit.return"))
    yield _(
        "It is kept when the supplier withdraws its bid within its validity, wins and does not sign without good "
        "reason, or wins by false material."
    )


def _lots(tender: Tender, notice: Notice) -> Iterator[str]:
    """Say what the other lots are and how many one supplier may win; nothing for a purchase in one piece."""
    division = tender.division
    if division is None:
        return
    rows = notice["lots"]
    yield _("This is lot {n} of a purchase in {count} lots. Each lot is bid for, opened, evaluated and awarded alone.").format(
        n=tender.lot_number, count=len(rows),  # type: ignore[arg-type]
    )  # fmt: skip
    for row in rows:  # type: ignore[attr-defined]
        yield _("Lot {number}: {title}, budget {sum}.").format(
            number=row["number"], title=row["title"], sum=full_money(Decimal(str(row["budget"])))
        )
    if division.most_lots is not None:
        yield _(
            "One supplier may win at most {most} of the lots. They are awarded in this order: {order}. Who has won as "
            "many is passed over in the later lots; the next in rank takes the place."
        ).format(most=division.most_lots, order=division.get_award_order_display())


def _money(tender: Tender, _terms: Terms, _notice: Notice) -> Iterator[str]:
    yield _("Budget: {sum}.").format(sum=full_money(tender.budget))
    if tender.ceiling is None:
        yield _("No price ceiling is set beside the budget.")
    else:
        yield _("Price ceiling: {sum}.").format(sum=full_money(tender.ceiling))
    yield _("A bid above {sum} is invalid.").format(sum=full_money(tender.limit))


def _specification(tender: Tender, terms: Terms, _notice: Notice) -> Iterator[str]:
    yield tender.need
    yield _("Service standards:")
    yield terms.standards
    if terms.key_requirements.strip():
        yield _("Requirements marked ★ allow no deviation; a bid that does not meet one of them is invalid:")
        for line in terms.key_requirements.splitlines():
            if line.strip():
                yield f"★ {line.strip()}"
    yield _("Acceptance:")
    yield tender.acceptance


def _contract(tender: Tender, terms: Terms, _notice: Notice) -> Iterator[str]:
    yield _("The contract is drawn up from this document and the winning bid, without change of substance:")
    yield from contract_clauses(tender, terms)


def _delivery(tender: Tender, terms: Terms, _notice: Notice) -> Iterator[str]:
    yield _("Time: from {starts} to {ends}.").format(
        starts=tender.starts_on.isoformat(), ends=tender.ends_on.isoformat()
    )
    yield _("Place: {place}.").format(place=tender.place)
    yield _("Manner: {manner}").format(manner=terms.manner)


def _payment(tender: Tender, _terms: Terms, _notice: Notice) -> Iterator[str]:
    yield tender.payment


def _evaluation(tender: Tender, terms: Terms, _notice: Notice) -> Iterator[str]:
    yield _("Method: {method}.").format(method=tender.get_method_display())
    if tender.has_final_quotes:
        yield str(TALKS)
    if tender.method == Method.COMPREHENSIVE:
        yield from _scoring(tender, terms)
    else:
        yield _(
            "Among the bids that meet every requirement the lowest evaluated price is first. Apart from corrections of "
            "arithmetic and the deduction of chapter 4 no price is changed."
        )
    yield _("When totals and prices are equal: {way}.").format(way=tender.get_tie_break_display())
    yield _(
        "A price that looks abnormally low is reviewed: the supplier explains it in writing; who cannot prove it is "
        "invalid."
    )
    yield _("A bid is invalid when:")
    yield from _invalid()


def _scoring(tender: Tender, terms: Terms) -> Iterator[str]:
    yield _(
        "Price points = lowest evaluated price ÷ evaluated price × points. No highest or lowest price is left out. "
        "Every part is rounded half up to {scale} places, then added."
    ).format(scale=tender.score_scale)
    yield _(
        "Every member scores alone. Where the scores of one criterion lie more than {share} % of its points apart, "
        "the leader of the committee writes down the reason; objective criteria are scored alike."
    ).format(share=_plain(terms.spread_share))


def _invalid() -> Iterator[str]:
    yield _("(1) the deposit was not paid as this document asks;")
    yield _("(2) it was not sealed and signed as this document asks;")
    yield _("(3) the supplier does not have the qualification asked for;")
    yield _("(4) the price is above the budget or the price ceiling;")
    yield _("(5) it holds conditions that the buyer cannot accept, or deviates from a requirement marked ★;")
    yield _("(6) a corrected price is not confirmed, or an abnormally low price is not proven;")
    yield _("(7) suppliers acted together, or are deemed to have done so by law;")
    yield _("(8) law or this document names another case.")


def _validity(_tender: Tender, terms: Terms, _notice: Notice) -> Iterator[str]:
    yield ngettext(
        "Bids are valid for {n} day from the bid deadline.", "Bids are valid for {n} days from the bid deadline.",
        terms.validity_days,
    ).format(n=terms.validity_days)  # fmt: skip


def _opening(tender: Tender, terms: Terms, notice: Notice) -> Iterator[str]:
    yield _("Bid deadline and opening: {moment} (Beijing time).").format(moment=_moment(tender))
    yield _("Place of the opening: {place}.").format(place=terms.opening_place)
    yield _(
        "Two of {n} opening officers open the bids together. Bidders may watch, ask and object; who does not take part "
        "accepts the opening. With fewer than {least} bids nothing is opened."
    ).format(n=len(notice["roster"]), least=notice["suppliers"])  # type: ignore[arg-type]


def _agent_fee(_tender: Tender, terms: Terms, _notice: Notice) -> Iterator[str]:
    yield terms.agent_fee if terms.agent_name else _("No agent is appointed; suppliers pay no fee.")


def _credit(_tender: Tender, terms: Terms, _notice: Notice) -> Iterator[str]:
    yield terms.credit_check


def _other(_tender: Tender, terms: Terms, _notice: Notice) -> Iterator[str]:
    yield terms.other
