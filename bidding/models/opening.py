from django.conf import settings
from django.db import models
from django.db.models import F, Q

from bidding.states import EnvelopeKind
from marketplace.web.files import StoredFile

from .bids import Bid, Envelope
from .officers import RosterMember
from .tenders import Tender


class Opening(models.Model):
    """The opening of a tender's bids: two officers, then a public record with its digest."""

    tender = models.OneToOneField(Tender, on_delete=models.PROTECT, related_name="opening")
    started_at = models.DateTimeField()
    first_officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    second_officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    completed_at = models.DateTimeField(null=True, blank=True)
    record = models.JSONField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    signature = models.CharField(max_length=128, blank=True)
    annex = models.JSONField(null=True, blank=True)
    annex_digest = models.CharField(max_length=64, blank=True)
    annex_signature = models.CharField(max_length=128, blank=True)
    annexed_at = models.DateTimeField(null=True, blank=True)
    recovery_ends_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(second_officer__isnull=True) | ~Q(second_officer=F("first_officer")),
                name="two_different_opening_officers",
            ),
            models.CheckConstraint(
                condition=Q(completed_at__isnull=True) | (Q(second_officer__isnull=False) & ~Q(digest="")),
                name="completed_openings_have_two_officers",
            ),
        ]

    def __str__(self) -> str:
        return self.tender.reference

    @property
    def audit_chain(self) -> str:
        """The chain of the tender."""
        return f"bidding.tender:{self.tender_id}"


class OpeningShare(models.Model):
    """A share handed in at the opening, under the server's key until the opening is done; empty if it was no use."""

    envelope = models.ForeignKey(Envelope, on_delete=models.CASCADE, related_name="opening_shares")
    member = models.ForeignKey(RosterMember, on_delete=models.PROTECT, related_name="+")
    blob = models.BinaryField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["envelope", "member"], name="one_opening_share_per_member")
        ]

    def __str__(self) -> str:
        return f"{self.envelope} {self.member_id}"


class KeyLoss(models.Model):
    """An officer's report at an opening that the own key is lost; it counts as the officer's turn."""

    member = models.OneToOneField(RosterMember, on_delete=models.PROTECT, related_name="key_loss")
    reason = models.TextField(max_length=1000)
    reported_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "key losses"

    def __str__(self) -> str:
        return str(self.member)


class OpenedBid(models.Model):
    """What a bid says, after opening: price, statements, and the standing that counts."""

    bid = models.OneToOneField(Bid, on_delete=models.PROTECT, related_name="opened")
    price = models.DecimalField(max_digits=14, decimal_places=2)
    form = models.JSONField()
    proposal = models.JSONField()
    standing = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(price__gt=0), name="opened_prices_are_positive")]

    def __str__(self) -> str:
        return str(self.bid)


class BidDocument(StoredFile):
    """A document of an opened bid; read by the committee, the buyer and the bidder."""

    opened = models.ForeignKey(OpenedBid, on_delete=models.PROTECT, related_name="documents")
    envelope = models.CharField(max_length=20, choices=EnvelopeKind.choices)

    class Meta:
        ordering = ["id"]
