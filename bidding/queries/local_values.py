"""The district's own numbers, and procedures that read them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from bidding.models import LocalValue
from bidding.phrases.law import key_label
from bidding.rules.local_values import as_parameter
from bidding.rules.profiles import Profile, profile_on
from marketplace.statutes import Parameter
from marketplace.web.duties import Duty
from organizations.models import User
from organizations.states import PostRole


def local_values() -> QuerySet[LocalValue]:
    """Return every local value with its people, newest first."""
    rows = LocalValue.objects.select_related("proposed_by", "confirmed_by")
    return rows.order_by("key", "-since", "-pk")


def local_numbers(day: date) -> dict[str, Parameter]:
    """Return the confirmed numbers of the district in force on the day, by key (one query)."""
    rows = LocalValue.objects.filter(confirmed_at__isnull=False, since__lte=day)
    rows = rows.filter(Q(until__isnull=True) | Q(until__gt=day))
    return {row.key: as_parameter(row.key, row.value, row.since, row.until, row.source) for row in rows}


def duties_of_numbers(user: User, posts: list) -> Iterator[Duty]:
    """Return the proposed numbers of the district that the person may confirm."""
    if not any(post.role in {PostRole.ADMINISTRATOR, PostRole.AUDITOR} for post in posts):
        return
    waiting = LocalValue.objects.filter(confirmed_at__isnull=True, dropped_at__isnull=True)
    for row in waiting.exclude(proposed_by=user).order_by("pk"):
        yield Duty(
            code="bidding.local_value",
            reference="",
            title=_("Confirm a number of the district: {name}").format(name=key_label(row.key)),
            url=reverse("bidding:local_value_confirm", args=[row.public_id]),
            label=_("Confirm"),
            is_approval=True,
        )


def local_profile(track: str, procedure: str, day: date) -> Profile:
    """Return the profile in force on the day with the district's own numbers. Raises Refused."""
    return replace(profile_on(track, procedure, day), local=local_numbers(day))
