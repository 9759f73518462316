from django.conf import settings
from django.db import models


class Notification(models.Model):
    """A message of the platform to one person: kind, facts to fill its text, where it leads, why it was sent."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notifications"
    )
    kind = models.CharField(max_length=60)
    facts = models.JSONField(default=dict)
    path = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)
    mail_wanted = models.BooleanField(default=False)
    key = models.CharField(max_length=120)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [models.UniqueConstraint(fields=["recipient", "key"], name="told_once")]
        indexes = [
            models.Index(fields=["recipient", "-at", "-id"], name="inbox"),
            models.Index(
                fields=["id"], name="mail_due", condition=models.Q(mail_wanted=True, mailed_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} -> {self.recipient_id}"


class Preference(models.Model):
    """A person's wish for one kind of message on one channel; no row means the kind's default."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="preferences")
    kind = models.CharField(max_length=60)
    channel = models.CharField(max_length=20)
    wanted = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "channel"], name="one_wish_per_channel")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind} {self.channel} {self.wanted}"
