from django.utils.translation import gettext_lazy as _

REFUSALS = {
    "opendata.unknown_parameter": _("The parameter {name} is not known here."),
    "opendata.unknown_cursor": _("The cursor is not known. Begin again without it."),
}
