"""Approval chains: which one a tender needs, where it stands, who is asked now."""

from collections.abc import Iterator
from datetime import datetime, time

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from bidding.models import Approval, ApprovalChain, ApprovalStep, Tender
from bidding.states import TenderState
from marketplace.core.clock import SHANGHAI
from marketplace.web.duties import Duty
from organizations.models import User
from organizations.queries.people import officials_with, open_posts


def chains() -> QuerySet[ApprovalChain]:
    """Return the chains in force, each with its steps."""
    rows = ApprovalChain.objects.filter(ended_at=None)
    return rows.prefetch_related("steps__department", "steps__deputy")


def steps_for(tender: Tender) -> list[ApprovalStep]:
    """Return the steps before publication: of the own track first, of the highest amount that the budget reaches.

    No chain means that the buyer's approver alone publishes.
    """
    rows = chains().filter(Q(track=tender.track) | Q(track=""), budget_from__lte=tender.whole_budget)
    chain = rows.order_by("-track", "-budget_from").first()
    return list(chain.steps.all()) if chain else []


def approvals_of(tender: Tender) -> QuerySet[Approval]:
    """Return every step of every round, in order."""
    return tender.approvals.select_related("department", "deputy", "decided_by")


def current_approval(tender: Tender) -> Approval | None:
    """Return the first undecided step of the last round of a handed-in tender."""
    if tender.state != TenderState.SUBMITTED:
        return None
    return approvals_of(tender).filter(verdict="").order_by("round", "position").first()


def asked_for(approval: Approval) -> list[User]:
    """Return who may decide a step: holders of the post and the deputy, without who prepared the tender or decided before."""
    tender = approval.tender
    own = {tender.created_by_id, tender.submitted_by_id}
    done = tender.approvals.filter(round=approval.round).values_list("decided_by", flat=True)
    people = list(officials_with(approval.role, department=approval.department))
    if approval.deputy is not None and approval.deputy.is_active:
        people.append(approval.deputy)
    return [one for one in {p.pk: p for p in people}.values() if one.pk not in own | set(done)]


def approvals_due(user: User) -> QuerySet[Approval]:
    """Return the undecided steps of handed-in tenders at which the person's posts or deputyships stand, first steps first."""
    mine = Q(deputy=user)
    for post in open_posts(user):
        mine |= Q(role=post.role, department=post.department_id)
    rows = Approval.objects.filter(mine, verdict="", tender__state=TenderState.SUBMITTED)
    return rows.select_related("tender__buyer", "department", "deputy").order_by("tender_id", "position")


def duties_of_approvals(user: User) -> Iterator[Duty]:
    """Return the steps that wait for the person now."""
    for row in approvals_due(user):
        current = current_approval(row.tender)
        if current is None or current.pk != row.pk or user not in asked_for(row):
            continue
        yield Duty(
            code="bidding.approve",
            reference=row.tender.reference,
            title=row.tender.title,
            url=reverse("bidding:tender_approve", args=[row.tender.public_id]),
            label=_("Decide: {step}").format(step=row.name),
            due_at=datetime.combine(row.due_on, time(17), tzinfo=SHANGHAI) if row.due_on else None,
            place=row.tender.buyer.name,
            step=row.tender.get_state_display(),
            is_approval=True,
        )
