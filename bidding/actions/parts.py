"""Take in ciphertext before it is sealed: piece by piece, resumable, without any meaning for the deadline."""

import re
from datetime import datetime

from django.db import connection, transaction

from bidding.models import Lot, Part
from bidding.permissions import may_upload_part
from bidding.queries.parts import is_in_use, parts_of, space_used
from bidding.sealing import parts as disk
from bidding.sealing.agefile import NotAge, plain_size
from bidding.sealing.outer import CIPHER_LIMIT, LEAST_CIPHER
from marketplace.audit.actions import record
from marketplace.core.refusals import Refused
from marketplace.web.access import demand
from marketplace.web.files import MEGABYTE, private_storage
from organizations.models import Organization, User

_NAME = re.compile(r"[0-9a-f]{32}")


def serialize(lot: Lot, organization: Organization) -> None:
    """Let one seal, withdrawal or beginning of a part of an organization on a lot run at a time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [lot.pk % 2**31, organization.pk % 2**31])


def upload_part(
    *,
    actor: User,
    lot: Lot,
    organization: Organization,
    name: str,
    size: int,
    offset: int,
    content: bytes,
    now: datetime,
) -> Part:
    """Take the bytes of a ciphertext file that begin at `offset`; the same bytes again answer the same.

    `name` is the random name of the file in its outer manifest, `size` its whole length. When the last byte is in,
    the part carries the SHA-256 of what lies on the disk. Raises Denied; Refused 422 for a malformed name or size
    or a file that is not encrypted, 409 with the number of bytes received for a wrong offset, 413, 507.
    """
    demand(may_upload_part(actor, lot, organization))
    _check(name, size, offset, content)
    _begin(actor, lot, organization, name, size, now)
    return _append(actor, lot, organization, name, size, offset, content, now)


@transaction.atomic
def _append(  # noqa: PLR0917 - in the order of the request
    actor: User,
    lot: Lot,
    organization: Organization,
    name: str,
    size: int,
    offset: int,
    content: bytes,
    now: datetime,
) -> Part:
    part = _locked(lot, organization, name)
    if part is None or part.size != size:
        raise Refused("bidding.part_size", field="size", size=part.size if part else 0)
    if offset != part.received:
        return _again(part, offset, content)
    with disk.room_on_disk():
        disk.append(part.file.name, offset, content)
    part.received = offset + len(content)
    if part.received == part.size:
        _complete(part, actor, now)
    part.save(update_fields=["received", "sha256"])
    return part


def _check(name: str, size: int, offset: int, content: bytes) -> None:
    if not _NAME.fullmatch(name):
        raise Refused("bidding.part_name", field="name")
    if size > CIPHER_LIMIT:
        limit = f"{CIPHER_LIMIT // MEGABYTE} MB"
        raise Refused("bidding.part_large", status=413, field="size", limit=limit)
    if len(content) > disk.CHUNK_LIMIT:
        limit = f"{disk.CHUNK_LIMIT // MEGABYTE} MB"
        raise Refused("bidding.part_large", status=413, field="content", limit=limit)
    if size < LEAST_CIPHER or offset < 0 or not content or offset + len(content) > size:
        raise Refused("bidding.part_size", field="size", size=size)


def _locked(lot: Lot, organization: Organization, name: str) -> Part | None:
    return parts_of(organization, lot).select_for_update(of=("self",)).filter(name=name).first()


@transaction.atomic
def _begin(  # noqa: PLR0917 - in the order of the request
    actor: User, lot: Lot, organization: Organization, name: str, size: int, now: datetime
) -> None:
    """Make the row and its empty file unless they are there; the quota is counted under the lock."""
    if parts_of(organization, lot).filter(name=name).exists():
        return
    serialize(lot, organization)
    if parts_of(organization, lot).filter(name=name).exists():
        return
    number, counting, everything = space_used(organization, lot)
    is_full = counting + size > disk.QUOTA or everything + size > disk.TOTAL_QUOTA
    if number >= disk.MOST_PARTS or is_full:
        limit = f"{disk.QUOTA // MEGABYTE} MB"
        raise Refused("bidding.quota", status=507, field="size", limit=limit, parts=disk.MOST_PARTS)
    stored = private_storage().get_available_name("sealed/part")
    with disk.room_on_disk():
        disk.begin(stored)
    Part.objects.create(
        lot=lot, organization=organization, name=name, size=size, file=stored, uploaded_by=actor, begun_at=now
    )


def _again(part: Part, offset: int, content: bytes) -> Part:
    """Answer bytes that came before (a lost answer); anything else is told where to go on."""
    is_known = offset + len(content) <= part.received
    if is_known and disk.between(part.file.name, offset, len(content)) == content:
        return part
    raise Refused("bidding.part_offset", status=409, field="offset", received=part.received)


def _complete(part: Part, actor: User, now: datetime) -> None:
    try:
        plain_size(disk.head(part.file.name), part.size)
    except NotAge as error:
        raise Refused("bidding.part_not_sealed", field="content") from error
    part.sha256 = disk.sha256(part.file.name)
    record(
        actor=actor,
        action="bid_part.received",
        subject=part,
        at=now,
        after={"sha256": part.sha256, "size": part.size},
    )


@transaction.atomic
def discard_part(*, actor: User, lot: Lot, organization: Organization, name: str, now: datetime) -> None:
    """Delete an uploaded part that no version of a bid names."""
    demand(may_upload_part(actor, lot, organization))
    part = _locked(lot, organization, name)
    if part is None:
        raise Refused("bidding.part_unknown", field="name", name=name[:32])
    if is_in_use(part):
        raise Refused("bidding.part_sealed", status=409, field="name")
    record(
        actor=actor,
        action="bid_part.discarded",
        subject=part,
        at=now,
        before={"sha256": part.sha256, "size": part.size, "received": part.received},
    )
    stored = part.file.name
    part.delete()
    transaction.on_commit(lambda: private_storage().delete(stored))
