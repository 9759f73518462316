"""Keep every version of a contract's document, and note when finance received its copy."""

from datetime import datetime

from django.db import transaction

from contracts.models import Contract, ContractVersion
from contracts.permissions import may_file_contract
from marketplace.audit.actions import record
from marketplace.core.refusals import Refused
from organizations.models import User

from .locks import locked_contract, require


def keep_version_locked(contract: Contract, now: datetime) -> ContractVersion:
    """Write the document in force as the next version; called under the contract's lock."""
    latest = contract.versions.order_by("-number").first()
    return ContractVersion.objects.create(
        contract=contract,
        number=latest.number + 1 if latest else 1,
        document=contract.document,
        document_html=contract.document_html,
        digest=contract.digest,
        amount=contract.amount,
        in_force_at=now,
    )


@transaction.atomic
def record_copy(*, actor: User, version: ContractVersion, note: str, now: datetime) -> ContractVersion:
    """Note that a copy of a version went to the finance department; once, with where it can be found there.

    Raises Refused `contracts.copied_already` (409), `contracts.copy_note` (422).
    """
    contract = locked_contract(Contract(pk=version.contract_id))
    require(may_file_contract(actor, contract))
    version = ContractVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    if version.copied_at is not None:
        raise Refused("contracts.copied_already", status=409)
    if not note.strip():
        raise Refused("contracts.copy_note", field="note")
    version.copied_at, version.copied_by, version.copy_note = now, actor, note
    version.save(update_fields=["copied_at", "copied_by", "copy_note"])
    version.contract = contract
    after = {"version": version.number, "note": note}
    record(actor=actor, action="contract.copied_to_finance", subject=version, at=now, after=after)
    return version
