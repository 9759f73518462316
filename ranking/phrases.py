from django.utils.translation import gettext_lazy as _

from marketplace.notifications.kinds import Kind

REFUSALS = {
    "ranking.rubric_total": _("The points of the rubric add up to {total}, not to 100."),
    "ranking.points_incomplete": _("Give points for every criterion."),
    "ranking.points_outside": _("Points lie between 0 and {maximum}."),
    "ranking.facts_missing": _(
        "A rating of {total} points is unusual. State at least two facts, each on a line of its own."
    ),
    "ranking.already_rated": _("This rating has already been given. A rating is given once and not changed."),
    "ranking.household_answered": _("Your household has already answered. One answer counts per household."),
    "ranking.collection_over": _("Ratings were open until {until}."),
    "ranking.stars_outside": _("Choose one to five stars."),
    "ranking.not_on_roster": _(
        "This person is not on the roster of experts for the category, or is not available."
    ),
    "ranking.related_rater": _("A member of the organization or of a competitor cannot rate it."),
    "ranking.third_party_rated": _("The third party has already rated."),
    "ranking.official_missing": _("The buyer's official has not rated yet."),
    "ranking.still_collecting": _("Residents may still answer until {until}."),
    "ranking.reply_over": _("The organization could reply until {until}."),
    "ranking.already_replied": _("The organization has already replied."),
    "ranking.reply_period_runs": _(
        "The organization may reply until {until}. Publish when the reply is in or the period is over."
    ),
    "ranking.four_eyes": _("Whoever rated does not publish: a second person looks at it."),
}

REASONS = {
    "ranking.not_officer": _("Only a project officer of the buying department may do this."),
    "ranking.not_approver": _("Only an approver of the buying department may publish the result."),
    "ranking.not_invited": _("Only the third party who was invited to this review may rate here."),
    "ranking.not_verified_resident": _("Your residence has not been confirmed yet."),
    "ranking.another_community": _("This contract did not serve your community."),
    "ranking.member": _("You belong to the organization that is being rated."),
    "ranking.competitor": _("You belong to an organization that competes with the one being rated."),
    "ranking.not_representative": _("Only the organization's legal representative may reply."),
    "ranking.not_open": _("This review is no longer open for ratings."),
    "ranking.not_replying": _("The organization has not been asked for its reply, or the review is closed."),
    "ranking.rater_publishes": _("Whoever rated does not publish."),
    "ranking.not_visible": _("This review has not been published yet."),
}

KINDS = (
    Kind(
        "ranking.review_opened",
        _("Rate the contract {title}"),
        _("The contract is completed. Ratings are open until {until}."),
        _("You are a project officer of the buying department."),
    ),
    Kind(
        "ranking.third_party_invited",
        _("You are invited to rate {title} as third party"),
        _("Please look at the delivered work and rate it by {until}."),
        _("You are on the roster of experts for this category."),
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
)
