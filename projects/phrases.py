from django.utils.translation import gettext_lazy as _

from marketplace.notifications.kinds import Kind

REFUSALS = {
    "projects.goods": _("Goods are not bought as a service. Ask the finance office for the goods procedure."),
    "projects.works": _(
        "Works (new, altered, decorated, demolished, repaired) are never bought as a service. A renovation becomes "
        "residents' consultation and supervision of the process; the works are tendered elsewhere."
    ),
    "projects.bundle": _("Works and services may not be bundled. Set up the service alone."),
    "projects.unknown_nature": _("Choose what is to be bought."),
    "projects.works_undeclared": _(
        "The text or the category touches works ({words}). Declare that the project contains no works."
    ),
    "projects.works_unexplained": _(
        "Explain in at least {least} characters why “{words}” means no works in this project."
    ),
    "projects.ends_before_start": _("The last day lies before the first day."),
    "projects.no_budget_this_year": _(
        "The budget line belongs to {year}; the service starts in another year. A service needs money in its year's "
        "budget."
    ),
    "projects.beyond_plan": _("The term ends after the budget plan of this line ({until})."),
    "projects.term_long": _(
        "A service contract lasts at most {months} months; up to {most} months only when all four conditions are "
        "confirmed."
    ),
    "projects.term_longest": _("No service contract lasts longer than {most} months."),
    "projects.no_money": _("A project needs a budget greater than 0."),
    "projects.over_budget": _("The budget line still holds ¥{spendable}; ¥{budget} is more than that."),
    "projects.points_not_hundred": _(
        "The points of the common score add up to {total}, not to 100 (difference {missing})."
    ),
    "projects.no_indicator": _("A project needs at least one indicator."),
    "projects.indicator_twice": _("Two indicators have the same name."),
    "projects.no_outcome_indicator": _(
        "A project for a vulnerable group needs at least one indicator of effect, not only of volume."
    ),
    "projects.no_origin": _("Choose an adopted decision of residents, or state why there is none."),
    "projects.outcome_taken": _("This decision already has a project ({reference})."),
    "projects.other_department": _("This budget line belongs to another department."),
    "projects.reason_missing": _("State the reason."),
    "projects.line_below_use": _("¥{used} of this line are already set up; the amount cannot be lower."),
    "projects.line_exists": _("There already is a line with this code in {year}."),
}

REASONS = {
    "projects.not_an_officer": _("Only project officers set up projects."),
    "projects.not_your_department": _("The project belongs to another department."),
    "projects.not_finance": _("Only finance officers and administrators keep budget lines."),
    "projects.not_public": _("This project is not public."),
}

KINDS = (
    Kind(
        "projects.project_listed",
        _("A service project was set up: {title}"),
        _("{reference}, ¥{budget}, {category}. The next step is to look for a supplier."),
        _("You supported a need that this project answers."),
    ),
)
