"""What is said about legal causes of a method, talks with suppliers and final quotes."""

from django.utils.translation import gettext_lazy as _

from marketplace.notifications.kinds import Kind

CAUSE_LABELS = {
    "consultation_services": _("Government purchase of services (Consultation Measures, art. 3 item 1)"),
    "consultation_complex": _(
        "Complex or special: no detailed specification possible (Consultation Measures, art. 3 item 2)"
    ),
    "consultation_price": _(
        "Price cannot be computed beforehand: time or quantity of the service unknown (Consultation Measures, "
        "art. 3 item 3)"
    ),
    "consultation_research": _(
        "Research with little competition, or transfer of research results (Consultation Measures, art. 3 item 4)"
    ),
    "negotiation_failed": _(
        "A tender brought no bid, no qualified bid, or the new tender failed (Procurement Law, art. 30 item 1)"
    ),
    "negotiation_complex": _(
        "Complex or special: no detailed specification possible (Procurement Law, art. 30 item 2)"
    ),
    "negotiation_urgent": _(
        "Urgent need that the time of a tender cannot meet (Procurement Law, art. 30 item 3)"
    ),
    "negotiation_price": _("Total price cannot be computed beforehand (Procurement Law, art. 30 item 4)"),
    "negotiation_two": _(
        "Only two suppliers fitted in an open tender; approved to negotiate with both (Order 74, art. 27)"
    ),
    "invited_few": _(
        "Special: only a limited range of suppliers can do it (Procurement Law, art. 29 item 1)"
    ),
    "invited_cost": _(
        "The cost of an open tender is out of proportion to the purchase (Procurement Law, art. 29 item 2)"
    ),
    "single_only": _("Only one supplier can do it (Procurement Law, art. 31 item 1)"),
    "single_emergency": _(
        "Unforeseeable emergency: no other supplier can be used (Procurement Law, art. 31 item 2)"
    ),
    "single_addition": _(
        "Addition to a contract that must stay consistent, at most 10 % of it (Procurement Law, art. 31 item 3)"
    ),
}

TALKS = _(
    "After the opening the committee talks with each supplier alone. Changes of the need go to all in writing at the "
    "same time. Then every remaining supplier hands in one final quote until the same moment; it stays sealed until "
    "two opening officers open all of them. Price and ranking follow from the final quotes."
)

REFUSALS = {
    "bidding.cause_missing": _("Choose the legal cause that allows this method, or choose the open tender."),
    "bidding.cause_unfounded": _("Write down the facts behind the cause; the notice shows them."),
    "bidding.cause_approval": _("This cause needs the number of the finance department's approval."),
    "bidding.no_talks": _("This procedure has no talks with suppliers."),
    "bidding.talks_over": _("The talks are over: final quotes were asked for."),
    "bidding.talks_missing": _(
        "{missing} suppliers have not been heard. Talk with each and keep the record, then ask for final quotes."
    ),
    "bidding.change_open": _(
        "A change of the need waits for the buyer's representative. Decide on it first."
    ),
    "bidding.too_few_left": _(
        "{left} suppliers are left and {least} are needed. The buyer ends the purchase with a notice and begins anew."
    ),
    "bidding.two_left": _(
        "Only two suppliers are left. The buyer must first record on the page of the tender that it goes on."
    ),
    "bidding.quote_time": _("Give between {least} and {most} minutes."),
    "bidding.quote_late": _("The time for final quotes is over."),
    "bidding.quote_binds": _("The final quote is handed in: leaving is possible only before it."),
    "bidding.quoted_already": _("Your final quote is sealed already; there is only one."),
    "bidding.no_quote_asked": _("No final quotes are asked for at the moment."),
    "bidding.quotes_early": _("The final quotes can be opened from {until} on, not before."),
    "bidding.quotes_run": _("The time for final quotes still runs."),
    "bidding.quotes_opening": _("An opening officer has handed in a key: the quotes can be opened."),
    "bidding.quotes_not_open": _(
        "The final quotes must be opened first; proposal and quote are scored together."
    ),
    "bidding.has_left": _("This supplier no longer takes part."),
    "bidding.application_short": _("Give until {earliest} at least to apply."),
    "bidding.application_late": _("The time to apply is over."),
    "bidding.applications_run": _("Applications are possible until {until}; check and draw after that."),
    "bidding.candidates_open": _("Decide on every application first; {missing} are open."),
    "bidding.few_candidates": _(
        "{found} organizations were accepted and {least} are needed. End this tender, or begin with another method."
    ),
    "bidding.draw_number": _("Invite at least {least} and at most the {most} that were accepted."),
    "bidding.drawn_already": _("The draw was made; it stays."),
    "bidding.not_drawn_yet": _(
        "First publish the qualification notice, check the applications and draw at least three (page of the tender)."
    ),
    "bidding.notice_is_out": _("The notice is public already and stays as it is."),
    "bidding.notice_frozen": _(
        "The notice is public: {what} can no longer be changed. End this draft and begin anew where it must."
    ),
    "bidding.no_single_supplier": _("Name the only supplier first (page of the tender)."),
    "bidding.no_original": _("Choose the award of the contract that is added to."),
    "bidding.addition_above": _(
        "Additions may reach 10 % of the original {original} yuan: {most} yuan are left. Use another method beyond."
    ),
    "bidding.publicity_missing": _(
        "An only supplier at this sum is public for {days} working days first; an approver publishes it."
    ),
    "bidding.publicity_runs": _("The publicity runs until {until}; the purchase goes on after it."),
    "bidding.publicity_over": _("The publicity is over."),
    "bidding.source_objections": _("{open} objections wait for an answer. Answer them first."),
    "bidding.few_arguments": _("Keep the arguments of at least {least} experts first."),
    "bidding.argued_already": _("This expert's argument is kept already."),
    "bidding.objected_already": _("You have objected already."),
}

REASONS = {"bidding.has_left": _("Your organization does not take part in these talks any more.")}

KINDS = (
    Kind(
        "bidding.need_changed",
        _("The need has changed: {title}"),
        _("Change {number}, sent to every supplier at the same time: {text}"),
        _("You get this because your organization takes part in the talks."),
        is_legal=True,
    ),
    Kind(
        "bidding.final_quote_asked",
        _("Hand in your final quote: {title}"),
        _("Until {until}. Without a final quote your bid is no longer ranked."),
        _("You get this because your organization takes part in the talks."),
        is_legal=True,
    ),
    Kind(
        "bidding.final_quotes_opened",
        _("Final quotes opened: {title}"),
        _("The final quotes on {reference} were opened together. The committee scores them now."),
        _("You get this because your organization handed in a final quote."),
        is_legal=True,
    ),
    Kind(
        "bidding.qualification_notice",
        _("Qualification notice: {title}"),
        _("An invited tender looks for suppliers. Applications until {until}."),
        _("You get this because your organization works in this field."),
    ),
    Kind(
        "bidding.candidate_drawn",
        _("Your organization was drawn: {title}"),
        _("The invitation follows when the tender is published."),
        _("You get this because your organization applied."),
        is_legal=True,
    ),
    Kind(
        "bidding.candidate_not_drawn",
        _("Your organization was not drawn: {title}"),
        _("Your organization takes no part in this invited tender. {reason}"),
        _("You get this because your organization applied."),
        is_legal=True,
    ),
    Kind(
        "bidding.invited",
        _("Invitation to bid: {title}"),
        _("{buyer} invites your organization. Budget {budget} yuan, bids until {deadline}."),
        _("You get this because your organization was drawn or named for this purchase."),
        is_legal=True,
    ),
    Kind(
        "bidding.source_objected",
        _("Objection to a single source: {title}"),
        _("Argue it again and answer before the purchase goes on."),
        _("You get this because your department buys this service."),
        is_legal=True,
    ),
    Kind(
        "bidding.source_answered",
        _("Your objection was answered: {title}"),
        _("The answer stands on the page of the single source."),
        _("You get this because you objected."),
        is_legal=True,
    ),
)
