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
}

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
