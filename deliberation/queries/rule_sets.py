"""The screening rules in force."""

from deliberation.models import RuleSet


def current_rule_set() -> RuleSet | None:
    """Return the newest confirmed rule set, else the newest (shipped defaults)."""
    sets = RuleSet.objects.prefetch_related("rules").order_by("-version")
    return sets.filter(confirmed_at__isnull=False).first() or sets.first()


def is_confirmed() -> bool:
    """Say whether the bureau has confirmed any rule set."""
    return RuleSet.objects.filter(confirmed_at__isnull=False).exists()
