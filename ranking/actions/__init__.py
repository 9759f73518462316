"""Everything this room writes."""

from .appeals import decide_appeal, file_appeal, link_organizations
from .ballots import (
    cast_ballot,
    discard_paper,
    enter_paper,
    find_code,
    issue_codes,
    receive_codes,
    replace_code,
)
from .calibrations import freeze_calibration
from .consequences import decide_consequence
from .ratings import answer_as_resident, rate_contract, rate_own_work
from .reviews import invite_third_party, open_review, publish_review, reply_to_review, request_reply
from .rounds import (
    announce_round,
    annul_round,
    check_round,
    decide_group,
    move_due_rounds,
    plan_round,
    propose_annulment,
    reply_to_round,
)
from .standings import note_status, recompute_standings, rescore_organization

__all__ = [
    "announce_round",
    "annul_round",
    "answer_as_resident",
    "cast_ballot",
    "check_round",
    "decide_appeal",
    "decide_consequence",
    "decide_group",
    "discard_paper",
    "enter_paper",
    "file_appeal",
    "find_code",
    "freeze_calibration",
    "invite_third_party",
    "issue_codes",
    "link_organizations",
    "move_due_rounds",
    "note_status",
    "open_review",
    "plan_round",
    "propose_annulment",
    "publish_review",
    "rate_contract",
    "rate_own_work",
    "receive_codes",
    "recompute_standings",
    "replace_code",
    "reply_to_review",
    "reply_to_round",
    "request_reply",
    "rescore_organization",
]
