"""The path through the incubator: each step, what it refuses, and what it leaves behind."""

from datetime import date, timedelta

import pytest

from incubation import actions
from incubation.models import Application, ReviewSeat
from incubation.queries.members import honest_numbers, idle_members
from incubation.rules.sections import FIELDS
from incubation.states import ApplicationState, MembershipState
from incubation.tasks import move_due_members
from marketplace.audit.models import AuditEvent
from marketplace.core.refusals import Refused
from marketplace.notifications.models import Notification
from organizations.models import Badge
from organizations.states import OrganizationKind, OrganizationState
from tests.factories.incubation import (
    admitted,
    agreed,
    answers,
    assessed,
    begun,
    drafted,
    graduated,
    in_graduation_review,
    in_seed,
    levels,
    noticed,
    proposed,
    reviewing,
    scores,
    submitted,
)
from tests.factories.organizations import OrganizationFactory, UserFactory, expert, member

pytestmark = pytest.mark.django_db
A, M = ApplicationState, MembershipState


def refused(code, act, status=409, **arguments):
    with pytest.raises(Refused) as caught:
        act(**arguments)
    assert (caught.value.code, caught.value.status) == (code, status)
    return caught.value


def test_the_whole_path_with_one_organization_id():
    path = graduated()
    member_row, organization = path.membership, path.organization
    assert member_row.state == M.GRADUATED
    assert path.application.organization_id == member_row.organization_id == organization.pk
    badges = {row.kind: row for row in Badge.objects.filter(organization=organization)}
    assert badges["incubating"].until == member_row.graduated_on
    assert badges["graduated"].until == date(
        member_row.graduated_on.year + 1, member_row.graduated_on.month, member_row.graduated_on.day
    )
    assert {row["code"] for row in member_row.agreement["graduation"] if row["is_required"]} == {
        "registered",
        "capability",
        "financial_check",
    }
    acts = AuditEvent.objects.filter(subject_kind="incubation.incubatormembership").values_list(
        "act", flat=True
    )
    assert list(acts) == [
        "agreement.drawn_up", "agreement.signed_by_organization", "agreement.signed_by_centre", "membership.begun",
        "membership.advanced", "membership.advanced", "graduation.review_begun", "membership.graduated",
    ]  # fmt: skip
    assert honest_numbers() == {"members": 0, "graduated": 1, "exited": 0, "withdrawn": 0, "all": 1}
    path.to(badges["graduated"].until)
    refused(
        "incubation.graduate_recently",
        actions.begin_aftercare,
        membership=member_row,
        now=path.now - timedelta(days=1),
    )
    assert actions.begin_aftercare(membership=member_row, now=path.now).state == M.ALUMNI
    actions.file_alumni_report(
        actor=path.legal, membership=member_row, year=1, text="在三个社区服务", staff=3, now=path.now
    )
    refused(
        "incubation.report_exists",
        actions.file_alumni_report,
        actor=path.legal,
        membership=member_row,
        year=1,
        text="…",
        staff=3,
        now=path.now,
    )
    refused(
        "incubation.year_not_due",
        actions.file_alumni_report,
        actor=path.legal,
        membership=member_row,
        year=2,
        text="…",
        staff=3,
        now=path.now,
    )


class TestApplication:
    def test_the_decision_day_is_shown_from_day_one(self):
        path = submitted()
        # Monday 8 January 2024: 5 working days to 15 January, 30 to 27 February across Spring Festival
        assert path.application.check_until == date(2024, 1, 15)
        assert path.application.decision_on > date(2024, 2, 18)
        assert Notification.objects.filter(recipient=path.staff, kind="incubation.submitted").count() == 1
        assert path.application.prefilled == sorted(
            name for name in ("name", "kind", "registered_on", "legal_representative", "phone", "address")
        )

    def test_an_intake_is_open_between_its_moments(self):
        path = begun()
        start = {"actor": path.legal, "organization": path.organization, "intake": path.intake}
        refused("incubation.intake_closed", actions.start_application, now=path.intake.closes_at, **start)
        refused(
            "incubation.intake_closed",
            actions.start_application,
            now=path.intake.opens_at - timedelta(seconds=1),
            **start,
        )
        assert actions.start_application(now=path.intake.opens_at, **start).state == A.DRAFT
        refused("incubation.already_applying", actions.start_application, now=path.now, **start)

    def test_who_may_not_apply(self):
        path = begun(kind=OrganizationKind.FOUNDATION)
        start = {"actor": path.legal, "intake": path.intake, "now": path.now}
        refused(
            "incubation.kind_not_admitted",
            actions.start_application,
            422,
            organization=path.organization,
            **start,
        )
        suspended = OrganizationFactory(state=OrganizationState.SUSPENDED)
        refused("incubation.not_verified", actions.start_application, 422, organization=suspended, **start)
        barred = OrganizationFactory()
        for _ in range(2):
            actions.record_barring(
                actor=path.staff,
                organization=barred,
                ground="punished",
                decided_on=date(2022, 2, 8),
                source="公告",
                now=path.now,
            )
        assert AuditEvent.objects.filter(act="barring.recorded").count() == 1
        refused("incubation.barred", actions.start_application, 422, organization=barred, **start)

    def test_a_draft_is_saved_against_the_version_that_was_read(self):
        path = drafted()
        refused(
            "incubation.stale",
            actions.save_answers,
            actor=path.legal,
            application=path.application,
            answers=answers(),
            version=1,
            now=path.now,
        )

    def test_empty_fields_are_named(self):
        path = begun()
        application = actions.start_application(
            actor=path.legal, organization=path.organization, intake=path.intake, now=path.now
        )
        found = refused(
            "incubation.fields_missing",
            actions.submit_application,
            422,
            actor=path.legal,
            application=application,
            now=path.now,
        )
        assert found.field == "summary"

    def test_one_complete_list_of_what_is_missing(self):
        path = submitted()
        check = {"actor": path.staff, "application": path.application, "now": path.now}
        actions.begin_material_check(**check)
        refused("incubation.nothing_listed", actions.return_application, 422, fields=[], note="…", **check)
        actions.return_application(fields=["need", "support"], note="请写明走访户数", **check)
        hand_in = {"actor": path.legal, "application": path.application, "now": path.now}
        refused("incubation.listed_not_supplied", actions.submit_application, 422, **hand_in)
        current = Application.objects.get(pk=path.application.pk)
        actions.save_answers(
            answers={"need": "走访42户", "support": "楼组长12人"}, version=current.version, **hand_in
        )
        actions.submit_application(**hand_in)
        actions.begin_material_check(**check)
        refused(
            "incubation.list_is_complete", actions.return_application, 422, fields=["team"], note="…", **check
        )
        assert actions.begin_review(**check).state == A.REVIEW

    def test_withdrawn_and_begun_again_prefilled(self):
        path = drafted()
        actions.withdraw_application(actor=path.legal, application=path.application, now=path.now)
        again = actions.start_application(
            actor=path.legal, organization=path.organization, intake=path.intake, now=path.now
        )
        assert len(again.prefilled) / len(FIELDS) >= 0.6
        assert "need" not in again.answers


class TestReview:
    def test_scores_are_locked_and_hidden_conflicts_fall_out(self):
        path = reviewing()
        first, *_ = path.application.seats.all()
        act = {"actor": first.reviewer, "application": path.application, "now": path.now}
        refused(
            "incubation.already_declared", actions.declare_conflict, has_conflict=True, declaration="…", **act
        )
        refused(
            "incubation.scores_open",
            actions.end_review,
            actor=path.staff,
            application=path.application,
            now=path.now,
        )
        seat = actions.lock_scores(scores=scores(), comment="可行", **act)
        assert seat.total == 80
        refused("incubation.scores_locked", actions.lock_scores, scores=scores("0.9"), comment="改", **act)
        refused(
            "incubation.reviewers_full",
            actions.appoint_reviewer,
            actor=path.staff,
            application=path.application,
            reviewer=expert(),
            now=path.now,
        )

    def test_a_conflict_frees_the_seat(self):
        path = submitted()
        for act in (actions.begin_material_check, actions.begin_review):
            act(actor=path.staff, application=path.application, now=path.now)
        reviewer = expert()
        common = {"application": path.application, "now": path.now}
        actions.appoint_reviewer(actor=path.staff, reviewer=reviewer, **common)
        refused(
            "incubation.declare_first",
            actions.lock_scores,
            actor=reviewer,
            scores=scores(),
            comment="…",
            **common,
        )
        actions.declare_conflict(actor=reviewer, has_conflict=True, declaration="曾任顾问", **common)
        refused(
            "incubation.conflicted",
            actions.lock_scores,
            403,
            actor=reviewer,
            scores=scores(),
            comment="…",
            **common,
        )
        assert not UserFactory._meta.model.objects.get(pk=reviewer.pk).has_perm(
            "incubation.review_application", path.application
        )
        refused(
            "incubation.reviewer_exists",
            actions.appoint_reviewer,
            actor=path.staff,
            reviewer=reviewer,
            **common,
        )
        refused(
            "incubation.reviewer_related",
            actions.appoint_reviewer,
            422,
            actor=path.staff,
            reviewer=path.legal,
            **common,
        )
        for _ in range(3):
            actions.appoint_reviewer(actor=path.staff, reviewer=expert(), **common)
        assert ReviewSeat.objects.count() == 4


class TestAdmission:
    def test_four_eyes_notice_and_objections(self):
        path = proposed()
        path.bureau, proposer = path.bureau, path.staff
        refused(
            "incubation.four_eyes",
            actions.publish_notice,
            403,
            actor=proposer,
            application=path.application,
            now=path.now,
        )
        path.application = actions.publish_notice(
            actor=path.bureau, application=path.application, now=path.now
        )
        decide = {"actor": path.bureau, "application": path.application}
        neighbor = UserFactory()
        objection = actions.raise_objection(
            actor=neighbor, application=path.application, text="场地未落实", now=path.now
        )
        refused(
            "incubation.objected",
            actions.raise_objection,
            actor=neighbor,
            application=path.application,
            text="又",
            now=path.now,
        )
        refused(
            "incubation.notice_runs",
            actions.admit_application,
            now=path.to(path.application.notice_ends_on),
            **decide,
        )
        path.later(days=1)
        refused(
            "incubation.notice_over",
            actions.raise_objection,
            actor=UserFactory(),
            application=path.application,
            text="晚",
            now=path.now,
        )
        refused("incubation.objections_open", actions.admit_application, now=path.now, **decide)
        actions.answer_objection(actor=path.staff, objection=objection, answer="已落实203室", now=path.now)
        refused(
            "incubation.already_answered",
            actions.answer_objection,
            actor=path.staff,
            objection=objection,
            answer="…",
            now=path.now,
        )
        assert actions.admit_application(now=path.now, **decide).state == A.ADMITTED
        refused("core.not_in_this_state", actions.admit_application, now=path.now, **decide)

    def test_the_last_place(self):
        path = noticed()
        path.intake.seats = 1
        path.intake.save()
        other = Application.objects.create(
            reference="FH-2024-9999",
            intake=path.intake,
            organization=OrganizationFactory(),
            state=A.ADMITTED,
            created_at=path.now,
            submitted_at=path.now,
        )
        assert other.pk
        path.to(path.application.notice_ends_on + timedelta(days=1))
        refused(
            "incubation.no_seat",
            actions.admit_application,
            actor=path.bureau,
            application=path.application,
            now=path.now,
        )

    def test_a_refusal_has_a_reason(self):
        path = noticed()
        row = actions.decline_application(
            actor=path.bureau, application=path.application, reason="异议成立", now=path.now
        )
        assert (row.state, row.reason) == (A.NOT_ADMITTED, "异议成立")
        assert Notification.objects.filter(recipient=path.legal, kind="incubation.not_admitted").count() == 1


class TestMembership:
    def test_both_sign_once(self):
        path = agreed()
        refused(
            "core.not_in_this_state",
            actions.draw_up_agreement,
            actor=path.staff,
            application=path.application,
            residence="virtual",
            room="",
            mentor=expert(),
            now=path.now,
        )
        assert (
            actions.sign_for_centre(actor=path.staff, membership=path.membership, now=path.now).state
            == M.AGREEMENT
        )
        refused(
            "incubation.already_signed",
            actions.sign_for_centre,
            actor=path.staff,
            membership=path.membership,
            now=path.now,
        )
        begun_row = actions.sign_for_organization(actor=path.legal, membership=path.membership, now=path.now)
        assert begun_row.state == M.SEED
        assert Badge.objects.get(organization=path.organization).kind == "incubating"

    def test_a_room_is_named_and_villages_need_none(self):
        path = admitted()
        draw = {"actor": path.staff, "application": path.application, "mentor": expert(), "now": path.now}
        refused(
            "incubation.room_missing", actions.draw_up_agreement, 422, residence="physical", room="", **draw
        )
        assert actions.draw_up_agreement(residence="virtual", room="", **draw).room == ""

    def test_a_stage_is_left_at_its_end_with_goals_and_floors(self):
        path = in_seed()
        advance = {"actor": path.bureau, "membership": path.membership}
        refused("incubation.stage_runs", actions.advance_stage, now=path.now, **advance)
        path.to(path.membership.stage_ends_on)
        refused("incubation.no_goals", actions.advance_stage, now=path.now, **advance)
        goal = actions.add_goal(actor=path.staff, membership=path.membership, title="调研", now=path.now)
        refused(
            "incubation.goal_exists",
            actions.add_goal,
            actor=path.staff,
            membership=path.membership,
            title="调研",
            now=path.now,
        )
        actions.report_goal(actor=path.legal, goal=goal, progress=69, evidence="…", now=path.now)
        refused("incubation.goals_low", actions.advance_stage, now=path.now, **advance)
        actions.report_goal(actor=path.legal, goal=goal, progress=70, evidence="…", now=path.now)
        refused("incubation.not_assessed", actions.advance_stage, now=path.now, **advance)
        refused(
            "incubation.levels_incomplete", actions.assess_capability, 422, actor=path.staff, membership=path.membership,
            levels=levels(3), evidence={"finance": "…"}, now=path.now,
        )  # fmt: skip
        path = assessed(path, 1)
        refused(
            "incubation.four_eyes",
            actions.advance_stage,
            403,
            actor=path.staff,
            membership=path.membership,
            now=path.now,
        )
        path.membership = actions.advance_stage(now=path.now, **advance)
        assert path.membership.state == M.GROWTH
        path = assessed(path, 2, residents=1)
        found = refused(
            "incubation.dimension_low",
            actions.advance_stage,
            actor=path.bureau,
            membership=path.membership,
            now=path.now,
        )
        assert (found.facts["level"], found.facts["floor"]) == (1, 2)

    def test_a_quarter_is_checked_once(self):
        path = in_seed()
        check = {
            "actor": path.staff,
            "membership": path.membership,
            "is_passed": False,
            "note": "缺席两次培训",
        }
        actions.record_quarter(now=path.now, **check)
        refused("incubation.quarter_exists", actions.record_quarter, now=path.later(days=1), **check)
        assert actions.record_quarter(now=path.later(days=100), **check).number == 2

    def test_an_idle_room_raises_a_task_by_itself(self):
        path = in_seed()
        day = path.now.date()
        assert idle_members(day + timedelta(days=59)) == []
        assert idle_members(day + timedelta(days=60)) == [path.membership]
        actions.note_room_use(
            actor=path.staff, membership=path.membership, day=day + timedelta(days=30), now=path.now
        )
        assert idle_members(day + timedelta(days=60)) == []


class TestGraduation:
    def test_one_dimension_at_two_is_never_graduated(self):
        path = in_graduation_review(finance=2)
        actions.record_finding(
            actor=path.staff,
            membership=path.membership,
            code="financial_check",
            is_met=True,
            evidence="有",
            now=path.now,
        )
        found = refused(
            "incubation.dimension_low",
            actions.graduate_member,
            actor=path.bureau,
            membership=path.membership,
            now=path.now,
        )
        assert str(found.facts["dimension"]) == "财务规范"
        assert found.facts["level"] == 2

    def test_criteria_extension_once_and_exit(self):
        path = in_graduation_review()
        decide = {"actor": path.bureau, "membership": path.membership}
        found = refused("incubation.criterion_unmet", actions.graduate_member, now=path.now, **decide)
        assert "财务" in str(found.facts["criterion"])
        refused(
            "incubation.four_eyes",
            actions.extend_membership,
            403,
            actor=path.staff,
            membership=path.membership,
            reason="…",
            now=path.now,
        )
        path.membership = actions.extend_membership(reason="等待审计", now=path.now, **decide)
        refused(
            "incubation.extension_runs",
            actions.begin_graduation_review,
            membership=path.membership,
            now=path.now,
        )
        path.to(path.membership.stage_ends_on)
        path.membership = actions.begin_graduation_review(membership=path.membership, now=path.now)
        refused("incubation.already_extended", actions.extend_membership, reason="再", now=path.now, **decide)
        ended = actions.end_without_graduation(reason="未通过外部财务检查", now=path.now, **decide)
        assert (ended.state, ended.exit_cause) == (M.EXITED, "graduation")
        assert Badge.objects.get(organization=path.organization).until == path.now.date()


class TestEndings:
    def test_nothing_ends_without_a_hearing(self):
        path = in_seed()
        act = {"actor": path.staff, "membership": path.membership, "now": path.now}
        refused("incubation.hearing_missing", actions.exit_member, reason="…", **act)
        refused("incubation.hearing_missing", actions.suspend_member, reason="…", **act)
        refused(
            "incubation.cause_unproven",
            actions.open_hearing,
            422,
            purpose="exit",
            cause="quarters",
            statement="…",
            **act,
        )
        refused(
            "incubation.cause_unproven",
            actions.open_hearing,
            422,
            purpose="exit",
            cause="idle_room",
            statement="…",
            **act,
        )
        hearing = actions.open_hearing(purpose="exit", cause="false_statement", statement="虚报人数", **act)
        refused(
            "incubation.hearing_open",
            actions.open_hearing,
            purpose="exit",
            cause="other",
            statement="…",
            **act,
        )
        refused("incubation.hearing_runs", actions.exit_member, reason="…", **act)
        actions.answer_hearing(actor=path.legal, hearing=hearing, answer="统计口径不同", now=path.now)
        refused(
            "incubation.already_answered",
            actions.answer_hearing,
            actor=path.legal,
            hearing=hearing,
            answer="…",
            now=path.now,
        )
        gone = actions.exit_member(reason="查实虚报", **act)
        assert (gone.state, gone.exit_cause) == (M.EXITED, "false_statement")
        assert gone.hand_over_by is not None
        assert honest_numbers()["exited"] == 1

    def test_a_suspension_returns_to_the_stage_it_left(self, move_clock):
        path = in_seed()
        act = {"actor": path.staff, "membership": path.membership}
        actions.open_hearing(purpose="suspension", cause="other", statement="停业整顿", now=path.now, **act)
        path.later(days=20)
        path.membership = actions.suspend_member(reason="停业整顿", now=path.now, **act)
        assert (path.membership.state, path.membership.returns_to) == (M.SUSPENDED, M.SEED)
        move_clock(path.to(path.membership.suspended_until + timedelta(days=1)))
        assert move_due_members() == 1
        path.membership.refresh_from_db()
        assert (path.membership.state, path.membership.suspended_until) == (M.SEED, None)
        refused("core.not_in_this_state", actions.resume_member, membership=path.membership, now=path.now)

    def test_a_member_withdraws(self):
        path = in_seed()
        gone = actions.withdraw_member(
            actor=path.legal, membership=path.membership, reason="合并", now=path.now
        )
        assert gone.state == M.WITHDRAWN
        refused(
            "core.not_in_this_state",
            actions.withdraw_member,
            actor=path.legal,
            membership=path.membership,
            reason="…",
            now=path.now,
        )

    def test_only_one_membership(self):
        path = in_seed()
        refused(
            "incubation.already_member", actions.start_application, actor=path.legal, organization=path.organization,
            intake=path.intake, now=path.now,
        )  # fmt: skip
        assert member(path.organization)
