"""The wording of a service contract: articles of plain text, frozen with the document and part of its digest."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from contracts.models import Contract
from marketplace.core.clock import day_of
from marketplace.statutes import STATUTES

from .penalties import terms_of

Article = dict[str, object]


def _percent(contract: Contract, key: str) -> str:
    share = STATUTES.on(key, day_of(contract.drawn_up_at)).value * 100
    return f"{share.normalize():f}"


def articles_of(contract: Contract, *, payment_days: int) -> list[Article]:
    """Return the articles that follow parties, sum and milestones, in the language that is active."""
    rows = (
        (_("Subject and place of the service"), _subject(contract)),
        (_("Term"), _term(contract)),
        (_("Quality standards"), _quality(contract)),
        (_("Price and installments"), _money(contract, payment_days)),
        (_("Acceptance"), _acceptance(contract)),
        (_("Performance by the supplier itself"), _person(contract)),
        (_("Change, suspension and termination"), _change(contract)),
        (_("Breach"), _breach(contract)),
        (_("Records and personal data"), _records(contract)),
        (_("Disputes"), _disputes()),
        (_("Effect and annexes"), _annexes(contract)),
    )
    return [{"title": title, "lines": list(lines)} for title, lines in rows]


def _subject(contract: Contract) -> Iterator[str]:
    tender = contract.award.lot.tender
    yield tender.need
    if contract.recipients:
        yield _("Recipients: {recipients}.").format(recipients=contract.recipients)
    yield _("Place: {place}.").format(place=tender.place)


def _term(contract: Contract) -> Iterator[str]:
    yield _("The service runs from {starts} to {ends}.").format(
        starts=contract.starts_on.isoformat(), ends=contract.ends_on.isoformat()
    )


def _quality(contract: Contract) -> Iterator[str]:
    yield _("The supplier reaches the number of every indicator, milestone by milestone:")
    for milestone in contract.milestones.all():
        for row in milestone.indicators.all():
            yield _("Milestone {number}: {indicator} not below {planned} {unit}.").format(
                number=milestone.number,
                indicator=row.name,
                planned=f"{row.planned.normalize():f}",
                unit=row.unit,
            )
    yield _("The service is also judged by the criteria of the tender document:")
    for criterion in contract.project.criteria.all():
        yield f"· {criterion.text}"


def _money(contract: Contract, payment_days: int) -> Iterator[str]:
    yield _("The contract sum is {sum} yuan, taxes and all costs included.").format(
        sum=f"{contract.amount:,.2f}"
    )
    for milestone in contract.milestones.all():
        yield _("Installment {number}: {sum} yuan after acceptance of “{title}”.").format(
            number=milestone.number, sum=f"{milestone.amount:,.2f}", title=milestone.title
        )
    yield _("Each installment is paid within {days} days of acceptance.").format(days=payment_days)


def _acceptance(contract: Contract) -> Iterator[str]:
    yield contract.acceptance_plan
    yield _(
        "Acceptance finds on every standard of this contract; what is below plan is named. "
        "Recipients are heard and the result is published."
    )


def _person(contract: Contract) -> Iterator[str]:
    yield _("The supplier performs the service itself and does not pass the contract on.")
    for member in (contract.award.document or {}).get("members", []):
        yield _("Member of the consortium: {name} ({code}), {share} % of the contract {work}").format(
            name=member["name"], code=member["uscc"], share=member["share"], work=member["work"]
        )
    if (contract.award.document or {}).get("members"):
        yield _("The members of the consortium answer to the buyer jointly and severally.")
    if contract.subcontracting:
        yield _("Only the following may be subcontracted, with the buyer's consent: {parts}").format(
            parts=contract.subcontracting
        )
    else:
        yield _("Nothing may be subcontracted: the bid names no part for it.")


def _change(contract: Contract) -> Iterator[str]:
    yield _(
        "Neither side changes, suspends or terminates this contract alone, unless going on would harm the public "
        "interest. A change is a written supplement that both sides agree on; it becomes a numbered version."
    )
    yield _("All supplements together add at most {share} % to the contract sum.").format(
        share=_percent(contract, "contract.supplement_max")
    )
    yield _("During a suspension the periods of the milestones stand still.")
    yield _("When the contract ends early, what was accepted is paid; what was not accepted is not.")


def _breach(contract: Contract) -> Iterator[str]:
    yield _("Who does not perform, or not as agreed, goes on, repairs or compensates.")
    yield _("For paying late the buyer owes the interest that the law sets.")
    terms = terms_of(contract)
    if terms.late_day:
        yield _("For each day that a report is late the supplier owes {share} % of the installment.").format(
            share=_plain(terms.late_day)
        )
    if terms.breach:
        yield _("For each standard not met, or other duty broken, the supplier owes {sum} yuan.").format(
            sum=f"{terms.breach:,.2f}"
        )
    if terms.is_agreed:
        yield _(
            "All penalties together are at most {share} % of the contract sum. The supplier is heard before the buyer "
            "decides and may object; what is decided is set off against the next installment."
        ).format(share=_plain(terms.cap))


def _plain(share: Decimal) -> str:
    return f"{(share * 100).normalize():f}"


def _records(contract: Contract) -> Iterator[str]:
    years = STATUTES.on("records.retention", day_of(contract.drawn_up_at)).days
    yield _("Both sides keep the records of this contract for at least {years} years.").format(years=years)
    yield _(
        "Personal data of recipients serve this service only and are protected by law; none is published."
    )


def _disputes() -> Iterator[str]:
    yield _(
        "Disputes are settled by talking; failing that, either side may bring the case to the people's court at the "
        "buyer's seat."
    )


def _annexes(contract: Contract) -> Iterator[str]:
    tender = contract.award.lot.tender
    yield _("This contract takes effect when both sides have signed its digest; it is then published.")
    yield _("Parts of this contract: tender document {number} (SHA-256 {digest}),").format(
        number=tender.reference, digest=tender.document_digest
    )
    yield _("the supplier's bid, and the award (SHA-256 {digest}).").format(digest=contract.award.digest)
