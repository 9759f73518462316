"""Coded rules of questions, hearings, challenges, complaints and the file: one row for each rule that code keeps."""

from .rules import coded

# questions and hearings
coded(
    "CHA-07", "document", "info", "GPR|art. 52|V", "bidding.rules.questions:answer_time", reads="question.answer",
    codes="bidding.questions_closed",
)  # fmt: skip
coded(
    "EVA-10", "evaluation", "block", "O87|art. 59|V", "bidding.actions.hearings:correct_bid_price",
    codes="bidding.papers_agree bidding.hearings_open",
)  # fmt: skip
coded(
    "LOW-05", "evaluation", "block", "F2026-2||P", "bidding.actions.evaluation:_demand_heard",
    reads="low_price.explanation", codes="bidding.not_heard bidding.hearing_short bidding.hearing_runs",
)  # fmt: skip

# challenges and complaints
coded(
    "CHA-01", "challenge", "block", "GPL|art. 52|V", "bidding.rules.challenges:window_ends",
    reads="challenge.window", codes="bidding.challenge_early bidding.challenge_late",
)  # fmt: skip
coded(
    "CHA-02", "challenge", "block", "O94|art. 11|G", "bidding.permissions.challenges:may_file_challenge",
    codes="bidding.not_a_participant",
)  # fmt: skip
coded(
    "CHA-03",
    "challenge",
    "info",
    "GPL|art. 53|V",
    "bidding.rules.challenges:answer_due",
    reads="challenge.answer",
)
coded(
    "CHA-04", "challenge", "block", "GPL|art. 55|V", "bidding.rules.challenges:complaint_ends",
    reads="complaint.window",
    codes="bidding.complaint_early bidding.complaint_late bidding.complaint_matters",
)  # fmt: skip
coded(
    "CHA-05", "challenge", "info", "GPL|art. 56|V", "bidding.rules.challenges:complaint_days",
    reads="complaint.review complaint.copy complaint.decision", codes="bidding.pause_runs bidding.corrected_once",
)  # fmt: skip
coded(
    "CHA-06", "challenge", "block", "GPL|art. 57|V",
    "bidding.rules.challenges:suspension_ends bidding.actions.objection_clocks:end_suspension",
    reads="complaint.suspension", codes="bidding.suspended",
)  # fmt: skip
coded(
    "AWD-06", "award", "block", "GPR|art. 54|V", "bidding.queries.challenges:what_stops",
    codes="bidding.challenge_open",
)  # fmt: skip

# the file of a procurement
coded(
    "ARC-01", "contract", "info", "GPL|art. 42|V", "contracts.queries.archive:kept_until",
    reads="records.retention",
)  # fmt: skip
coded("ARC-02", "contract", "info", "GPL|art. 42|V", "contracts.queries.archive:entries_of")
