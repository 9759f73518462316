from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bidding.states import AwardOrder
from projects.models import Project


class Division(models.Model):
    """How one purchase is divided into lots: the whole money, and how many lots one supplier may win.

    Each lot is a tender of its own with its clock, bids, opening, scores, award and challenges; the division keeps
    them together while they are prepared, judged by the whole money, published and awarded in order.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="divisions")
    title = models.CharField(max_length=120)
    budget = models.DecimalField(max_digits=14, decimal_places=2)
    most_lots = models.PositiveSmallIntegerField(_("most lots for one supplier"), null=True, blank=True)
    award_order = models.CharField(
        _("order of awarding"), max_length=20, choices=AwardOrder.choices, default=AwardOrder.NUMBER
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(budget__gt=0), name="division_budgets_are_positive"),
            models.CheckConstraint(
                condition=Q(most_lots__isnull=True) | Q(most_lots__gte=1), name="at_least_one_lot_may_be_won"
            ),
        ]

    def __str__(self) -> str:
        return self.title
