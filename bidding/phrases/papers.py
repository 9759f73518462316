"""Words of the tender document: its sixteen groups, its name by procedure, the first words of its terms."""

from django.utils.translation import gettext_lazy as _

GROUP_TITLES = {
    "invitation": _("Invitation to bid"),
    "instructions": _("Instructions to suppliers"),
    "qualification": _("Proof of qualification"),
    "policy": _("Requirements of procurement policy"),
    "preparation": _("How a bid and its price are made; deposit"),
    "money": _("Budget and price ceiling"),
    "specification": _("Service, standards and acceptance"),
    "contract": _("Draft of the contract"),
    "delivery": _("Time, place and manner of the service"),
    "payment": _("Payment: way, time and conditions"),
    "evaluation": _("Evaluation: method, criteria, invalid bids"),
    "validity": _("Validity of bids"),
    "opening": _("Deadline, time and place of the opening"),
    "agent_fee": _("Fee of the procurement agent"),
    "credit": _("Credit check"),
    "other": _("Other matters set by the finance authorities"),
}

PAPER_TITLES = {
    "open": _("Tender document"),
    "invited": _("Invited tender document"),
    "consultation": _("Consultation document"),
    "negotiation": _("Negotiation document"),
    "inquiry": _("Price inquiry notice"),
    "single": _("Single-source purchase document"),
    "framework": _("Framework call document"),
    "grant": _("Grant call document"),
}

TERMS = {
    "manner": _(
        "On site in the communities named, by appointment with the residents served; every service is signed for."
    ),
    "standards": _(
        "National, industry and local service standards in force apply; the service also reaches:"
    ),
    "key_requirements": _("Term, place and recipients of the service as named in this document"),
    "policy": _(
        "This is a purchase of services. Suppliers follow the laws on the protection of personal data, labor and safety."
    ),
    "opening_place": _("Online, in the opening hall of this platform"),
    "credit_check": _(
        "The buyer looks every supplier up in “Credit China” (www.creditchina.gov.cn) and on www.ccgp.gov.cn. Cut-off is "
        "the bid deadline. Screenshots of the result are kept with the procurement file. Who stands on the list of "
        "dishonest judgment debtors, of serious tax offenders or of serious offenders in government procurement at that "
        "moment may not take part."
    ),
    "other": _("None."),
}

REFUSALS = {
    "bidding.proof_missing": _(
        "A bid without every proof or declaration of article 22 is not qualified: decide “not qualified”, or tick what it holds."
    ),
    "bidding.no_consortium": _("The document allows no consortia."),
    "bidding.no_agreement": _("A consortium hands in its agreement; without it the bid is not qualified."),
    "bidding.partner_unfit": _("These partners are not registered here or may not bid: {names}"),
    "bidding.bids_twice": _("These partners also bid alone: {names}. Neither may happen beside the other."),
    "bidding.partner_line": _(
        "Line {number} names no partner: write its credit code, its share in percent and its part of the work."
    ),
    "bidding.partner_twice": _("Named twice, or leader and partner at once: {names}"),
    "bidding.partners_many": _("A consortium has at most {most} partners beside its leader."),
    "bidding.partner_shares": _("The partners' shares leave nothing for the leader."),
    "bidding.partner_unknown": _(
        "No organization with the credit code {uscc} is registered here; it registers first."
    ),
    "bidding.partner_may_not_bid": _("{name} may not be a partner: {why}"),
    "bidding.no_subcontract": _("The document names no part that may be subcontracted."),
    "bidding.small_share": _(
        "The deduction for a consortium needs a share of small enterprises of {least} % at least."
    ),
    "bidding.social_no_deduction": _(
        "A social organization is no enterprise and gets no deduction as a small one."
    ),
    "bidding.no_deduction": _("The document gives no deduction on this ground."),
    "bidding.keys_stale": _(
        "{count} opening officers have not checked their keys within {days} days. Ask them to check before you publish."
    ),
    "bidding.document_gap": _("The tender document misses its group {number} “{group}”: fill in “{what}”."),
    "bidding.document_taken": _("Your organization has taken the document already."),
    "bidding.deduction_share": _("The deduction must lie between {low} and {high} %."),
    "bidding.deduction_reserved": _(
        "A purchase reserved for small and medium enterprises knows no price deduction: leave this empty."
    ),
}
