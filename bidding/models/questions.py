from django.conf import settings
from django.db import models
from django.db.models import Q

from bidding.states import QuestionState
from marketplace.core.references import public_id
from organizations.models import Organization

from .amendments import Amendment
from .tenders import Tender


class Question(models.Model):
    """A public question on a tender; who asked is known to the asking organization only.

    `asker` numbers the asking organizations of a tender, so that readers see which questions come from one party.
    """

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="questions")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    asker = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=2000)
    text_digest = models.CharField(max_length=64)
    state = models.CharField(max_length=20, choices=QuestionState.choices, default=QuestionState.ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer_by = models.DateField(null=True, blank=True)
    answer = models.TextField(max_length=4000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    amendment = models.ForeignKey(
        Amendment, on_delete=models.PROTECT, null=True, blank=True, related_name="questions"
    )

    class Meta:
        ordering = ["tender_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["tender", "number"], name="one_question_per_number"),
            models.UniqueConstraint(
                fields=["tender", "organization", "text_digest"],
                condition=~Q(state=QuestionState.WITHDRAWN),
                name="one_question_per_text",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=QuestionState.ANSWERED, answered_at__isnull=False, answered_by__isnull=False
                )
                | (~Q(state=QuestionState.ANSWERED) & Q(answered_at__isnull=True, answer="")),
                name="answered_questions_have_an_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tender.reference} ?{self.number}"

    @property
    def audit_chain(self) -> str:
        """Own chain: the chain of the tender must not name who is interested before the opening."""
        return f"bidding.question:{self.public_id}"

    @property
    def path(self) -> str:
        """The language-neutral public address."""
        return f"{self.tender.path}questions/#q{self.number}"

    @property
    def letter(self) -> str:
        """A letter for the asking organization, in the order of first asking: A to Z, then A1, B1 and so on."""
        round_, place = divmod(self.asker - 1, 26)
        return chr(ord("A") + place) + (str(round_) if round_ else "")
