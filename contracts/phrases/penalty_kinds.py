"""Messages about penalties."""

from django.utils.translation import gettext_lazy as _

from marketplace.notifications.kinds import Kind

_SUPPLIER = _("You are a member of the organization that delivers this contract.")
_OFFICIAL = _("You look after contracts of your department.")
_BOTH = _("You look after this contract or deliver it.")

PENALTY_KINDS = (
    Kind(
        "contracts.penalty_proposed",
        _("A penalty of {amount} yuan is proposed: {title}"),
        _("{penalty}, {reference}: {reason} Say by {until} what you have to say; nothing is decided before."),
        _SUPPLIER,
        is_legal=True,
    ),
    Kind(
        "contracts.penalty_answered",
        _("Answered, to be decided: penalty {penalty}"),
        _("{reference} {title}: {supplier} answered the proposal of {amount} yuan."),
        _OFFICIAL,
    ),
    Kind(
        "contracts.penalty_imposed",
        _("Penalty of {amount} yuan: {title}"),
        _(
            "{penalty}, {reference}: {decision} An objection is possible until {until}; another person decides it."
        ),
        _BOTH,
        is_legal=True,
    ),
    Kind(
        "contracts.penalty_withdrawn",
        _("No penalty: {title}"),
        _("{penalty}, {reference}: {decision}"),
        _BOTH,
        is_legal=True,
    ),
    Kind(
        "contracts.penalty_objected",
        _("Objection to penalty {penalty}"),
        _("{reference} {title}: a person who neither proposed nor decided it decides."),
        _OFFICIAL,
    ),
    Kind(
        "contracts.penalty_objection_decided",
        _("Objection decided, penalty {penalty}: {amount} yuan"),
        _("{reference} {title}: {decision}"),
        _BOTH,
        is_legal=True,
    ),
)
