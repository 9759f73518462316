"""Everything this room writes."""

from .accounts import close_account, enroll_totp, open_account, verify_phone
from .certificates import add_certificate, withdraw_certificate
from .changes import (
    accept_identity_change,
    edit_organization,
    refuse_identity_change,
    withdraw_identity_change,
)
from .members import accept_invitation, end_membership, invite_member, revoke_invitation
from .people import (
    EDITING_GROUPS,
    add_expert,
    appoint_director,
    appoint_worker,
    choose_community,
    dismiss_director,
    dismiss_worker,
    end_post,
    give_post,
    set_editing,
    set_expert_available,
    verify_resident,
)
from .registration import (
    EDITABLE,
    register_organization,
    reinstate_organization,
    return_organization,
    submit_organization,
    suspend_organization,
    verify_organization,
)
from .standings import cure_overdue, end_badge, give_badge, mark_overdue, set_standing

__all__ = [
    "EDITABLE",
    "EDITING_GROUPS",
    "accept_identity_change",
    "accept_invitation",
    "add_certificate",
    "add_expert",
    "appoint_director",
    "appoint_worker",
    "choose_community",
    "close_account",
    "cure_overdue",
    "dismiss_director",
    "dismiss_worker",
    "edit_organization",
    "end_badge",
    "end_membership",
    "end_post",
    "enroll_totp",
    "give_badge",
    "give_post",
    "invite_member",
    "mark_overdue",
    "open_account",
    "refuse_identity_change",
    "register_organization",
    "reinstate_organization",
    "return_organization",
    "revoke_invitation",
    "set_editing",
    "set_expert_available",
    "set_standing",
    "submit_organization",
    "suspend_organization",
    "verify_organization",
    "verify_phone",
    "verify_resident",
    "withdraw_certificate",
    "withdraw_identity_change",
]
