"""Appeals against evidence, decided by somebody who had no part in it; links between re-registered organizations."""

from datetime import datetime, timedelta

from django.db import transaction

from contracts.models import Contract, Milestone
from marketplace.audit.actions import next_reference, record
from marketplace.core.clock import day_of, local
from marketplace.core.refusals import Citation, Refused
from marketplace.core.states import require_transition
from marketplace.notifications.actions import notify
from marketplace.statutes import STATUTES
from organizations.models import Organization, User
from organizations.queries.people import members_of, officials_with
from organizations.states import MemberRole, PostRole
from ranking.models import Appeal, Succession
from ranking.queries.appeals import had_a_part, is_evidence
from ranking.queries.successions import follow
from ranking.states import APPEAL, AppealState

from .consequences import amend_grade
from .standings import rescore_organization

HOUSE = Citation("HOUSE", trust="D")


@transaction.atomic
def file_appeal(
    *,
    actor: User,
    contract: Contract,
    item: str,
    grounds: str,
    now: datetime,
    milestone: Milestone | None = None,
) -> Appeal:
    """Appeal against one piece of evidence of a contract; once each. Raises Refused."""
    contract = Contract.objects.select_for_update(of=("self",)).get(pk=contract.pk)
    if not is_evidence(contract, item, milestone):
        raise Refused("ranking.no_such_evidence", status=409)
    if Appeal.objects.filter(contract=contract, item=item, milestone=milestone).exists():
        raise Refused("ranking.already_appealed", status=409)
    days = STATUTES.on("performance.appeal_answer", day_of(now)).days
    appeal = Appeal.objects.create(
        reference=next_reference("SS", local(now).year), contract=contract, item=item, milestone=milestone,
        grounds=grounds, filed_by=actor, filed_at=now, answer_by=now + timedelta(days=days),
    )  # fmt: skip
    record(
        actor=actor, action="appeal.filed", subject=appeal, at=now,
        after={"contract": contract.reference, "item": item, "grounds": grounds},
    )  # fmt: skip
    approvers = [
        user
        for user in officials_with(PostRole.APPROVER, department=contract.buyer)
        if not had_a_part(user, appeal)
    ]
    notify(
        recipients=approvers, kind="ranking.appeal_filed", key=appeal.reference, at=now,
        path=appeal.desk_path, title=contract.title, until=f"{day_of(appeal.answer_by):%Y-%m-%d}",
    )  # fmt: skip
    return appeal


@transaction.atomic
def decide_appeal(*, actor: User, appeal: Appeal, is_upheld: bool, reason: str, now: datetime) -> Appeal:
    """Uphold (the evidence counts as absent from now on) or dismiss, with reasons. Raises Refused."""
    appeal = (
        Appeal.objects.select_for_update(of=("self",))
        .select_related("contract__organization")
        .get(pk=appeal.pk)
    )
    target = AppealState.UPHELD if is_upheld else AppealState.DISMISSED
    require_transition(APPEAL, appeal.state, target)
    if had_a_part(actor, appeal):
        raise Refused("ranking.had_a_part", status=403, citation=HOUSE)
    appeal.state, appeal.decision = target, reason
    appeal.decided_by, appeal.decided_at = actor, now
    appeal.save(update_fields=["state", "decision", "decided_by", "decided_at"])
    record(
        actor=actor, action="appeal.decided", subject=appeal, at=now, before={"state": AppealState.FILED},
        after={"state": target}, reason=reason,
    )  # fmt: skip
    organization = appeal.contract.organization
    if is_upheld:
        amend_grade(actor=actor, appeal=appeal, now=now)
        rescore_organization(organization=organization, now=now, actor=actor)
    notify(
        recipients=members_of(organization, MemberRole.LEGAL_REPRESENTATIVE), kind="ranking.appeal_decided",
        key=appeal.reference, at=now, path=appeal.desk_path, title=appeal.contract.title,
        outcome=AppealState(target).label,
    )  # fmt: skip
    return appeal


@transaction.atomic
def link_organizations(
    *, actor: User, old: Organization, new: Organization, reason: str, document: str, now: datetime
) -> Succession:
    """Let `new` hold the whole record of `old` from now on, by a registrar's decision. Raises Refused."""
    locked = (
        Organization.objects.select_for_update(of=("self",)).order_by("pk").filter(pk__in=[old.pk, new.pk])
    )
    if len(locked) != 2:  # noqa: PLR2004 - an old and a new one
        raise Refused("ranking.succeeds_itself", field="new")
    links = dict(Succession.objects.values_list("old_id", "new_id"))
    if old.pk in links:
        raise Refused("ranking.already_linked", status=409, field="old")
    if follow(links, new.pk) == old.pk:
        raise Refused("ranking.link_in_circle", status=409, field="new")
    row = Succession.objects.create(
        old=old, new=new, reason=reason, document=document, decided_by=actor, at=now
    )
    record(
        actor=actor, action="organizations.linked", subject=row, at=now, reason=reason,
        after={"old": old.public_id, "new": new.public_id, "document": document},
    )  # fmt: skip
    rescore_organization(organization=new, now=now, actor=actor)
    return row
