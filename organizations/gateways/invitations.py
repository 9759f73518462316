"""Send an invitation by mail: one recipient, the link, who invites, until when."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from marketplace.core.clock import local
from organizations.models import Invitation


def send_invitation(invitation: Invitation, token: str) -> None:
    """Send the link; the mail is its only copy."""
    facts = {
        "organization": invitation.organization.name,
        "person": invitation.invited_by.name,
        "role": invitation.get_role_display(),
        "until": local(invitation.expires_at).strftime("%Y-%m-%d %H:%M"),
    }
    body = _(
        "{person} invites you to join {organization} as {role}.\n\n"
        "Open this address until {until}. It works once:"
    ).format_map(facts)
    why = _("You receive this because {person} entered your address. If you do not know them, do nothing.")
    EmailMessage(
        subject=" ".join(_("Invitation to {organization}").format_map(facts).split()),
        body="\n\n".join([body, f"{settings.BASE_URL}/invitations/{token}/", why.format_map(facts)]),
        to=[invitation.email],
    ).send()
