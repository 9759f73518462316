"""Verdicts: every permission answers yes or no with a reason; the explain page asks the same functions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied


@dataclass(frozen=True)
class Verdict:
    """The answer to "may this person do this": allowed, and the code of the reason when not."""

    allowed: bool
    reason: str = ""
    facts: Mapping[str, object] = field(default_factory=dict, compare=False)

    def __bool__(self) -> bool:
        return self.allowed


ALLOWED = Verdict(allowed=True)


def denied(reason: str, **facts: object) -> Verdict:
    """Return a refusal; `reason` is `<room>.<code>`, its sentence (with the facts) in the room's `phrases.REASONS`."""
    return Verdict(allowed=False, reason=reason, facts=facts)


class Denied(PermissionDenied):
    """Answer 403 with the reason of the verdict."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.reason)
        self.reason, self.facts = verdict.reason, verdict.facts


def demand(verdict: Verdict) -> None:
    """Raise Denied (403 page with the reason) unless allowed."""
    if not verdict:
        raise Denied(verdict)


@dataclass(frozen=True)
class Permission:
    """A permission for the explain page: its act, the function, and the model its object is found in."""

    act: str
    check: Callable[..., Verdict]
    model: str  # app_label.Model, empty when the act has no object


PERMISSIONS: dict[str, Permission] = {}


def permission(act: str, model: str = "") -> Callable[[Callable[..., Verdict]], Callable[..., Verdict]]:
    """Register `may_<verb>_<noun>(user, object)` under its act, so that an administrator can ask why."""

    def register(check: Callable[..., Verdict]) -> Callable[..., Verdict]:
        PERMISSIONS[act] = Permission(act, check, model)
        return check

    return register
