"""What is said about written questions to bidders, corrected prices and invalid bids."""

from django.utils.translation import gettext_lazy as _

from marketplace.notifications.kinds import Kind

REFUSALS = {
    "bidding.hearing_short": _("Give a time in the future; for a low price at least {minutes} minutes."),
    "bidding.hearing_over": _("The time to answer is over."),
    "bidding.hearing_answered": _("This question was answered; there is one answer."),
    "bidding.heard_already": _("The bidder was asked about this already."),
    "bidding.papers_agree": _("The papers of the bid agree: there is nothing to correct."),
    "bidding.confirm_or_not": _("Say whether you confirm the corrected price."),
    "bidding.not_heard": _("Ask the bidder to explain the price first; a price never fails unheard."),
    "bidding.hearing_runs": _("The bidder may still answer. Decide after the answer or the end of the time."),
    "bidding.hearings_open": _(
        "{missing} written questions are open: a bidder may still answer, or a correction is neither confirmed nor "
        "the bid declared invalid."
    ),
}

REASONS = {"bidding.not_the_chair": _("The chair of the committee writes this down.")}

CORRECTIONS = {
    "summary": _("the opening summary beats the text of the bid"),
    "words": _("the sum in words beats the sum in figures"),
    "unit_prices": _("the unit prices beat their sum"),
}

KINDS = (
    Kind(
        "bidding.hearing_asked",
        _("The committee asks about your bid: {title}"),
        _("Answer in writing within {minutes} minutes."),
        _("You get this because your organization bid."),
        is_legal=True,
    ),
)
