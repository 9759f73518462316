"""Forms of the committee after scoring."""

from django import forms
from django.utils.translation import gettext_lazy as _

from bidding.models import Criterion
from bidding.states import CorrectionGround
from marketplace.web.fields import ScoreField, TextField

from .tenders import ReasonForm


class CorrectionForm(ReasonForm):
    """Why a member is asked to look at a score again: one of the grounds of Order 87 art. 64."""

    ground = forms.ChoiceField(label=_("Ground"), choices=CorrectionGround.choices)

    def __init__(self, *args: object, is_objective: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        wanted = CorrectionGround.OBJECTIVE if is_objective else CorrectionGround.ABNORMAL
        self.fields["ground"].choices = [(wanted.value, wanted.label)]
        self.fields["ground"].initial = wanted.value
        self.order_fields(["ground", "reason"])


class SettleForm(forms.Form):
    """The member's answer: the score corrected or kept, and why."""

    answer = TextField(label=_("Reason"), max_length=2000)

    def __init__(self, *args: object, criterion: Criterion, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["points"] = ScoreField(label=_("Points"), max_value=criterion.points)
        self.order_fields(["points", "answer"])


class OpinionForm(forms.Form):
    """A signature under the report, or a dissent."""

    agrees = forms.TypedChoiceField(
        label=_("Your opinion"),
        choices=[("yes", _("I agree with the report")), ("no", _("I dissent, for these reasons"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    text = TextField(
        label=_("Reasons of the dissent"), max_length=2000, required=False,
        help_text=_("Needed when you dissent. Who gives no dissent agrees (Order 87 art. 61)."),
    )  # fmt: skip
