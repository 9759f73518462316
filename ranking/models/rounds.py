import secrets
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from contracts.models import Contract
from marketplace.core.references import public_id
from organizations.models import Community, Department, Household
from ranking.states import AnswerChannel, CodeState, RoundState, SubjectKind

R = RoundState


def _person(**options: object) -> models.ForeignKey:
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", **options)


def random_key() -> str:
    """Return 32 random bytes as hex."""
    return secrets.token_hex(32)


class Round(models.Model):
    """An evaluation by residents, one answer for each household: of a contract, a department or a residents' committee.

    `salt` keeps codes from being found out of their digests, `trace_key` keys the traces that the fraud desk looks
    at; the key and all traces go with the publication. Opening, closing and the end of the reply follow the clock.
    """

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    title = models.CharField(max_length=120)
    period = models.CharField(max_length=40)
    subject_kind = models.CharField(max_length=12, choices=SubjectKind.choices)
    contract = models.ForeignKey(
        Contract, on_delete=models.PROTECT, null=True, blank=True, related_name="rounds"
    )
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, blank=True, related_name="rounds_about"
    )
    committee = models.ForeignKey(
        Community, on_delete=models.PROTECT, null=True, blank=True, related_name="rounds_about"
    )
    communities = models.ManyToManyField(Community, related_name="rounds")
    organizer = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="rounds")
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    questions = models.JSONField()
    state = models.CharField(max_length=12, choices=R.choices, default=R.PLANNED)
    salt = models.CharField(max_length=64, default=random_key)
    trace_key = models.CharField(max_length=64, default=random_key, blank=True)
    planned_by = _person()
    planned_at = models.DateTimeField()
    days_open = models.PositiveSmallIntegerField()
    announced_at = models.DateTimeField(null=True, blank=True)
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    checked_by = _person(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    result = models.JSONField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    reply_until = models.DateTimeField(null=True, blank=True)
    reply = models.TextField(max_length=2000, blank=True)
    replied_by = _person(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    annul_reason = models.CharField(max_length=500, blank=True)
    annul_proposed_by = _person(null=True, blank=True)
    annulled_by = _person(null=True, blank=True)
    is_demo = models.BooleanField(default=False)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-planned_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(contract__isnull=False, department__isnull=True, committee__isnull=True)
                | Q(contract__isnull=True, department__isnull=False, committee__isnull=True)
                | Q(contract__isnull=True, department__isnull=True, committee__isnull=False),
                name="a_round_has_one_subject",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[R.PLANNED, R.ANNULLED])
                | Q(opens_at__isnull=False, closes_at__isnull=False),
                name="an_announced_round_has_its_days",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[R.REPLYING, R.FINAL])
                | (Q(published_at__isnull=False, reply_until__isnull=False, trace_key="") & ~Q(digest="")),
                name="a_published_round_keeps_no_traces",
            ),
            models.CheckConstraint(
                condition=~Q(state=R.ANNULLED) | ~Q(annul_reason=""), name="an_annulled_round_says_why"
            ),
        ]
        indexes = [models.Index(fields=["state", "closes_at"], name="round_by_state")]

    def __str__(self) -> str:
        return f"{self.title} {self.period}"

    @property
    def subject(self) -> object:
        """Whom or what the residents rate."""
        return self.contract or self.department or self.committee

    @property
    def path(self) -> str:
        """The language-neutral public address."""
        return f"/rounds/{self.public_id}/"

    @property
    def desk_path(self) -> str:
        """The address of those who run it."""
        return f"/work/rounds/{self.public_id}/"

    @property
    def audit_chain(self) -> str:
        """The chain of the round."""
        return f"ranking.round:{self.pk}"


class RoundCode(models.Model):
    """A household's one-time code, as a salted digest; that it was used says nothing of what was answered."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="codes")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=CodeState.choices, default=CodeState.PRINTED)
    is_used = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "digest"], name="one_code_in_a_round"),
            models.UniqueConstraint(
                fields=["round", "household"],
                condition=~Q(state=CodeState.VOID),
                name="one_valid_code_per_household",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.household_id}"

    @property
    def audit_chain(self) -> str:
        """The chain of the round."""
        return f"ranking.round:{self.round_id}"


class RoundBallot(models.Model):
    """One household's answers: no person, no household, a random key, the time only to the hour."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="ballots")
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField()
    channel = models.CharField(max_length=10, choices=AnswerChannel.choices, default=AnswerChannel.ONLINE)
    hour = models.DateTimeField()
    is_excluded = models.BooleanField(default=False)

    def __str__(self) -> str:
        return str(self.round_id)


class BallotTrace(models.Model):
    """Keyed hashes of where a ballot came from, for the fraud desk; deleted with the publication."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ballot = models.OneToOneField(RoundBallot, on_delete=models.CASCADE, related_name="trace")
    device = models.CharField(max_length=64, blank=True)
    network = models.CharField(max_length=64, blank=True)
    minute = models.CharField(max_length=64)

    def __str__(self) -> str:
        return str(self.ballot_id)


class WrongCode(models.Model):
    """How many unknown codes came from an address in an hour: a keyed hash, deleted with the publication."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="wrong_codes")
    network = models.CharField(max_length=64)
    hour = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "network", "hour"], name="one_count_per_hour")
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.count}"


class PaperEntry(models.Model):
    """Answers on paper as the first person typed them; gone as soon as a second person typed the same."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="paper_entries")
    code = models.OneToOneField(RoundCode, on_delete=models.PROTECT, related_name="paper_entry")
    answers = models.JSONField()
    channel = models.CharField(max_length=10, choices=AnswerChannel.choices)
    entered_by = _person()
    entered_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.round_id} {self.code_id}"


class FraudDecision(models.Model):
    """What a person decided about ballots that look like stuffing, and why; counts only, never who."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=10)
    key = models.CharField(max_length=16)
    count = models.PositiveIntegerField()
    score = models.PositiveSmallIntegerField()
    is_excluded = models.BooleanField()
    reason = models.CharField(max_length=500)
    decided_by = _person()
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["-score", "key"]
        constraints = [
            models.UniqueConstraint(fields=["round", "key"], name="one_decision_per_group"),
            models.CheckConstraint(condition=~Q(reason=""), name="a_fraud_decision_is_reasoned"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.kind} {self.count}"
