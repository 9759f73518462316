"""The certificate library of an organization."""

from datetime import date, datetime

from django.db import transaction

from marketplace.audit.actions import record
from marketplace.core.refusals import Refused
from marketplace.web.files import Checked
from organizations.models import Certificate, Organization, User
from organizations.queries.organizations import certificates_of

from .registration import locked


@transaction.atomic
def add_certificate(
    *,
    actor: User,
    organization: Organization,
    checked: Checked,
    title: str,
    now: datetime,
    number: str = "",
    issued_on: date | None = None,
    expires_on: date | None = None,
) -> Certificate:
    """Keep a certificate with its term; refused when it ends before it begins."""
    if issued_on and expires_on and expires_on < issued_on:
        raise Refused("organizations.dates_reversed", field="expires_on")
    organization = locked(organization)
    if certificates_of(organization).filter(sha256=checked.sha256, title=title).exists():
        raise Refused("organizations.certificate_kept", status=409, field="upload")
    certificate = Certificate.keep(
        checked,
        organization=organization,
        title=title,
        number=number,
        issued_on=issued_on,
        expires_on=expires_on,
    )
    after = {"title": title, "expires_on": expires_on, "sha256": checked.sha256}
    record(actor=actor, action="certificate.kept", subject=organization, at=now, after=after)
    return certificate


@transaction.atomic
def withdraw_certificate(*, actor: User, certificate: Certificate, now: datetime) -> Certificate:
    """Take a certificate out of the library; what was attached to bids stays readable there."""
    organization = locked(certificate.organization)
    certificate = Certificate.objects.select_for_update(of=("self",)).get(pk=certificate.pk)
    if certificate.withdrawn_at:
        raise Refused("core.not_in_this_state", status=409)
    certificate.withdrawn_at = now
    certificate.save(update_fields=["withdrawn_at"])
    before = {"title": certificate.title, "sha256": certificate.sha256}
    record(actor=actor, action="certificate.withdrawn", subject=organization, at=now, before=before)
    return certificate
