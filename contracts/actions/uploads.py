"""Photos of a report that come up part by part over a bad line."""

import hashlib
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.db import transaction

from contracts.models import Milestone, PhotoUpload, Report, ReportFile
from contracts.permissions import may_report_milestone
from contracts.rules.uploads import LARGEST_PHOTO, check_upload, follows
from contracts.states import FileKind, ReportState
from marketplace.audit.actions import record
from marketplace.core.refusals import Refused
from marketplace.web.files import IMAGES, check_file
from organizations.models import User

from .locks import current_report, locked_milestone, require
from .reports import MOST_FILES, begin_locked, check_owed

KEPT = timedelta(days=14)
"""How long a broken upload waits to go on."""


@transaction.atomic
def upload_photo(
    *,
    actor: User,
    milestone: Milestone,
    digest: str,
    size: int,
    name: str,
    offset: int,
    part: bytes,
    now: datetime,
) -> PhotoUpload:
    """Take one part of a photo (`offset` in bytes); the last one keeps the photo in the draft.

    A part sent twice changes nothing; the answer always says how much has arrived. Bytes that do not give `digest`
    are dropped and asked for again. Raises Refused `contracts.upload_unfit`, `contracts.too_many_files` (422).
    """
    milestone = locked_milestone(milestone)
    require(may_report_milestone(actor, milestone))
    check_owed(milestone)
    check_upload(digest=digest, size=size, part=len(part))
    PhotoUpload.objects.filter(milestone=milestone, file=None, started_at__lt=now - KEPT).delete()
    upload, _is_new = PhotoUpload.objects.get_or_create(
        milestone=milestone, digest=digest, defaults={"uploader": actor, "size": size, "started_at": now}
    )
    upload.content = bytes(upload.content)
    report = current_report(milestone, ReportState.DRAFT)
    if upload.file and report and upload.file.report_id == report.pk:
        return upload
    if follows(offset=offset, received=upload.received, part=len(part), size=upload.size):
        upload.content += part
        upload.file = None
        upload.save(update_fields=["content", "file"])
    if upload.received == upload.size:
        _keep(upload, report, actor, name, now)
    return upload


def _keep(upload: PhotoUpload, report: Report | None, actor: User, name: str, now: datetime) -> None:
    whole, upload.content = upload.content, b""
    if hashlib.sha256(whole).hexdigest() != upload.digest:
        upload.save(update_fields=["content"])
        return
    checked = check_file(ContentFile(whole, name=name), kinds=IMAGES, limit=LARGEST_PHOTO)
    report = report or begin_locked(upload.milestone, actor, now)
    if report.files.count() >= MOST_FILES:
        raise Refused("contracts.too_many_files", most=MOST_FILES, field="photos")
    upload.file = ReportFile.keep(checked, report=report, kind=FileKind.PHOTO)
    upload.save(update_fields=["content", "file"])
    after = {"milestone": upload.milestone.number, "photo": upload.file.public_id}
    record(actor=actor, action="report.photo_added", subject=report, at=now, after=after)
