from django.utils.translation import gettext_lazy as _

REFUSALS = {
    "opendata.unknown_parameter": _("The parameter {name} is not known here."),
    "opendata.unknown_cursor": _("The cursor is not known. Begin again without it."),
    "opendata.log_empty": _("The log has no checkpoint yet. The first one follows within an hour."),
    "opendata.leaf_unknown": _(
        "This leaf is not in the published log. A new act is in it after the next checkpoint."
    ),
    "opendata.leaf_unreadable": _("A leaf is 32 bytes, written as 64 hexadecimal digits or in base64."),
    "opendata.leaf_or_sizes": _("Name a leaf (leaf=), or two sizes of checkpoints (old= and new=)."),
    "opendata.checkpoint_unknown": _("There is no checkpoint of this size."),
    "opendata.checkpoints_swapped": _("The old checkpoint must not be larger than the new one."),
    "opendata.tile_unknown": _("There is no such tile in the published log."),
    "opendata.key_reused": _("This Idempotency-Key belongs to another request. Choose a new one."),
    "opendata.key_unreadable": _("An Idempotency-Key has 1 to 200 visible ASCII characters."),
    "opendata.person_unknown": _(
        "Name people by the id of a colleague of the buyer or an expert of the category."
    ),
    "opendata.conflict": _("Somebody else was faster. Read again, then decide."),
    "opendata.busy": _("The service is busy. Try again in a moment."),
    "opendata.too_large": _("The request is too large."),
    "opendata.not_signed_in": _("Sign in first: POST /api/v1/session."),
    "opendata.unclean": _("Some fields cannot be used."),
}
