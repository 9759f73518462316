from django.utils.translation import gettext_lazy as _

REFUSALS = {
    "notifications.unknown_kind": _("There is no such message."),
    "notifications.legal_kind": _("This message is required by law and cannot be switched off."),
}

ROOMS = {
    "organizations": _("Organizations and people"),
    "deliberation": _("Needs and deliberation"),
    "projects": _("Service projects"),
    "payments": _("Payments"),
    "bidding": _("Tenders and bids"),
    "contracts": _("Contracts and milestones"),
    "ranking": _("Performance reviews and ranking"),
    "incubation": _("Incubation"),
    "search": _("Saved searches"),
    "cms": _("Public site"),
}
