"""What is said about challenges and complaints."""

from django.utils.translation import gettext_lazy as _

from marketplace.notifications.kinds import Kind

REFUSALS = {
    "bidding.challenge_early": _("This cannot be challenged yet: the step has not been taken."),
    "bidding.challenge_late": _("The window for this challenge ended on {until}."),
    "bidding.challenge_waits": _("A challenge of your organization on this is waiting for its answer."),
    "bidding.challenge_closed": _("This challenge was answered or taken back."),
    "bidding.no_draft": _("There is no draft of an answer."),
    "bidding.remedy_impossible": _(
        "In the present state of the tender this cannot follow. Choose another consequence."
    ),
    "bidding.complaint_early": _(
        "A complaint is possible once the buyer has answered, or after {answer_by} without an answer."
    ),
    "bidding.complaint_late": _("The window for a complaint ended on {until}."),
    "bidding.complaint_matters": _("Choose at least one matter of the challenge, and none besides."),
    "bidding.complaint_waits": _("A complaint about this challenge is being handled."),
    "bidding.corrected_once": _("A complaint is returned for correction only once."),
    "bidding.correct_by_past": _("The day must lie in the future."),
    "bidding.correction_late": _("The correction was possible until {until}."),
    "bidding.complaint_not_accepted": _("Only an accepted complaint is handled this way."),
    "bidding.pause_runs": _("The clock of this complaint stands still. Start it again first."),
    "bidding.no_pause_runs": _("The clock of this complaint is running."),
    "bidding.no_suspension": _("No suspension is running."),
    "bidding.challenge_open": _(
        "A challenge that may affect the result waits for its answer: nothing is confirmed or signed before it."
    ),
    "bidding.suspended": _(
        "The finance department has suspended this tender because of a complaint: nothing is confirmed or signed now."
    ),
}

REASONS = {
    "bidding.not_a_participant": _("Only organizations that took part can challenge this."),
    "bidding.not_concerned": _("Only those concerned can read this."),
    "bidding.no_draft_yet": _("An officer drafts the answer first."),
    "bidding.corrected_once": _("A complaint is returned for correction only once."),
    "bidding.not_the_finance_department": _("Only finance officers of the finance department can do this."),
}

_BUYER = _("You get this because you look after tenders of your department.")
_CHALLENGER = _("You get this because your organization filed a challenge.")
_CONCERNED = _("You get this because the complaint concerns you.")
KINDS = (
    Kind(
        "bidding.challenge_filed", _("Challenge filed: {title}"),
        _("{reference} is to be answered by {answer_by}. Until then nothing is signed that it may affect."), _BUYER,
        is_legal=True,
    ),
    Kind(
        "bidding.answer_to_issue", _("Answer to a challenge waits: {title}"),
        _("The answer to {reference} is drafted; a second official issues it by {answer_by}."), _BUYER,
    ),
    Kind(
        "bidding.answer_returned", _("Draft of an answer returned: {title}"),
        _("Read the comment and draft the answer to {reference} anew."), _BUYER,
    ),
    Kind(
        "bidding.answer_late", _("Answer to a challenge is late: {title}"),
        _("{reference} was to be answered by {answer_by}."), _BUYER, is_legal=True,
    ),
    Kind(
        "bidding.challenge_answered", _("Your challenge was answered: {title}"),
        _("The answer to {reference} is there. A complaint to the finance department is possible."), _CHALLENGER,
        is_legal=True,
    ),
    Kind(
        "bidding.complaint_possible", _("No answer in time: {title}"),
        _("{reference} was not answered by {answer_by}. You may complain to the finance department."), _CHALLENGER,
        is_legal=True,
    ),
    Kind(
        "bidding.complaint_filed", _("Complaint to examine: {title}"),
        _("{reference} is to be examined by {review_by}."),
        _("You get this because you handle complaints in the finance department."), is_legal=True,
    ),
    Kind(
        "bidding.complaint_returned", _("Complaint returned for correction: {title}"),
        _("Correct {reference} by {correct_by}. Reason: {reason}"), _CONCERNED, is_legal=True,
    ),
    Kind(
        "bidding.complaint_refused", _("Complaint not accepted: {title}"), _("{reference}. Reason: {reason}"),
        _CONCERNED, is_legal=True,
    ),
    Kind(
        "bidding.complaint_accepted", _("Complaint accepted: {title}"),
        _("{reference} is being handled. Suspended until at the latest: {until}"), _CONCERNED, is_legal=True,
    ),
    Kind(
        "bidding.complaint_copied", _("Complaint about your tender: {title}"),
        _("{reference} was accepted; this is your copy. State your position. Suspended until at the latest: {until}"),
        _CONCERNED, is_legal=True,
    ),
    Kind(
        "bidding.complaint_decided", _("Complaint decided: {title}"), _("The decision on {reference} is there."),
        _CONCERNED, is_legal=True,
    ),
    Kind(
        "bidding.suspension_over", _("Suspension over: {title}"),
        _("The suspension because of {reference} has ended; award and signing may go on."), _CONCERNED, is_legal=True,
    ),
)  # fmt: skip
