"""Words of the tender document: its sixteen groups, its name by procedure, the first words of its terms."""

from django.utils.translation import gettext_lazy as _

GROUP_TITLES = {
    "invitation": _("Invitation"),
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
    "bidding.document_gap": _("The tender document misses its group {number} “{group}”: fill in “{what}”."),
    "bidding.document_taken": _("Your organization has taken the document already."),
    "bidding.deduction_share": _("The deduction must lie between {low} and {high} %."),
    "bidding.deduction_reserved": _(
        "A purchase reserved for small and medium enterprises knows no price deduction: leave this empty."
    ),
}
