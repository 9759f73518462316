from django.utils.translation import gettext_lazy as _

REFUSALS = {
    "notifications.unknown_kind": _("There is no such message."),
    "notifications.legal_kind": _("This message is required by law and cannot be switched off."),
}
