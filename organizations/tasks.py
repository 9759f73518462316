from celery import shared_task

from marketplace.core.clock import day_of
from marketplace.notifications.actions import notify
from marketplace.workdays.queries import now
from organizations.queries.organizations import certificates_expiring
from organizations.queries.people import members_of
from organizations.states import MemberRole


@shared_task
def remind_of_certificates() -> int:
    """Tell those who keep a certificate, once, that it expires; return how many certificates."""
    moment = now()
    certificates = list(certificates_expiring(day_of(moment)))
    for certificate in certificates:
        organization = certificate.organization
        notify(
            recipients=members_of(organization, MemberRole.LEGAL_REPRESENTATIVE, MemberRole.BID_WRITER),
            kind="organizations.certificate_expires",
            key=f"{certificate.pk}:{certificate.expires_on}",
            at=moment,
            path=f"/my/organization/{organization.public_id}/certificates/",
            title=certificate.title,
            day=certificate.expires_on,
            name=organization.name,
        )
    return len(certificates)
