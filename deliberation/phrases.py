from django.utils.translation import gettext_lazy as _

from marketplace.notifications.kinds import Kind

REFUSALS = {
    "deliberation.phone_unverified": _(
        "Verify your phone number first: every post has a real person behind it."
    ),
    "deliberation.nothing_said": _("Write something, or add a photo."),
    "deliberation.daily_limit": _("You have raised {most} needs today. Please go on tomorrow."),
    "deliberation.support_limit": _("You have supported {most} needs today. Please go on tomorrow."),
    "deliberation.support_closed": _("This need no longer collects support."),
    "deliberation.not_resident_here": _("Only verified residents of this community may do this."),
    "deliberation.not_author": _("Only the author of the need may do this."),
    "deliberation.own_need": _("You raised this need yourself; somebody else must screen it."),
    "deliberation.own_screening": _("A refusal needs a second person: you screened or raised this need."),
    "deliberation.refusal_waits": _("A refusal of this need already waits for its second reviewer."),
    "deliberation.reason_short": _("State the reason in at least {least} characters."),
    "deliberation.wrong_rule": _("Rule {rule} does not fit this answer."),
    "deliberation.channel_missing": _("Name the office or channel that can help instead."),
    "deliberation.merge_elsewhere": _("Choose another need of the same community."),
    "deliberation.merge_closed": _("The earlier need is no longer open."),
    "deliberation.appealed_already": _("This refusal has already been appealed."),
    "deliberation.appeal_late": _("The time for an appeal is over, or the need was not refused."),
    "deliberation.day_past": _("Choose a day or time in the future."),
    "deliberation.result_missing": _("Say what was done, or why it is withdrawn."),
    "deliberation.project_delivers": _(
        "A service project answers this need; it is delivered with the project."
    ),
    "deliberation.rule_set_stale": _(
        "Somebody published version {version} meanwhile. Your changes are kept below; compare and send them again."
    ),
    "deliberation.rules_missing": _("The rule set needs at least one rule for discussion."),
    "deliberation.below_threshold": _(
        "The need has not reached its support threshold. State why it is deliberated all the same."
    ),
    "deliberation.other_community": _("The needs of one deliberation come from one community."),
    "deliberation.step_skipped": _(
        "The six steps follow one another: “{step}” is not open, the step is “{current}”."
    ),
    "deliberation.convener_votes": _("The convener organizes and does not vote."),
    "deliberation.convener_confirms": _("The convener does not confirm the own topic."),
    "deliberation.not_convener": _("Only the convener of this deliberation may do this."),
    "deliberation.topic_incomplete": _(
        "Complete the topic card: sentence, rule, format, kind of call, parties."
    ),
    "deliberation.no_representative": _("The party list needs at least one residents' representative."),
    "deliberation.no_stakeholder": _("The party list needs at least one directly affected resident."),
    "deliberation.rounds_used": _("All {most} rounds have been used."),
    "deliberation.nobody_present": _("Enter how many people were present."),
    "deliberation.more_spoke": _("{spoke} speakers are more than the {present} people present."),
    "deliberation.no_record": _("This round has no meeting record yet."),
    "deliberation.online_open": _("The online phase is still running."),
    "deliberation.no_commitment": _("Enter at least one commitment: who does what by when."),
    "deliberation.commitment_open": _("{count} commitments are neither done nor withdrawn."),
    "deliberation.no_open_points": _(
        "Say what remains open. An end without agreement is honest when it says so."
    ),
    "deliberation.notice_council": _(
        "A topic council is announced {days} working days ahead: after {earliest}."
    ),
    "deliberation.notice_hearing": _(
        "A public hearing is announced {days} working days ahead: after {earliest}."
    ),
    "deliberation.notice_review": _(
        "A review meeting is announced {days} working days ahead: after {earliest}."
    ),
    "deliberation.notice_talk": _(
        "A residents' talk is announced {days} working day ahead: after {earliest}."
    ),
    "deliberation.notice_open_day": _("An open day is announced {days} working day ahead: after {earliest}."),
    "deliberation.notice_forum": _(
        "A community forum is announced {days} working days ahead: after {earliest}."
    ),
    "deliberation.notice_dialogue": _(
        "A community dialogue is announced {days} working days ahead: after {earliest}."
    ),
    "deliberation.notice_joint": _(
        "A joint meeting is announced {days} working days ahead: after {earliest}."
    ),
    "deliberation.notice_mediation": _(
        "A mediation is announced {days} working days ahead: after {earliest}."
    ),
    "deliberation.online_short": _("An online phase lasts at least {days} working days."),
    "deliberation.lacks_topic": _("Name the topic."),
    "deliberation.lacks_both_sides": _("A hearing names both sides."),
    "deliberation.lacks_statement_order": _("A hearing fixes the order of statements."),
    "deliberation.lacks_evaluation_round": _("A review meeting names its evaluation round."),
    "deliberation.lacks_host": _("Name the host with post."),
    "deliberation.lacks_officials": _("A dialogue names the officials."),
    "deliberation.lacks_press_seats": _("A dialogue says how many seats the press has."),
    "deliberation.lacks_standing_parties": _("A joint meeting names its standing parties."),
    "deliberation.lacks_consent": _("A mediation needs the consent of both parties."),
    "deliberation.lacks_neutral_chair": _("A mediation names a neutral chair."),
    "deliberation.mediation_needs_two": _("A mediation needs two parties."),
    "deliberation.chair_is_party": _("The chair is neutral and not a party."),
    "deliberation.recorded_already": _("This record is published. Add a note instead."),
    "deliberation.not_held_yet": _("The meeting has not begun yet."),
    "deliberation.extended_already": _("The discussion was already extended once."),
    "deliberation.more_present": _("{present} present are more than the {eligible} entitled."),
    "deliberation.counts_differ": _("For, against and abstentions make {total}; present were {present}."),
    "deliberation.nobody_decided": _("Nobody took part in the decision."),
    "deliberation.no_consensus": _("{count} are against it: that is no agreement of all parties."),
    "deliberation.no_quorum": _(
        "No quorum: {present} of {eligible} were present; more than half are needed."
    ),
    "deliberation.no_majority": _("No majority: {yes} of {present} present; more than half are needed."),
    "deliberation.no_counts": _("Enter the counts of the decision."),
    "deliberation.vote_open": _("A ballot is still open."),
    "deliberation.vote_closed": _("The ballot is closed."),
    "deliberation.no_choice": _("Choose one answer."),
    "deliberation.no_voters": _("No party has an account that could vote."),
    "deliberation.voted_already": _("You or your household have already voted."),
    "deliberation.not_a_party": _("Only the parties of this deliberation vote here."),
    "deliberation.posted_already": _("The result has already been posted."),
    "deliberation.objection_late": _("Objections are possible while the result is posted."),
    "deliberation.reopened_already": _("This review has already been reopened once."),
    "deliberation.still_posted": _("The result is still being posted, or an objection waits for its answer."),
    "deliberation.outcome_answered": _("This decision has already been answered ({reference})."),
}

REASONS = {
    "deliberation.not_worker": _("Only workers of this community may do this."),
    "deliberation.not_director": _("Only secretary or director of this community may do this."),
    "deliberation.not_level_above": _("Only the sub-district office above decides appeals."),
    "deliberation.not_bureau": _("Only the bureau keeps the screening rules."),
    "deliberation.need_not_public": _("This need is not public."),
    "deliberation.convener_votes": REFUSALS["deliberation.convener_votes"],
    "deliberation.convener_confirms": REFUSALS["deliberation.convener_confirms"],
    "deliberation.not_convener": REFUSALS["deliberation.not_convener"],
    "deliberation.not_resident_here": REFUSALS["deliberation.not_resident_here"],
    "deliberation.not_a_party": REFUSALS["deliberation.not_a_party"],
    "deliberation.phone_unverified": REFUSALS["deliberation.phone_unverified"],
    "deliberation.own_screening": REFUSALS["deliberation.own_screening"],
    "deliberation.not_author": REFUSALS["deliberation.not_author"],
}

_AUTHOR = _("You raised or supported this matter.")
_STAFF = _("You work for this community.")

KINDS = (
    Kind(
        "deliberation.need_received",
        _("Received: {title}"),
        _("Your need has the number {reference}. You get an answer by {due}."),
        _AUTHOR,
    ),
    Kind(
        "deliberation.need_to_screen",
        _("To screen: {title}"),
        _("{reference}, due {due}."),
        _STAFF,
    ),
    Kind(
        "deliberation.need_screened",
        _("Answer to: {title}"),
        _("{reference}: {reason} {channel}"),
        _AUTHOR,
    ),
    Kind(
        "deliberation.refusal_to_review",
        _("Second review: {title}"),
        _("{reference} is to be refused under {code}. A second person decides by {due}."),
        _STAFF,
    ),
    Kind(
        "deliberation.question_asked",
        _("A question about: {title}"),
        _("{question} Please answer by {due}."),
        _AUTHOR,
    ),
    Kind(
        "deliberation.appeal_made", _("Appeal: {title}"), _("{reference} was refused and appealed."), _STAFF
    ),
    Kind("deliberation.appeal_decided", _("Appeal decided: {title}"), _("{answer}"), _AUTHOR),
    Kind(
        "deliberation.threshold_reached",
        _("Threshold reached: {title}"),
        _("{households} households support {reference}. It is decided within five working days."),
        _AUTHOR,
    ),
    Kind(
        "deliberation.proposal_reached",
        _("One fifth of the households support: {title}"),
        _("{households} households: the residents' committee must look into calling a residents' meeting."),
        _AUTHOR,
    ),
    Kind("deliberation.opened", _("Deliberation opened: {title}"), _("You can follow every step."), _AUTHOR),
    Kind(
        "deliberation.topic_to_confirm",
        _("Topic to confirm: {title}"),
        _("{reference} waits for you."),
        _STAFF,
    ),
    Kind("deliberation.topic_confirmed", _("Topic confirmed: {title}"), _("Announce the meeting."), _STAFF),
    Kind("deliberation.topic_returned", _("Topic returned: {title}"), _("{reason}"), _STAFF),
    Kind(
        "deliberation.meeting_announced",
        _("Meeting: {title}"),
        _("{starts}, {place}. Can you come?"),
        _("You are a party, or you supported this matter."),
    ),
    Kind(
        "deliberation.vote_opened",
        _("Ballot: {title}"),
        _("{question} Open until {closes}."),
        _("You are a party of this deliberation."),
    ),
    Kind("deliberation.outcome_recorded", _("Decided: {title}"), _("{statement}"), _AUTHOR),
    Kind(
        "deliberation.no_agreement",
        _("No agreement: {title}"),
        _("What was agreed and what stays open is public. Channel: {channel}"),
        _AUTHOR,
    ),
    Kind("deliberation.objection_raised", _("Objection: {title}"), _("Please answer it."), _STAFF),
    Kind(
        "deliberation.objection_answered",
        _("Your objection was answered: {title}"),
        _("{answer}"),
        _("You objected to this result."),
    ),
    Kind(
        "deliberation.outcome_waiting",
        _("A decision of residents waits for an answer: {title}"),
        _("{reference}: answer with a service project or a reasoned no by {due}."),
        _("You set up service projects."),
    ),
)
