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
}
