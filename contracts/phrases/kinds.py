"""Messages that contracts send."""

from django.utils.translation import gettext_lazy as _

from marketplace.notifications.kinds import Kind

from .penalty_kinds import PENALTY_KINDS

_SUPPLIER = _("You are a member of the organization that delivers this contract.")
_OFFICIAL = _("You look after contracts of your department.")
_REPORTER = _("You reported this.")
_WORKER = _("You work for this community.")

KINDS = (
    *PENALTY_KINDS,
    Kind(
        "contracts.stage_published",
        _("{stage}: {title}"),
        _("{reference}: {conclusion}. Read the finding on the page of the contract."),
        _SUPPLIER,
        is_legal=True,
    ),
    Kind(
        "contracts.rectification_ordered",
        _("To be put right: {title}"),
        _("{reference}, order {number}: answer every item with evidence by {due_at}."),
        _SUPPLIER,
        is_legal=True,
    ),
    Kind(
        "contracts.rectification_overdue",
        _("Overdue, to be put right: {title}"),
        _("{reference}, order {number} was due on {due_at}."),
        _SUPPLIER,
        is_legal=True,
    ),
    Kind(
        "contracts.rectification_answered",
        _("Answered by the organization: {title}"),
        _("{reference}, order {number}: check on the spot whether it was put right."),
        _OFFICIAL,
    ),
    Kind(
        "contracts.rectification_done",
        _("Put right: {title}"),
        _("{reference}, order {number}: {remark}"),
        _SUPPLIER,
    ),
    Kind(
        "contracts.rectification_back",
        _("Not yet put right: {title}"),
        _("{reference}, order {number}: {remark} New last day {due_at}."),
        _SUPPLIER,
        is_legal=True,
    ),
    Kind(
        "contracts.rectification_failed",
        _("Found not put right: {title}"),
        _("{reference}, order {number}: {remark}"),
        _SUPPLIER,
        is_legal=True,
    ),
    Kind(
        "contracts.rectification_escalated",
        _("Decide on an order that was not carried out: {title}"),
        _("{reference}, order {number} was due on {due_at}."),
        _OFFICIAL,
    ),
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
        "contracts.signing_failed",
        _("The winner does not sign: {title}"),
        _(
            "{supplier} does not sign {reference}. Decide whether the next candidate or a new procedure follows."
        ),
        _OFFICIAL,
    ),
    Kind(
        "contracts.signing_decided",
        _("Decided: {title}"),
        _("An approver decided on what follows after {supplier} did not sign {reference}."),
        _OFFICIAL,
    ),
    Kind(
        "contracts.change_proposed",
        _("Change proposed: {title}"),
        _("{reference}: {explanation} Read the document as it would read, and agree or refuse."),
        _("You decide on changes of this contract for your side."),
        is_legal=True,
    ),
    Kind(
        "contracts.change_agreed",
        _("Change agreed: {title}"),
        _("{reference}: both sides agree; an approver of the buyer decides."),
        _("You take part in this contract."),
    ),
    Kind(
        "contracts.change_in_force",
        _("Change in force: {title}"),
        _("{reference} changed and the notice is public. {explanation}"),
        _("You take part in this contract."),
        is_legal=True,
    ),
    Kind(
        "contracts.change_ended",
        _("Change not made: {title}"),
        _("{reference} stays as it is. {reason}"),
        _("You take part in this contract."),
    ),
    Kind(
        "contracts.suspended",
        _("Contract suspended: {title}"),
        _(
            "{reference} stands still, probably until {until}. {explanation} No report becomes late meanwhile."
        ),
        _("You take part in this contract."),
        is_legal=True,
    ),
    Kind(
        "contracts.resumed",
        _("Contract goes on: {title}"),
        _("{reference} goes on; what is owed is due {days} days later."),
        _("You take part in this contract."),
        is_legal=True,
    ),
    Kind(
        "contracts.subcontract_proposed",
        _("Consent to a subcontract: {title}"),
        _("{supplier} asks to hand “{part}” of {reference} to {name}."),
        _OFFICIAL,
    ),
    Kind(
        "contracts.subcontract_decided",
        _("Subcontract decided: {title}"),
        _("{reference}, {name}: {result}"),
        _SUPPLIER,
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
        "contracts.accepted_in_part",
        _("Accepted in part: {milestone}"),
        _(
            "Of milestone {number} of {reference}, {amount} yuan were accepted and ordered; {left} yuan are open. "
            "Reason: {reason} Cure it and report again by {due_at}."
        ),
        _SUPPLIER,
        is_legal=True,
    ),
    Kind(
        "contracts.deducted",
        _("Rest deducted: {milestone}"),
        _(
            "{buyer} decided that {amount} yuan of milestone {number} of {reference} are not paid. Reason: {reason}"
        ),
        _SUPPLIER,
        is_legal=True,
    ),
    Kind(
        "contracts.deducted_official",
        _("Rest deducted: {title}, milestone {number}"),
        _("{amount} yuan of {milestone} are not paid. Reason: {reason}"),
        _OFFICIAL,
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
    Kind(
        "contracts.ticket_received",
        _("Received: {matter}"),
        _(
            "Your report about {title} was received. A worker of your community reads it within two working days."
        ),
        _REPORTER,
    ),
    Kind(
        "contracts.ticket_filed",
        _("A resident reports: {matter}"),
        _("It concerns {title} ({reference}). Take it up or say who looks after it instead."),
        _WORKER,
    ),
    Kind(
        "contracts.ticket_unread",
        _("Not read in time: a report about {title}"),
        _("The community has not read it within its term."),
        _WORKER,
    ),
    Kind(
        "contracts.ticket_taken",
        _("Taken up: {matter}"),
        _("{supplier} answers by {day}."),
        _REPORTER,
    ),
    Kind(
        "contracts.ticket_rejected",
        _("Not part of this project: {matter}"),
        _(
            "Who looks after it instead: {instead}. Reason: {reason} You can ask the sub-district, once, to look again."
        ),
        _REPORTER,
    ),
    Kind(
        "contracts.ticket_appealed",
        _("Appeal of a resident: {matter}"),
        _("It concerns {title} ({reference})."),
        _WORKER,
    ),
    Kind(
        "contracts.ticket_appeal_decided",
        _("Your appeal was decided: {matter}"),
        _("Reason: {reason}"),
        _REPORTER,
    ),
    Kind(
        "contracts.ticket_assigned",
        _("Residents report: {matter}"),
        _("It concerns {title} ({reference}). Please answer by {day}."),
        _SUPPLIER,
        is_legal=True,
    ),
    Kind(
        "contracts.ticket_due",
        _("Answer due soon: {matter}"),
        _("It concerns {title} ({reference}). Please answer by {day}."),
        _SUPPLIER,
    ),
    Kind(
        "contracts.ticket_late",
        _("Answer overdue: {matter}"),
        _("{supplier} owed an answer about {title} ({reference}) by {day}."),
        _("It is about a contract that you look after or deliver."),
    ),
    Kind(
        "contracts.ticket_answered",
        _("Answered: {matter}. Is it solved?"),
        _("{supplier} has answered about {title}. Please say whether it is solved."),
        _REPORTER,
    ),
    Kind(
        "contracts.ticket_asked_again",
        _("Please say whether it is solved: {matter}"),
        _(
            "{supplier} has answered about {title}. Without your word it is closed in seven days, and not counted as solved."
        ),
        _REPORTER,
    ),
    Kind(
        "contracts.ticket_inspection",
        _("An inspector will come: {matter}"),
        _("Residents say three times that it is not solved: {title} ({reference})."),
        _SUPPLIER,
        is_legal=True,
    ),
    Kind(
        "contracts.ticket_inspected",
        _("To decide: the finding of an inspection, {title}"),
        _("Read the finding about {reference} and close the report."),
        _OFFICIAL,
    ),
    Kind(
        "contracts.ticket_closed",
        _("Closed after an inspection: {matter}"),
        _("Finding: {reason}"),
        _("It is about a report that you made or answered."),
    ),
    Kind(
        "contracts.ticket_reporter_shown",
        _("An official of the buyer has seen who reported"),
        _("Reason given: {reason} The organization was not told."),
        _REPORTER,
        is_legal=True,
    ),
)
