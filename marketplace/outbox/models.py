from django.db import models


class OutboxEvent(models.Model):
    """An event stored in the transaction that caused it."""

    name = models.CharField(max_length=80)
    payload = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.name} {self.pk}"


class Delivery(models.Model):
    """One handler's duty towards one event; done exactly once, in the transaction of what the handler does."""

    event = models.ForeignKey(OutboxEvent, on_delete=models.PROTECT, related_name="deliveries")
    handler = models.CharField(max_length=120)
    done_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField()
    error = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["event", "handler"], name="one_delivery_per_handler")]
        indexes = [
            models.Index(
                fields=["not_before", "id"], name="outbox_due", condition=models.Q(done_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.handler} <- {self.event_id}"


class Message(models.Model):
    """A job of the embedded broker: visible from `visible_at`, leased while a worker holds it."""

    queue = models.CharField(max_length=80)
    payload = models.TextField()
    visible_at = models.DateTimeField()
    deliveries = models.PositiveSmallIntegerField(default=0)
    is_dead = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["queue", "visible_at", "id"], name="message_next", condition=models.Q(is_dead=False)
            )
        ]

    def __str__(self) -> str:
        return f"{self.queue} {self.pk}"
