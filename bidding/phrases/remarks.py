"""What is said about an opening: objections, answers, recordings."""

from django.utils.translation import gettext_lazy as _

from marketplace.notifications.kinds import Kind

REFUSALS = {
    "bidding.opening_over": _("Objections are raised at the opening, before its record is closed."),
    "bidding.no_record_yet": _("The record is not written yet; confirm it when the bids are open."),
    "bidding.confirmed_already": _("Your organization has confirmed the record already."),
    "bidding.remark_answered": _("This was answered already; there is one answer."),
    "bidding.remarks_open": _("{missing} objections at the opening wait for an answer. Answer them first."),
    "bidding.recording_early": _("Recordings are attached after the bid deadline."),
    "bidding.recording_type": _("“{name}” is no recording: use mp4, m4a, webm, mp3, wav or ogg."),
}

KINDS = (
    Kind(
        "bidding.remark_raised",
        _("Objection at the opening: {title}"),
        _("A bidder on {reference} objects or asks somebody to stand aside. Answer on the spot."),
        _("You get this because you take part in this opening."),
    ),
    Kind(
        "bidding.remark_answered",
        _("Your objection was answered: {title}"),
        _("Objection and answer are part of the opening record of {reference}."),
        _("You get this because your organization bid."),
        is_legal=True,
    ),
)
