"""Forms of residents and screening; they only clean."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from deliberation.models import Need, ScreeningRule
from deliberation.queries.rule_sets import current_rule_set
from deliberation.states import Display, Entry, NeedKind, NeedState, WhoActs
from marketplace.web.fields import DayField, FilesField, LineField, TextField
from marketplace.web.files import IMAGES
from organizations.models import Community


def rule_label(rule: ScreeningRule) -> str:
    """Return code and text of a rule in the reader's language."""
    english = (get_language() or "").startswith("en")
    return f"{rule.code} {rule.label_en if english else rule.label}"


def rule_template(rule: ScreeningRule) -> str:
    """Return the prepared reason of a rule in the reader's language."""
    english = (get_language() or "").startswith("en")
    return rule.template_en if english else rule.template


class NeedForm(forms.Form):
    """A need in a resident's words."""

    community = forms.ModelChoiceField(
        label=_("Which community"), queryset=Community.objects.order_by("code"), empty_label=None
    )
    kind = forms.ChoiceField(label=_("What is it about"), choices=NeedKind.choices, widget=forms.RadioSelect)
    title = LineField(label=_("In one sentence"), max_length=60)
    body = TextField(
        label=_("Say what is needed"),
        max_length=2000,
        required=False,
        help_text=_("Where, since when, whom it concerns. A photo can stand for words."),
    )
    photos = FilesField(
        label=_("Photos"),
        kinds=IMAGES,
        most=3,
        required=False,
        help_text=_("At most 3; the position is removed."),
    )
    display = forms.ChoiceField(
        label=_("How are you shown"),
        choices=Display.choices,
        initial=Display.ANONYMOUS,
        widget=forms.RadioSelect,
        help_text=_("The office knows who you are; neighbors see only what you choose here."),
    )
    is_private = forms.BooleanField(
        label=_("It is about a named person or a child"),
        required=False,
        help_text=_("Then only you and the community's workers can read it."),
    )


class AssistedNeedForm(NeedForm):
    """A need that a worker enters for a resident; the channel is shown."""

    entry = forms.ChoiceField(
        label=_("How did it come in"), choices=[c for c in Entry.choices if c[0] != Entry.ONLINE]
    )


class ScreeningForm(forms.Form):
    """One rule, who acts, a reason; an empty reason takes the rule's prepared text where nothing is refused."""

    rule = forms.ModelChoiceField(
        label=_("Screening rule"),
        queryset=ScreeningRule.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    who_acts = forms.ChoiceField(
        label=_("Who takes care of it"),
        choices=WhoActs.choices,
        widget=forms.RadioSelect,
        initial=WhoActs.COMMUNITY,
    )
    reason = TextField(
        label=_("Public reason"),
        max_length=1000,
        required=False,
        help_text=_("Left empty, the prepared text of the rule is used; a refusal needs your own words."),
    )
    channel = LineField(
        label=_("Where to turn instead"),
        max_length=200,
        required=False,
        help_text=_("For N and E codes: office, phone number or procedure."),
    )
    target = LineField(
        label=_("Earlier need (number)"),
        max_length=20,
        required=False,
        help_text=_("Only for E2, for example XQ-2026-0001."),
    )

    def __init__(self, *args: object, need: Need, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.need = need
        rule_set = current_rule_set()
        field = self.fields["rule"]
        field.queryset = rule_set.rules.exclude(code="E0") if rule_set else ScreeningRule.objects.none()
        field.label_from_instance = rule_label

    def clean(self) -> dict[str, object]:
        """Fill the reason of the rule; find the earlier need of a duplicate."""
        cleaned = super().clean()
        rule = cleaned.get("rule")
        if rule and not cleaned.get("reason") and rule.kind != "decline":
            cleaned["reason"] = rule_template(rule)
        if rule and rule.code == "E2":
            target = Need.objects.filter(
                reference=(cleaned.get("target") or "").upper(), community=self.need.community
            ).first()
            if target is None:
                self.add_error("target", _("No open need of this community has this number."))
            cleaned["target_need"] = target
        return cleaned


class ReasonForm(forms.Form):
    """A reason, an answer, a question: one text."""

    reason = TextField(label=_("Reason"), max_length=1000)

    def __init__(self, *args: object, label: object = None, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        if label:
            self.fields["reason"].label = label


class ReviewForm(forms.Form):
    """Yes or no with a reason."""

    decision = forms.ChoiceField(
        label=_("Decision"), choices=[("yes", _("Confirm")), ("no", _("Return"))], widget=forms.RadioSelect
    )
    reason = TextField(label=_("Reason"), max_length=1000)


class DirectActionForm(forms.Form):
    """Who solves a small matter, and until when."""

    owner = LineField(label=_("Who does it"), max_length=120)
    due_on = DayField(label=_("Until"))


class SettleForm(forms.Form):
    """What an adopted need becomes."""

    to = forms.ChoiceField(
        label=_("It becomes"),
        choices=[
            (NeedState.COVENANT, NeedState.COVENANT.label),
            (NeedState.DEPARTMENT_TASK, NeedState.DEPARTMENT_TASK.label),
        ],
        widget=forms.RadioSelect,
    )
    reason = TextField(label=_("Text"), max_length=1000)


class OpenForm(forms.Form):
    """Open a deliberation on one need, or on an official topic."""

    topic = LineField(label=_("Topic in one sentence"), max_length=80)
    reason = TextField(
        label=_("Reason"),
        max_length=1000,
        required=False,
        help_text=_("Needed when the threshold is not reached, or the topic comes from an office."),
    )


class RuleForm(forms.Form):
    """The editable texts of one rule."""

    label = LineField(label=_("Chinese"), max_length=200)
    label_en = LineField(label=_("English"), max_length=300)
    template = LineField(label=_("Prepared reason (Chinese)"), max_length=300, required=False)
    template_en = LineField(label=_("Prepared reason (English)"), max_length=400, required=False)
