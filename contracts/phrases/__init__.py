from django.utils.translation import gettext_lazy as _

from .kinds import KINDS

REFUSALS = {
    "contracts.stage_not_due": _(
        "The term of this contract is too short for this evaluation. A spot check is possible at any time."
    ),
    "contracts.frame_empty": _(
        "Nothing has been delivered yet that could be drawn. State how many service records there are."
    ),
    "contracts.sample_open": _("{count} drawn item(s) have not been looked at."),
    "contracts.sample_note": _("Say what you found instead."),
    "contracts.rectification_wanted": _("Name what the organization has to put right."),
    "contracts.rectification_items": _("Write one to {most} items, each on a line of its own."),
    "contracts.rectification_unanswered": _("Answer every item."),
    "contracts.rectification_open": _("{count} rectification order(s) are still open. Check them first."),
    "contracts.rectification_not_escalated": _(
        "The organization and the officer still have time. The approver decides when it is late or was sent back twice."
    ),
    "contracts.final_missing": _(
        "The final evaluation of this contract has not been published. Contracts of this length are evaluated "
        "before they are closed."
    ),
    "contracts.late_day_high": _("A late day may cost at most {most} % of the installment."),
    "contracts.breach_high": _("A breached standard may cost at most {most} yuan in this contract."),
    "contracts.cap_high": _("All penalties together may reach at most {most} % of the contract sum."),
    "contracts.cap_missing": _("A penalty clause needs a cap: how much of the contract sum at most?"),
    "contracts.no_penalty_clause": _("This contract has no penalty clause: no penalty can be proposed."),
    "contracts.penalty_nothing": _(
        "Under the clause there is nothing to propose for this cause, or a proposal for it is open already."
    ),
    "contracts.penalty_cap_reached": _(
        "The penalties of this contract have reached their cap of {cap} yuan."
    ),
    "contracts.penalty_not_heard": _(
        "The organization is heard first: decide when it has answered, or after {until}."
    ),
    "contracts.penalty_amount": _("The sum must be greater than 0 and have at most two decimal places."),
    "contracts.penalty_above": _(
        "The clause gives {most} yuan; a decision may lower it, not raise it ({difference} yuan too much)."
    ),
    "contracts.penalty_open": _(
        "{count} penalty proposal(s) or objection(s) still wait for a decision. Decide them first."
    ),
    "contracts.objection_late": _("Objections were possible until {last}."),
    "contracts.objected_already": _("An objection to this penalty was decided already; the court is open."),
    "contracts.unsigned_award_stands": _(
        "The contract is not signed yet: ending it alone would leave the award standing. Report that the winner does "
        "not sign; then the next candidate follows or a new procedure begins."
    ),
    "contracts.deposit_too_early": _(
        "A deposit is asked for when the contract is signed, and not after its end."
    ),
    "contracts.deposit_day": _("The day must lie ahead."),
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
    "contracts.sum_fixed": _("A change of dates or arrangement leaves the contract sum as it is."),
    "contracts.rise_without_ground": _(
        "The contract sum may only rise for more of the same service, by a supplement under the 10 % cap."
    ),
    "contracts.supplement_over": _(
        "All supplements together may add at most {cap} yuan; {added} yuan were added before, this one is "
        "{over} yuan too much."
    ),
    "contracts.sum_below_accepted": _(
        "Milestones already reported or accepted hold {fixed} yuan; the contract sum must leave something for "
        "the open ones, and nothing where none is open."
    ),
    "contracts.change_open": _("A change waits for its decision already. End it before proposing another."),
    "contracts.change_empty": _("Nothing in the contract would change."),
    "contracts.change_outdated": _(
        "Work was reported, accepted or returned since this change was proposed. Withdraw it and propose it anew."
    ),
    "contracts.milestone_reported": _("Milestone {number} has a report or a check and cannot be taken out."),
    "contracts.indicator_reported": _(
        "A report names a number of milestone {number} that would go. Keep the indicator."
    ),
    "contracts.copied_already": _("The copy to finance has been recorded already."),
    "contracts.copy_note": _("Say under which number or where finance received the copy."),
    "contracts.suspension_end": _("Choose the day until which performance stands still; it must lie ahead."),
    "contracts.ground_unfit": _("This ground does not fit the state of the contract."),
    "contracts.report_open": _(
        "{count} report(s) wait for a judgement. Accept or return them first: what was accepted is paid."
    ),
    "contracts.passed_on": _(
        "The contract may not be passed on: the supplier performs the main part itself. The subcontracts would take "
        "the whole sum."
    ),
    "contracts.subcontract_not_named": _(
        "The contract names no part that may be subcontracted, because the bid names none."
    ),
    "contracts.subcontracted_already": _(
        "This organization already has a part, or its consent is waited for."
    ),
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
    "contracts.upload_unfit": _("This is no photo that can be kept; a photo has {limit} at most."),
    "contracts.signed_already": _(
        "The supplier has signed, or the contract is in force; this step is closed."
    ),
    "contracts.still_time_to_sign": _("The winner may sign until {day}. Before that only a refusal counts."),
    "contracts.no_next_candidate": _("No candidate is left behind the winner: begin a new procedure."),
    "contracts.failure_waits": _("A proposal waits for the approver already."),
    "contracts.failure_decided": _("This was decided already."),
    "contracts.report_empty": _("Describe in a few sentences what was done."),
    "contracts.indicator_missing": _("Enter the number reached for “{indicator}”."),
    "contracts.evidence_missing": _("Add at least one photo or document."),
    "contracts.resubmit_day": _("Choose a moment in the future, at most {days} days ahead."),
    "contracts.standard_open": _(
        "The certificate must say of every standard how it was met: “{standard}” is open."
    ),
    "contracts.tolerated_without_reason": _(
        "Write a remark on “{standard}”: what is missing, or why it is accepted below plan."
    ),
    "contracts.standard_not_met": _("“{standard}” is not met: accept in part, or return the report."),
    "contracts.part_without_shortfall": _("Every standard is met: accept the milestone wholly."),
    "contracts.found_missing": _("Enter the number found for “{standard}”."),
    "contracts.found_reaches_plan": _("The number found for “{standard}” reaches the plan: it is met."),
    "contracts.part_amount": _("Enter a sum above zero, to the fen."),
    "contracts.part_too_much": _(
        "A part stays below what is left of the milestone ({left} yuan); this is {difference} yuan too much or leaves "
        "nothing. Accept wholly instead, or lower the sum."
    ),
    "contracts.cure_time_open": _("The supplier may cure until {until}. Decide after that."),
    "contracts.nothing_accepted": _(
        "No part of this milestone was accepted; there is nothing to deduct from."
    ),
    "contracts.more_satisfied_than_asked": _("More satisfied recipients than were asked."),
    "contracts.recipients_not_heard": _(
        "Recipients of a public service must be heard: enter how many were asked."
    ),
    "contracts.recipients_opinion": _("Summarize what the recipients said."),
    "contracts.opinion_missing": _("Write the conclusion of the acceptance."),
    "contracts.not_running": _("The contract is not being delivered."),
    "contracts.check_line": _("Add a photo, or say in one line what is missing."),
    "contracts.checked_already": _("You have already checked this milestone."),
    "contracts.milestones_open": _("{count} milestone(s) have not been accepted yet."),
    "contracts.not_checked": _(
        "No resident has checked the result. Wait for a check, or state the public reason why there is none."
    ),
    "contracts.ticket_known": _(
        "Neighbors have already reported this ({neighbors} so far). Tap “Me too” beside their report, or say below that yours is another matter."
    ),
    "contracts.ticket_daily": _("At most {most} reports a day. Please come back tomorrow."),
    "contracts.too_many_photos": _("At most {most} photos."),
    "contracts.ticket_not_joinable": _(
        "This report has already been answered; report anew if it is still wrong."
    ),
    "contracts.not_reporter": _("Only those who reported can say this."),
    "contracts.ticket_reopened_twice": _("It was reopened twice; the buyer now sends an inspector."),
    "contracts.ticket_closed_long": _("It was closed too long ago. Report it anew."),
    "contracts.ticket_appeal_not_open": _("No appeal is open here."),
    "contracts.ticket_appeal_late": _("The time for an appeal has passed."),
    "contracts.ticket_extension_not_open": _("The day can be moved once, before it has passed."),
    "contracts.ticket_extension_day": _("Choose a later day, {last} at the latest."),
    "contracts.ticket_not_inspected": _("The inspector has not written the finding yet."),
    "contracts.inspection_open": _(
        "An inspection of a residents' report holds this acceptance. Wait for its finding."
    ),
}

REASONS = {
    "contracts.orderer_decides": _("You ordered it: another approver decides."),
    "contracts.not_officer": _("Only project officers of the buying department may do this."),
    "contracts.not_approver": _("Only approvers of the buying department may do this."),
    "contracts.frozen": REFUSALS["contracts.frozen"],
    "contracts.not_legal_representative": _("Only the legal representative signs for the supplier."),
    "contracts.same_person": _("The official who offered the document cannot sign it for the buyer."),
    "contracts.not_in_force": _("Only a contract in force can be changed."),
    "contracts.same_person_change": _(
        "Who proposed a change or agreed to it cannot put it in force; a second official decides."
    ),
    "contracts.same_person_penalty": _(
        "Who proposed a penalty cannot decide on it; a second official decides."
    ),
    "contracts.same_person_objection": _(
        "Who proposed the penalty or decided on it cannot decide the objection; another approver decides."
    ),
    "contracts.same_person_failure": _("Who proposed this cannot consent to it; a second official decides."),
    "contracts.same_person_part": _(
        "Who accepted the part cannot deduct the rest; a second official decides."
    ),
    "contracts.not_supplier": _("Only members of the supplier report on its contract."),
    "contracts.not_verified_resident": _(
        "Only residents whose home was verified, and residents' representatives, may check."
    ),
    "contracts.own_work": _("Members of the supplier cannot check its work for the residents."),
    "contracts.own_purchase": _("Officials of the buyer cannot check for the residents."),
    "contracts.nothing_submitted": _("No report has been submitted for this milestone yet."),
    "contracts.other_community": _("Residents check projects of their own community."),
    "contracts.no_residency": _("Say first in which community you live."),
    "contracts.phone_unverified": _(
        "A real person stands behind each report: verify your phone number first. It is shown to nobody."
    ),
    "contracts.not_running": REFUSALS["contracts.not_running"],
    "contracts.not_worker": _("Only workers and directors of the community may do this."),
    "contracts.own_ticket": _("You reported this yourself; a colleague reads it."),
    "contracts.not_level_above": _("Only the sub-district office above decides the appeal."),
    "contracts.not_inspector": _("Only the inspector who was named writes the finding."),
    "contracts.inspector_decides": _("The inspector cannot decide on the own finding."),
    "contracts.not_reporter": REFUSALS["contracts.not_reporter"],
}

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

__all__ = ["ARCHIVE", "KINDS", "REASONS", "REFUSALS"]
