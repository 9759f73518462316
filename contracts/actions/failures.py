"""The winner does not sign: the officer proposes what follows, an approver consents (CON-06)."""

from datetime import datetime

from django.db import transaction

from bidding.actions.awards import revoke_award
from bidding.actions.ending import fail_tender
from bidding.actions.tenders import locked
from contracts.models import Contract, SigningFailure
from contracts.permissions import may_decide_signing_failure, may_report_signing_failure
from contracts.queries.failures import candidates_after, open_failure
from contracts.rules.failures import check_failure
from contracts.states import FailureKind, NextStep, TerminationGround
from marketplace.audit.actions import record
from marketplace.core.clock import day_of
from marketplace.core.refusals import Refused
from organizations.models import User

from .closing import end_locked
from .locks import locked_contract, require
from .messages import tell_officers


@transaction.atomic
def report_signing_failure(
    *, actor: User, contract: Contract, kind: str, next_step: str, explanation: str, now: datetime
) -> SigningFailure:
    """Propose that the next candidate follows or a new procedure begins; an open proposal is answered again.

    Raises Refused `contracts.signed_already` (409), `contracts.still_time_to_sign`, `contracts.no_next_candidate`.
    """
    contract = locked_contract(contract)
    require(may_report_signing_failure(actor, contract))
    _check(contract, kind, next_step, now)
    if not explanation.strip():
        raise Refused("contracts.reason_missing", field="explanation")
    if open_failure(contract):
        raise Refused("contracts.failure_waits", status=409)
    failure = SigningFailure.objects.create(
        contract=contract, kind=FailureKind(kind), next_step=NextStep(next_step), explanation=explanation,
        proposed_by=actor, proposed_at=now,
    )  # fmt: skip
    after = {"kind": failure.kind, "next_step": failure.next_step}
    record(
        actor=actor,
        action="contract.signing_failed",
        subject=failure,
        at=now,
        after=after,
        reason=explanation,
    )
    tell_officers("contracts.signing_failed", contract, now, key=str(failure.pk), approvers=True)
    return failure


def _check(contract: Contract, kind: str, next_step: str, now: datetime) -> None:
    check_failure(
        state=contract.state, kind=kind, next_step=next_step, today=day_of(now), sign_by=contract.sign_by,
        candidates_left=candidates_after(contract),
    )  # fmt: skip


@transaction.atomic
def decide_signing_failure(
    *, actor: User, failure: SigningFailure, is_consented: bool, reason: str, now: datetime
) -> SigningFailure:
    """Consent: the contract ends, the award is taken back, and the next candidate or a new procedure follows.

    Not to consent needs a reason; the contract stays as it is. Raises Refused `contracts.failure_decided` (409).
    """
    tender = locked(failure.contract.award.lot.tender)
    contract = locked_contract(failure.contract)
    failure = SigningFailure.objects.select_for_update(of=("self",)).get(pk=failure.pk)
    failure.contract = contract
    require(may_decide_signing_failure(actor, failure))
    if failure.is_consented is not None:
        raise Refused("contracts.failure_decided", status=409)
    if not is_consented and not reason.strip():
        raise Refused("contracts.reason_missing", field="reason")
    failure.is_consented, failure.reason = is_consented, reason
    failure.decided_by, failure.decided_at = actor, now
    failure.save(update_fields=["is_consented", "reason", "decided_by", "decided_at"])
    after = {"is_consented": is_consented, "next_step": failure.next_step}
    act = "contract.signing_failure_decided"
    record(actor=actor, action=act, subject=failure, at=now, after=after, reason=reason)
    if is_consented:
        _check(contract, failure.kind, failure.next_step, now)
        given = {"actor": actor, "reason": failure.explanation, "now": now}
        end_locked(actor, contract, failure.explanation, TerminationGround.NOT_SIGNED, now)
        revoke_award(award=contract.award, **given)
        if failure.next_step == NextStep.ANEW:
            fail_tender(actor=actor, tender=tender, code="winner_refused", note=failure.explanation, now=now)
    tell_officers("contracts.signing_decided", contract, now, key=str(failure.pk))
    return failure
