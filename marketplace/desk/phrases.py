"""Texts of this part."""

from django.utils.translation import gettext_lazy as _

REASONS = {
    "desk.not_official": _("This page is for officials of the district."),
    "desk.not_administrator": _("This page is for administrators and auditors."),
}
