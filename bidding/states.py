"""Life cycles of tenders, bids, committee seats and awards; the phase that the clock gives."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core.clock import is_late
from marketplace.core.states import table


class Track(models.TextChoices):
    STATUTORY = "statutory", _("Statutory government procurement")
    BELOW_LIMIT = "below_limit", _("Purchase below the limit")
    GRANT = "grant", _("Public-welfare venture grant")


class Procedure(models.TextChoices):
    OPEN = "open", _("Open tender")
    INVITED = "invited", _("Invited tender")
    NEGOTIATION = "negotiation", _("Competitive negotiation")
    CONSULTATION = "consultation", _("Competitive consultation")
    INQUIRY = "inquiry", _("Price inquiry")
    SINGLE = "single", _("Single source")
    FRAMEWORK = "framework", _("Framework agreement")
    GRANT = "grant", _("Venture grant")


class Method(models.TextChoices):
    COMPREHENSIVE = "comprehensive", _("Comprehensive scoring")
    LOWEST_PRICE = "lowest_price", _("Lowest evaluated price")


class AwardOrder(models.TextChoices):
    """In which order lots are awarded when one supplier may win only some of them."""

    NUMBER = "number", _("Lot 1 first, then by number")
    BUDGET = "budget", _("The largest budget first, equal ones by number")


class TieBreak(models.TextChoices):
    DRAW = "draw", _("Random draw, logged")
    STANDING = "standing", _("Past performance first, then random draw")


class CriterionKind(models.TextChoices):
    TECHNICAL = "technical", _("Technical or service level")
    ABILITY = "ability", _("Ability to perform")
    STANDING = "standing", _("Past performance on this platform")


class RemarkKind(models.TextChoices):
    CONFIRMED = "confirmed", _("Record confirmed")
    OBJECTION = "objection", _("Objection to the opening")
    RECUSAL = "recusal", _("Request that an official stands aside")


class CorrectionGround(models.TextChoices):
    """The grounds of O87 art. 64 that a person judges; sums are computed and ranges are refused at entry."""

    OBJECTIVE = "objective", _("Members differ on an objective criterion")
    ABNORMAL = "abnormal", _("The committee finds the score abnormally high or low")


class Verdict(models.TextChoices):
    APPROVED = "approved", _("Approved")
    RETURNED = "returned", pgettext_lazy("verdict", "Returned")


class DeductionGround(models.TextChoices):
    SMALL = "small", _("Small or micro enterprise")
    WELFARE = "welfare", _("Welfare unit of people with disabilities")
    PRISON = "prison", _("Prison enterprise")
    CONSORTIUM = "consortium", _("Consortium or subcontract with small enterprises")


class RecordingPhase(models.TextChoices):
    OPENING = "opening", _("Opening of bids")
    EVALUATION = "evaluation", _("Evaluation")


class TenderState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waiting for publication")
    PUBLISHED = "published", _("Open for bids")
    CLOSED = "closed", _("Closed, waiting for opening")
    OPENED = "opened", _("Opened, qualification check")
    EVALUATING = "evaluating", _("Under evaluation")
    EVALUATED = "evaluated", _("Evaluation completed")
    AWARDED = "awarded", _("Awarded")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Ended by the buyer")


T = TenderState
TENDER = table(
    "tender",
    T.DRAFT,
    [
        (T.DRAFT, "submit_tender", T.SUBMITTED, "project_officer"),
        (T.SUBMITTED, "return_tender", T.DRAFT, "approver"),
        (T.SUBMITTED, "publish_tender", T.PUBLISHED, "approver"),
        (T.PUBLISHED, "close_tender", T.CLOSED, "clock"),
        (T.PUBLISHED, "cancel_tender", T.CANCELLED, "approver"),
        (T.CLOSED, "open_bids", T.OPENED, "opening_officer"),
        (T.CLOSED, "fail_tender", T.FAILED, "opening_officer"),
        (T.OPENED, "start_evaluation", T.EVALUATING, "project_officer"),
        (T.OPENED, "fail_tender", T.FAILED, "project_officer"),
        (T.EVALUATING, "conclude_evaluation", T.EVALUATED, "project_officer"),
        (T.EVALUATING, "fail_tender", T.FAILED, "project_officer"),
        (T.EVALUATED, "confirm_award", T.AWARDED, "approver"),
        (T.EVALUATED, "evaluate_again", T.EVALUATING, "approver"),
        (T.AWARDED, "revoke_award", T.EVALUATED, "approver"),
        (T.EVALUATED, "fail_tender", T.FAILED, "approver"),
        (T.DRAFT, "drop_tender", T.CANCELLED, "project_officer"),
    ],
)

DRAFTS = (T.DRAFT, T.SUBMITTED)
PUBLIC_STATES = (
    T.PUBLISHED, T.CLOSED, T.OPENED, T.EVALUATING, T.EVALUATED, T.AWARDED, T.FAILED,
)  # fmt: skip
AFTER_OPENING = (T.OPENED, T.EVALUATING, T.EVALUATED, T.AWARDED)
ENDED = (T.AWARDED, T.FAILED, T.CANCELLED)


def phase_of(state: str, deadline: datetime | None, now: datetime) -> str:
    """Return the state as everybody sees it: a published tender is closed because the clock says so."""
    if state == T.PUBLISHED and deadline is not None and is_late(now, deadline):
        return T.CLOSED
    return state


class BidState(models.TextChoices):
    SEALED = "sealed", _("Sealed")
    SUPERSEDED = "superseded", _("Replaced by a newer version")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    OPENED = "opened", _("Opened")
    UNREADABLE = "unreadable", _("Could not be opened")


B = BidState
BID = table(
    "bid",
    B.SEALED,
    [
        (B.SEALED, "seal_bid", B.SUPERSEDED, "bid_writer"),
        (B.SEALED, "withdraw_bid", B.WITHDRAWN, "bid_writer"),
        (B.SEALED, "open_bids", B.OPENED, "opening_officer"),
        (B.SEALED, "open_bids", B.UNREADABLE, "opening_officer"),
    ],
)
CURRENT_BIDS = (B.SEALED, B.OPENED, B.UNREADABLE)


class EnvelopeKind(models.TextChoices):
    TECHNICAL = "technical", _("Technical proposal")
    PRICE_FORM = "price_form", _("Price form")
    PRICE_ATTACHMENTS = "price_attachments", _("Attachments to the price")


class SeatRole(models.TextChoices):
    EXPERT = "expert", _("Evaluation expert")
    BUYER = "buyer", _("Buyer's representative")


class SeatState(models.TextChoices):
    APPOINTED = "appointed", _("Appointed, declaration open")
    CLEARED = "cleared", _("Declared without conflict")
    CONFLICTED = "conflicted", _("Conflict declared")
    LOCKED = "locked", _("Scores final")
    REPLACED = "replaced", _("Replaced")


C = SeatState
SEAT = table(
    "committee seat",
    C.APPOINTED,
    [
        (C.APPOINTED, "declare_conflicts", C.CLEARED, "committee_member"),
        (C.APPOINTED, "declare_conflicts", C.CONFLICTED, "committee_member"),
        (C.CLEARED, "lock_scores", C.LOCKED, "committee_member"),
        (C.LOCKED, "evaluate_again", C.CLEARED, "approver"),
        (C.APPOINTED, "replace_member", C.REPLACED, "project_officer"),
        (C.CLEARED, "replace_member", C.REPLACED, "project_officer"),
        (C.CONFLICTED, "replace_member", C.REPLACED, "project_officer"),
    ],
)
ACTIVE_SEATS = (C.APPOINTED, C.CLEARED, C.LOCKED)


class AwardState(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    CONFIRMED = "confirmed", _("Confirmed")
    REVOKED = "revoked", _("Revoked")


A = AwardState
AWARD = table(
    "award",
    A.PROPOSED,
    [
        (A.PROPOSED, "confirm_award", A.CONFIRMED, "approver"),
        (A.PROPOSED, "revoke_award", A.REVOKED, "approver"),
        (A.CONFIRMED, "revoke_award", A.REVOKED, "approver"),
    ],
)


class AmendmentState(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    PUBLISHED = "published", _("Published")
    DROPPED = "dropped", _("Dropped")


M = AmendmentState
AMENDMENT = table(
    "amendment",
    M.PROPOSED,
    [
        (M.PROPOSED, "publish_amendment", M.PUBLISHED, "approver"),
        (M.PROPOSED, "drop_amendment", M.DROPPED, "approver"),
    ],
)


class QuestionState(models.TextChoices):
    ASKED = "asked", _("Waiting for an answer")
    ANSWERED = "answered", _("Answered")
    WITHDRAWN = "withdrawn", _("Taken back")


Q = QuestionState
QUESTION = table(
    "question",
    Q.ASKED,
    [
        (Q.ASKED, "answer_question", Q.ANSWERED, "project_officer"),
        (Q.ASKED, "publish_amendment", Q.ANSWERED, "approver"),
        (Q.ASKED, "withdraw_question", Q.WITHDRAWN, "bid_writer"),
    ],
)


class ChallengeKind(models.TextChoices):
    """What a challenge is about; the day from which its window counts follows from it (GPR art. 53)."""

    DOCUMENTS = "documents", _("Tender document")
    PROCESS = "process", _("Procedure up to the opening")
    RESULT = "result", _("Result of the tender")


class Remedy(models.TextChoices):
    """What an upheld challenge or complaint leads to."""

    NONE = "none", _("No change of the result")
    AMEND = "amend", _("Correct the tender document")
    NEXT_CANDIDATE = "next_candidate", _("Revoke the award; the next candidate may follow")
    EVALUATE_AGAIN = "evaluate_again", _("Revoke the award and evaluate again")
    NEW_PROCEDURE = "new_procedure", _("End this procedure and begin a new one")


class ChallengeState(models.TextChoices):
    FILED = "filed", _("Waiting for an answer")
    UPHELD = "upheld", _("Upheld")
    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", _("Taken back")


H = ChallengeState
CHALLENGE = table(
    "challenge",
    H.FILED,
    [
        (H.FILED, "answer_challenge", H.UPHELD, "approver"),
        (H.FILED, "answer_challenge", H.REJECTED, "approver"),
        (H.FILED, "withdraw_challenge", H.WITHDRAWN, "bid_writer"),
    ],
)


class ComplaintState(models.TextChoices):
    FILED = "filed", _("Under examination")
    RETURNED = "returned", _("Returned for correction")
    REFUSED = "refused", _("Not accepted")
    ACCEPTED = "accepted", _("Accepted, being handled")
    UPHELD = "upheld", _("Upheld")
    DISMISSED = "dismissed", _("Dismissed")
    WITHDRAWN = "withdrawn", _("Taken back")


K = ComplaintState
COMPLAINT = table(
    "complaint",
    K.FILED,
    [
        (K.FILED, "return_complaint", K.RETURNED, "finance"),
        (K.RETURNED, "correct_complaint", K.FILED, "bid_writer"),
        (K.FILED, "refuse_complaint", K.REFUSED, "finance"),
        (K.RETURNED, "refuse_complaint", K.REFUSED, "finance"),
        (K.FILED, "accept_complaint", K.ACCEPTED, "finance"),
        (K.ACCEPTED, "decide_complaint", K.UPHELD, "finance"),
        (K.ACCEPTED, "decide_complaint", K.DISMISSED, "finance"),
        (K.FILED, "withdraw_complaint", K.WITHDRAWN, "bid_writer"),
        (K.RETURNED, "withdraw_complaint", K.WITHDRAWN, "bid_writer"),
        (K.ACCEPTED, "withdraw_complaint", K.WITHDRAWN, "bid_writer"),
    ],
)
OPEN_COMPLAINTS = (K.FILED, K.RETURNED, K.ACCEPTED)


class PauseKind(models.TextChoices):
    """What stops the clock of a complaint's decision (GPR art. 58)."""

    TEST = "test", _("Test, inspection or expert opinion")
    CORRECTION = "correction", _("Material to be added")


class HearingKind(models.TextChoices):
    """Why the committee asks a bidder in writing."""

    CLARIFICATION = "clarification", _("Clarification")
    LOW_PRICE = "low_price", _("Explanation of a low price")
    CORRECTION = "correction", _("Correction of the price")


class InvalidGround(models.TextChoices):
    """Why a bid is invalid (O87 art. 63, 59, 37; GPR art. 33)."""

    DEPOSIT = "deposit", _("Deposit not paid as required")
    UNSIGNED = "unsigned", _("Not signed or sealed as required")
    QUALIFICATION = "qualification", _("Lacks a required qualification")
    OVER_LIMIT = "over_limit", _("Price above the budget or ceiling")
    CONDITIONS = "conditions", _("Conditions that the buyer cannot accept")
    DOCUMENT = "document", _("Another case named in law or in the tender document")
    UNCONFIRMED = "unconfirmed", _("Corrected price not confirmed")
    COLLUSION = "collusion", _("Deemed or proven collusion")


class NegotiationState(models.TextChoices):
    """Where the talks of a consultation or negotiation stand; that the time for quotes is over only the clock says."""

    RUNNING = "running", _("Talks with the suppliers")
    QUOTING = "quoting", _("Final quotes asked for")
    QUOTED = "quoted", _("Final quotes opened")


N = NegotiationState
NEGOTIATION = table(
    "negotiation",
    N.RUNNING,
    [
        (N.RUNNING, "ask_final_quotes", N.QUOTING, "committee_chair"),
        (N.QUOTING, "renew_final_quotes", N.RUNNING, "committee_chair"),
        (N.QUOTING, "open_final_quotes", N.QUOTED, "opening_officer"),
    ],
)


class NeedChangeState(models.TextChoices):
    PROPOSED = "proposed", _("Waiting for the buyer's representative")
    SENT = "sent", _("Sent to every supplier")
    DROPPED = "dropped", _("Not confirmed")


D = NeedChangeState
NEED_CHANGE = table(
    "change of the need",
    D.PROPOSED,
    [
        (D.PROPOSED, "confirm_need_change", D.SENT, "buyers_representative"),
        (D.PROPOSED, "drop_need_change", D.DROPPED, "buyers_representative"),
    ],
)
