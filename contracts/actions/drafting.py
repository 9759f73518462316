"""Draw up a contract from an award, edit it, offer it for signature, take it back."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction

from bidding.models import Award
from bidding.states import AwardState
from contracts.models import Contract, Milestone, MilestoneIndicator
from contracts.permissions import may_edit_contract, may_recall_contract
from contracts.queries.documents import document_of, page_of
from contracts.queries.penalties import bounds_of, terms_of
from contracts.rules.milestones import (
    IndicatorPlan,
    MilestonePlan,
    amounts_of,
    check_due_days,
    propose_milestones,
)
from contracts.rules.penalties import Terms, check_terms, proposed_terms
from contracts.rules.terms import check_term, signing_deadline
from contracts.states import CONTRACT, ContractState
from marketplace.audit.actions import next_reference, record
from marketplace.core.canonical import digest
from marketplace.core.clock import day_of
from marketplace.core.refusals import Refused
from marketplace.core.states import require_transition
from marketplace.statutes import STATUTES
from marketplace.workdays.queries import load_calendar
from marketplace.workdays.rules import CalendarNotLoaded
from organizations.models import User

from .locks import locked_contract, require
from .messages import tell_officers, tell_supplier

KIND_OFFERED = "contracts.to_sign"


@transaction.atomic
def draw_up_contract(*, award: Award, now: datetime, actor: User | None = None) -> Contract:
    """Draw up the contract of a confirmed award with proposed milestones; a second call returns the first contract.

    Raises Refused `contracts.award_not_confirmed` (409).
    """
    award = Award.objects.select_for_update(of=("self",)).get(pk=award.pk)
    found = Contract.objects.filter(award=award).first()
    if found is not None:
        return found
    if award.state != AwardState.CONFIRMED:
        raise Refused("contracts.award_not_confirmed", status=409)
    contract = _create(award, now)
    project = contract.project
    wanted = [
        IndicatorPlan(row.name, row.name_en, row.unit, row.unit_en, row.planned, row.is_outcome)
        for row in project.indicators.all()
    ]
    plans = propose_milestones(contract.starts_on, contract.ends_on, wanted)
    _write_milestones(contract, plans)
    after = {"amount": contract.amount, "organization": contract.organization.public_id}
    record(actor=actor, action="contract.drawn_up", subject=contract, at=now, after=after)
    tell_officers("contracts.drawn_up", contract, now)
    return contract


def _create(award: Award, now: datetime) -> Contract:
    tender = award.lot.tender
    project, day = tender.project, day_of(now)
    usual = {name: STATUTES.on(f"penalty.{name}", day) for name in ("late_day", "breach", "cap")}
    terms = proposed_terms(award.amount, **usual)
    return Contract.objects.create(
        late_day_share=terms.late_day,
        breach_amount=terms.breach,
        penalty_cap_share=terms.cap,
        reference=next_reference("HT", day.year),
        spine_id=tender.spine_id,
        award=award,
        project=project,
        organization=award.organization,
        buyer=tender.buyer,
        category_id=project.category_id,
        title=tender.title,
        title_en=project.title_en,
        amount=award.amount,
        starts_on=tender.starts_on,
        ends_on=tender.ends_on,
        is_long_term=bool(project.long_term_grounds),
        recipients=project.recipients,
        acceptance_plan=tender.acceptance,
        subcontracting=str((award.document or {}).get("subcontracted", "")),
        drawn_up_at=now,
        sign_by=award.sign_by or _sign_by(award, now),
        is_demo=project.is_demo,
    )


def _sign_by(award: Award, now: datetime) -> date:
    letter = day_of(award.notice_at or now)
    limit = STATUTES.on("contract.sign", letter)
    try:
        return signing_deadline(letter, limit, load_calendar())
    except CalendarNotLoaded:
        return letter + timedelta(days=limit.days)  # not rolled: the safer day where no holiday plan is known


def _write_milestones(contract: Contract, plans: Sequence[MilestonePlan]) -> None:
    amounts = amounts_of(contract.amount, [plan.share for plan in plans])
    contract.milestones.all().delete()
    for number, (plan, amount) in enumerate(zip(plans, amounts, strict=True), start=1):
        milestone = Milestone.objects.create(
            contract=contract,
            number=number,
            title=plan.title,
            deliverable=plan.deliverable,
            due_at=plan.due_at,
            share=plan.share,
            amount=amount,
        )
        MilestoneIndicator.objects.bulk_create(
            MilestoneIndicator(
                milestone=milestone,
                name=row.name,
                name_en=row.name_en,
                unit=row.unit,
                unit_en=row.unit_en,
                planned=row.planned,
                is_outcome=row.is_outcome,
                position=position,
            )
            for position, row in enumerate(plan.indicators)
        )


@transaction.atomic
def edit_contract(
    *,
    actor: User,
    contract: Contract,
    version: int,
    starts_on: date,
    ends_on: date,
    acceptance_plan: str,
    milestones: Sequence[MilestonePlan],
    now: datetime,
    subcontracting: str = "",
    terms: Terms | None = None,
) -> Contract:
    """Replace term, acceptance plan, penalty clause and milestones while the contract is drawn up.

    Without `terms` the clause stays. Raises Refused for shares that do not add up to 100 % (naming the difference), days outside the term, and
    `contracts.stale` (409) when somebody else saved meanwhile.
    """
    contract = locked_contract(contract)
    require(may_edit_contract(actor, contract))
    if contract.version != version:
        raise Refused("contracts.stale", status=409)
    before = _summary(contract)
    contract.starts_on, contract.ends_on = starts_on, ends_on
    contract.acceptance_plan, contract.subcontracting = acceptance_plan, subcontracting
    _check(contract, [plan.due_at for plan in milestones])
    _write_terms(contract, terms or terms_of(contract))
    _write_milestones(contract, milestones)
    contract.version += 1
    fields = ["starts_on", "ends_on", "acceptance_plan", "subcontracting", "version", "changed_at"]
    fields += ["late_day_share", "breach_amount", "penalty_cap_share"]
    contract.save(update_fields=fields)
    record(
        actor=actor,
        action="contract.edited",
        subject=contract,
        at=now,
        before=before,
        after=_summary(contract),
    )
    return contract


def _write_terms(contract: Contract, terms: Terms) -> None:
    check_terms(terms, contract.amount, bounds_of(contract))
    contract.late_day_share, contract.breach_amount = terms.late_day, terms.breach
    contract.penalty_cap_share = terms.cap


def _check(contract: Contract, due: Sequence[datetime]) -> None:
    key = "service.term_long" if contract.is_long_term else "service.term"
    check_term(contract.starts_on, contract.ends_on, STATUTES.on(key, day_of(contract.drawn_up_at)))
    check_due_days(due, contract.starts_on, contract.ends_on)


def _summary(contract: Contract) -> dict[str, object]:
    rows = contract.milestones.order_by("number").values_list("number", "share", "due_at")
    return {
        "starts_on": contract.starts_on,
        "ends_on": contract.ends_on,
        "penalties": [contract.late_day_share, contract.breach_amount, contract.penalty_cap_share],
        "milestones": [[number, share, due_at] for number, share, due_at in rows],
    }


@transaction.atomic
def offer_contract(*, actor: User, contract: Contract, now: datetime) -> Contract:
    """Freeze the document, take its digest and offer it to the supplier for signature."""
    contract = locked_contract(contract)
    require_transition(CONTRACT, contract.state, ContractState.OFFERED)
    require(may_edit_contract(actor, contract))
    milestones = list(contract.milestones.order_by("number"))
    amounts_of(contract.amount, [row.share for row in milestones])
    _check(contract, [row.due_at for row in milestones])
    contract.document = document_of(contract)
    contract.digest = digest(contract.document)
    contract.document_html = page_of(contract)
    contract.state, contract.offered_by, contract.offered_at = ContractState.OFFERED, actor, now
    fields = ["document", "digest", "document_html", "state", "offered_by", "offered_at", "changed_at"]
    contract.save(update_fields=fields)
    record(
        actor=actor, action="contract.offered", subject=contract, at=now, after={"digest": contract.digest}
    )
    tell_supplier(KIND_OFFERED, contract, now, key=contract.digest)
    return contract


@transaction.atomic
def recall_contract(*, actor: User, contract: Contract, reason: str, now: datetime) -> Contract:
    """Take an offered (or by the supplier signed) contract back for correction; a signature given falls away."""
    contract = locked_contract(contract)
    require_transition(CONTRACT, contract.state, ContractState.DRAWN_UP)
    require(may_recall_contract(actor, contract))
    if not reason.strip():
        raise Refused("contracts.reason_missing", field="reason")
    before = {"state": contract.state, "digest": contract.digest}
    contract.state, contract.version = ContractState.DRAWN_UP, contract.version + 1
    contract.document, contract.document_html, contract.digest = None, "", ""
    contract.offered_by = contract.offered_at = None
    contract.supplier_signed_by = contract.supplier_signed_at = None
    contract.save()
    record(actor=actor, action="contract.recalled", subject=contract, at=now, before=before, reason=reason)
    tell_supplier("contracts.recalled", contract, now, key=now.isoformat(), reason=reason)
    return contract
