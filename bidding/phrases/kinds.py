"""Messages of bidding: title, text, why somebody gets it."""

from django.utils.translation import gettext_lazy as _

from marketplace.notifications.kinds import Kind

KINDS = (
    Kind(
        "bidding.tender_published",
        _("New tender: {title}"),
        _("{buyer} looks for a supplier. Budget {budget} yuan, bids until {deadline}."),
        _("You get this because your organization works in this field."),
    ),
    Kind(
        "bidding.tender_to_publish",
        _("Tender waits for publication: {title}"),
        _("{reference} was handed in and needs a second official."),
        _("You get this because you approve tenders of your department."),
    ),
    Kind(
        "bidding.tender_returned",
        _("Tender returned: {title}"),
        _("Reason: {reason}"),
        _("You get this because you prepared the tender."),
    ),
    Kind(
        "bidding.amendment_to_publish",
        _("A change waits for publication: {title}"),
        _("A colleague proposes to amend {reference}; a second official decides."),
        _("You get this because you approve tenders of your department."),
    ),
    Kind(
        "bidding.tender_amended",
        _("Tender amended: {title}"),
        _("Reason: {reason} Bids until {deadline}. A bid that was sealed stays valid."),
        _("You get this because your organization works in this field or has bid."),
        is_legal=True,
    ),
    Kind(
        "bidding.tender_confirm_again",
        _("Tender amended, read it again: {title}"),
        _("Reason: {reason} Bids until {deadline}. A bid that was sealed before must be confirmed again."),
        _("You get this because your organization works in this field or has bid."),
        is_legal=True,
    ),
    Kind(
        "bidding.check_key",
        _("Check your opening key: {title}"),
        _("The bids on {reference} are due {deadline}. Please show now that your passphrase opens your key."),
        _("You get this because you are an opening officer of this tender."),
    ),
    Kind(
        "bidding.keys_unsure",
        _("Too few opening keys are sure: {title}"),
        _(
            "{healthy} of the opening officers' keys can be counted on, {needed} should be. Ask the officers to "
            "check their keys before {deadline}."
        ),
        _("You get this because your department buys this service."),
    ),
    Kind(
        "bidding.bid_sealed",
        _("Bid sealed: {title}"),
        _(
            "Your receipt is {receipt}. Received at {at_local}. You can replace or withdraw the bid until {deadline}."
        ),
        _("You get this because your organization bid. The message holds nothing of the bid."),
        is_legal=True,
    ),
    Kind(
        "bidding.bid_withdrawn",
        _("Bid withdrawn: {title}"),
        _("The bid with receipt {receipt} was withdrawn at {at_local}."),
        _("You get this because your organization bid."),
        is_legal=True,
    ),
    Kind(
        "bidding.tender_to_open",
        _("Bids can be opened: {title}"),
        _("The deadline of {reference} has passed. Two opening officers are needed."),
        _("You get this because you are an opening officer of this tender."),
        is_legal=True,
    ),
    Kind(
        "bidding.bids_opened",
        _("Bids opened: {title}"),
        _("The opening record of {reference} is public."),
        _("You get this because your organization bid."),
        is_legal=True,
    ),
    Kind(
        "bidding.recovery_asked",
        _("Your recovery keys are needed: {title}"),
        _(
            "The opening officers have lost their keys. Hand in the recovery keys of the bid with receipt {receipt} "
            "until {until}; without them the bid cannot be opened."
        ),
        _("You get this because your organization bid."),
        is_legal=True,
    ),
    Kind(
        "bidding.seat_given",
        _("You are on a committee"),
        _("Declare whether you have a conflict, then score. The committee is confidential until the result."),
        _("You get this because you were appointed."),
        is_legal=True,
    ),
    Kind(
        "bidding.award_to_confirm",
        _("Award waits for confirmation: {title}"),
        _("An award for {reference} was proposed and needs a second official."),
        _("You get this because you approve awards of your department."),
    ),
    Kind(
        "bidding.award_won",
        _("Letter of award: {title}"),
        _(
            "Your organization was awarded {reference} for {amount} yuan. The contract is to be signed by {sign_by}."
        ),
        _("You get this because your organization bid."),
        is_legal=True,
    ),
    Kind(
        "bidding.award_lost",
        _("Result of {title}"),
        _(
            "Another bid was chosen. Your total: {total}, your place: {rank}. Challenges are possible until {until}."
        ),
        _("You get this because your organization bid."),
        is_legal=True,
    ),
    Kind(
        "bidding.bid_unqualified",
        _("Result of {title}"),
        _("Your bid did not take part in the evaluation: {reason}"),
        _("You get this because your organization bid."),
        is_legal=True,
    ),
    Kind(
        "bidding.collusion_confirmed",
        _("Report: bids made together in {title}"),
        _("{reference}: the committee found the bids {bids} to be made together. Reason: {reason}"),
        _("You get this because such findings are reported to the finance department and the auditors."),
        is_legal=True,
    ),
    Kind(
        "bidding.tender_failed",
        _("Tender ended without award: {title}"),
        _("{reason}"),
        _("You get this because your organization bid."),
        is_legal=True,
    ),
)
