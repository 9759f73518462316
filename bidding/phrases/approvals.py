"""What is said about approval chains."""

from django.utils.translation import gettext_lazy as _

from marketplace.notifications.kinds import Kind

REFUSALS = {
    "bidding.chain_steps": _("A chain has between one and {most} steps."),
    "bidding.chain_ended": _("This chain has ended already."),
    "bidding.nothing_to_approve": _("No step of this tender waits for a decision."),
    "bidding.not_this_step": _("The step “{step}” is decided by others, or you have decided an earlier one."),
    "bidding.approval_waits": _("The step “{step}” must be decided before the tender is published."),
}

REASONS = {
    "bidding.step_waits": _("A step of the chain of approval must be decided first."),
    "bidding.not_this_step": _("This step is decided by others, or you have decided an earlier one."),
}

KINDS = (
    Kind(
        "bidding.tender_to_approve",
        _("Decide on a tender: {title}"),
        _("{reference} waits at the step “{step}” until {due}."),
        _("You get this because your post, or your being a deputy, stands in the chain of approval."),
    ),
)
