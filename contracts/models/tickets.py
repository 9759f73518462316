from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from contracts.states import ReopenReason, TicketKind, TicketState
from marketplace.core.references import public_id
from marketplace.web.files import StoredFile
from organizations.models import Community

from .contracts import Contract
from .milestones import Milestone

T = TicketState


def _person() -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )


class Ticket(models.Model):
    """A resident's "not done" or "something is wrong" about a contract. It never says who reported.

    What leaves this row is the text that a community worker released, and days instead of moments. Who reported is
    kept apart in `TicketReporter`; the number is random, so that no order tells when it was filed.
    """

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="tickets")
    milestone = models.ForeignKey(
        Milestone, on_delete=models.PROTECT, null=True, blank=True, related_name="tickets"
    )
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=TicketKind.choices)
    line = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=20, choices=T.choices, default=T.SUBMITTED)
    filed_at = models.DateTimeField()
    read_by_day = models.DateTimeField()
    read_on = models.DateField(null=True, blank=True)
    read_by = _person()
    shown_line = models.CharField(max_length=200, blank=True)
    shows_photos = models.BooleanField(default=False)
    instead = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    appeal_reason = models.CharField(max_length=500, blank=True)
    appealed_at = models.DateTimeField(null=True, blank=True)
    appeal_decision = models.CharField(max_length=500, blank=True)
    appeal_decided_at = models.DateTimeField(null=True, blank=True)
    appeal_decided_by = _person()
    assigned_at = models.DateTimeField(null=True, blank=True)
    answer_by = models.DateTimeField(null=True, blank=True)
    extension_reason = models.CharField(max_length=300, blank=True)
    waits_until = models.DateTimeField(null=True, blank=True)
    reopenings = models.PositiveSmallIntegerField(default=0)
    reopen_reason = models.CharField(max_length=20, choices=ReopenReason.choices, blank=True)
    inspector = _person()
    inspect_by = models.DateTimeField(null=True, blank=True)
    stops_acceptance = models.BooleanField(default=False)
    finding = models.CharField(max_length=500, blank=True)
    is_found_solved = models.BooleanField(null=True, blank=True)
    found_at = models.DateTimeField(null=True, blank=True)
    decided_by = _person()
    is_inspected = models.BooleanField(default=False)
    closed_at = models.DateTimeField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-read_on", "public_id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=T.SUBMITTED) | Q(read_on__isnull=False),
                name="a_ticket_is_read_before_it_moves",
            ),
            models.CheckConstraint(
                condition=~Q(state=T.ASSIGNED) | Q(answer_by__isnull=False, assigned_at__isnull=False),
                name="an_assigned_ticket_has_a_clock",
            ),
            models.CheckConstraint(
                condition=~Q(state=T.REJECTED) | (~Q(instead="") & ~Q(reason="")),
                name="a_rejected_ticket_names_who_instead",
            ),
            models.CheckConstraint(condition=Q(reopenings__lte=2), name="a_ticket_reopens_twice_at_most"),
        ]
        indexes = [
            models.Index(fields=["-read_on", "public_id"], name="ticket_newest"),
            models.Index(fields=["state", "waits_until"], name="ticket_waiting"),
            models.Index(fields=["contract", "kind", "filed_at"], name="ticket_same"),
        ]

    def __str__(self) -> str:
        return f"{self.contract.reference} {self.get_kind_display()}"

    @property
    def path(self) -> str:
        """The language-neutral public address."""
        return f"/tickets/{self.public_id}/"

    @property
    def desk_path(self) -> str:
        """The address of community workers and officials."""
        return f"/work/tickets/{self.public_id}/"

    @property
    def supplier_path(self) -> str:
        """The address of the organization that answers."""
        return f"/my/answers/{self.public_id}/"

    @property
    def reporter_path(self) -> str:
        """The address of those who reported."""
        return f"/my/tickets/{self.public_id}/"

    @property
    def audit_chain(self) -> str:
        """A chain of its own: what is written there never stands among the contract's acts."""
        return f"contracts.ticket:{self.pk}"

    @property
    def began_at(self) -> datetime:
        """When the running term of the organization began."""
        return self.assigned_at or self.filed_at


class TicketReporter(models.Model):
    """Who reported, and what they find of the answer. Nobody reads it but those people and, with a reason, the buyer."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="reporters")
    resident = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    is_first = models.BooleanField(default=False)
    joined_at = models.DateTimeField()
    verdict = models.CharField(
        max_length=20,
        blank=True,
        choices=[(v.value, v.label) for v in (T.CONFIRMED_SOLVED, T.PARTLY, T.NOT_SOLVED)],
    )
    is_satisfied = models.BooleanField(null=True, blank=True)
    judged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ticket", "resident"], name="one_report_per_resident"),
            models.UniqueConstraint(fields=["ticket"], condition=Q(is_first=True), name="one_first_reporter"),
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id}"


class TicketPhoto(StoredFile):
    """A photo of a report: re-encoded without position, under a neutral name."""

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="photos")


class TicketAnswer(models.Model):
    """What the organization answered, once for each time that it was asked."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="answers")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=1000)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()
    was_late = models.BooleanField(default=False)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["ticket", "number"], name="one_answer_per_asking")]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.number}"


class AnswerPhoto(StoredFile):
    """The evidence beside an answer."""

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    answer = models.ForeignKey(TicketAnswer, on_delete=models.CASCADE, related_name="photos")


class TicketStep(models.Model):
    """One public line of a ticket's life: a day, where it went, and words that may be read by anybody."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="steps")
    day = models.DateField()
    state = models.CharField(max_length=20, choices=T.choices)
    text = models.CharField(max_length=600, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.day} {self.state}"
