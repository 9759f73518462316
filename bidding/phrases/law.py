"""What the calendar of a procedure and the rules around it say."""

from django.utils.translation import gettext_lazy as _

LAW_REFUSALS = {
    "bidding.schedule_past": _("This day has passed. The earliest possible day is {earliest}."),
    "bidding.schedule_early": _("This day is too early. The earliest lawful day is {earliest}."),
    "bidding.schedule_late": _("This day is too late. The last lawful day is {latest}."),
    "bidding.schedule_day_off": _("Offices are closed on this day; choose a working day."),
    "bidding.schedule_service_early": _(
        "The service begins before the contract can be signed on {signed}. Let it begin later or choose earlier days."
    ),
    "bidding.purchase_split": _(
        "With the other purchases of this budget item and category in this year the sum is {total} yuan, above the "
        "open-tender threshold of {threshold} yuan. Use an open tender, or enter the number of the approval."
    ),
    "bidding.no_price_points": _(
        "The price has no points. That is lawful only where the State or the district fixes the price."
    ),
    "bidding.signal_decided": _("The committee has decided on this sign already; the decision stays."),
}

SIGNS = {
    "BID-04": _("The same head of several bidders"),
    "COL-01": _("The same author or last editor of files"),
    "COL-02": _("The same phone, e-mail or person handling the bids"),
    "COL-03": _("The same manager or contact person"),
    "COL-04": _("Regular prices or nearly the same text"),
    "COL-05": _("The same bank account"),
}

EVIDENCE = {
    "values": _("in common: {values}"),
    "prices": _("prices: {prices}"),
    "share": _("{share} % of the text is the same"),
}

UNDECIDED = _("The time for the decision has passed without one: the first candidate counts as the winner.")

LAW_STEPS = {
    "evaluation": _("Evaluation by the committee"),
    "contract_public": _("Contract published at the latest"),
}

CHOSEN_STEPS = {
    "notice": _("Notice published"),
    "bid_deadline": _("Bid deadline"),
    "evaluation": _("Evaluation by the committee"),
    "report_by": _("Report reaches the buyer"),
    "decision_by": _("Decision of the buyer"),
    "result_notice_by": _("Result notice and letter of award"),
    "contract_sign": _("Contract signed"),
}

DAY_KINDS = {
    "working": _("working day"),
    "weekend": _("weekend"),
    "holiday": _("holiday"),
    "makeup": _("make-up working day"),
    "unknown": _("holiday plan not loaded"),
}
