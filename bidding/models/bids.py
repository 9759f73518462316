from django.conf import settings
from django.db import models
from django.db.models import F, Q

from bidding.states import CURRENT_BIDS, BidState, EnvelopeKind
from marketplace.core.references import public_id
from marketplace.web.files import private_storage
from organizations.models import Organization

from .officers import RosterMember
from .tenders import Lot


class Bid(models.Model):
    """A sealed bid of an organization on a lot; a replaced version stays as a row, its shares are deleted."""

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="bids")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="bids")
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=20, choices=BidState.choices, default=BidState.SEALED)
    receipt_number = models.CharField(max_length=20, unique=True)
    idempotency_key = models.CharField(max_length=64)
    sealed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sealed_at = models.DateTimeField()
    document_digest = models.CharField(max_length=64)
    roster_digest = models.CharField(max_length=64)
    manifest_digest = models.CharField(max_length=64)
    receipt = models.JSONField()
    signature = models.CharField(max_length=128)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["lot_id", "sealed_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["lot", "organization"],
                condition=Q(state__in=CURRENT_BIDS),
                name="one_current_bid_per_organization_and_lot",
            ),
            models.UniqueConstraint(
                fields=["organization", "idempotency_key"], name="one_bid_per_form_token"
            ),
            models.UniqueConstraint(fields=["lot", "organization", "version"], name="one_bid_per_version"),
        ]

    def __str__(self) -> str:
        return self.receipt_number

    @property
    def audit_chain(self) -> str:
        """Own chain: the chain of the tender must not grow with bids before opening."""
        return f"bidding.bid:{self.public_id}"


class Envelope(models.Model):
    """One sealed envelope of a bid: outer manifest and the files it names; nothing in it is derived from the text."""

    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="envelopes")
    kind = models.CharField(max_length=20, choices=EnvelopeKind.choices)
    manifest = models.JSONField()
    manifest_digest = models.CharField(max_length=64)
    commitment = models.CharField(max_length=64)
    kept_key = models.BinaryField(null=True)

    class Meta:
        ordering = ["bid_id", "kind"]
        constraints = [models.UniqueConstraint(fields=["bid", "kind"], name="one_envelope_per_kind")]

    def __str__(self) -> str:
        return f"{self.bid} {self.kind}"


class Part(models.Model):
    """A ciphertext file of an organization for a lot: it arrives piece by piece and counts only in a sealed bid."""

    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="parts")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=32)
    size = models.PositiveBigIntegerField()
    received = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    file = models.FileField(storage=private_storage, upload_to="sealed", max_length=120)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()

    class Meta:
        ordering = ["lot_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["lot", "organization", "name"], name="one_part_per_name"),
            models.CheckConstraint(
                condition=Q(received__lte=F("size")) & (Q(sha256="") | Q(received=F("size"))),
                name="a_part_has_its_hash_when_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_complete(self) -> bool:
        """Whether every byte arrived and lies on the disk."""
        return self.sha256 != ""


class EnvelopeFile(models.Model):
    """A ciphertext file named by the outer manifest of an envelope, in its order."""

    envelope = models.ForeignKey(Envelope, on_delete=models.PROTECT, related_name="files")
    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="uses")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["envelope_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["envelope", "position"], name="one_envelope_file_per_position"),
            models.UniqueConstraint(fields=["envelope", "part"], name="a_part_once_per_envelope"),
        ]

    def __str__(self) -> str:
        return f"{self.envelope} {self.position}"


class SealedShare(models.Model):
    """A share of an envelope's key, encrypted to one opening officer; deleted when the bid is replaced."""

    envelope = models.ForeignKey(Envelope, on_delete=models.CASCADE, related_name="shares")
    member = models.ForeignKey(RosterMember, on_delete=models.PROTECT, related_name="+")
    blob = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["envelope", "member"], name="one_share_per_member")]

    def __str__(self) -> str:
        return f"{self.envelope} {self.member_id}"
