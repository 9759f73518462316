"""Sign in order: the supplier's legal representative, then the buyer's approver, who makes it public."""

from datetime import datetime

from django.db import transaction

from bidding.queries.challenges import what_stops
from bidding.states import AwardState
from contracts.events import ContractSigned
from contracts.models import Contract
from contracts.permissions import may_sign_for_buyer, may_sign_for_supplier
from contracts.rules.terms import check_signing_day
from contracts.states import CONTRACT, ContractState
from marketplace.audit.actions import record
from marketplace.core.clock import day_of
from marketplace.core.refusals import Citation, Refused
from marketplace.core.states import require_transition
from marketplace.outbox.actions import publish
from marketplace.statutes import STATUTES
from marketplace.web.models import Stop
from marketplace.web.spine import write_stop
from organizations.models import User
from projects.actions import advance_project
from projects.states import ProjectState

from .locks import locked_contract, require
from .messages import tell_officers, tell_supplier
from .versions import keep_version_locked


@transaction.atomic
def sign_for_supplier(*, actor: User, contract: Contract, digest: str, now: datetime) -> Contract:
    """Sign the offered document first; `digest` is that of the document the signer read.

    Raises Refused `contracts.document_changed` (409), `contracts.award_not_confirmed` (409).
    """
    contract = locked_contract(contract)
    require_transition(CONTRACT, contract.state, ContractState.SUPPLIER_SIGNED)
    require(may_sign_for_supplier(actor, contract))
    _check_document(contract, digest, now)
    contract.state = ContractState.SUPPLIER_SIGNED
    contract.supplier_signed_by, contract.supplier_signed_at = actor, now
    contract.save(update_fields=["state", "supplier_signed_by", "supplier_signed_at", "changed_at"])
    after = {"digest": contract.digest}
    record(actor=actor, action="contract.signed_by_supplier", subject=contract, at=now, after=after)
    tell_officers("contracts.to_countersign", contract, now, approvers=True)
    return contract


@transaction.atomic
def sign_for_buyer(
    *, actor: User, contract: Contract, digest: str, now: datetime, late_reason: str = ""
) -> Contract:
    """Sign second and publish; never by the official who offered the document.

    Raises Refused `contracts.signing_late` (422) without a public reason after the last day, and
    `contracts.signing_early` (409) while challenges may still come.
    """
    contract = locked_contract(contract)
    require_transition(CONTRACT, contract.state, ContractState.ACTIVE)
    require(may_sign_for_buyer(actor, contract))
    _check_document(contract, digest, now)
    today = day_of(now)
    check_signing_day(
        today,
        not_before=contract.award.sign_not_before,
        sign_by=contract.sign_by,
        late_reason=late_reason,
        limit=STATUTES.on("contract.sign", day_of(contract.award.notice_at or now)),
    )
    contract.state, contract.buyer_signed_by = ContractState.ACTIVE, actor
    contract.signed_at = contract.published_at = now
    contract.late_reason = late_reason if today > contract.sign_by else ""
    fields = ["state", "buyer_signed_by", "signed_at", "published_at", "late_reason", "changed_at"]
    contract.save(update_fields=fields)
    keep_version_locked(contract, now)
    after = {"digest": contract.digest, "late": bool(contract.late_reason)}
    record(
        actor=actor,
        action="contract.signed",
        subject=contract,
        at=now,
        after=after,
        reason=contract.late_reason,
    )
    if contract.project.state != ProjectState.DELIVERING:  # another lot of the project is delivered already
        advance_project(actor=actor, project=contract.project, to=ProjectState.CONTRACTED, now=now)
    write_stop(
        spine_id=contract.spine_id,
        stop=Stop.CONTRACT,
        reference=contract.reference,
        title=contract.title,
        path=contract.path,
        at=now,
    )
    publish(ContractSigned(contract_id=contract.pk))
    tell_supplier("contracts.signed", contract, now)
    return contract


def _check_document(contract: Contract, digest: str, now: datetime) -> None:
    if digest != contract.digest:
        raise Refused("contracts.document_changed", status=409)
    if contract.award.state != AwardState.CONFIRMED:
        raise Refused("contracts.award_not_confirmed", status=409)
    if stop := what_stops(contract.award.lot.tender, now):
        raise Refused(stop, status=409, citation=Citation("GPR", "art. 54"))
