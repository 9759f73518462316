from django.conf import settings
from django.db import models
from django.db.models import Q

from organizations.models import Department, Organization


class LedgerEntry(models.Model):
    """One balanced entry, for ever: triggers refuse UPDATE, DELETE, TRUNCATE and an entry whose sides differ.

    `total` is the sum of either side, so that no line can join later.
    """

    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="ledger_entries")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="ledger_entries")
    kind = models.CharField(max_length=20)
    reference = models.CharField(max_length=20)
    number = models.PositiveIntegerField()
    contract = models.CharField(max_length=60, blank=True)
    memo = models.CharField(max_length=200, blank=True)
    total = models.DecimalField(max_digits=14, decimal_places=2)
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["reference", "number"], name="one_entry_per_step"),
            models.CheckConstraint(condition=Q(total__gt=0), name="entry_moves_something"),
        ]
        indexes = [
            models.Index(fields=["department", "at", "id"], name="entries_of_department"),
            models.Index(fields=["organization", "at", "id"], name="entries_of_organization"),
            models.Index(fields=["contract", "at"], name="entries_of_contract"),
        ]

    def __str__(self) -> str:
        return f"{self.reference}/{self.number}"


class LedgerLine(models.Model):
    """One side of an entry on one account of the chart."""

    entry = models.ForeignKey(LedgerEntry, on_delete=models.PROTECT, related_name="lines")
    account = models.CharField(max_length=20)
    debit = models.DecimalField(max_digits=14, decimal_places=2)
    credit = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(debit__gt=0, credit=0) | Q(debit=0, credit__gt=0), name="line_has_one_side"
            )
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.debit} {self.credit}"
