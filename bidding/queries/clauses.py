"""The draft of the contract inside a tender document: what will bind both sides, before anybody has bid."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from bidding.models import Tender, Terms


def contract_clauses(tender: Tender, terms: Terms) -> Iterator[str]:
    """Return the articles of the draft as numbered lines, in the language that is active."""
    articles = (
        (_("Subject and place of the service"), _subject(tender)),
        (_("Term"), _term(tender)),
        (_("Quality standards"), _quality()),
        (_("Price and installments"), _price(tender)),
        (_("Acceptance"), [_("As chapter 7 of this document says.")]),
        (_("Performance by the supplier itself"), _person(terms)),
        (_("Change, suspension and termination"), _change()),
        (_("Breach"), _breach()),
        (_("Disputes"), _disputes()),
    )
    for number, (title, lines) in enumerate(articles, start=1):
        yield _("Article {number}: {title}").format(number=number, title=title)
        yield from lines


def _subject(tender: Tender) -> Iterator[str]:
    yield _("The supplier performs “{title}” as chapter 7 of this document says.").format(title=tender.title)
    yield _("Place: {place}.").format(place=tender.place)


def _term(tender: Tender) -> Iterator[str]:
    yield _("The service runs from {starts} to {ends}.").format(
        starts=tender.starts_on.isoformat(), ends=tender.ends_on.isoformat()
    )


def _quality() -> Iterator[str]:
    yield _("The supplier reaches the number of every indicator, milestone by milestone:")
    yield _("the indicators and standards of chapter 7, and what the winning bid promises beyond them.")


def _price(tender: Tender) -> Iterator[str]:
    yield _("The contract sum is the price of the winning bid, taxes and all costs included.")
    yield tender.payment


def _person(terms: Terms) -> Iterator[str]:
    yield _("The supplier performs the service itself and does not pass the contract on.")
    if terms.subcontract_parts.strip():
        yield _("Only the following may be subcontracted, with the buyer's consent: {parts}").format(
            parts=terms.subcontract_parts
        )


def _change() -> Iterator[str]:
    yield _(
        "Neither side changes, suspends or terminates this contract alone, unless going on would harm the public "
        "interest. A change is a written supplement that both sides agree on; it becomes a numbered version."
    )


def _breach() -> Iterator[str]:
    yield _("Who does not perform, or not as agreed, goes on, repairs or compensates.")
    yield _("For paying late the buyer owes the interest that the law sets.")


def _disputes() -> Iterator[str]:
    yield _(
        "Disputes are settled by talking; failing that, either side may bring the case to the people's court at the "
        "buyer's seat."
    )
