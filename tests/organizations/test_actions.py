"""Every act leaves one event; what repeats changes nothing; what law or house forbids is refused."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db.models import ProtectedError

from marketplace.audit.models import AuditEvent
from marketplace.core.refusals import Refused
from marketplace.notifications.models import Notification
from marketplace.outbox.models import OutboxEvent
from organizations import actions
from organizations.models import Badge, Household, Membership, Post, Residency, Standing
from organizations.queries import people
from organizations.queries.duties import answer_due, duties_of
from organizations.queries.fields import offer_fields, service_fields
from organizations.states import ORGANIZATION, OrganizationState, PostRole
from organizations.tasks import remind_of_certificates
from tests.factories import organizations as make

pytestmark = pytest.mark.django_db
ESTIMATE = {
    "status": "ranked",
    "score": Decimal("80.5"),
    "error": Decimal("2.5"),
    "low": Decimal("75.6"),
    "high": Decimal("85.4"),
    "version": "MER-1",
    "params_hash": "0" * 64,
}


def acts():
    return list(AuditEvent.objects.order_by("id").values_list("act", flat=True))


def refused(run, **arguments):
    before = AuditEvent.objects.count()
    with pytest.raises(Refused) as answer:
        run(**arguments)
    assert AuditEvent.objects.count() == before
    return answer.value.code


def test_every_state_can_be_reached():
    assert ORGANIZATION.reachable() == set(OrganizationState.values)


def test_suspension_and_reinstatement_need_reasons_and_tell_the_rooms_above(now):
    organization, registrar = make.OrganizationFactory(), make.registrar()
    member = make.member(organization)
    who = {"actor": registrar, "organization": organization, "now": now}
    assert refused(actions.suspend_organization, **who, reason=" ") == "organizations.reason_missing"
    actions.suspend_organization(**who, reason="连续两年未报告")
    assert refused(actions.suspend_organization, **who, reason="x") == "core.not_in_this_state"
    actions.reinstate_organization(**who, reason="已补正")
    assert acts() == ["organization.suspended", "organization.reinstated"]
    assert list(OutboxEvent.objects.order_by("id").values_list("name", flat=True)) == [
        "organizations.OrganizationSuspended",
        "organizations.OrganizationVerified",
    ]
    assert Notification.objects.filter(recipient=member).count() == 2


def test_a_suspended_organization_is_not_verified_by_the_back_door(now):
    organization = make.OrganizationFactory(state="suspended")
    who = {"actor": make.registrar(), "organization": organization, "now": now}
    assert refused(actions.verify_organization, **who) == "core.not_in_this_state"


def test_nobody_verifies_an_organization_of_their_own(now):
    organization, registrar = make.OrganizationFactory(state="submitted"), make.registrar()
    make.MembershipFactory(organization=organization, user=registrar)
    who = {"actor": registrar, "organization": organization, "now": now}
    assert refused(actions.verify_organization, **who) == "organizations.own_organization"


def test_standing_is_replaced_and_its_history_kept_in_the_log(now):
    organization = make.OrganizationFactory()
    actions.set_standing(organization=organization, now=now, rank=3, **ESTIMATE)
    actions.set_standing(organization=organization, now=now, rank=2, **ESTIMATE)
    actions.set_standing(organization=organization, now=now, category="E01", **ESTIMATE)
    assert Standing.objects.count() == 2
    event = AuditEvent.objects.filter(act="standing.set").order_by("id")[1]
    assert (event.before["rank"], event.after["rank"]) == (3, 2)
    assert event.actor_name == "clock"


def test_badges_and_overdue_marks_are_given_once(now):
    organization, day = make.OrganizationFactory(), date(2026, 3, 1)
    for _ in range(2):
        actions.give_badge(organization=organization, kind="incubating", since=day, now=now)
        actions.mark_overdue(
            organization=organization, contract_reference="HT-2026-0001", milestone="1", due_at=now, now=now
        )
    for _ in range(2):
        actions.end_badge(organization=organization, kind="incubating", until=day, now=now)
        actions.cure_overdue(contract_reference="HT-2026-0001", milestone="1", now=now)
    assert acts() == ["badge.given", "overdue.marked", "badge.ended", "overdue.cured"]
    assert Badge.objects.get().until == day


def test_posts_are_given_by_others_and_not_to_members(now):
    admin, bureau = make.administrator(), make.DepartmentFactory()
    user = make.UserFactory()
    post = {"department": bureau, "role": PostRole.APPROVER, "now": now}
    assert refused(actions.give_post, actor=admin, user=admin, **post) == "organizations.own_post"
    assert (
        refused(actions.give_post, actor=admin, user=make.member(), **post)
        == "organizations.member_cannot_hold_post"
    )
    given = actions.give_post(actor=admin, user=user, **post)
    assert refused(actions.give_post, actor=admin, user=user, **post) == "organizations.post_exists"
    actions.end_post(actor=admin, post=given, now=now)
    assert refused(actions.end_post, actor=admin, post=given, now=now) == "core.not_in_this_state"
    assert not people.is_official(user)
    assert acts() == ["post.given", "post.ended"]


def test_the_last_administrator_stays(now):
    admin = make.administrator()
    post = Post.objects.get(user=admin)
    assert refused(actions.end_post, actor=None, post=post, now=now) == "organizations.last_administrator"
    make.administrator()
    actions.end_post(actor=None, post=post, now=now)
    assert acts() == ["post.ended"]


def test_appointments_are_given_and_taken_through_grants(now):
    user, community = make.UserFactory(), make.CommunityFactory()
    who = {"actor": None, "user": user, "community": community, "now": now}
    pairs = [
        (actions.appoint_worker, actions.dismiss_worker, people.works_in),
        (actions.appoint_director, actions.dismiss_director, people.directs),
    ]
    for appoint, dismiss, holds in pairs:
        appoint(**who)
        assert holds(user, community)
        assert refused(appoint, **who) == "organizations.already_appointed"
        dismiss(**who)
        assert not holds(user, community)
        assert refused(dismiss, **who) == "organizations.not_appointed"
    assert acts() == ["worker.appointed", "worker.dismissed", "director.appointed", "director.dismissed"]


def test_a_residence_is_confirmed_by_somebody_else_with_a_household(now):
    home, person = make.CommunityFactory(), make.UserFactory()
    worker = make.worker(home)
    residency = actions.choose_community(actor=person, community=home, now=now)
    actions.choose_community(actor=person, community=make.CommunityFactory(), now=now)
    residency = actions.choose_community(actor=person, community=home, now=now)
    who = {"residency": residency, "now": now}
    code = refused(actions.verify_resident, actor=person, building="1", door="2", **who)
    assert code == "organizations.own_residency"
    code = refused(actions.verify_resident, actor=worker, building="1", door=" ", **who)
    assert code == "organizations.household_missing"
    household = make.HouseholdFactory(community=home)
    actions.verify_resident(actor=worker, household=household, **who)
    code = refused(actions.choose_community, actor=person, community=home, now=now)
    assert code == "organizations.residency_confirmed"
    assert Household.objects.count() == 1
    assert Residency.objects.get().level == "verified"
    assert acts()[-1] == "residency.confirmed"


def test_experts_are_added_once_and_can_pause(now):
    user = make.UserFactory()
    entry = {
        "actor": None,
        "user": user,
        "field": "法律",
        "employer": "所",
        "categories": ["E02", "E01"],
        "now": now,
    }
    expert = actions.add_expert(**entry)
    assert refused(actions.add_expert, **entry) == "organizations.already_expert"
    actions.set_expert_available(actor=user, expert=expert, is_available=False, now=now)
    assert not people.experts_for("E01").exists()
    assert acts() == ["expert.added", "expert.changed"]


def test_only_officials_edit_the_public_site(now):
    code = refused(actions.set_editing, actor=None, user=make.member(), group="Editors", now=now)
    assert code == "organizations.only_officials_edit"
    user = make.official()
    actions.set_editing(actor=None, user=user, group="Moderators", now=now)
    actions.set_editing(actor=None, user=user, group="", now=now)
    assert not user.groups.exists()


def test_an_account_in_use_is_not_closed_and_nothing_with_history_is_deleted(now):
    organization = make.OrganizationFactory()
    member = make.member(organization)
    assert refused(actions.close_account, actor=None, user=member, now=now) == "organizations.still_bound"
    assert (
        refused(actions.close_account, actor=None, user=make.worker(), now=now) == "organizations.still_bound"
    )
    with pytest.raises(ProtectedError):
        member.delete()
    with pytest.raises(ProtectedError):
        organization.delete()


def test_members_leave_and_officials_do_not_join(now):
    organization = make.OrganizationFactory()
    legal, writer = make.member(organization), make.member(organization, "bid_writer")
    row = Membership.objects.get(user=writer)
    actions.end_membership(actor=writer, membership=row, now=now)
    code = refused(actions.end_membership, actor=writer, membership=row, now=now)
    assert code == "core.not_in_this_state"
    official = make.official(email="official@example.org")
    who = {
        "actor": legal,
        "organization": organization,
        "email": official.email,
        "role": "finance",
        "now": now,
    }
    _row, token = actions.invite_member(**who)
    code = refused(actions.accept_invitation, actor=official, token=token, now=now)
    assert code == "organizations.official_cannot_join"
    late = now + timedelta(days=7)
    guest = make.UserFactory(email="guest@example.org")
    _row, token = actions.invite_member(**{**who, "email": guest.email})
    assert (
        refused(actions.accept_invitation, actor=guest, token=token, now=late)
        == "organizations.invitation_expired"
    )
    code = refused(actions.accept_invitation, actor=guest, token="x", now=now)
    assert code == "organizations.invitation_unknown"
    code = refused(actions.invite_member, **{**who, "email": legal.email, "role": "legal_representative"})
    assert code == "organizations.already_member"


def test_an_expiring_certificate_is_a_duty_and_one_message(now, monkeypatch):
    monkeypatch.setattr("organizations.tasks.now", lambda: now)
    row = make.CertificateFactory(expires_on=now.date() + timedelta(days=30))
    make.CertificateFactory(organization=row.organization, expires_on=now.date() + timedelta(days=31))
    make.CertificateFactory(organization=row.organization, expires_on=now.date(), withdrawn_at=now)
    keeper = make.member(row.organization, "bid_writer")
    assert [remind_of_certificates() for _ in range(2)] == [1, 1]
    assert Notification.objects.filter(recipient=keeper).count() == 1
    assert [duty.code for duty in duties_of(keeper, now)] == ["organizations.renew"]


def test_duties_follow_the_state_and_the_calendar(now, calendar):
    organization = make.OrganizationFactory(state="submitted", submitted_at=now)
    legal, registrar = make.member(organization), make.registrar()
    (duty,) = duties_of(registrar, now)
    assert duty.due_at.date() == date(
        2026, 3, 7
    )  # Sunday the 1st, five working days: Friday the 6th has passed
    assert duties_of(legal, now) == []
    actions.return_organization(actor=registrar, organization=organization, reason="不清晰", now=now)
    assert [duty.code for duty in duties_of(legal, now)] == ["organizations.complete"]
    assert duties_of(registrar, now) == []
    assert answer_due(now.replace(year=2031), calendar) is None


def test_a_proposed_change_is_a_duty_of_the_registrar(now):
    organization = make.OrganizationFactory()
    legal, registrar = make.member(organization), make.registrar()
    change = actions.edit_organization(
        actor=legal, organization=organization, values={"legal_representative": "乙", "phone": "1"}, now=now
    )
    assert [duty.step for duty in duties_of(registrar, now)] == ["身份信息变更"]
    who = {"actor": legal, "organization": organization, "now": now}
    assert refused(actions.edit_organization, **who, values={"phone": "1"}) == "organizations.nothing_changed"
    actions.refuse_identity_change(actor=registrar, change=change, reason="与证书不符", now=now)
    organization.refresh_from_db()
    assert (organization.legal_representative, organization.phone) == ("示例法人", "1")
    assert acts() == ["organization.edited", "identity.refused"]


def test_dates_of_a_change_come_into_force_as_dates(now):
    organization = make.OrganizationFactory()
    values = {"assessment_grade": 5, "grade_issued_on": date(2025, 12, 1)}
    legal = make.member(organization)
    change = actions.edit_organization(actor=legal, organization=organization, values=values, now=now)
    actions.accept_identity_change(actor=make.registrar(), change=change, now=now)
    organization.refresh_from_db()
    assert (organization.assessment_grade, organization.grade_issued_on) == (5, date(2025, 12, 1))


def test_a_suspended_record_cannot_be_edited(now):
    organization = make.OrganizationFactory(state="suspended")
    who = {"actor": None, "organization": organization, "now": now}
    assert refused(actions.edit_organization, **who, values={"phone": "1"}) == "core.not_in_this_state"


def test_the_catalogue_is_offered_by_a_room_above(monkeypatch):
    monkeypatch.setattr("organizations.queries.fields._SOURCES", [])

    def source():
        return [("E01", "为老助餐")]

    for _ in range(2):
        offer_fields(source)
    assert service_fields() == [("E01", "为老助餐")]
