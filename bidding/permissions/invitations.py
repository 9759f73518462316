"""Who publishes a qualification notice, who applies, who checks and draws; who handles a single source."""

from bidding.models import Candidate, Prequalification, SingleSource, SourceObjection, Tender
from bidding.queries.bids import BIDDING_ROLES
from bidding.queries.invitations import prequalification_of, source_of
from bidding.rules.findings import blocks
from bidding.states import TenderState
from marketplace.web.access import ALLOWED, Verdict, denied, permission
from marketplace.workdays.queries import now as present
from organizations.models import Organization, User
from organizations.queries.people import is_member

from . import eligibility, is_approver, is_officer


def _draft(verdict: Verdict, tender: Tender) -> Verdict:
    if verdict and tender.state != TenderState.DRAFT:
        return denied("bidding.wrong_state")
    return verdict


@permission("publish_qualification_notice", model="bidding.Tender")
def may_publish_qualification_notice(user: User, tender: Tender) -> Verdict:
    """An approver of the buyer publishes the qualification notice of an invited draft that somebody else prepared."""
    verdict = _draft(is_approver(user, tender), tender)
    if verdict and user.pk == tender.created_by_id:
        return denied("bidding.own_work")
    if verdict and (tender.procedure != "invited" or prequalification_of(tender) is not None):
        return denied("bidding.wrong_state")
    return verdict


@permission("apply_for_invitation", model="bidding.Prequalification")
def may_apply(user: User, row: Prequalification, organization: Organization | None = None) -> Verdict:
    """Who may bid for an eligible organization answers a qualification notice; the time is judged by the act."""
    from bidding.queries.bids import bidding_organizations

    organization = organization or bidding_organizations(user).first()
    if organization is None or not is_member(user, organization, *BIDDING_ROLES):
        return denied("bidding.not_member")
    found = blocks(eligibility(organization, row.tender, present()))
    return denied(found[0].code, **found[0].facts) if found else ALLOWED


@permission("judge_candidate", model="bidding.Candidate")
def may_judge_candidate(user: User, candidate: Candidate) -> Verdict:
    """A project officer of the buyer checks an application before the draw."""
    row = candidate.prequalification
    verdict = _draft(is_officer(user, row.tender), row.tender)
    return denied("bidding.wrong_state") if verdict and row.drawn_at is not None else verdict


@permission("draw_invited", model="bidding.Tender")
def may_draw_invited(user: User, tender: Tender) -> Verdict:
    """A project officer of the buyer draws who is invited, once; the time is judged by the act."""
    row = prequalification_of(tender)
    verdict = _draft(is_officer(user, tender), tender)
    return denied("bidding.wrong_state") if verdict and (row is None or row.drawn_at is not None) else verdict


@permission("name_single_supplier", model="bidding.Tender")
def may_name_single_supplier(user: User, tender: Tender) -> Verdict:
    """A project officer of the buyer names the only supplier and keeps the experts' arguments, before publicity."""
    row = source_of(tender)
    verdict = _draft(is_officer(user, tender), tender)
    is_out = row is not None and row.published_at is not None
    return denied("bidding.wrong_state") if verdict and (tender.procedure != "single" or is_out) else verdict


@permission("publish_single_source", model="bidding.Tender")
def may_publish_single_source(user: User, tender: Tender) -> Verdict:
    """An approver of the buyer publishes the only supplier that somebody else named."""
    row = source_of(tender)
    verdict = _draft(is_approver(user, tender), tender)
    if verdict and user.pk == tender.created_by_id:
        return denied("bidding.own_work")
    return (
        denied("bidding.wrong_state")
        if verdict and (row is None or row.published_at is not None)
        else verdict
    )


@permission("object_to_single_source", model="bidding.SingleSource")
def may_object_to_single_source(user: User, source: SingleSource) -> Verdict:
    """Anybody with an account objects, except officials of the buyer and members of the named supplier."""
    if bool(is_officer(user, source.tender)) or bool(is_approver(user, source.tender)):
        return denied("bidding.own_work")
    return denied("bidding.own_work") if is_member(user, source.supplier) else ALLOWED


@permission("answer_source_objection", model="bidding.SourceObjection")
def may_answer_source_objection(user: User, objection: SourceObjection) -> Verdict:
    """A project officer of the buyer answers an objection, once."""
    verdict = _draft(is_officer(user, objection.source.tender), objection.source.tender)
    return denied("bidding.wrong_state") if verdict and objection.answered_at is not None else verdict
