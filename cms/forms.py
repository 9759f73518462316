"""Narrowing of the composed lists; what cannot be read is left out."""

from decimal import Decimal

import django_filters as filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.phrases import GROUPS, TRUST
from cms.phrases.rules import EFFECTS, FAMILIES, PHASES
from marketplace.core.clock import day_of, is_believable
from marketplace.statutes import RULES
from organizations.models import Badge, Community, Organization
from organizations.states import BadgeKind, OrganizationKind
from projects.models import Category, PastProcess, Project
from projects.states import PastKind, ProjectState

LARGEST = Decimal(10) ** 13


CODED = {rule.family for rule in RULES.all()}


class DayForm(forms.Form):
    """The day whose rules are shown."""

    day = forms.DateField(
        label=_("In force on"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def clean_day(self):
        """Refuse days that nobody can mean."""
        day = self.cleaned_data["day"]
        if day and not is_believable(day):
            raise forms.ValidationError(_("Give a day between 2000 and 2100."))
        return day


class CodedRulesForm(DayForm):
    """Which coded rules to show."""

    family = forms.ChoiceField(
        label=_("Subject"), required=False,
        choices=[("", _("All")), *((code, name) for code, name in FAMILIES.items() if code in CODED)],
    )  # fmt: skip
    phase = forms.ChoiceField(label=_("Step"), required=False, choices=[("", _("All")), *PHASES.items()])
    effect = forms.ChoiceField(
        label=pgettext_lazy("rule", "What it does"),
        required=False,
        choices=[("", _("All")), *((code, name) for code, (name, _tone) in EFFECTS.items())],
    )
    trust = forms.ChoiceField(
        label=_("How sure"),
        required=False,
        choices=[("", _("All")), *((code, name) for code, (name, _tone) in TRUST.items())],
    )
    q = forms.CharField(label=_("Words"), required=False, max_length=60)
    unsure = forms.BooleanField(label=_("Only what is to be confirmed"), required=False)


class RulesForm(DayForm):
    """Which numbers to show."""

    group = forms.ChoiceField(label=_("Subject"), required=False, choices=[("", _("All")), *GROUPS.items()])
    q = forms.CharField(label=_("Words"), required=False, max_length=60)
    unsure = forms.BooleanField(label=_("Only what is to be confirmed"), required=False)


def _range(label: str) -> dict[str, object]:
    return {"label": label, "min_value": 0, "max_value": LARGEST, "max_digits": 16, "decimal_places": 2}


class ProjectFilter(filters.FilterSet):
    """Narrow the list of projects."""

    q = filters.CharFilter(label=_("Words"), method="by_words", max_length=60)
    category = filters.ModelChoiceFilter(
        label=_("Field of service"), queryset=Category.objects.select_related("group"), to_field_name="code"
    )
    community = filters.ModelChoiceFilter(
        label=_("Community"), field_name="communities", queryset=Community.objects.all(), to_field_name="code"
    )
    state = filters.ChoiceFilter(
        label=_("Stage"), choices=[(s.value, s.label) for s in ProjectState if s != ProjectState.DRAFT]
    )
    amount_from = filters.NumberFilter(
        field_name="budget", lookup_expr="gte", **_range(_("Budget from (yuan)"))
    )
    amount_to = filters.NumberFilter(field_name="budget", lookup_expr="lte", **_range(_("Budget to (yuan)")))

    class Meta:
        model = Project
        fields: list[str] = []

    def by_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Find words in title, English title or reference."""
        return queryset.filter(
            Q(title__icontains=value) | Q(title_en__icontains=value) | Q(reference__iexact=value)
        )


class PastFilter(filters.FilterSet):
    """Narrow the list of historical records."""

    q = filters.CharFilter(label=_("Words"), method="by_words", max_length=60)
    kind = filters.ChoiceFilter(label=_("Kind"), choices=PastKind.choices)
    category = filters.ModelChoiceFilter(
        label=_("Field of service"), queryset=Category.objects.select_related("group"), to_field_name="code"
    )

    class Meta:
        model = PastProcess
        fields: list[str] = []

    def by_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Find words in title, buyer, or the process number."""
        return queryset.filter(
            Q(title__icontains=value)
            | Q(title_en__icontains=value)
            | Q(buyer__icontains=value)
            | Q(ocid=value)
        )


class OrganizationFilter(filters.FilterSet):
    """Narrow the directory."""

    q = filters.CharFilter(label=_("Name or code"), method="by_words", max_length=60)
    kind = filters.ChoiceFilter(label=_("Type"), choices=OrganizationKind.choices)
    field = filters.ModelChoiceFilter(
        label=_("Field of service"),
        method="by_field",
        queryset=Category.objects.select_related("group"),
        to_field_name="code",
    )
    community = filters.ModelChoiceFilter(
        label=_("Community"), queryset=Community.objects.all(), to_field_name="code"
    )
    badge = filters.ChoiceFilter(label=_("Incubator"), method="by_badge", choices=BadgeKind.choices)
    order = filters.ChoiceFilter(
        label=_("Order"), method="keep", choices=[("name", _("By name")), ("standing", _("By standing"))]
    )

    class Meta:
        model = Organization
        fields: list[str] = []

    def by_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Find words in the names, or the whole code."""
        return queryset.filter(
            Q(name__icontains=value) | Q(name_en__icontains=value) | Q(uscc=value.strip().upper())
        )

    def by_field(self, queryset: QuerySet, name: str, value: Category) -> QuerySet:
        """Keep those that work in the field."""
        return queryset.filter(categories__contains=[value.code])

    def by_badge(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Keep those that hold the badge today."""
        day = day_of(self.request.now)
        held = Badge.objects.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day, kind=value)
        return queryset.filter(pk__in=held.values("organization"))

    def keep(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Leave the order to the page."""
        return queryset
