from django.utils.translation import gettext_lazy as _

from marketplace.notifications.kinds import Kind

REFUSALS = {
    "ranking.rubric_total": _("The points of the rubric add up to {total}, not to 100."),
    "ranking.points_incomplete": _("Give points for every criterion."),
    "ranking.points_outside": _("Points lie between 0 and {maximum}."),
    "ranking.facts_missing": _(
        "A rating of {total} points is unusual. State at least two facts, each on a line of its own."
    ),
    "ranking.evidence_missing": _(
        "Points this high or this low need evidence: choose what they rest on for “{criterion}”."
    ),
    "ranking.evidence_unknown": _(
        "This piece of evidence does not belong to the contract. Choose from the list."
    ),
    "ranking.no_consequence": _("The grade that holds does not lead to this on the track of the contract."),
    "ranking.consequence_decided": _("Somebody has already decided on this."),
    "ranking.already_rated": _("This rating has already been given. A rating is given once and not changed."),
    "ranking.household_answered": _("Your household has already answered. One answer counts per household."),
    "ranking.collection_over": _("Ratings were open until {until}."),
    "ranking.stars_outside": _("Choose one to five stars."),
    "ranking.pool_small": _(
        "The pool is too small for a draw: {pool} without a tie, {wanted} wanted. Choose by hand and say why."
    ),
    "ranking.nothing_to_draw": _(
        "Nothing to draw: every running contract of a year and longer has been in a draw of this year, or there is none."
    ),
    "ranking.lot_first": _(
        "The lot can fill the place: {left} available without a tie. Draw instead of choosing."
    ),
    "ranking.panel_full": _("Every place of the panel is taken."),
    "ranking.not_choosable": _("This person is not available, was asked already, or has a tie."),
    "ranking.invitation_over": _("The invitation was open until {until}; somebody else is invited."),
    "ranking.related_rater": _("Whoever is tied to the organization, a competitor or the buyer cannot rate."),
    "ranking.official_missing": _("The buyer's official has not rated yet."),
    "ranking.still_collecting": _("Residents may still answer until {until}."),
    "ranking.reply_over": _("The organization could reply until {until}."),
    "ranking.already_replied": _("The organization has already replied."),
    "ranking.reply_period_runs": _(
        "The organization may reply until {until}. Publish when the reply is in or the period is over."
    ),
    "ranking.no_such_evidence": _("This contract has no such public evidence."),
    "ranking.already_appealed": _("An appeal against this evidence has already been filed."),
    "ranking.had_a_part": _("Whoever rated, published or accepted does not decide the appeal."),
    "ranking.succeeds_itself": _("Choose two different organizations."),
    "ranking.already_linked": _("The record of this organization is already held by its successor."),
    "ranking.link_in_circle": _("The successor's own record is held by this organization."),
    "ranking.questions_number": _("Write one to {most} questions, each on a line of its own."),
    "ranking.answers_incomplete": _("Answer every question."),
    "ranking.one_subject": _("Choose exactly one: a contract, a department or a residents' committee."),
    "ranking.days_open": _("A round is open for {least} to {most} working days."),
    "ranking.no_community": _("Choose at least one community."),
    "ranking.round_not_closed": _("The answers are looked at when the round has closed."),
    "ranking.no_such_group": _("These answers are no longer flagged."),
    "ranking.group_decided": _("Somebody has already decided on these answers."),
    "ranking.reason_missing": _("Give the reason."),
    "ranking.groups_open": _("{count} group(s) of unusual answers wait for a decision."),
    "ranking.round_reply_over": _("The time for a reply has passed."),
    "ranking.annulment_not_proposed": _("Nobody has proposed to annul this round."),
    "ranking.community_not_asked": _("This community is not asked in this round."),
    "ranking.round_not_open": _("This round is not open for answers now."),
    "ranking.code_used": _("This code has already been used. One answer counts per household."),
    "ranking.code_unknown": _(
        "This code is not valid in this round. Check the letters and digits on the slip."
    ),
    "ranking.too_many_codes": _("Too many wrong codes. Please try again in an hour."),
    "ranking.too_many_answers": _(
        "Too many answers came from here. Please go to the counter of your community."
    ),
    "ranking.paper_second_person": _("You typed this paper first; a second person types it now."),
    "ranking.paper_differs": _("The two entries differ at question {question}. Compare with the paper."),
    "ranking.no_paper": _("Nobody has typed this paper yet."),
    "ranking.four_eyes": _("Whoever rated does not publish: a second person looks at it."),
}

REASONS = {
    "ranking.not_officer": _("Only a project officer of the buying department may do this."),
    "ranking.not_approver": _("Only an approver of the buying department may publish the result."),
    "ranking.not_invited": _("Only the third party who was invited to this review may rate here."),
    "ranking.not_accepted": _("Accept the invitation first, with the declaration that nothing ties you."),
    "ranking.not_verified_resident": _("Your residence has not been confirmed yet."),
    "ranking.another_community": _("This contract did not serve your community."),
    "ranking.member": _("You belong to the organization that is being rated."),
    "ranking.competitor": _("You belong to an organization that competes with the one being rated."),
    "ranking.not_representative": _("Only the organization's legal representative may reply."),
    "ranking.not_open": _("This review is no longer open for ratings."),
    "ranking.not_replying": _("The organization has not been asked for its reply, or the review is closed."),
    "ranking.rater_publishes": _("Whoever rated does not publish."),
    "ranking.not_deciding": _("Only an approver of the buying department may decide the appeal."),
    "ranking.part_taken": _("You rated, published or accepted what is appealed: somebody else decides."),
    "ranking.not_registrar": _("Only a registrar may link the records of two organizations."),
    "ranking.not_organizer": _("Only project officers of the organizing department may do this."),
    "ranking.not_fraud_desk": _("Only approvers of the organizing department may do this."),
    "ranking.planner_checks": _(
        "Whoever planned or proposed it does not decide on it: a second person does."
    ),
    "ranking.not_worker": _("Only the organizer and workers of the community may do this."),
    "ranking.own_committee": _(
        "Nobody hands out codes or types in papers for a round about the own committee."
    ),
    "ranking.not_subject": _("Only those who answer for whoever is rated may reply."),
    "ranking.not_visible": _("This review has not been published yet."),
}

KINDS = (
    Kind(
        "ranking.round_announced",
        _("Residents will rate you: {title}"),
        _("The evaluation round of {period} was announced. Read its questions and days."),
        _("You answer for whoever is rated."),
    ),
    Kind(
        "ranking.round_published",
        _("Residents have rated you: {title}"),
        _("The result of {period} is public. Your reply is printed beside it if it comes by {until}."),
        _("You answer for whoever is rated."),
        is_legal=True,
    ),
    Kind(
        "ranking.review_opened",
        _("Rate the contract {title}"),
        _("The contract is completed. Ratings are open until {until}."),
        _("You are a project officer of the buying department."),
    ),
    Kind(
        "ranking.consequence_decided",
        _("Decided after the performance review: {title}"),
        _("{reason} You may appeal against the ratings that the grade rests on."),
        _("You are a member of the organization that was rated."),
        is_legal=True,
    ),
    Kind(
        "ranking.own_rating_invited",
        _("Rate your own work: {title}"),
        _(
            "The contract is completed. Say by {until} how you rate your own work; it is shown beside the other "
            "ratings and never counted."
        ),
        _("You are the organization's legal representative."),
    ),
    Kind(
        "ranking.third_party_invited",
        _("You were drawn to rate {title} as third party"),
        _("Please accept or decline by {until}; without an answer somebody else is invited."),
        _("You are on the roster of experts."),
        is_legal=True,
    ),
    Kind(
        "ranking.panel_short",
        _("The third party for {title} is short of experts"),
        _("Nobody is left in the draw. Choose somebody by hand and give the reason."),
        _("You are a project officer of the buying department."),
    ),
    Kind(
        "ranking.residents_invited",
        _("How was {title}?"),
        _(
            "The service in your community is completed. Give one to five stars for your household by {until}."
        ),
        _("Your residence in a community that was served is confirmed."),
        mail=False,
    ),
    Kind(
        "ranking.reply_requested",
        _("Please reply to the performance review of {title}"),
        _("Read the ratings and answer by {until}. Your reply is printed with the result."),
        _("You represent the organization under contract."),
        is_legal=True,
    ),
    Kind(
        "ranking.reply_received",
        _("{organization} has replied: the review of {title} can be published"),
        _("Look at ratings and reply, then publish."),
        _("You approve results for the buying department."),
    ),
    Kind(
        "ranking.review_published",
        _("The performance review of {title} is published: {grade}"),
        _(
            "The result counts toward your performance standing from today. Every line is shown with its effect."
        ),
        _("You are a member of the organization under contract."),
        is_legal=True,
    ),
    Kind(
        "ranking.appeal_filed",
        _("An appeal against evidence of {title} waits for a decision"),
        _("Decide in writing by {until}. Whoever had a part in the evidence does not decide."),
        _("You approve results for the buying department."),
    ),
    Kind(
        "ranking.appeal_decided",
        _("Your appeal about {title} is decided: {outcome}"),
        _("Read the reasons. An upheld appeal takes the evidence out of the standing from today."),
        _("You represent the organization under contract."),
        is_legal=True,
    ),
)

ALLOWED_USES = (
    (
        _("Order of the public directory"),
        _("Evidence and interval are shown; newcomers appear as not ranked yet, never low."),
        _("house rule"),
    ),
    (
        _("Priority among otherwise equal offers"),
        _("Written in the tender document beforehand; where the law lets the price decide first, it does."),
        _("Cai Zong [2016] No. 54; Order No. 87 art. 57"),
    ),
    (
        _("Points in the venture-grant track"),
        _(
            "Written in the call with their weight, 10 of 100 unless it says otherwise; no record counts as half."
        ),
        _("house rule; grant agreement"),
    ),
    (
        _("A flag that makes an official look closer"),
        _("A person decides, with reasons, a period and a way to appeal; the flag decides nothing."),
        _("house rule"),
    ),
    (
        _("Declared criterion of performance capability in a statutory tender"),
        _("Named, quantified and weighted in the tender document, the same for every bidder."),
        _("Implementing regulations of the Procurement Law art. 34"),
    ),
)

FORBIDDEN_USES = (
    (
        _("Scoring that the tender document does not name"),
        _("Only what is written there may score."),
        _("Implementing regulations of the Procurement Law art. 34"),
    ),
    (
        _("A rank as condition of taking part"),
        _(
            "It would shut out newcomers and organizations of other places; conditions of qualification never score."
        ),
        _("Implementing regulations of the Procurement Law art. 20; Order No. 87 art. 55"),
    ),
    (
        _("Prizes or a record of a particular region or trade"),
        _("They treat bidders differently without need."),
        _("Implementing regulations of the Procurement Law art. 20"),
    ),
    (
        _("Setting aside the price where it decides between equals"),
        _("“Same conditions, priority” never comes before the order of the law."),
        _("Order No. 87 art. 57"),
    ),
    (
        _("Ranking by the lower end of the interval"),
        _("It rewards many contracts, not good ones, and keeps newcomers down."),
        _("house rule"),
    ),
)
