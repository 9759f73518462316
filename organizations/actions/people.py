"""Posts, community appointments, residency and the expert roster."""

from datetime import datetime

from django.contrib.auth.models import Group
from django.db import transaction
from guardian.shortcuts import assign_perm, remove_perm

from marketplace.audit.actions import record
from marketplace.core.clock import day_of
from marketplace.core.refusals import Refused
from marketplace.notifications.actions import notify
from organizations.models import Community, Department, Expert, Household, Membership, Post, Residency, User
from organizations.queries.people import DIRECT, WORK, directs, works_in
from organizations.states import PostRole, ResidentLevel

EDITING_GROUPS = ("Editors", "Moderators")
"""Wagtail's own groups: writing, and writing with publication."""


def locked_user(user: User) -> User:
    """Return the person with their row locked: two acts about one person never cross."""
    return User.objects.select_for_update(of=("self",)).get(pk=user.pk)


@transaction.atomic
def give_post(*, actor: User | None, user: User, department: Department, role: str, now: datetime) -> Post:
    """Give a person a post in a department; nobody gives one to themselves (None is the installation)."""
    user = locked_user(user)
    if actor is not None and actor.pk == user.pk:
        raise Refused("organizations.own_post", status=403)
    if Membership.objects.filter(user=user, ended_at=None).exists():
        raise Refused("organizations.member_cannot_hold_post", status=409)
    post, created = Post.objects.get_or_create(
        user=user, department=department, role=role, until=None, defaults={"since": day_of(now)}
    )
    if not created:
        raise Refused("organizations.post_exists", status=409)
    after = {"department": department.code, "role": role}
    record(actor=actor, action="post.given", subject=user, at=now, after=after)
    notify(
        recipients=[user],
        kind="organizations.post_given",
        key=f"{post.pk}",
        at=now,
        path="/desk/",
        role=post.get_role_display(),
        department=department.name,
    )
    return post


@transaction.atomic
def end_post(*, actor: User | None, post: Post, now: datetime) -> Post:
    """End a post; the last administrator's stays."""
    user = locked_user(post.user)
    post = Post.objects.select_for_update(of=("self",)).select_related("department").get(pk=post.pk)
    if post.until:
        raise Refused("core.not_in_this_state", status=409)
    if post.role == PostRole.ADMINISTRATOR:
        admins = Post.objects.select_for_update(of=("self",)).filter(role=post.role, until=None)
        if len(admins) == 1:
            raise Refused("organizations.last_administrator", status=409)
    post.until = day_of(now)
    post.save(update_fields=["until"])
    if not Post.objects.filter(user=user, until=None).exists():
        user.groups.remove(*user.groups.filter(name__in=EDITING_GROUPS))
    before = {"department": post.department.code, "role": post.role}
    record(actor=actor, action="post.ended", subject=user, at=now, before=before)
    return post


@transaction.atomic
def set_editing(*, actor: User | None, user: User, group: str, now: datetime) -> None:
    """Let an official write (Editors) or publish (Moderators) on the public site; an empty group ends it."""
    user = locked_user(user)
    if group and not Post.objects.filter(user=user, until=None).exists():
        raise Refused("organizations.only_officials_edit", status=403)
    before = list(user.groups.filter(name__in=EDITING_GROUPS).values_list("name", flat=True))
    user.groups.remove(*user.groups.filter(name__in=EDITING_GROUPS))
    if group:
        user.groups.add(*Group.objects.filter(name=group, name__in=EDITING_GROUPS))
    record(
        actor=actor,
        action="editing.set",
        subject=user,
        at=now,
        before={"groups": before},
        after={"group": group},
    )


@transaction.atomic
def appoint_worker(*, actor: User | None, user: User, community: Community, now: datetime) -> None:
    """Let a person screen needs and convene deliberations in the community."""
    user = locked_user(user)
    if works_in(user, community):
        raise Refused("organizations.already_appointed", status=409)
    assign_perm(WORK, user, community)
    record(actor=actor, action="worker.appointed", subject=user, at=now, after={"community": community.code})


@transaction.atomic
def dismiss_worker(*, actor: User | None, user: User, community: Community, now: datetime) -> None:
    """Take the appointment as community worker back."""
    user = locked_user(user)
    if not works_in(user, community):
        raise Refused("organizations.not_appointed", status=409)
    remove_perm(WORK, user, community)
    record(actor=actor, action="worker.dismissed", subject=user, at=now, before={"community": community.code})


@transaction.atomic
def appoint_director(*, actor: User | None, user: User, community: Community, now: datetime) -> None:
    """Let a person confirm topics as secretary or director of the community."""
    user = locked_user(user)
    if directs(user, community):
        raise Refused("organizations.already_appointed", status=409)
    assign_perm(DIRECT, user, community)
    record(
        actor=actor, action="director.appointed", subject=user, at=now, after={"community": community.code}
    )


@transaction.atomic
def dismiss_director(*, actor: User | None, user: User, community: Community, now: datetime) -> None:
    """Take the appointment as secretary or director back."""
    user = locked_user(user)
    if not directs(user, community):
        raise Refused("organizations.not_appointed", status=409)
    remove_perm(DIRECT, user, community)
    record(
        actor=actor, action="director.dismissed", subject=user, at=now, before={"community": community.code}
    )


@transaction.atomic
def choose_community(*, actor: User, community: Community, now: datetime) -> Residency:
    """Say where one lives; a confirmed residence is changed by the new community, not by oneself."""
    user = locked_user(actor)
    row = Residency.objects.filter(user=user).first()
    if row is not None and row.level != ResidentLevel.REGISTERED:
        raise Refused("organizations.residency_confirmed", status=409)
    before = {"community": row.community_id} if row else {}
    row, _ = Residency.objects.update_or_create(
        user=user, defaults={"community": community, "household": None}
    )
    record(
        actor=actor,
        action="residency.chosen",
        subject=row,
        at=now,
        before=before,
        after={"community": community.pk},
    )
    return row


@transaction.atomic
def verify_resident(
    *,
    actor: User,
    residency: Residency,
    now: datetime,
    household: Household | None = None,
    building: str = "",
    door: str = "",
) -> Residency:
    """Confirm that a person lives in a household of the community (a household, or its building and door)."""
    residency = Residency.objects.select_for_update(of=("self",)).select_related("user").get(pk=residency.pk)
    if residency.user_id == actor.pk:
        raise Refused("organizations.own_residency", status=403)
    if residency.level != ResidentLevel.REGISTERED:
        raise Refused("core.not_in_this_state", status=409)
    if household is None:
        household = _household(residency.community_id, building.strip(), door.strip())
    residency.household = household
    residency.level = ResidentLevel.VERIFIED
    residency.verified_by, residency.verified_at = actor, now
    residency.save(update_fields=["household", "level", "verified_by", "verified_at"])
    record(
        actor=actor,
        action="residency.confirmed",
        subject=residency,
        at=now,
        after={"household": household.pk, "level": residency.level},
    )
    notify(
        recipients=[residency.user],
        kind="organizations.residency_confirmed",
        key=f"{residency.pk}",
        at=now,
        path="/my/residency/",
        community=residency.community.name,
    )
    return residency


def _household(community_id: int, building: str, door: str) -> Household:
    if not building or not door:
        raise Refused("organizations.household_missing", field="building" if not building else "door")
    return Household.objects.get_or_create(community_id=community_id, building=building, door=door)[0]


@transaction.atomic
def add_expert(
    *, actor: User | None, user: User, field: str, employer: str, categories: list[str], now: datetime
) -> Expert:
    """Put a person on the expert roster with the categories they can judge."""
    user = locked_user(user)
    expert, created = Expert.objects.get_or_create(
        user=user, defaults={"field": field, "employer": employer, "categories": sorted(set(categories))}
    )
    if not created:
        raise Refused("organizations.already_expert", status=409)
    after = {"field": field, "employer": employer, "categories": expert.categories}
    record(actor=actor, action="expert.added", subject=user, at=now, after=after)
    return expert


@transaction.atomic
def set_expert_available(*, actor: User, expert: Expert, is_available: bool, now: datetime) -> Expert:
    """Let an expert be drawn, or not for the time being."""
    expert = Expert.objects.select_for_update(of=("self",)).select_related("user").get(pk=expert.pk)
    before, expert.is_available = expert.is_available, is_available
    expert.save(update_fields=["is_available"])
    record(
        actor=actor,
        action="expert.changed",
        subject=expert.user,
        at=now,
        before={"is_available": before},
        after={"is_available": is_available},
    )
    return expert
