"""Sentences on lots."""

from django.utils.translation import gettext_lazy as _

REFUSALS = {
    "bidding.lots_count": _("A divided purchase has {least} to {most} lots."),
    "bidding.lot_ceiling": _("The price ceiling of lot {lot} must not be above its budget."),
    "bidding.lots_above_budget": _("The lots cost {total} yuan together; the purchase has {whole} yuan."),
    "bidding.most_lots_wrong": _(
        "The limit must be lower than the number of lots ({lots}); leave it empty for no limit."
    ),
    "bidding.closed_list_divided": _(
        "An invited or single-source purchase is not divided here: draw or name the suppliers of each part in a tender "
        "of its own."
    ),
    "bidding.lots_are_out": _(
        "Lots of this purchase are already public; only a whole draft can be divided anew."
    ),
    "bidding.lot_blocked": _("Lot {lot} “{title}” is not ready; its page lists what is missing."),
    "bidding.lot_not_ended": _(
        "Only a published lot that has ended without award is tendered again, and only once at a time."
    ),
    "bidding.earlier_lot_first": _(
        "Lot {lot} “{title}” is decided first: the document limits how many lots one supplier may win."
    ),
}
