from django.utils.translation import gettext_lazy as _

SECTION_NAMES = {
    "organization": _("Who you are"),
    "team": _("Your team"),
    "plan": _("Need and plan"),
    "support": _("Residents' support"),
    "sustainability": _("Sustainability and compliance"),
}
FIELD_NAMES = {
    "name": _("Name"),
    "kind": _("Type"),
    "registered_on": _("Registered on"),
    "legal_representative": _("Legal representative or initiator"),
    "phone": _("Phone"),
    "address": _("Address"),
    "summary": _("What the organization does"),
    "staff": _("Full-time staff"),
    "team": _("Who works with you and what they can do"),
    "need": _("Which need of residents you saw, and how you know it"),
    "plan": _("What you want to do in the first year"),
    "support": _("Who in the communities supports you"),
    "income": _("Where your income comes from and will come from"),
    "finance": _("How you keep your books"),
    "residence": _("Room"),
}
RUBRIC_NAMES = {
    "need": _("The need is real"),
    "team": _("The team"),
    "plan": _("Plan"),
    "support": _("Residents' support"),
    "sustainability": _("Sustainability"),
    "compliance": _("Compliance"),
}
CRITERION_NAMES = {
    "registered": _("Legally registered"),
    "delivered": _("Two delivered projects and no overdue report"),
    "capability": _("All six capability dimensions at level 3 or above"),
    "financial_check": _("One outside financial check"),
    "resident_score": _("Residents' stars at least the district mean less 0.2"),
    "staff": _("At least two full-time staff"),
    "own_account": _("Own bank account and audit"),
    "income": _("Income beyond the incubator"),
    "passed_project": _("One project reviewed as pass or better"),
}
