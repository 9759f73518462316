"""What is said when a committee agrees on its scores and signs its report."""

from django.utils.translation import gettext_lazy as _

REFUSALS = {
    "bidding.no_spread": _("These scores do not lie far apart; nothing is to be explained."),
    "bidding.spread_open": _(
        "{missing} differences among the scores are open: the leader explains a wide spread, objective criteria are "
        "made equal."
    ),
    "bidding.correction_ground": _(
        "A final score is changed only for a legal ground: different scores on an objective criterion, or a score that "
        "the committee finds abnormally high or low."
    ),
    "bidding.correction_waits": _("The member was asked to look at this score already."),
    "bidding.correction_settled": _("This was settled already."),
    "bidding.correction_open": _(
        "{missing} members were asked to look at a score again and have not answered."
    ),
    "bidding.report_signed": _("You have signed this report already."),
    "bidding.report_closed": _("The buyer has the report; opinions are no longer added."),
    "bidding.not_a_candidate": _(
        "The leader is one of the experts; the buyer's representative may not lead."
    ),
}
