"""Everything this room writes."""

from .appeals import decide_appeal, file_appeal, link_organizations
from .calibrations import freeze_calibration
from .ratings import answer_as_resident, rate_contract
from .reviews import invite_third_party, open_review, publish_review, reply_to_review, request_reply
from .standings import note_status, recompute_standings, rescore_organization

__all__ = [
    "answer_as_resident",
    "decide_appeal",
    "file_appeal",
    "freeze_calibration",
    "invite_third_party",
    "link_organizations",
    "note_status",
    "open_review",
    "publish_review",
    "rate_contract",
    "recompute_standings",
    "reply_to_review",
    "request_reply",
    "rescore_organization",
]
