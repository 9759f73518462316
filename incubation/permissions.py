"""Who applies, who reviews, who runs the incubator, who decides."""

from incubation.models import Application, IncubatorMembership
from incubation.queries.people import is_bureau_approver, is_centre_staff
from marketplace.web.access import ALLOWED, Verdict, denied, permission
from organizations.models import Organization, User
from organizations.queries.people import is_member
from organizations.states import MemberRole

REVIEW = "incubation.review_application"


@permission("apply_for_organization", model="organizations.Organization")
def may_apply(user: User, organization: Organization) -> Verdict:
    """Allow the legal representative."""
    is_own = is_member(user, organization, MemberRole.LEGAL_REPRESENTATIVE)
    return ALLOWED if is_own else denied("incubation.not_applicant")


@permission("write_application", model="incubation.Application")
def may_write_application(user: User, application: Application) -> Verdict:
    """Allow the legal representative of the applicant."""
    return may_apply(user, application.organization)


@permission("run_incubator")
def may_run_incubator(user: User) -> Verdict:
    """Allow the centre's staff: project officers of the civil affairs bureau."""
    return ALLOWED if is_centre_staff(user) else denied("incubation.not_centre")


@permission("review_application", model="incubation.Application")
def may_review_application(user: User, application: Application) -> Verdict:
    """Allow the appointed reviewers."""
    return ALLOWED if user.has_perm(REVIEW, application) else denied("incubation.not_reviewer")


@permission("decide_application", model="incubation.Application")
def may_decide_application(user: User, application: Application) -> Verdict:
    """Allow an approver of the bureau who did not propose it."""
    if not is_bureau_approver(user):
        return denied("incubation.not_bureau")
    if application.proposed_by_id == user.pk:
        return denied("incubation.preparer_decides")
    return ALLOWED


@permission("decide_membership", model="incubation.IncubatorMembership")
def may_decide_membership(user: User, membership: IncubatorMembership) -> Verdict:
    """Allow an approver of the bureau who did not assess the member last."""
    if not is_bureau_approver(user):
        return denied("incubation.not_bureau")
    last = membership.assessments.order_by("-assessed_at", "-id").first()
    if last is not None and last.assessed_by_id == user.pk:
        return denied("incubation.preparer_decides")
    return ALLOWED


@permission("act_for_member", model="incubation.IncubatorMembership")
def may_act_for_member(user: User, membership: IncubatorMembership) -> Verdict:
    """Allow the legal representative of the member."""
    return may_apply(user, membership.organization)


@permission("read_membership", model="incubation.IncubatorMembership")
def may_read_membership(user: User, membership: IncubatorMembership) -> Verdict:
    """Allow centre, bureau and the member's own people."""
    if is_centre_staff(user) or is_bureau_approver(user) or is_member(user, membership.organization):
        return ALLOWED
    return denied("incubation.not_member")
