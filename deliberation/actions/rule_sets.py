"""Confirm the shipped screening rules, or replace them by an own version."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from deliberation.models import RuleSet, ScreeningRule
from deliberation.states import RuleKind
from marketplace.audit.actions import record
from marketplace.core.refusals import Refused
from organizations.models import User

COPIED = (
    "code",
    "kind",
    "label",
    "label_en",
    "next_step",
    "next_step_en",
    "template",
    "template_en",
    "source",
    "trust",
    "position",
)


@transaction.atomic
def confirm_rule_set(*, actor: User, rule_set: RuleSet, now: datetime) -> RuleSet:
    """Confirm a rule set as the bureau; from now on it screens."""
    rule_set = RuleSet.objects.select_for_update(of=("self",)).get(pk=rule_set.pk)
    if rule_set.confirmed_at:
        raise Refused("core.not_in_this_state", status=409)
    rule_set.confirmed_by, rule_set.confirmed_at = actor, now
    rule_set.save(update_fields=["confirmed_by", "confirmed_at"])
    record(
        actor=actor,
        action="rule_set.confirmed",
        subject=rule_set,
        at=now,
        after={"version": rule_set.version},
    )
    return rule_set


@transaction.atomic
def replace_rule_set(
    *, actor: User, basis: RuleSet, changes: Sequence[dict[str, str]], now: datetime
) -> RuleSet:
    """Write a new, confirmed version: the basis with changed texts by code. Past codes keep their old lines.

    A stale basis (somebody wrote a newer version meanwhile) is refused with 409.
    """
    newest = RuleSet.objects.select_for_update(of=("self",)).order_by("-version").first()
    if newest is None or newest.pk != basis.pk:
        raise Refused("deliberation.rule_set_stale", status=409, version=newest.version if newest else 0)
    made = RuleSet.objects.create(
        version=newest.version + 1, made_by=actor, confirmed_by=actor, confirmed_at=now
    )
    texts = {row["code"]: row for row in changes}
    changed = []
    for rule in newest.rules.all():
        fields = {name: getattr(rule, name) for name in COPIED}
        wanted = {
            k: v for k, v in texts.get(rule.code, {}).items() if k in COPIED and k not in ("code", "kind")
        }
        if any(fields[name] != value for name, value in wanted.items()):
            changed.append(rule.code)
        ScreeningRule.objects.create(rule_set=made, **{**fields, **wanted})
    if not made.rules.filter(kind=RuleKind.DISCUSS).exists():
        raise Refused("deliberation.rules_missing")
    record(
        actor=actor,
        action="rule_set.replaced",
        subject=made,
        at=now,
        before={"version": newest.version},
        after={"version": made.version, "changed": changed},
    )
    return made
