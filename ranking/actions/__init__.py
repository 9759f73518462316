"""Everything this room writes."""

from .ratings import answer_as_resident, rate_contract
from .reviews import invite_third_party, open_review, publish_review, reply_to_review, request_reply
from .standings import note_status, recompute_standings

__all__ = [
    "answer_as_resident",
    "invite_third_party",
    "note_status",
    "open_review",
    "publish_review",
    "rate_contract",
    "recompute_standings",
    "reply_to_review",
    "request_reply",
]
