from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

REFUSALS = {
    "core.not_in_this_state": _(
        "This step has already been taken or is not possible now. Reload the page to see where things stand."
    ),
    "workdays.clock_fixed": _("The clock of this installation cannot be moved."),
    "workdays.clock_backward": _("The demo clock only moves forward."),
    "workdays.year_not_loaded": _(
        "The holiday plan of {year} is not loaded, so the date cannot be computed. The administrator loads it as soon as the State Council has announced it."
    ),
    "web.file_empty": _("The file {name} is empty."),
    "web.file_large": _("The file {name} is larger than {limit}."),
    "web.file_type": _("The file {name} is not of a kind that is accepted here ({accepted})."),
    "web.file_mismatch": _("The content of {name} does not match its ending."),
    "web.no_pdf": _(
        "This installation makes no PDF: the component that sets type (Pango) is missing. The page itself can be read and printed."
    ),
    "web.file_pixels": _("The picture {name} is too large to be opened safely."),
}

REASONS = {
    "web.sign_in": _("Sign in first."),
    "web.second_factor": _("Confirm with your second factor first."),
}

FRAMEWORK = (
    _("This field is required."),
    _("Select a valid choice. That choice is not one of the available choices."),
    _("Select a valid choice. %(value)s is not one of the available choices."),
    _("Enter a valid email address."),
    _("Your password can’t be too similar to your other personal information."),
    _("Your password can’t be a commonly used password."),
    ngettext_lazy(
        "Your password must contain at least %(min_length)d character.",
        "Your password must contain at least %(min_length)d characters.",
        12,
    ),
)
"""Sentences of the framework that we say in our own words."""
