"""Who a person is; what others may read of organizations."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from organizations.models import Badge, OverdueMark
from organizations.queries import communities, organizations, people
from organizations.states import MemberRole, PostRole
from tests.factories import organizations as make

pytestmark = pytest.mark.django_db


def test_posts_decide_who_is_an_official(now):
    bureau, other = make.DepartmentFactory(), make.DepartmentFactory()
    officer = make.official(PostRole.APPROVER, bureau)
    former = make.PostFactory(until=date(2025, 1, 1)).user
    assert people.is_official(officer)
    assert not people.is_official(former)
    assert not people.is_official(AnonymousUser())
    assert people.has_post(officer, PostRole.APPROVER, department=bureau)
    assert not people.has_post(officer, PostRole.APPROVER, department=other)
    assert not people.has_post(officer, PostRole.REGISTRAR)
    assert list(people.officials_with(PostRole.APPROVER)) == [officer]
    assert list(people.officials_with(department=other)) == []
    assert list(people.departments_of(officer)) == [bureau]


def test_memberships_count_while_they_last(now):
    organization = make.OrganizationFactory()
    chief = make.member(organization)
    writer = make.member(organization, MemberRole.BID_WRITER)
    gone = make.MembershipFactory(organization=organization, ended_at=now).user
    assert set(people.members_of(organization)) == {chief, writer}
    assert list(people.members_of(organization, MemberRole.BID_WRITER)) == [writer]
    assert list(people.organizations_of(chief)) == [organization]
    assert not people.organizations_of(gone).exists()
    assert people.is_member(writer, organization)
    assert not people.is_member(writer, organization, MemberRole.FINANCE)
    assert not people.is_member(AnonymousUser(), organization)


def test_communities_are_granted_one_by_one():
    here, there = make.CommunityFactory.create_batch(2)
    worker, director = make.worker(here), make.director(here)
    assert people.works_in(worker, here)
    assert not people.works_in(worker, there)
    assert not people.directs(worker, here)
    assert people.directs(director, here)
    assert list(people.workers_of(here)) == [worker]
    assert list(people.directors_of(here)) == [director]
    assert list(people.communities_worked_by(worker)) == [here]
    assert list(people.communities_directed_by(director)) == [here]
    assert not people.works_in(AnonymousUser(), here)


def test_a_system_administrator_works_nowhere_by_that_alone():
    root = make.UserFactory(is_superuser=True)
    community = make.CommunityFactory()
    assert not people.works_in(root, community)
    assert list(people.workers_of(community)) == []


def test_residency_and_roster():
    home = make.CommunityFactory()
    neighbor, confirmed = make.resident(home), make.verified_resident(home)
    assert people.residency_of(neighbor).community == home
    assert people.residency_of(make.UserFactory()) is None
    assert people.is_verified_resident(confirmed, home)
    assert not people.is_verified_resident(neighbor)
    assert [row.user for row in communities.residencies_to_confirm(communities.all_communities())] == [
        neighbor
    ]
    judge = make.expert("E01")
    make.ExpertFactory(categories=["E01"], is_available=False)
    assert list(people.experts_for("E01")) == [judge]
    assert people.is_expert(judge)


def test_only_verified_organizations_are_public():
    verified = make.OrganizationFactory()
    suspended = make.OrganizationFactory(state="suspended")
    make.OrganizationFactory(state="draft")
    assert list(organizations.public_organizations()) == [verified]
    assert set(organizations.known_organizations()) == {verified, suspended}


def test_badges_marks_grades_and_certificates(now):
    day = date(2026, 3, 1)
    organization = make.OrganizationFactory(assessment_grade=4, grade_issued_on=date(2022, 1, 1))
    assert organizations.grade_on(organization, day) == 4
    assert organizations.grade_on(organization, date(2027, 1, 1)) is None
    Badge.objects.create(organization=organization, kind="incubating", since=day, until=day + timedelta(5))
    assert organizations.badges_of(organization, day).count() == 1
    assert organizations.badges_of(organization, day + timedelta(5)).count() == 0
    mark = OverdueMark.objects.create(
        organization=organization, contract_reference="HT-2026-0001", milestone="1", due_at=now
    )
    assert list(organizations.open_overdue_marks(organization)) == [mark]
    make.CertificateFactory(organization=organization, expires_on=day - timedelta(1))
    kept = make.CertificateFactory(organization=organization, expires_on=day)
    assert list(organizations.certificates_valid_on(organization, day)) == [kept]
    assert organizations.standing_of(organization) is None
    standing = make.StandingFactory(organization=organization)
    assert organizations.standing_of(organization) == standing


def test_the_audit_label_names_posts_communities_memberships_and_homes():
    post = make.PostFactory(department__name="民政局", role=PostRole.REGISTRAR)
    assert post.user.role_label.startswith("民政局 ")
    community = make.CommunityFactory(name="和美社区")
    assert make.worker(community).role_label.startswith("和美社区 ")
    organization = make.OrganizationFactory(name="暖阳中心")
    assert make.member(organization).role_label.startswith("暖阳中心 ")
    assert make.resident(community).role_label.startswith("和美社区 ")
    assert make.expert("E01").role_label
    assert make.UserFactory().role_label == ""
