from django.conf import settings
from django.db import models
from django.db.models import Q

from organizations.models import Department

from .tenders import Tender


class OfficerKey(models.Model):
    """The long-lived age key of an opening officer; the private half exists only under the officer's passphrase."""

    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="officer_keys"
    )
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    recipient = models.CharField(max_length=80, unique=True)
    locked_identity = models.BinaryField()
    fingerprint = models.CharField(max_length=64, unique=True)
    enrolled_at = models.DateTimeField()
    checked_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["officer"], condition=Q(revoked_at__isnull=True), name="one_key_per_officer"
            )
        ]

    def __str__(self) -> str:
        return f"{self.officer} {self.fingerprint[:16]}"


class RosterMember(models.Model):
    """An opening officer of a tender: share number x, key; the digest of the roster stands in the notice."""

    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="roster")
    version = models.PositiveSmallIntegerField(default=1)
    position = models.PositiveSmallIntegerField()
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    key = models.ForeignKey(OfficerKey, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["tender", "version", "position"], name="one_officer_per_share"),
            models.UniqueConstraint(fields=["tender", "version", "officer"], name="one_share_per_officer"),
        ]

    def __str__(self) -> str:
        return f"{self.tender.reference} {self.position}"
