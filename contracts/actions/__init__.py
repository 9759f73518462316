from .acceptance import accept_milestone, record_payment, return_report
from .checks import record_check
from .closing import close_contract, terminate_contract
from .drafting import draw_up_contract, edit_contract, offer_contract, recall_contract
from .overdue import mark_overdue_milestones, remind_of_milestones
from .reports import save_report, submit_report
from .signing import sign_for_buyer, sign_for_supplier

__all__ = [
    "accept_milestone",
    "close_contract",
    "draw_up_contract",
    "edit_contract",
    "mark_overdue_milestones",
    "offer_contract",
    "recall_contract",
    "record_check",
    "record_payment",
    "remind_of_milestones",
    "return_report",
    "save_report",
    "sign_for_buyer",
    "sign_for_supplier",
    "submit_report",
    "terminate_contract",
]
