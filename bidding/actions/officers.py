"""Opening officers make, check and give up their keys."""

import secrets
from datetime import datetime

from django.db import transaction

from bidding.models import OfficerKey, RosterMember
from bidding.queries.officers import LEAST_OFFICERS
from bidding.sealing.officers import (
    NewKey,
    Proof,
    Unlocking,
    challenge,
    check_locked,
    make_key,
    prove,
    unlock,
)
from bidding.states import TenderState
from marketplace.audit.actions import record
from marketplace.core.canonical import digest
from marketplace.core.refusals import Refused
from organizations.models import Department, User


def enroll_officer_key(
    *,
    actor: User,
    department: Department,
    passphrase: str,
    now: datetime,
    unlocking: Unlocking = unlock,
) -> OfficerKey:
    """Make the officer's key under the passphrase and prove it; the private half is never kept open."""
    return _keep_key(actor, department, make_key(passphrase, unlocking), now)


@transaction.atomic
def _keep_key(actor: User, department: Department, fresh: NewKey, now: datetime) -> OfficerKey:
    User.objects.select_for_update(of=("self",)).get(pk=actor.pk)
    if OfficerKey.objects.filter(officer=actor, revoked_at__isnull=True).exists():
        raise Refused("bidding.key_exists", status=409)
    key = OfficerKey.objects.create(
        officer=actor,
        department=department,
        recipient=fresh.recipient,
        locked_identity=fresh.locked,
        fingerprint=fresh.fingerprint,
        enrolled_at=now,
        checked_at=now,
    )
    record(
        actor=actor,
        action="officer_key.enrolled",
        subject=key,
        at=now,
        after={"fingerprint": key.fingerprint, "department": department.code},
    )
    return key


def begin_proof(recipient: object) -> Proof:
    """Return a challenge for a key whose private half stays with the officer; raises Refused 422 for no key."""
    return challenge(recipient)


def enroll_own_key(
    *,
    actor: User,
    department: Department,
    recipient: str,
    locked: bytes,
    answer: bytes,
    expected: str,
    now: datetime,
) -> OfficerKey:
    """Keep a key that the officer's own machine made; neither passphrase nor private half was ever here.

    `expected` is the digest of the challenge that was sent for `recipient`. Raises Refused 422 when the answer is
    another one or the locked file is none, 409 when there is a key already.
    """
    _demand_answer(answer, expected)
    check_locked(locked)
    return _keep_key(actor, department, NewKey(recipient, locked, digest(recipient.encode())), now)


def prove_own_key(*, actor: User, recipient: str, answer: bytes, expected: str, now: datetime) -> OfficerKey:
    """Mark the own key as checked after its challenge was answered; raises Refused 422."""
    key = OfficerKey.objects.filter(officer=actor, revoked_at__isnull=True, recipient=recipient).first()
    if key is None:
        raise Refused("bidding.no_key")
    _demand_answer(answer, expected)
    return _mark_checked(actor, key, now)


def _demand_answer(answer: bytes, expected: str) -> None:
    if not expected or not secrets.compare_digest(digest(answer), expected):
        raise Refused("bidding.key_mismatch", field="passphrase")


def check_officer_key(*, actor: User, passphrase: str, now: datetime) -> OfficerKey:
    """Prove again that the officer can unlock the key."""
    key = OfficerKey.objects.filter(officer=actor, revoked_at__isnull=True).first()
    if key is None:
        raise Refused("bidding.no_key")
    prove(key.recipient, unlock(key.locked_identity, passphrase))
    return _mark_checked(actor, key, now)


@transaction.atomic
def _mark_checked(actor: User, key: OfficerKey, now: datetime) -> OfficerKey:
    key = OfficerKey.objects.select_for_update(of=("self",)).get(pk=key.pk)
    before = key.checked_at
    key.checked_at = now
    key.save(update_fields=["checked_at"])
    record(
        actor=actor,
        action="officer_key.checked",
        subject=key,
        at=now,
        before={"checked_at": before},
        after={"checked_at": now},
    )
    return key


@transaction.atomic
def revoke_officer_key(*, actor: User, key: OfficerKey, reason: str, now: datetime) -> OfficerKey:
    """Give up a key; refused while an unopened tender would keep fewer than three working keys."""
    key = OfficerKey.objects.select_for_update(of=("self",)).get(pk=key.pk)
    if not reason.strip():
        raise Refused("bidding.reason_missing", field="reason")
    waiting = RosterMember.objects.filter(
        key=key, tender__state__in=[TenderState.PUBLISHED, TenderState.CLOSED]
    ).values_list("tender_id", flat=True)
    for tender_id in waiting:
        others = RosterMember.objects.filter(tender_id=tender_id, key__revoked_at__isnull=True).exclude(
            key=key
        )
        if others.count() < LEAST_OFFICERS:
            raise Refused("bidding.key_in_use", status=409)
    key.revoked_at = now
    key.save(update_fields=["revoked_at"])
    record(
        actor=actor,
        action="officer_key.revoked",
        subject=key,
        at=now,
        before={"revoked_at": None},
        after={"revoked_at": now},
        reason=reason,
    )
    return key
