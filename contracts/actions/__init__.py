from .acceptance import accept_milestone, record_payment, return_report
from .changes import agree_change, approve_change, propose_change, refuse_change, withdraw_change
from .checks import record_check
from .closing import close_contract, terminate_contract
from .drafting import draw_up_contract, edit_contract, offer_contract, recall_contract
from .failures import decide_signing_failure, report_signing_failure
from .overdue import mark_overdue_milestones, remind_of_milestones
from .parts import accept_part, deduct_remainder
from .penalties import (
    answer_penalty,
    decide_penalty,
    decide_penalty_objection,
    object_to_penalty,
    propose_penalty,
)
from .rectifications import (
    answer_rectification,
    check_rectification,
    escalate_rectifications,
    fail_rectification,
    order_rectification,
)
from .reports import save_report, submit_report
from .signing import sign_for_buyer, sign_for_supplier
from .stages import begin_stage, publish_stage, record_sample
from .subcontracts import decide_subcontract, propose_subcontract
from .suspension import resume_contract, suspend_contract
from .tickets import appeal_ticket, file_ticket, join_ticket, judge_ticket, reopen_ticket
from .tickets_due import move_due_tickets, remind_of_tickets
from .tickets_work import (
    accept_ticket,
    answer_ticket,
    decide_inspection,
    decide_ticket_appeal,
    extend_ticket,
    inspect_ticket,
    reject_ticket,
    report_inspection,
    show_reporters,
)
from .uploads import upload_photo
from .versions import record_copy

__all__ = [
    "accept_milestone",
    "accept_part",
    "accept_ticket",
    "agree_change",
    "answer_penalty",
    "answer_rectification",
    "answer_ticket",
    "appeal_ticket",
    "approve_change",
    "begin_stage",
    "check_rectification",
    "close_contract",
    "decide_inspection",
    "decide_penalty",
    "decide_penalty_objection",
    "decide_signing_failure",
    "decide_subcontract",
    "decide_ticket_appeal",
    "deduct_remainder",
    "draw_up_contract",
    "edit_contract",
    "escalate_rectifications",
    "extend_ticket",
    "fail_rectification",
    "file_ticket",
    "inspect_ticket",
    "join_ticket",
    "judge_ticket",
    "mark_overdue_milestones",
    "move_due_tickets",
    "object_to_penalty",
    "offer_contract",
    "order_rectification",
    "propose_change",
    "propose_penalty",
    "propose_subcontract",
    "publish_stage",
    "recall_contract",
    "record_check",
    "record_copy",
    "record_payment",
    "record_sample",
    "refuse_change",
    "reject_ticket",
    "remind_of_milestones",
    "remind_of_tickets",
    "reopen_ticket",
    "report_inspection",
    "report_signing_failure",
    "resume_contract",
    "return_report",
    "save_report",
    "show_reporters",
    "sign_for_buyer",
    "sign_for_supplier",
    "submit_report",
    "suspend_contract",
    "terminate_contract",
    "upload_photo",
    "withdraw_change",
]
