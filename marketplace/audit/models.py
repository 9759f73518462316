import uuid

from django.contrib.postgres.functions import RandomUUID
from django.db import models


class AuditHead(models.Model):
    """The last link of one chain; locked by every writer, so that sequence numbers have no gap."""

    chain = models.CharField(max_length=80, primary_key=True)
    sequence = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="")

    def __str__(self) -> str:
        return f"{self.chain} {self.sequence}"


class AuditEvent(models.Model):
    """One act, for ever: who (as they were then), what, when, before and after, linked to the event before it.

    Append-only: a trigger refuses UPDATE, DELETE and TRUNCATE. No foreign key, so that nothing cascades into it.
    """

    chain = models.CharField(max_length=80)
    sequence = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    act = models.CharField(max_length=80, db_index=True)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    subject_label = models.CharField(max_length=200)
    actor_id = models.BigIntegerField(null=True, db_index=True)
    actor_name = models.CharField(max_length=120)
    actor_role = models.CharField(max_length=120, blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    request_id = models.CharField(max_length=40, blank=True)
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)
    salt = models.UUIDField(default=uuid.uuid4, db_default=RandomUUID(), editable=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["chain", "sequence"], name="audit_one_event_per_place")
        ]
        indexes = [models.Index(fields=["subject_kind", "subject_id", "id"], name="audit_subject")]

    def __str__(self) -> str:
        return f"{self.act} {self.subject_label}"


class ReferenceCounter(models.Model):
    """The last number given under a prefix in a year."""

    prefix = models.CharField(max_length=2)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["prefix", "year"], name="one_counter_per_prefix_and_year")
        ]

    def __str__(self) -> str:
        return f"{self.prefix}-{self.year}-{self.last}"


class LogHead(models.Model):
    """How many leaves the log has; locked by whoever appends, so that places have no gap. One row."""

    only = models.BooleanField(primary_key=True, default=True)
    size = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(only=True), name="one_log_head")]

    def __str__(self) -> str:
        return str(self.size)


class LogLeaf(models.Model):
    """A leaf of the Merkle tree: the hash of an event, or of random bytes that hide how many events there are.

    Append-only by trigger. The event is no foreign key: a removed event must be found, not prevent its finding.
    """

    place = models.PositiveBigIntegerField(primary_key=True)
    digest = models.BinaryField(max_length=32)
    event_id = models.BigIntegerField(null=True, unique=True)

    class Meta:
        ordering = ["place"]
        indexes = [models.Index(fields=["digest"], name="log_leaf_digest")]

    def __str__(self) -> str:
        return str(self.place)


class LogNode(models.Model):
    """The hash over 256 hashes of the level below, kept so that no proof reads the whole log (C2SP tiles)."""

    level = models.PositiveSmallIntegerField()
    place = models.PositiveBigIntegerField()
    digest = models.BinaryField(max_length=32)

    class Meta:
        ordering = ["level", "place"]
        constraints = [models.UniqueConstraint(fields=["level", "place"], name="one_log_node_per_place")]

    def __str__(self) -> str:
        return f"{self.level}/{self.place}"


class Checkpoint(models.Model):
    """A signed statement of size and root; published, never changed."""

    size = models.PositiveBigIntegerField(primary_key=True)
    root = models.CharField(max_length=64)
    note = models.TextField()
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["size"]

    def __str__(self) -> str:
        return f"{self.size} {self.root}"
