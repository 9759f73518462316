"""Which acts each page offers."""

from django.utils.translation import gettext_lazy as _

from incubation import actions, forms
from incubation.models import Application, IncubatorMembership
from incubation.permissions import (
    may_act_for_member,
    may_decide_application,
    may_decide_membership,
    may_review_application,
    may_run_incubator,
    may_write_application,
)
from incubation.states import OPEN_APPLICATION, RUNNING, SUSPENDABLE, ApplicationState, MembershipState
from incubation.views.acts import Act
from marketplace.web.access import Verdict

A, M = ApplicationState, MembershipState
IN_STAGE = (*RUNNING, M.GRADUATION)


def _staff(user: object, subject: object) -> Verdict:
    return may_run_incubator(user)


def _seat(user: object, application: Application):
    return next((seat for seat in application.seats.all() if seat.reviewer_id == user.pk), None)


def _undeclared(user: object, application: Application) -> bool:
    seat = _seat(user, application)
    return seat is not None and seat.declared_at is None


def _unlocked(user: object, application: Application) -> bool:
    seat = _seat(user, application)
    return (
        seat is not None and seat.declared_at is not None and not seat.has_conflict and seat.locked_at is None
    )


def _application(*parts: object, subject: str = "application", **more: object) -> Act:
    form = parts[5] if len(parts) > 5 else forms.EmptyForm  # noqa: PLR2004 - the form comes after five fixed parts
    return Act(*parts[:5], subject, form, **more)


APPLICATION_ACTS = (
    _application("check", _("Begin the material check"), _staff, actions.begin_material_check, (A.SUBMITTED,)),
    _application("review", _("Complete: begin the review"), _staff, actions.begin_review, (A.MATERIAL_CHECK,)),
    _application("return", _("Return with the list of what is missing"), _staff, actions.return_application,
                 (A.MATERIAL_CHECK,), forms.ReturnForm, variant="secondary"),
    _application("appoint", _("Appoint a reviewer"), _staff, actions.appoint_reviewer, (A.REVIEW,), forms.ReviewerForm),
    _application("declare", _("Declare conflicts of interest"), may_review_application, actions.declare_conflict,
                 (A.REVIEW,), forms.ConflictForm, when=_undeclared),
    _application("score", _("Score and lock"), may_review_application, actions.lock_scores, (A.REVIEW,),
                 forms.ScoresForm, when=_unlocked),
    _application("interview", _("End the review"), _staff, actions.end_review, (A.REVIEW,)),
    _application("propose", _("Propose admission"), _staff, actions.propose_admission, (A.INTERVIEW,), forms.InterviewForm),
    _application("decline", _("Do not admit"), _staff, actions.decline_application, (A.INTERVIEW,),
                 forms.ReasonForm, variant="danger"),
    _application("notice", _("Publish the notice"), may_decide_application, actions.publish_notice, (A.PROPOSED,)),
    _application("answer", _("Answer an objection"), _staff, actions.answer_objection, (A.PUBLIC_NOTICE,),
                 forms.AnswerObjectionForm, subject="",
                 when=lambda _user, row: row.objections.filter(answered_at__isnull=True).exists()),
    _application("admit", _("Admit"), may_decide_application, actions.admit_application, (A.PUBLIC_NOTICE,)),
    _application("refuse", _("Do not admit"), may_decide_application, actions.decline_application,
                 (A.PUBLIC_NOTICE,), forms.ReasonForm, variant="danger"),
    _application("agreement", _("Draw up the agreement"), _staff, actions.draw_up_agreement, (A.ADMITTED,),
                 forms.AgreementForm, when=lambda _user, row: not hasattr(row, "membership")),
)  # fmt: skip

APPLICANT_ACTS = (
    _application("document", _("Add a document"), may_write_application, actions.add_document, (A.DRAFT, A.RETURNED),
                 forms.DocumentForm, variant="secondary"),
    _application("submit", _("Hand in the application"), may_write_application, actions.submit_application, (A.DRAFT, A.RETURNED)),
    _application("withdraw", _("Withdraw the application"), may_write_application, actions.withdraw_application, OPEN_APPLICATION,
                 variant="danger"),
)  # fmt: skip


def _member(*parts: object, subject: str = "membership", **more: object) -> Act:
    form = parts[5] if len(parts) > 5 else forms.EmptyForm  # noqa: PLR2004 - the form comes after five fixed parts
    return Act(*parts[:5], subject, form, **more)


def _has_open_hearing(user: object, membership: IncubatorMembership) -> bool:
    return membership.hearings.filter(closed_at__isnull=True).exists()


MEMBERSHIP_ACTS = (
    _member("sign", _("Sign for the centre"), _staff, actions.sign_for_centre, (M.AGREEMENT,),
            when=lambda _user, row: row.centre_signed_at is None),
    _member("goal", _("Agree on a goal"), _staff, actions.add_goal, RUNNING, forms.GoalForm),
    _member("quarter", _("Record the quarterly check"), _staff, actions.record_quarter, IN_STAGE, forms.QuarterForm),
    _member("visit", _("Plan the mentor's next visit"), _staff, actions.plan_visit, IN_STAGE, forms.DayForm),
    _member("room", _("Note that the room was used"), _staff, actions.note_room_use, IN_STAGE, forms.DayForm),
    _member("assess", _("Assess the capability"), _staff, actions.assess_capability, IN_STAGE, forms.AssessmentForm),
    _member("advance", _("Move to the next stage"), may_decide_membership, actions.advance_stage, (M.SEED, M.GROWTH)),
    _member("graduation", _("Begin the graduation review"), may_decide_membership, actions.begin_graduation_review,
            (M.READY, M.EXTENDED)),
    _member("finding", _("Record a criterion"), _staff, actions.record_finding, (M.READY, M.GRADUATION, M.EXTENDED),
            forms.FindingForm),
    _member("graduate", _("Graduate"), may_decide_membership, actions.graduate_member, (M.GRADUATION,)),
    _member("extend", _("Extend once"), may_decide_membership, actions.extend_membership, (M.GRADUATION,),
            forms.ReasonForm, variant="secondary", when=lambda _user, row: not row.was_extended),
    _member("end", _("End without graduation"), may_decide_membership, actions.end_without_graduation,
            (M.GRADUATION,), forms.ReasonForm, variant="danger"),
    _member("hearing", _("State a cause and hear the member"), _staff, actions.open_hearing,
            (*SUSPENDABLE, M.SUSPENDED), forms.HearingForm, variant="secondary",
            when=lambda user, row: not _has_open_hearing(user, row)),
    _member("suspend", _("Suspend the membership"), _staff, actions.suspend_member, SUSPENDABLE, forms.ReasonForm,
            variant="danger", when=_has_open_hearing),
    _member("resume", _("Resume"), _staff, actions.resume_member, (M.SUSPENDED,)),
    _member("exit", _("End the incubation"), _staff, actions.exit_member, (*RUNNING, M.SUSPENDED),
            forms.ReasonForm, variant="danger", when=_has_open_hearing),
)  # fmt: skip

MEMBER_ACTS = (
    _member("sign", _("Sign the agreement"), may_act_for_member, actions.sign_for_organization, (M.AGREEMENT,),
            when=lambda _user, row: row.organization_signed_at is None),
    _member("progress", _("Report on a goal"), may_act_for_member, actions.report_goal, IN_STAGE,
            forms.GoalReportForm, subject="", when=lambda _user, row: row.goals.filter(stage=row.state).exists()),
    _member("answer", _("Answer"), may_act_for_member, actions.answer_hearing, (*IN_STAGE, M.AGREEMENT, M.SUSPENDED),
            forms.AnswerHearingForm, subject="",
            when=lambda _user, row: row.hearings.filter(closed_at=None, answered_at=None).exists()),
    _member("report", _("File the yearly report"), may_act_for_member, actions.file_alumni_report,
            (M.GRADUATED, M.ALUMNI), forms.AlumniForm),
    _member("withdraw", _("Withdraw from the incubator"), may_act_for_member, actions.withdraw_member,
            (*SUSPENDABLE, M.GRADUATION), forms.ReasonForm, variant="danger"),
)  # fmt: skip
