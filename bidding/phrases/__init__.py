"""What bidding says: refusals, reasons, steps, messages, and the first words of a draft."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bidding.states import CriterionKind

from . import answers, approvals, consensus, hearings, lots, objections, papers, procedures, remarks
from .answers import PARTS as PARTS
from .hearings import CORRECTIONS as CORRECTIONS
from .kinds import KINDS as COMMON
from .law import DAY_KINDS as DAY_KINDS
from .law import EVIDENCE as EVIDENCE
from .law import LAW_REFUSALS, LAW_STEPS
from .law import SIGNS as SIGNS

KINDS = (
    *COMMON,
    *answers.KINDS,
    *objections.KINDS,
    *hearings.KINDS,
    *remarks.KINDS,
    *approvals.KINDS,
    *procedures.KINDS,
)

REFUSALS = {
    **LAW_REFUSALS,
    "bidding.no_profile": _("This procedure is not available for a notice of that day."),
    "bidding.method_not_allowed": _("This procedure does not allow that evaluation method."),
    "bidding.above_limit": _(
        "The budget reaches the purchase limit of {limit} yuan: choose a statutory procedure."
    ),
    "bidding.approval_needed": _(
        "The budget reaches the open-tender threshold of {threshold} yuan: enter the number of the approval "
        "for another method, or choose the open tender."
    ),
    "bidding.no_deposit": _("This tender asks for no deposit."),
    "bidding.deposit_above": _("The bid deposit may be 2 % of the budget at most: {most} yuan."),
    "bidding.ceiling_above_budget": _("The price ceiling may not be above the budget."),
    "bidding.budget_above_project": _("The budget may not be above the {budget} yuan of the project."),
    "bidding.points_not_full": _("The points add up to {total}; price and criteria must add up to {full}."),
    "bidding.no_criteria": _("Name at least one criterion with points."),
    "bidding.price_weight_min": _("The price must count at least {bound} of 100 points."),
    "bidding.price_weight_max": _("The price may count at most {bound} of 100 points."),
    "bidding.lowest_price_scores": _(
        "Under the lowest-price method nothing is scored: remove points and criteria."
    ),
    "bidding.size_condition": _(
        "“{words}” measures the size of an organization. Size may be neither a condition nor a criterion."
    ),
    "bidding.region_condition": _(
        "“{words}” favors a region or trade. Track record or awards of one region may not count."
    ),
    "bidding.age_condition": _(
        "“{words}” asks how long an organization has existed. Age may not be a condition for social organizations."
    ),
    "bidding.condition_scored": _("“{text}” is a condition for bidding and may not be scored as well."),
    "bidding.not_quantified": _(
        "Say with numbers how points for “{text}” are given; “good, medium, poor” alone is not enough."
    ),
    "bidding.standing_declared": _(
        "Past performance counts because this document declares it, with points and ranges open to everybody."
    ),
    "bidding.notice_gap": _("The notice must say: {what}."),
    "bidding.no_comment": _(
        "Name the record of public comment: the outcome of a deliberation or the notice on which residents could comment."
    ),
    "bidding.sme_reserved": _(
        "Social organizations are not enterprises: a tender reserved for small enterprises would shut all of them out."
    ),
    "bidding.no_deadline": _("Set the bid deadline."),
    "bidding.deadline_past": _("The bid deadline lies in the past."),
    "bidding.deadline_early": _(
        "The bid deadline is too early. The legal minimum period ends on {earliest}; {recommended} is recommended."
    ),
    "bidding.deadline_tight": _(
        "The deadline falls on the last day of the minimum period, which may be disputed; {recommended} is recommended."
    ),
    "bidding.calendar_missing": _(
        "The holiday plan of {year} is not loaded, so this date cannot be computed. Ask the administrator to load it."
    ),
    "bidding.no_official_address": _(
        "Enter the address of the notice on the medium named by the finance department; it is published there first."
    ),
    "bidding.roster_incomplete": _(
        "Sealing needs at least three opening officers with keys, from at least two departments."
    ),
    "bidding.four_eyes": _("The person who prepared this may not decide on it. Ask a colleague."),
    "bidding.project_not_listed": _("A tender needs a listed project that is not being tendered already."),
    "bidding.not_a_draft": _("Only a draft can be changed; published text is fixed."),
    "bidding.reason_missing": _("Give the reason; it is kept and shown to those concerned."),
    "bidding.stale": _(
        "A colleague saved this draft in the meantime. Compare with the current version and save again."
    ),
    "bidding.too_many_criteria": _("At most 20 criteria."),
    "bidding.low_price_rate": _("The share must lie between {low} and {high}."),
    "bidding.late": _(
        "The deadline was {deadline}. The bid arrived at {received} by the clock of the database and was not accepted."
    ),
    "bidding.not_open": _("This tender does not take bids now."),
    "bidding.document_changed": _(
        "The tender document or the opening officers changed. Read it again, then seal again."
    ),
    "bidding.price_above_ceiling": _(
        "The price is above the limit of {limit} yuan; such a bid would be invalid."
    ),
    "bidding.files_large": _("All files together may have at most {limit} MB."),
    "bidding.too_late_to_amend": _("Only a tender that is open for bids can be amended."),
    "bidding.amendment_waits": _("Another change waits for a decision. Publish or drop it first."),
    "bidding.nothing_amended": _("Nothing would change."),
    "bidding.not_amendable": _(
        "“{what}” cannot be amended: object, qualification, money and method need a new tender."
    ),
    "bidding.deadline_earlier": _(
        "The published deadline is {deadline}; it can only be moved to a later moment."
    ),
    "bidding.amendment_deadline": _(
        "After this change bidders need time to read it: the deadline may not be before {earliest}."
    ),
    "bidding.no_current_bid": _("There is no sealed bid to withdraw."),
    "bidding.nothing_to_confirm": _(
        "Your bid is sealed for the tender document in force; nothing is to be confirmed."
    ),
    "bidding.bid_changed": _("A newer version of your bid was sealed meanwhile. Look at it first."),
    "bidding.token_reused": _(
        "This idempotency key was used for another container. Use a new key for a new seal."
    ),
    "bidding.part_name": _("The name of a part is 32 lower-case hexadecimal digits, chosen at random."),
    "bidding.part_size": _("The bytes do not fit the size of the part ({size} bytes)."),
    "bidding.part_large": _("At most {limit}."),
    "bidding.part_offset": _("{received} bytes of this part have arrived. Go on there."),
    "bidding.part_not_sealed": _(
        "The part is not encrypted as the specification says: one age file for exactly one recipient."
    ),
    "bidding.part_unknown": _("There is no part with the name {name}."),
    "bidding.part_sealed": _("A sealed bid names this part; it stays."),
    "bidding.part_missing": _("The part {name} has not arrived completely."),
    "bidding.part_differs": _("The part {name} has another hash or size than the manifest says."),
    "bidding.quota": _(
        "There is room for {parts} parts and {limit} for each tender. Discard what you do not need."
    ),
    "bidding.disk_full": _("The disk is full; nothing was kept. Try again later, or tell the operator."),
    "bidding.container_unknown": _("{where}: the specification knows no such field."),
    "bidding.container_missing": _("{where}: this field is missing."),
    "bidding.container_value": _("{where}: this value is not allowed."),
    "bidding.container_other": _("{where}: this container was made for something else."),
    "bidding.container_threshold": _("{where}: the numbers of shares are not those of the opening officers."),
    "bidding.container_shares": _(
        "{where}: there must be exactly one encrypted share for each opening officer, in the order of the roster."
    ),
    "bidding.container_size": _("{where}: the content is not padded as the specification says."),
    "bidding.container_large": _("{where}: too large."),
    "bidding.container_not_age": _("{where}: not an age file for exactly one recipient."),
    "bidding.passphrase_weak": _(
        "Use at least {words} words or {characters} characters; this passphrase protects sealed bids."
    ),
    "bidding.passphrase_wrong": _("The passphrase does not unlock your key."),
    "bidding.machine_busy": _(
        "The system is too busy to unlock a key now; your passphrase was not judged. Try again in a minute."
    ),
    "bidding.confirm_again": _(
        "More than 15 minutes have passed since you confirmed your second factor. Confirm it in another tab, "
        "then go on here: everything you entered is still in this page."
    ),
    "bidding.key_mismatch": _("The key does not open what was sealed for it."),
    "bidding.no_key": _("You have no key yet. Make one first."),
    "bidding.key_exists": _("You already have a key. Revoke it before making another."),
    "bidding.key_in_use": _("The key is needed for an open tender; fewer than three others would remain."),
    "bidding.opening_early": _("Bids can be opened from {deadline} on, not earlier."),
    "bidding.not_in_roster": _("You are not an opening officer of this tender."),
    "bidding.same_officer": _("You have handed in your key already; another officer must hand in theirs."),
    "bidding.already_opened": _("The bids have been opened already."),
    "bidding.shares_unusable": _(
        "Your key fits the roster but does not open the shares of this tender. Another officer must hand in theirs."
    ),
    "bidding.share_shape": _("The list of shares has another form than the specification says."),
    "bidding.share_unknown": _("The list names a bid or an envelope that this opening does not know."),
    "bidding.share_wrong": _(
        "{count} share(s) are not those that were dealt to the key {key}. Nothing of this post was kept; decrypt them again."
    ),
    "bidding.shares_missing": _("The list holds no share."),
    "bidding.recovery_not_needed": _("Recovery keys are not needed now; the opening officers open the bids."),
    "bidding.recovery_wrong": _("This is not the recovery key of this envelope."),
    "bidding.committee_size": _(
        "The committee needs an odd number of at least {size} members; there are {members}."
    ),
    "bidding.committee_experts": _(
        "At least two thirds of the {members} members must be experts; there are {experts}."
    ),
    "bidding.pool_small": _(
        "The roster has {pool} suitable experts, {needed} are needed. Choose members yourself and give the reason."
    ),
    "bidding.member_unfit": _("{name} cannot sit on this committee: {why}"),
    "bidding.declared_already": _("You have declared already; a declaration cannot be changed."),
    "bidding.not_cleared": _("Declare first that you have no conflict."),
    "bidding.scores_final": _("Your scores are final."),
    "bidding.scores_missing": _("Give points for every criterion of every bid first; {missing} are missing."),
    "bidding.score_range": _("Points for “{criterion}” must lie between 0 and {points}."),
    "bidding.not_under_evaluation": _("The bids are not under evaluation."),
    "bidding.qualification_open": _("Check the qualification of every bid first; {missing} are open."),
    "bidding.members_open": _("Not all members have made their scores final."),
    "bidding.low_price_open": _("Decide on every price that looks abnormally low first; {missing} are open."),
    "bidding.no_trigger": _("This price needs no review."),
    "bidding.tie_undecided": _("Several bids share the first place; the draw must decide first."),
    "bidding.not_first": _("The award goes to the first candidate."),
    "bidding.no_candidate": _("No candidate is left."),
    "bidding.award_exists": _("This lot already has an award."),
    "bidding.too_late_to_cancel": _(
        "After the deadline a tender cannot be cancelled; it can only fail for a legal ground."
    ),
    "bidding.not_verified": _("The organization is not verified yet. Complete its registration first."),
    "bidding.organization_suspended": _(
        "The organization is suspended and cannot bid. Ask the registrar what cures it."
    ),
    "bidding.no_legal_personality": _(
        "A filed community organization has no legal personality: bid through a registered host organization."
    ),
    "bidding.banned": _("The organization is banned from bidding until {until}."),
    "bidding.excluded": _(
        "After a failed performance review the organization may not bid on this track until {until}. "
        "It can appeal against the review."
    ),
    "bidding.specified_the_need": _("Whoever specified or supervised a purchase may not bid for it."),
    "bidding.report_overdue": _(
        "{count} report(s) of running contracts are overdue. Hand them in; the mark then goes and you can bid."
    ),
    "bidding.on_abnormal_list": _(
        "The organization is on the list of abnormal activities: no priority, possible questions."
    ),
}
REFUSALS |= (
    answers.REFUSALS
    | objections.REFUSALS
    | hearings.REFUSALS
    | papers.REFUSALS
    | lots.REFUSALS
    | remarks.REFUSALS
    | consensus.REFUSALS
    | approvals.REFUSALS
    | procedures.REFUSALS
)

REASONS = {
    "bidding.not_an_administrator": _("Only administrators and auditors of the district do this."),
    "bidding.not_the_officer": _("Only a project officer of the buying department can do this."),
    "bidding.not_the_approver": _("Only an approver of the buying department can do this."),
    "bidding.not_an_opening_officer": _("Only opening officers can do this."),
    "bidding.own_work": _("The person who prepared this may not decide on it. Ask a colleague."),
    "bidding.wrong_state": _("This step is not possible in the present state."),
    "bidding.not_member": _(
        "Only the legal representative or a bid writer of the organization can bid for it."
    ),
    "bidding.deadline_passed": _("The bid deadline has passed."),
    "bidding.not_invited": _("This tender is open to invited organizations only."),
    "bidding.not_own_bid": _("You can only see the bids of your own organization."),
    "bidding.not_a_committee_member": _("Only members of the committee can do this."),
    "bidding.has_conflict": _("You declared a conflict and take no part."),
    "bidding.declare_first": _("Declare first whether you have a conflict."),
    "bidding.before_opening": _("Nobody can see this before the opening."),
    "bidding.was_with_bidder": _("the person belonged to a bidder within the last three years"),
    "bidding.is_bidder": _("the person belongs to a bidder"),
    "bidding.is_opening_officer": _("opening officers do not evaluate"),
    "bidding.is_no_expert": _("the person is not on the expert roster"),
    "bidding.is_buyer_staff": _("experts may not come from the buying department"),
    "bidding.is_no_buyer": _("the person does not belong to the buying department"),
    "bidding.sits_already": _("the person sits on the committee already"),
    "bidding.not_an_auditor": _("Only the buyer and auditors can read this."),
}
REASONS |= answers.REASONS | objections.REASONS | hearings.REASONS | approvals.REASONS | procedures.REASONS

STEPS = {
    **LAW_STEPS,
    "notice": _("Notice published"),
    "notice_ends": _("Notice period ends"),
    "documents_until": _("Tender document available at least until"),
    "clarification_by": _("Last day for clarifications without moving the deadline"),
    "bid_deadline": _("Bid deadline"),
    "opening": _("Opening, at the deadline itself"),
    "report_by": _("Evaluation report at the latest"),
    "decision_by": _("Decision of the buyer at the latest"),
    "result_notice_by": _("Result notice at the latest"),
    "result_notice": _("Result notice published, letter of award sent"),
    "result_notice_ends": _("Notice period of the result ends"),
    "challenge_ends": _("Challenges possible until"),
    "challenge_answered": _("A challenge of the last day is answered by"),
    "contract_sign": _("Contract signed at the latest"),
}

UNITS = {
    "working_days": _("{count} working days"),
    "calendar_days": _("{count} days"),
}

END_REASONS = {
    "failed_few_bidders": _("Fewer bids than the procedure needs. No bid was opened."),
    "failed_few_quotes": _("Fewer final quotes than the procedure needs. None was opened."),
    "failed_few_qualified": _("Fewer qualified bids than the procedure needs."),
    "failed_over_budget": _("All prices were above the limit."),
    "failed_illegal": _("An unlawful act affected the fairness of the procedure."),
    "failed_cancelled": _("The purchase was cancelled."),
    "winner_refused": _("The winner did not sign the contract; the buyer begins a new procedure."),
    "cancelled": _("The buyer ended the tender before its deadline."),
}

OPENING_RESULTS = {
    "opened": _("Opened"),
    "commitment": _("The shares do not lead to the key that was promised at sealing."),
    "payload_changed": _("The stored ciphertext is not the one that was sealed."),
    "payload_unreadable": _("The ciphertext cannot be decrypted."),
    "document_outdated": _("The bid was not confirmed for the amended tender document."),
    "payload_missing": _("The stored ciphertext is missing."),
    "inner_manifest": _("The content list cannot be read."),
    "inner_hash": _("A file differs from its own checksum."),
    "shares_wrong": _("The shares do not belong together."),
    "price_unreadable": _("The price form holds no valid price."),
    "container_version": _("The container is of another version."),
    "container_other_tender": _("The container was made for another tender."),
    "container_other_lot": _("The container was made for another lot."),
    "container_other_document": _("The container was made for another tender document."),
    "container_other_organization": _("The container was made for another organization."),
    "container_other_roster": _("The container was made for other opening officers."),
    "keys_lost": _(
        "Not opened: officers' keys were lost and no recovery key came. The cause lies outside the bidder."
    ),
}

TRIGGERS = {
    "mean": _("below half of the mean of all bids"),
    "second_low": _("below half of the second lowest bid"),
    "ceiling": _("below 45 % of the ceiling or budget"),
}

DRAFT = {
    "qualification": _(
        "Social organizations with independent civil liability that meet article 22 of the Government Procurement Law."
    ),
    "acceptance": _(
        "Accepted by stages against the indicators above; recipients are heard and the result is published. In detail:"
    ),
    "payment": _(
        "By milestones after acceptance, within 30 days; the shares are set in the contract and add up to 100 %."
    ),
    "recipients": pgettext_lazy("draft", "Recipients: "),
    "phone": _("to be entered"),
}

CRITERIA = (
    (
        "plan", CriterionKind.TECHNICAL, 35, _("Service plan"),
        _("Every indicator has steps, staff and dates: 28–35 points; one or two are missing: 14–27; more: 0–13."),
    ),
    (
        "team", CriterionKind.ABILITY, 25, _("Team and its qualification"),
        _("All posts named with matching certificates: 20–25 points; up to two unproven: 10–19; more: 0–9."),
    ),
    (
        "quality", CriterionKind.TECHNICAL, 20, _("Quality and risk control"),
        _("Checks, complaint channel and emergency plan with response times: 16–20 points; one missing: 8–15; more: 0–7."),
    ),
    (
        "standing", CriterionKind.STANDING, 10, _("Past performance on this platform"),
        _(
            "(score − 40) ÷ 60 × points, from 0 to full points; an organization without a record counts as 70 "
            "and gets half of the points."
        ),
    ),
)  # fmt: skip
