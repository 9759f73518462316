"""Penalties: propose by the clause, hear the organization, decide by a second official, decide an objection by a third."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from contracts.events import PenaltyDecided
from contracts.models import Contract, Penalty, PenaltyFile, PenaltyObjection
from contracts.permissions import (
    may_answer_penalty,
    may_decide_penalty,
    may_decide_penalty_objection,
    may_object_to_penalty,
    may_propose_penalty,
)
from contracts.queries.penalties import Option, is_punishable, last_day, options_of
from contracts.rules.penalties import check_decision, check_heard, check_objection
from contracts.states import OPEN_PENALTIES, PENALTY, PenaltyState
from marketplace.audit.actions import next_reference, record
from marketplace.core.clock import day_of
from marketplace.core.refusals import Refused
from marketplace.core.states import require_transition
from marketplace.outbox.actions import publish
from marketplace.web.files import Checked
from organizations.models import User

from .locks import locked_contract, require
from .messages import tell_officers, tell_supplier
from .recovering import claim_rest_locked, drop_claim_locked, give_back_locked

P = PenaltyState


@transaction.atomic
def propose_penalty(
    *, actor: User, contract: Contract, cause: str, reason: str, facts: str, now: datetime
) -> Penalty:
    """Propose the penalty that the clause sets for a cause (`late:2`, `other`); the same sent twice is one.

    Raises Refused `contracts.no_penalty_clause`, `contracts.penalty_nothing`, `contracts.penalty_cap_reached` (409).
    """
    contract = locked_contract(contract)
    require(may_propose_penalty(actor, contract))
    known = contract.penalties.filter(
        state__in=OPEN_PENALTIES, proposed_by=actor, reason=reason, facts=facts, count__key=cause
    ).first()
    if known is not None:
        return known
    if not reason.strip() or not facts.strip():
        raise Refused("contracts.reason_missing", field="facts" if reason.strip() else "reason")
    option = _option(contract, cause, now)
    penalty = Penalty.objects.create(
        reference=next_reference("WY", day_of(now).year), contract=contract,
        number=contract.penalties.count() + 1, ground=option.ground, milestone=option.milestone,
        rectification=option.rectification, days=option.days, count=option.count | {"key": cause},
        proposed_amount=option.amount, reason=reason, facts=facts, proposed_by=actor, proposed_at=now,
        heard_until=last_day("penalty.hearing", now),
    )  # fmt: skip
    after = {"penalty": penalty.reference, "amount": penalty.proposed_amount, "count": penalty.count}
    record(actor=actor, action="penalty.proposed", subject=penalty, at=now, after=after, reason=reason)
    _tell("contracts.penalty_proposed", penalty, now)
    return penalty


def _option(contract: Contract, cause: str, now: datetime) -> Option:
    if not is_punishable(contract):
        raise Refused("contracts.not_running", status=409)
    if not (contract.late_day_share or contract.breach_amount):
        raise Refused("contracts.no_penalty_clause", status=409)
    option = next((row for row in options_of(contract, now) if row.key == cause), None)
    if option is None or contract.penalties.filter(state__in=OPEN_PENALTIES, count__key=cause).exists():
        raise Refused("contracts.penalty_nothing", status=409)
    if not option.amount:
        raise Refused("contracts.penalty_cap_reached", status=409, cap=option.count["cap"])
    return option


def _locked(penalty: Penalty, target: PenaltyState) -> Penalty:
    contract = locked_contract(Contract(pk=penalty.contract_id))
    row = Penalty.objects.select_for_update(of=("self",)).get(pk=penalty.pk)
    row.contract = contract
    require_transition(PENALTY, row.state, target)
    return row


def _tell(kind: str, penalty: Penalty, now: datetime, *, to: str = "supplier", **facts: object) -> None:
    facts = {
        "penalty": penalty.reference, "number": penalty.number, "reason": penalty.reason,
        "amount": f"{penalty.proposed_amount if penalty.amount is None else penalty.amount:,.2f}",
        "until": penalty.heard_until.isoformat(), **facts,
    }  # fmt: skip
    key = f"{penalty.reference}:{penalty.state}:{now.isoformat()}"
    if to == "supplier":
        tell_supplier(kind, penalty.contract, now, key=key, **facts)
    else:
        tell_officers(kind, penalty.contract, now, key=key, approvers=to == "approvers", **facts)


def _keep(files: Sequence[Checked], penalty: Penalty, *, is_objection: bool) -> None:
    for file in files:
        PenaltyFile.keep(file, penalty=penalty, is_objection=is_objection)


@transaction.atomic
def answer_penalty(
    *, actor: User, penalty: Penalty, answer: str, now: datetime, files: Sequence[Checked] = ()
) -> Penalty:
    """Say what the organization has to say, with evidence, until the decision is made."""
    row = _locked(penalty, P.ANSWERED)
    require(may_answer_penalty(actor, row))
    if not answer.strip():
        raise Refused("contracts.reason_missing", field="answer")
    _keep(files, row, is_objection=False)
    row.state, row.answer, row.answered_by, row.answered_at = P.ANSWERED, answer, actor, now
    row.save(update_fields=["state", "answer", "answered_by", "answered_at"])
    after = {"penalty": row.reference, "files": len(files)}
    record(actor=actor, action="penalty.answered", subject=row, at=now, after=after)
    _tell("contracts.penalty_answered", row, now, to="approvers")
    return row


@transaction.atomic
def decide_penalty(
    *, actor: User, penalty: Penalty, is_imposed: bool, amount: Decimal | None, reason: str, now: datetime
) -> Penalty:
    """Confirm the computed sum or a lower one, or do not impose it; after the organization was heard.

    Raises Refused `contracts.penalty_not_heard` (409), `contracts.penalty_above`, `contracts.penalty_amount` (422).
    """
    sum_ = penalty.proposed_amount if amount is None or not is_imposed else amount
    target = P.WITHDRAWN if not is_imposed else P.CONFIRMED if sum_ == penalty.proposed_amount else P.REDUCED
    row = _locked(penalty, target)
    require(may_decide_penalty(actor, row))
    check_heard(is_answered=row.answered_at is not None, today=day_of(now), last=row.heard_until)
    check_decision(sum_, most=row.proposed_amount, reason=reason)
    before = {"state": row.state, "amount": row.proposed_amount}
    row.state, row.decision, row.decided_by, row.decided_at = target, reason, actor, now
    if is_imposed:
        row.amount, row.objection_until = sum_, last_day("penalty.objection", now)
    row.save(update_fields=["state", "amount", "decision", "decided_by", "decided_at", "objection_until"])
    after = {"penalty": row.reference, "state": row.state, "amount": row.amount}
    record(
        actor=actor, action="penalty.decided", subject=row, at=now, before=before, after=after, reason=reason
    )
    claim_rest_locked(actor, row.contract, now)
    publish(PenaltyDecided(penalty_id=row.pk))
    kind = "contracts.penalty_imposed" if is_imposed else "contracts.penalty_withdrawn"
    until = row.objection_until.isoformat() if row.objection_until else ""
    for to in ("supplier", "officers"):
        _tell(kind, row, now, to=to, decision=reason, until=until)
    return row


@transaction.atomic
def object_to_penalty(
    *, actor: User, penalty: Penalty, text: str, now: datetime, files: Sequence[Checked] = ()
) -> Penalty:
    """Object to an imposed penalty, once; an open claim waits for the decision, what was held back stays held.

    Raises Refused `contracts.objection_late`, `contracts.objected_already` (409).
    """
    row = _locked(penalty, P.OBJECTED)
    require(may_object_to_penalty(actor, row))
    if PenaltyObjection.objects.filter(penalty=row).exists():
        raise Refused("contracts.objected_already", status=409)
    check_objection(today=day_of(now), last=row.objection_until, text=text)
    PenaltyObjection.objects.create(
        penalty=row, text=text, amount_before=row.amount, filed_by=actor, filed_at=now
    )
    _keep(files, row, is_objection=True)
    before = {"state": row.state}
    row.state = P.OBJECTED
    row.save(update_fields=["state"])
    after = {"penalty": row.reference, "state": row.state, "files": len(files)}
    record(actor=actor, action="penalty.objected", subject=row, at=now, before=before, after=after)
    drop_claim_locked(actor, row, text, now)
    _tell("contracts.penalty_objected", row, now, to="approvers")
    return row


@transaction.atomic
def decide_penalty_objection(
    *, actor: User, penalty: Penalty, outcome: str, amount: Decimal | None, reason: str, now: datetime
) -> Penalty:
    """Let the penalty stand (`stands`), lower it (`reduced`) or annul it (`annulled`); what was taken too much is paid back."""
    lower = amount if outcome == "reduced" and amount is not None else penalty.amount
    target = P.ANNULLED if outcome == "annulled" else P.REDUCED
    if outcome == "stands" and penalty.amount == penalty.proposed_amount:
        target = P.CONFIRMED
    row = _locked(penalty, target)
    require(may_decide_penalty_objection(actor, row))
    check_decision(lower, most=row.amount, reason=reason)
    before = {"state": row.state, "amount": row.amount}
    objection = PenaltyObjection.objects.select_for_update(of=("self",)).get(penalty=row)
    objection.decision, objection.decided_by, objection.decided_at = reason, actor, now
    objection.save(update_fields=["decision", "decided_by", "decided_at"])
    row.state, row.amount = target, lower
    give_back_locked(actor, row, now)
    row.save(update_fields=["state", "amount", "repayment"])
    after = {"penalty": row.reference, "state": row.state, "amount": row.owed}
    record(
        actor=actor, action="penalty.objection_decided", subject=row, at=now, before=before, after=after,
        reason=reason,
    )  # fmt: skip
    claim_rest_locked(actor, row.contract, now)
    publish(PenaltyDecided(penalty_id=row.pk))
    for to in ("supplier", "officers"):
        _tell(
            "contracts.penalty_objection_decided", row, now, to=to, decision=reason, amount=f"{row.owed:,.2f}"
        )
    return row
