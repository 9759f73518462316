"""Who may do what with people, communities and organizations."""

import time
from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from marketplace.web.access import ALLOWED, Verdict, denied, permission
from organizations.models import Certificate, Community, Membership, Organization, Residency, Sanction, User
from organizations.queries.people import (
    communities_directed_by,
    communities_worked_by,
    directs,
    has_post,
    is_member,
    works_in,
)
from organizations.states import MemberRole, OrganizationState, PostRole

METHODS_KEY = "account_authentication_methods"
"""Where a session keeps how its person proved who they are."""


def is_second_factor_fresh(request: HttpRequest) -> bool:
    """Say whether the person confirmed the second factor in this session within the last 15 minutes."""
    records = get_authentication_records(request, request.user)
    moments = [record["at"] for record in records if record.get("method") == "mfa"]
    return bool(moments) and time.time() - max(moments) < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def require_fresh_second_factor(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Lead to the second factor (or its set-up) first, then back; for sealing, opening and signing."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if is_second_factor_fresh(request):
            return view(request, *args, **kwargs)
        from allauth.mfa.utils import is_mfa_enabled

        name = "mfa_reauthenticate" if is_mfa_enabled(request.user, ["totp"]) else "mfa_activate_totp"
        return redirect(f"{reverse(name)}?{urlencode({'next': request.get_full_path()})}")

    return guarded


@permission("register_organization")
def may_register_organization(user: User) -> Verdict:
    """Let any signed-in person register an organization, officials excepted."""
    if not user.is_authenticated:
        return denied("web.sign_in")
    if has_post(user):
        return denied("organizations.officials_have_no_organization")
    return ALLOWED


@permission("read_organization", model="organizations.Organization")
def may_read_organization(user: User, organization: Organization) -> Verdict:
    """Let members, registrars and auditors read the whole record."""
    if is_member(user, organization) or has_post(user, PostRole.REGISTRAR, PostRole.AUDITOR):
        return ALLOWED
    return denied("organizations.not_a_member")


@permission("edit_organization", model="organizations.Organization")
def may_edit_organization(user: User, organization: Organization) -> Verdict:
    """Let the legal representative edit the record, unless it waits for the registrar or is suspended."""
    if not is_member(user, organization, MemberRole.LEGAL_REPRESENTATIVE):
        return denied("organizations.not_the_legal_representative")
    if organization.state == OrganizationState.SUBMITTED:
        return denied("organizations.waits_for_verification")
    if organization.state == OrganizationState.SUSPENDED:
        return denied("organizations.is_suspended")
    return ALLOWED


@permission("submit_organization", model="organizations.Organization")
def may_submit_organization(user: User, organization: Organization) -> Verdict:
    """Let the legal representative send the record for verification."""
    if not is_member(user, organization, MemberRole.LEGAL_REPRESENTATIVE):
        return denied("organizations.not_the_legal_representative")
    if organization.state not in {OrganizationState.DRAFT, OrganizationState.RETURNED}:
        return denied("organizations.already_submitted")
    return ALLOWED


@permission("keep_certificate", model="organizations.Organization")
def may_keep_certificate(user: User, organization: Organization) -> Verdict:
    """Let the legal representative and the bid writer keep the certificates."""
    if is_member(user, organization, MemberRole.LEGAL_REPRESENTATIVE, MemberRole.BID_WRITER):
        return ALLOWED
    return denied("organizations.not_a_member")


@permission("read_certificate", model="organizations.Certificate")
def may_read_certificate(user: User, certificate: Certificate) -> Verdict:
    """Let whoever reads the record read its certificates."""
    return may_read_organization(user, certificate.organization)


@permission("manage_members", model="organizations.Organization")
def may_manage_members(user: User, organization: Organization) -> Verdict:
    """Let the legal representative invite members and end memberships."""
    if is_member(user, organization, MemberRole.LEGAL_REPRESENTATIVE):
        return ALLOWED
    return denied("organizations.not_the_legal_representative")


@permission("end_membership", model="organizations.Membership")
def may_end_membership(user: User, membership: Membership) -> Verdict:
    """Let the legal representative end any membership, everyone their own."""
    if membership.user_id == user.pk:
        return ALLOWED
    return may_manage_members(user, membership.organization)


@permission("verify_organization", model="organizations.Organization")
def may_verify_organization(user: User, organization: Organization) -> Verdict:
    """Let a registrar verify, return, suspend and reinstate; never an organization of their own."""
    if not has_post(user, PostRole.REGISTRAR):
        return denied("organizations.not_a_registrar")
    if is_member(user, organization):
        return denied("organizations.own_organization")
    return ALLOWED


@permission("review_organizations")
def may_review_organizations(user: User) -> Verdict:
    """Let a registrar see the list of organizations in every state."""
    return ALLOWED if has_post(user, PostRole.REGISTRAR) else denied("organizations.not_a_registrar")


@permission("confirm_residency", model="organizations.Residency")
def may_confirm_residency(user: User, residency: Residency) -> Verdict:
    """Let a worker or director of the community confirm residents, never themselves."""
    if residency.user_id == user.pk:
        return denied("organizations.own_residency")
    return may_work_in_community(user, residency.community)


@permission("verify_phone", model="organizations.Residency")
def may_verify_phone(user: User, residency: Residency) -> Verdict:
    """Let a worker or director of the community confirm residents' phone numbers at the counter, never their own."""
    if residency.user_id == user.pk:
        return denied("organizations.own_phone")
    return may_work_in_community(user, residency.community)


@permission("work_in_community", model="organizations.Community")
def may_work_in_community(user: User, community: Community) -> Verdict:
    """Let workers and directors act in the community to which they were appointed."""
    if works_in(user, community) or directs(user, community):
        return ALLOWED
    return denied("organizations.not_a_worker_here")


@permission("see_residents")
def may_see_residents(user: User) -> Verdict:
    """Let workers and directors of any community see who waits for confirmation there."""
    if user.is_authenticated and (
        communities_worked_by(user).exists() or communities_directed_by(user).exists()
    ):
        return ALLOWED
    return denied("organizations.not_a_worker")


@permission("manage_people")
def may_manage_people(user: User) -> Verdict:
    """Let an administrator give posts, appoint community workers, keep the expert roster."""
    return ALLOWED if has_post(user, PostRole.ADMINISTRATOR) else denied("organizations.not_an_administrator")


@permission("explain_access")
def may_explain_access(user: User) -> Verdict:
    """Let an administrator or auditor ask why a person may or may not do something."""
    if has_post(user, PostRole.ADMINISTRATOR, PostRole.AUDITOR):
        return ALLOWED
    return denied("organizations.not_an_administrator")


@permission("impose_sanction", model="organizations.Organization")
def may_impose_sanction(user: User, organization: Organization) -> Verdict:
    """Decide a warning or a ban: registrars who are no member of the organization."""
    if not has_post(user, PostRole.REGISTRAR):
        return denied("organizations.not_registrar")
    return denied("organizations.own_organization") if is_member(user, organization) else ALLOWED


@permission("appeal_sanction", model="organizations.Sanction")
def may_appeal_sanction(user: User, sanction: Sanction) -> Verdict:
    """Appeal: the legal representative of the organization."""
    allowed = is_member(user, sanction.organization, MemberRole.LEGAL_REPRESENTATIVE)
    return ALLOWED if allowed else denied("organizations.not_legal_representative")


@permission("answer_sanction_appeal", model="organizations.Sanction")
def may_answer_sanction_appeal(user: User, sanction: Sanction) -> Verdict:
    """Answer the appeal: a registrar or an approver who did not decide the sanction."""
    if not has_post(user, PostRole.REGISTRAR, PostRole.APPROVER):
        return denied("organizations.not_registrar")
    return denied("organizations.decided_it") if sanction.decided_by_id == user.pk else ALLOWED
