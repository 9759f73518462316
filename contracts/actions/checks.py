"""Residents check what was done."""

from dataclasses import replace
from datetime import datetime

from django.db import IntegrityError, transaction

from contracts.models import CheckPhoto, Milestone, ResidentCheck
from contracts.permissions import may_check_milestone
from contracts.states import CheckResult, ContractState
from deliberation.rules.privacy import masked
from marketplace.audit.actions import record
from marketplace.core.refusals import Refused
from marketplace.web.files import Checked
from marketplace.web.models import Stop
from marketplace.web.spine import write_stop
from organizations.models import User
from organizations.queries.people import residency_of
from organizations.states import ResidentLevel

from .locks import locked_milestone, require
from .messages import tell_officers


@transaction.atomic
def record_check(
    *,
    actor: User,
    milestone: Milestone,
    result: str,
    now: datetime,
    line: str = "",
    photo: Checked | None = None,
) -> ResidentCheck:
    """Keep what a resident found on a running contract, once for each resident and milestone.

    A finding of "partly" or "no" needs a photo or a line. Raises Refused `contracts.checked_already` (409).
    """
    milestone = locked_milestone(milestone)
    contract = milestone.contract
    if contract.state != ContractState.ACTIVE:
        raise Refused("contracts.not_running", status=409)
    require(may_check_milestone(actor, milestone))
    if result != CheckResult.YES and not line.strip() and photo is None:
        raise Refused("contracts.check_line", field="line")
    residency = residency_of(actor)
    check = ResidentCheck(
        milestone=milestone,
        resident=actor,
        community_id=residency.community_id,
        is_representative=residency.level == ResidentLevel.REPRESENTATIVE,
        result=CheckResult(result),
        line=masked(line),
        checked_at=now,
    )
    try:
        with transaction.atomic():
            check.save(force_insert=True)
    except IntegrityError:
        raise Refused("contracts.checked_already", status=409) from None
    if photo is not None:
        _keep_photo(photo, check)
    after = {"milestone": milestone.number, "result": check.result}
    record(actor=actor, action="milestone.checked", subject=check, at=now, after=after)
    write_stop(
        spine_id=contract.spine_id,
        stop=Stop.SUPERVISION,
        reference=contract.reference,
        title=contract.title,
        path=f"{contract.path}#checks",
        at=now,
    )
    tell_officers("contracts.checked", milestone, now, key=check.public_id)
    return check


def _keep_photo(photo: Checked, check: ResidentCheck) -> None:
    """Keep the photo under a name that says nothing about whose phone it comes from."""
    ending = photo.content_type.rpartition("/")[2]
    CheckPhoto.keep(replace(photo, name=f"photo.{ending}"), check_row=check)
