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
    "bidding.local_key": _("The district cannot set this number itself."),
    "bidding.local_too_low": _("The national number is {bound}; the district may only set a higher one."),
    "bidding.local_too_high": _("The national number is {bound}; the district may only set a lower one."),
    "bidding.local_whole": _("Days and members are whole numbers."),
    "bidding.local_past": _("A number cannot begin in the past: notices already follow the one before."),
    "bidding.local_waits": _("A proposal for this number waits for a decision. Confirm or drop it first."),
    "bidding.local_order": _("The number in force began on {day}; a new one begins later."),
    "bidding.local_decided": _("This proposal has been decided already."),
    "bidding.local_missing": _(
        "No purchase limit or open-tender threshold is set for that day. An administrator must enter it with its source."
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

LOCAL_GROUPS = {
    "local": _("District"),
    "open": _("Open tender"),
    "consultation": _("Competitive consultation"),
    "negotiation": _("Competitive negotiation"),
    "inquiry": _("Inquiry"),
    "below_limit": _("Below the purchase limit"),
    "grant": _("Venture grants for public services"),
}

LOCAL_NUMBERS = {
    "purchase_limit": _("Purchase limit: from this sum on statutory procedures"),
    "open_threshold": _("Open-tender threshold: from this sum on an open tender"),
    "response": _("Time to prepare a bid, from the notice to the deadline"),
    "notice_period": _("How long the notice stands"),
    "documents_available": _("How long the documents can be obtained"),
    "clarification": _("Clarifications that affect bids come this long before the deadline"),
    "committee": _("Members of the committee at least"),
    "price_weight_min": _("Weight of the price at least"),
    "price_weight_max": _("Weight of the price at most"),
}


def key_label(key: str) -> str:
    """Return the name of a number that the district may set."""
    group, _dot, what = key.partition(".")
    return f"{LOCAL_GROUPS[group]} · {LOCAL_NUMBERS[what]}"


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
