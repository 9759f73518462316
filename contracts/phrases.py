from django.utils.translation import gettext_lazy as _

from marketplace.notifications.kinds import Kind

REFUSALS = {
    "contracts.award_not_confirmed": _("The award is not in force: no contract can be drawn up or signed."),
    "contracts.stale": _(
        "Somebody else saved this contract while you were editing. Your entries are below; compare and save again."
    ),
    "contracts.frozen": _("The document is frozen for signature. Take it back first."),
    "contracts.document_changed": _(
        "The document has changed since you opened it. Read it again before signing."
    ),
    "contracts.reason_missing": _("Give the reason; it is shown to those concerned."),
    "contracts.term_backwards": _("The service cannot end before it begins."),
    "contracts.term_long": _("A service contract lasts at most {months} months."),
    "contracts.signing_early": _(
        "The contract can be signed from {day} on, when challenges may no longer come."
    ),
    "contracts.signing_late": _("The last day to sign was {day}. Give the public reason for the delay."),
    "contracts.no_milestone": _("A contract needs at least one milestone."),
    "contracts.too_many_milestones": _("At most {most} milestones."),
    "contracts.shares_short": _(
        "The payment shares add up to {total} %; {difference} % are missing to 100 %."
    ),
    "contracts.shares_over": _(
        "The payment shares add up to {total} %; that is {difference} % more than 100 %."
    ),
    "contracts.share_too_small": _("The share of milestone {number} is less than one fen."),
    "contracts.due_outside_term": _("Milestone {number} must be due between {first} and {last}."),
    "contracts.due_out_of_order": _("Milestone {number} is due before the one ahead of it."),
    "contracts.report_not_due": _("No report is awaited for this milestone now."),
    "contracts.stale_report": _(
        "A colleague saved this report meanwhile. What you typed is below; compare and save again."
    ),
    "contracts.too_many_files": _("At most {most} files for one report."),
    "contracts.report_empty": _("Describe in a few sentences what was done."),
    "contracts.indicator_missing": _("Enter the number reached for “{indicator}”."),
    "contracts.evidence_missing": _("Add at least one photo or document."),
    "contracts.resubmit_day": _("Choose a moment in the future, at most {days} days ahead."),
    "contracts.standard_open": _(
        "The certificate must say of every standard how it was met: “{standard}” is open."
    ),
    "contracts.tolerated_without_reason": _("Say why “{standard}” is accepted below plan."),
    "contracts.more_satisfied_than_asked": _("More satisfied recipients than were asked."),
    "contracts.recipients_not_heard": _(
        "Recipients of a public service must be heard: enter how many were asked."
    ),
    "contracts.recipients_opinion": _("Summarize what the recipients said."),
    "contracts.opinion_missing": _("Write the conclusion of the acceptance."),
    "contracts.not_running": _("The contract is not being delivered."),
    "contracts.check_line": _("Say in one line what is missing."),
    "contracts.checked_already": _("You have already checked this milestone."),
    "contracts.milestones_open": _("{count} milestone(s) have not been accepted yet."),
    "contracts.not_checked": _(
        "No resident has checked the result. Wait for a check, or state the public reason why there is none."
    ),
}

REASONS = {
    "contracts.not_officer": _("Only project officers of the buying department may do this."),
    "contracts.not_approver": _("Only approvers of the buying department may do this."),
    "contracts.frozen": REFUSALS["contracts.frozen"],
    "contracts.not_legal_representative": _("Only the legal representative signs for the supplier."),
    "contracts.same_person": _("The official who offered the document cannot sign it for the buyer."),
    "contracts.not_supplier": _("Only members of the supplier report on its contract."),
    "contracts.not_verified_resident": _(
        "Only residents whose home was verified, and residents' representatives, may check."
    ),
    "contracts.own_work": _("Members of the supplier cannot check its work for the residents."),
    "contracts.own_purchase": _("Officials of the buyer cannot check for the residents."),
    "contracts.nothing_submitted": _("No report has been submitted for this milestone yet."),
    "contracts.other_community": _("Residents check projects of their own community."),
}

_SUPPLIER = _("You are a member of the organization that delivers this contract.")
_OFFICIAL = _("You look after contracts of your department.")

KINDS = (
    Kind(
        "contracts.drawn_up",
        _("Contract drawn up: {title}"),
        _("{reference} with {supplier}. Check the milestones and offer it for signature by {sign_by}."),
        _OFFICIAL,
    ),
    Kind(
        "contracts.to_sign",
        _("Please sign: {title}"),
        _("{buyer} offers contract {reference}. Your legal representative signs first; last day {sign_by}."),
        _SUPPLIER,
        is_legal=True,
    ),
    Kind(
        "contracts.recalled",
        _("Contract {reference} was taken back for correction"),
        _("Reason: {reason}"),
        _SUPPLIER,
    ),
    Kind(
        "contracts.to_countersign",
        _("Signed by the supplier: {title}"),
        _("{reference} with {supplier} waits for your signature; last day {sign_by}."),
        _OFFICIAL,
    ),
    Kind(
        "contracts.signed",
        _("Contract in force: {title}"),
        _("{reference} was signed by both sides and published."),
        _SUPPLIER,
        is_legal=True,
    ),
    Kind(
        "contracts.due",
        _("Report due soon: {milestone}"),
        _("Milestone {number} of {reference} is due on {due_at}."),
        _SUPPLIER,
    ),
    Kind(
        "contracts.late",
        _("Report overdue: {milestone}"),
        _(
            "Milestone {number} of {reference} was due on {due_at}. The project and your organization carry a "
            "public mark until the report is in."
        ),
        _SUPPLIER,
        is_legal=True,
    ),
    Kind(
        "contracts.late_official",
        _("Report overdue: {supplier}, {milestone}"),
        _("Milestone {number} of {reference} was due on {due_at}."),
        _OFFICIAL,
    ),
    Kind(
        "contracts.submitted",
        _("To accept: {title}, milestone {number}"),
        _("{supplier} reported on {milestone}."),
        _OFFICIAL,
    ),
    Kind(
        "contracts.returned",
        _("Report returned: {milestone}"),
        _(
            "{buyer} returned the report on milestone {number} of {reference}. Reason: {reason} New day: {due_at}."
        ),
        _SUPPLIER,
        is_legal=True,
    ),
    Kind(
        "contracts.accepted",
        _("Accepted: {milestone}"),
        _("Milestone {number} of {reference} was accepted and {amount} yuan ordered."),
        _SUPPLIER,
        is_legal=True,
    ),
    Kind(
        "contracts.checked",
        _("A resident checked: {title}, milestone {number}"),
        _("Read what was found on {reference}."),
        _OFFICIAL,
        mail=False,
    ),
    Kind(
        "contracts.closed",
        _("Contract completed: {title}"),
        _("{reference} is closed; its performance review begins."),
        _SUPPLIER,
    ),
    Kind(
        "contracts.terminated",
        _("Contract terminated: {title}"),
        _("{reference} was terminated. Reason: {reason}"),
        _SUPPLIER,
        is_legal=True,
    ),
)

ARCHIVE = {
    "activity": _("Record of the procurement activities"),
    "budget": _("Budget of the procurement"),
    "document": _("Tender document"),
    "clarifications": _("Questions, answers and changes"),
    "opening": _("Opening record"),
    "bids": _("Bids"),
    "criteria": _("Evaluation standards"),
    "evaluation": _("Evaluation report"),
    "award": _("Award documents"),
    "contract": _("Contract"),
    "acceptance": _("Acceptance certificates"),
    "challenges": _("Challenges and answers"),
    "complaints": _("Decisions on complaints"),
    "recording": _("Audio and video recording of opening and evaluation"),
}
