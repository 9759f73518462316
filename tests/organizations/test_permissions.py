"""Who may do what: one table of acts, roles and states, and every cell of it asked."""

import pytest
from django.contrib.auth.models import AnonymousUser

from marketplace.web.access import PERMISSIONS
from marketplace.web.sentences import known_codes
from organizations import permissions
from organizations.states import MemberRole, OrganizationState, PostRole
from tests.factories import organizations as make

pytestmark = pytest.mark.django_db
DRAFT, SUBMITTED, RETURNED, VERIFIED, SUSPENDED = OrganizationState.values
ALL = set(OrganizationState.values)

ROLES = {
    "visitor": lambda _: AnonymousUser(),
    "resident": lambda _: make.resident(),
    "worker": lambda _: make.worker(),
    "expert": lambda _: make.expert("E01"),
    "legal": make.member,
    "writer": lambda organization: make.member(organization, MemberRole.BID_WRITER),
    "finance": lambda organization: make.member(organization, MemberRole.FINANCE),
    "other_legal": lambda _: make.member(),
    "former": lambda organization: (
        make.MembershipFactory(organization=organization, ended_at=make.BEGINNING).user
    ),
    "registrar": lambda _: make.registrar(),
    "officer": lambda _: make.official(PostRole.PROJECT_OFFICER),
    "auditor": lambda _: make.official(PostRole.AUDITOR),
    "administrator": lambda _: make.administrator(),
    "superuser": lambda _: make.UserFactory(is_superuser=True),
}
TABLE = {
    permissions.may_read_organization: dict.fromkeys(
        ("legal", "writer", "finance", "registrar", "auditor"), ALL
    ),
    permissions.may_edit_organization: {"legal": {DRAFT, RETURNED, VERIFIED}},
    permissions.may_submit_organization: {"legal": {DRAFT, RETURNED}},
    permissions.may_keep_certificate: {"legal": ALL, "writer": ALL},
    permissions.may_manage_members: {"legal": ALL},
    permissions.may_verify_organization: {"registrar": ALL},
}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("check", TABLE, ids=lambda check: check.__name__)
def test_every_cell_of_the_table(check, role):
    organization = make.OrganizationFactory()
    user = ROLES[role](organization)
    for state in OrganizationState.values:
        organization.state = state
        verdict = check(user, organization)
        assert verdict.allowed == (state in TABLE[check].get(role, set())), (role, state)
        assert verdict.allowed or verdict.reason in known_codes()


@pytest.mark.parametrize(
    ("check", "allowed"),
    [
        (permissions.may_manage_people, {"administrator"}),
        (permissions.may_explain_access, {"administrator", "auditor"}),
        (permissions.may_review_organizations, {"registrar"}),
        (permissions.may_see_residents, {"worker"}),
        (
            permissions.may_register_organization,
            set(ROLES) - {"visitor", "registrar", "officer", "auditor", "administrator"},
        ),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_acts_without_an_object(check, allowed):
    organization = make.OrganizationFactory()
    assert {role for role, person in ROLES.items() if check(person(organization))} == allowed


def test_a_registrar_decides_nothing_about_an_organization_of_their_own():
    organization = make.OrganizationFactory()
    user = make.registrar()
    make.MembershipFactory(organization=organization, user=user)
    assert permissions.may_verify_organization(user, organization).reason == "organizations.own_organization"


def test_a_membership_is_ended_by_oneself_or_the_legal_representative():
    organization = make.OrganizationFactory()
    legal = make.member(organization)
    row = make.MembershipFactory(organization=organization, role=MemberRole.FINANCE)
    assert permissions.may_end_membership(row.user, row)
    assert permissions.may_end_membership(legal, row)
    assert not permissions.may_end_membership(make.member(), row)


def test_a_worker_confirms_residents_of_the_own_community_only():
    home = make.CommunityFactory()
    row = make.ResidencyFactory(community=home)
    assert permissions.may_confirm_residency(make.worker(home), row)
    assert permissions.may_confirm_residency(make.director(home), row)
    assert not permissions.may_confirm_residency(make.worker(), row)
    own = make.worker(home)
    assert not permissions.may_confirm_residency(own, make.ResidencyFactory(user=own, community=home))


def test_certificates_are_read_by_whoever_reads_the_record():
    row = make.CertificateFactory()
    assert permissions.may_read_certificate(make.member(row.organization), row)
    assert not permissions.may_read_certificate(make.member(), row)


def test_every_permission_of_the_room_is_known_to_the_explain_page():
    names = {name for name in dir(permissions) if name.startswith("may_")}
    assert names <= {permission.check.__name__ for permission in PERMISSIONS.values()}
