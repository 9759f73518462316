"""Everything this room writes."""

from .accounts import enroll_totp, open_account
from .members import accept_invitation, end_membership, invite_member, revoke_invitation
from .people import (
    add_expert,
    appoint_director,
    appoint_worker,
    choose_community,
    dismiss_director,
    dismiss_worker,
    end_post,
    give_post,
    set_expert_available,
    verify_resident,
)
from .registration import (
    register_organization,
    reinstate_organization,
    return_organization,
    submit_organization,
    suspend_organization,
    verify_organization,
)
from .standings import cure_overdue, end_badge, give_badge, mark_overdue, set_standing

__all__ = [
    "accept_invitation",
    "add_expert",
    "appoint_director",
    "appoint_worker",
    "choose_community",
    "cure_overdue",
    "dismiss_director",
    "dismiss_worker",
    "end_badge",
    "end_membership",
    "end_post",
    "enroll_totp",
    "give_badge",
    "give_post",
    "invite_member",
    "mark_overdue",
    "open_account",
    "register_organization",
    "reinstate_organization",
    "return_organization",
    "revoke_invitation",
    "set_expert_available",
    "set_standing",
    "submit_organization",
    "suspend_organization",
    "verify_organization",
    "verify_resident",
]
