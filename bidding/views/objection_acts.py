"""Every act on a challenge or complaint that is one form and one button: who may, what is asked, what is said."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from bidding.actions import challenges, complaints
from bidding.forms import ConfirmForm, ReasonForm
from bidding.forms.challenges import (
    AnswerDraftForm,
    CorrectionForm,
    DecisionForm,
    PauseForm,
    ReturnComplaintForm,
    StatementForm,
)
from bidding.permissions import challenges as may

HOLDS = dict[str, str]


@dataclass(frozen=True)
class Act:
    """One act: its permission, action, form, words (title, explanation, button); `take` maps arguments to fields."""

    check: Callable[..., Any]
    run: Callable[..., Any]
    words: tuple[Any, Any, Any]
    form: type = ConfirmForm
    take: HOLDS = field(default_factory=dict)
    has_remedies: bool = False
    has_files: bool = False
    variant: str = "secondary"


REASON = {"reason": "reason"}
CHALLENGE_ACTS = {
    "draft": Act(
        may.may_draft_answer, challenges.draft_answer,
        (_("Draft the answer"), _("A second official reads it and issues it."), _("Hand in the draft")),
        AnswerDraftForm, {"outcome": "outcome", "remedy": "remedy", "answer": "answer"}, has_remedies=True,
        variant="primary",
    ),
    "issue": Act(
        may.may_answer_challenge, challenges.answer_challenge,
        (
            _("Issue the answer"),
            _("The challenger gets the answer; what follows from it is carried out at once."),
            _("Issue the answer"),
        ),
        variant="primary",
    ),
    "return": Act(
        may.may_answer_challenge, challenges.return_answer,
        (_("Return the draft"), _("The colleague reads your comment and drafts anew."), _("Return")),
        ReasonForm, REASON,
    ),
    "release": Act(
        may.may_release_challenge, challenges.release_challenge,
        (
            _("The challenge cannot affect the result"),
            _("From now on it no longer stops the award and the signing. The reason is kept and shown."),
            _("Keep this statement"),
        ),
        ReasonForm, REASON, variant="quiet",
    ),
    "withdraw": Act(
        may.may_withdraw_challenge, challenges.withdraw_challenge,
        (_("Take the challenge back"), _("It is then not answered and stops nothing."), _("Take back")),
        variant="quiet",
    ),
}  # fmt: skip
COMPLAINT_ACTS = {
    "accept": Act(
        may.may_accept_complaint, complaints.accept_complaint,
        (
            _("Accept the complaint"),
            _("The buyer gets its copy; award and signing are suspended for at most 30 days."),
            _("Accept"),
        ),
        variant="primary",
    ),
    "return": Act(
        may.may_return_complaint, complaints.return_complaint,
        (_("Ask for a correction"), _("This is possible once."), _("Return for correction")),
        ReturnComplaintForm, {"reason": "reason", "correct_by": "correct_by"},
    ),
    "refuse": Act(
        may.may_refuse_complaint, complaints.refuse_complaint,
        (_("Do not accept the complaint"), _("The complainant reads the reason."), _("Do not accept")),
        ReasonForm, REASON,
    ),
    "statement": Act(
        may.may_state_position, complaints.state_position,
        (_("State the buyer's position"), _("The finance department and the complainant read it."), _("Keep")),
        StatementForm, {"text": "text"}, variant="primary",
    ),
    "pause": Act(
        may.may_handle_complaint, complaints.pause_complaint,
        (
            _("Stop the clock"),
            _("Time for tests, expert opinions and added material does not count for the decision."),
            _("Stop the clock"),
        ),
        PauseForm, {"kind": "kind", "reason": "reason"},
    ),
    "resume": Act(
        may.may_handle_complaint, complaints.resume_complaint,
        (_("Start the clock again"), _("Today still belongs to the pause."), _("Start the clock")),
    ),
    "lift": Act(
        may.may_handle_complaint, complaints.lift_suspension,
        (_("Lift the suspension"), _("Award and signing may go on; everybody concerned is told."), _("Lift")),
        ReasonForm, REASON, variant="quiet",
    ),
    "decide": Act(
        may.may_handle_complaint, complaints.decide_complaint,
        (
            _("Decide on the complaint"),
            _("The decision ends the suspension; what follows from it is carried out at once."),
            _("Issue the decision"),
        ),
        DecisionForm, {"is_upheld": "is_upheld", "remedy": "remedy", "decision": "decision"}, has_remedies=True,
        variant="primary",
    ),
    "correct": Act(
        may.may_correct_complaint, complaints.correct_complaint,
        (_("Correct the complaint"), _("The periods count anew from today."), _("Hand in")),
        CorrectionForm, {"statement": "statement", "files": "files"}, has_files=True, variant="primary",
    ),
    "withdraw": Act(
        may.may_withdraw_complaint, complaints.withdraw_complaint,
        (_("Take the complaint back"), _("It is then not decided; a suspension ends."), _("Take back")),
        variant="quiet",
    ),
}  # fmt: skip
