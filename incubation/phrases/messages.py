from django.utils.translation import gettext_lazy as _

from marketplace.notifications.kinds import Kind

REFUSALS = {
    "incubation.intake_closed": _("This intake is open from {opens} to {closes}."),
    "incubation.intake_dates": _("The intake must close after it opens."),
    "incubation.intake_exists": _("An intake with this title has been announced already."),
    "incubation.kind_not_admitted": _("This intake is not open to organizations of this type."),
    "incubation.not_verified": _("The organization must be verified and not suspended before it applies."),
    "incubation.already_applying": _("The organization already has an open application."),
    "incubation.already_member": _("The organization is already a member of the incubator."),
    "incubation.barred": _("A recorded decision bars the organization from the incubator until {until}."),
    "incubation.fields_missing": _("Still empty: {fields}. Fill in all five sections, then hand in."),
    "incubation.stale": _(
        "Somebody else saved this application meanwhile. Reload the page and look at the changes."
    ),
    "incubation.list_is_complete": _(
        "The list of what is missing was given once and is complete: {fields} was not on it and has not changed."
    ),
    "incubation.nothing_listed": _("Name at least one missing item."),
    "incubation.listed_not_supplied": _("Still missing from the list: {fields}."),
    "incubation.reviewers_full": _("Three reviewers without conflict are already appointed."),
    "incubation.reviewer_related": _("A member of the organization or its mentor cannot review it."),
    "incubation.reviewer_exists": _("This person is already a reviewer of the application."),
    "incubation.declare_first": _("Declare first whether you have a conflict of interest."),
    "incubation.already_declared": _("The declaration has already been made."),
    "incubation.conflicted": _("You declared a conflict of interest; you do not score this application."),
    "incubation.scores_locked": _("The scores are locked. They do not change after the discussion."),
    "incubation.scores_incomplete": _("Give points for every criterion."),
    "incubation.score_outside": _("Points lie between 0 and {most}."),
    "incubation.scores_open": _(
        "Three reviewers without conflict must lock their scores first; {locked} have."
    ),
    "incubation.four_eyes": _("Whoever prepared the decision does not take it: a second person looks at it."),
    "incubation.notice_runs": _("The public notice runs until the end of {until}."),
    "incubation.notice_over": _("The public notice ended on {until}."),
    "incubation.objections_open": _("Objections must be answered first; {count} are open."),
    "incubation.objected": _("You have already objected. The answer will be shown here."),
    "incubation.already_answered": _("This has already been answered."),
    "incubation.no_seat": _("All {seats} places of the intake are taken."),
    "incubation.room_missing": _("Name the room."),
    "incubation.already_signed": _("This side has already signed."),
    "incubation.no_goals": _("Agree on the goals of this stage first."),
    "incubation.goals_low": _(
        "The goals of the stage are reached to {percent} %; at least {needed} % are needed."
    ),
    "incubation.goal_exists": _("This goal is already in the plan."),
    "incubation.not_assessed": _("Assess the six dimensions in this stage first."),
    "incubation.levels_incomplete": _(
        "Give a level from 1 to 5 and the evidence for each of the six dimensions."
    ),
    "incubation.dimension_low": _(
        "{dimension} is at level {level}; this step needs level {floor} in all six dimensions."
    ),
    "incubation.stage_runs": _("The stage ends on {ends}; its check begins {window} working days before."),
    "incubation.criterion_unmet": _("Not met: {criterion}."),
    "incubation.already_extended": _("The membership was extended once already."),
    "incubation.extension_runs": _("The extension runs until {ends}."),
    "incubation.hearing_open": _("A hearing is already open."),
    "incubation.hearing_missing": _("State the cause first and hear the member."),
    "incubation.hearing_runs": _("The member may answer until the end of {until}."),
    "incubation.cause_unproven": _("The record does not show this cause: {fact}."),
    "incubation.suspension_over": _("The suspension ended on {until}."),
    "incubation.year_not_due": _("The report of this year is not due yet."),
    "incubation.report_exists": _("The report of this year has already been filed."),
    "incubation.graduate_recently": _("Graduates become alumni twelve months after they left."),
    "incubation.quarter_exists": _("This quarter has already been checked."),
}

REASONS = {
    "incubation.not_centre": _("Only a project officer of the civil affairs bureau runs the incubator."),
    "incubation.not_bureau": _("Only an approver of the civil affairs bureau decides this."),
    "incubation.not_applicant": _("Only the legal representative may do this for the organization."),
    "incubation.not_member": _("You do not belong to this organization."),
    "incubation.not_reviewer": _("You are not a reviewer of this application."),
    "incubation.preparer_decides": _("Whoever prepared the decision does not take it."),
}

_CENTRE = _("You run the incubator for the civil affairs bureau.")
_BUREAU = _("You decide for the civil affairs bureau.")
_OWN = _("It concerns your organization.")

KINDS = (
    Kind("incubation.submitted", _("{organization} applies to the incubator"),
         _("Check the documents by {until}; give one complete list of what is missing."), _CENTRE),
    Kind("incubation.returned", _("Your application needs something more"),
         _("Missing: {fields}. {note}"), _OWN, is_legal=True),
    Kind("incubation.reviewer_appointed", _("Please review the application of {organization}"),
         _("Declare conflicts of interest first, then score alone and lock your scores."),
         _("You were appointed as a reviewer.")),
    Kind("incubation.proposed", _("{organization} is proposed for the incubator"),
         _("Mean of the reviewers: {score}. Publish the notice."), _BUREAU),
    Kind("incubation.notice", _("Your admission is on public notice"),
         _("Objections may be raised until {until}."), _OWN),
    Kind("incubation.admitted", _("Your organization is admitted to the incubator"),
         _("The agreement with room and mentor follows within ten working days."), _OWN, is_legal=True),
    Kind("incubation.not_admitted", _("Your application was not accepted"), _("Reason: {reason}"), _OWN, is_legal=True),
    Kind("incubation.agreement", _("Please sign the agreement with the incubator"),
         _("Sign by {until}."), _OWN, is_legal=True),
    Kind("incubation.stage", _("Your organization has reached a new stage: {stage}"),
         _("The stage ends on {until}."), _OWN),
    Kind("incubation.hearing", _("You are asked to answer: {cause}"),
         _("Answer by {until}. Nothing is decided before."), _OWN, is_legal=True),
    Kind("incubation.ended", _("The membership in the incubator has ended"),
         _("{reason} Rooms are handed over by {until}."), _OWN, is_legal=True),
    Kind("incubation.suspended", _("The membership in the incubator is suspended"),
         _("{reason} At most until {until}."), _OWN, is_legal=True),
    Kind("incubation.graduated", _("Congratulations: your organization has graduated"),
         _("The badge is shown for twelve months; it carries no points."), _OWN),
    Kind("incubation.extended", _("The membership is extended once"), _("Until {until}. Reason: {reason}"), _OWN),
)  # fmt: skip
