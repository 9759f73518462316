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
from .draws import draw_projects
from .panels import accept_seat, choose_by_hand, decline_seat, draw_panel, fill_due_panels, fill_panel
from .ratings import answer_as_resident, rate_contract, rate_own_work
from .reviews import open_review, publish_review, reply_to_review, request_reply
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
    "accept_seat",
    "announce_round",
    "annul_round",
    "answer_as_resident",
    "cast_ballot",
    "check_round",
    "choose_by_hand",
    "decide_appeal",
    "decide_consequence",
    "decide_group",
    "decline_seat",
    "discard_paper",
    "draw_panel",
    "draw_projects",
    "enter_paper",
    "file_appeal",
    "fill_due_panels",
    "fill_panel",
    "find_code",
    "freeze_calibration",
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
