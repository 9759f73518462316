import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from deliberation.states import Choice, CommitmentKind, CommitmentState, Electorate, Method
from marketplace.core.references import public_id
from organizations.models import Community, Department, Household

from .deliberations import Deliberation, Party

PERSON = settings.AUTH_USER_MODEL


class Vote(models.Model):
    """A ballot of step 4: its question and electorate are fixed at opening; results are hidden until closing."""

    deliberation = models.ForeignKey(Deliberation, on_delete=models.PROTECT, related_name="votes")
    question = models.CharField(max_length=200)
    electorate = models.CharField(max_length=10, choices=Electorate.choices)
    eligible = models.PositiveIntegerField()
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    opened_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["opens_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=models.F("opens_at")), name="a_vote_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return self.question


class VoterMark(models.Model):
    """Who has voted (never how): once per person, and once per household where households vote."""

    vote = models.ForeignKey(Vote, on_delete=models.PROTECT, related_name="marks")
    voter = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["vote", "voter"], name="one_ballot_per_person"),
            models.UniqueConstraint(
                fields=["vote", "household"],
                condition=Q(household__isnull=False),
                name="one_ballot_per_household",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.vote_id}"


class Ballot(models.Model):
    """One answer, without person, household or order: random key, time rounded to the hour."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    vote = models.ForeignKey(Vote, on_delete=models.PROTECT, related_name="ballots")
    choice = models.CharField(max_length=10, choices=Choice.choices)
    hour = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.vote_id}"


class Outcome(models.Model):
    """The decision record of a deliberation: what was decided, how, with which counts. Never edited."""

    reference = models.CharField(max_length=20, unique=True)
    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    deliberation = models.OneToOneField(Deliberation, on_delete=models.PROTECT, related_name="outcome")
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="outcomes")
    title = models.CharField(max_length=80)
    statement = models.TextField(max_length=2000)
    method = models.CharField(max_length=10, choices=Method.choices)
    counts = models.JSONField(default=dict)
    dissent = models.TextField(max_length=2000, blank=True)
    agreed = models.JSONField(default=list, blank=True)
    open_points = models.JSONField(default=list, blank=True)
    adopted_at = models.DateTimeField()
    record = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    reply_due_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(max_length=1000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    project_reference = models.CharField(max_length=20, blank=True)
    project_path = models.CharField(max_length=100, blank=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["-adopted_at", "-id"]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def path(self) -> str:
        """The public address of its deliberation."""
        return self.deliberation.path

    @property
    def spine(self) -> object:
        """The thread that it lies on."""
        return self.deliberation.spine

    @property
    def spine_id(self) -> object:
        """The key of that thread."""
        return self.deliberation.spine_id


class Commitment(models.Model):
    """Who does what by when after a decision."""

    deliberation = models.ForeignKey(Deliberation, on_delete=models.PROTECT, related_name="commitments")
    kind = models.CharField(max_length=12, choices=CommitmentKind.choices)
    text = models.CharField(max_length=200)
    owner = models.CharField(max_length=80)
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=CommitmentState.choices, default=CommitmentState.OPEN)
    note = models.TextField(max_length=1000, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=CommitmentState.OPEN) | (Q(ended_at__isnull=False) & ~Q(note="")),
                name="ended_commitments_say_why",
            )
        ]

    def __str__(self) -> str:
        return self.text


class Satisfaction(models.Model):
    """Step 6: the answers of one party, as numbers; values are shown from five valid answers up."""

    party = models.OneToOneField(Party, on_delete=models.PROTECT, related_name="satisfaction")
    very_satisfied = models.PositiveIntegerField(default=0)
    satisfied = models.PositiveIntegerField(default=0)
    fair = models.PositiveIntegerField(default=0)
    dissatisfied = models.PositiveIntegerField(default=0)
    very_dissatisfied = models.PositiveIntegerField(default=0)
    dont_know = models.PositiveIntegerField(default=0)
    recorded_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.party_id}"


class Objection(models.Model):
    """An objection to the posted result, and its answer."""

    deliberation = models.ForeignKey(Deliberation, on_delete=models.PROTECT, related_name="objections")
    author = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=1000)
    made_at = models.DateTimeField()
    answer = models.TextField(max_length=1000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.deliberation_id}"
