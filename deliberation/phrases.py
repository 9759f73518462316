from django.utils.translation import gettext_lazy as _

from marketplace.notifications.kinds import Kind

KINDS = (
    Kind(
        "deliberation.outcome_recorded",
        _("Decided: {title}"),
        _("{statement}"),
        _("You raised or supported this matter."),
    ),
)
