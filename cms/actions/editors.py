"""Who may write and who may publish: groups of Wagtail, given to officials only."""

from datetime import datetime

from django.contrib.auth.models import Group
from django.db import transaction

from marketplace.audit.actions import record
from marketplace.core.refusals import Refused
from organizations.models import User
from organizations.queries.people import is_official

EDITORS, MODERATORS = "Editors", "Moderators"


@transaction.atomic
def appoint_editor(*, actor: User | None, user: User, group: str, now: datetime) -> User:
    """Let an official write (Editors) or write and publish (Moderators). Raises Refused."""
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if group not in (EDITORS, MODERATORS):
        raise Refused("cms.unknown_group", field="group")
    if not is_official(user):
        raise Refused("cms.officials_only", status=403, field="user")
    before = sorted(user.groups.values_list("name", flat=True))
    user.groups.add(Group.objects.get_or_create(name=group)[0])
    record(
        actor=actor, action="editor.appointed", subject=user, at=now, before={"groups": before},
        after={"groups": sorted({*before, group})},
    )  # fmt: skip
    return user


@transaction.atomic
def dismiss_editor(*, actor: User | None, user: User, now: datetime) -> User:
    """Take both groups from a person."""
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    before = sorted(user.groups.values_list("name", flat=True))
    user.groups.remove(*Group.objects.filter(name__in=(EDITORS, MODERATORS)))
    record(
        actor=actor, action="editor.dismissed", subject=user, at=now, before={"groups": before},
        after={"groups": sorted(set(before) - {EDITORS, MODERATORS})},
    )  # fmt: skip
    return user
