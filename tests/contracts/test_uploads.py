"""Reports on a bad line: photos in parts, drafts that save themselves, two windows."""

import hashlib
from datetime import timedelta

import pytest
from django.urls import reverse
from PIL import Image

from contracts import actions
from contracts.models import PhotoUpload, Report, ReportFile
from contracts.rules.uploads import LARGEST_PART, LARGEST_PHOTO, check_upload, follows
from marketplace.audit.models import AuditEvent
from marketplace.core.refusals import Refused
from tests.factories.contracts import MOMENT, active, neighbor, photo, submitted

pytestmark = pytest.mark.django_db
PHOTO = photo(exif=True)
DIGEST = hashlib.sha256(PHOTO).hexdigest()


@pytest.mark.parametrize(
    ("digest", "size", "part"),
    [
        ("x" * 64, 1, 1),
        ("a" * 63, 1, 1),
        ("a" * 64, 0, 1),
        ("a" * 64, LARGEST_PHOTO + 1, 1),
        ("a" * 64, 1, LARGEST_PART + 1),
    ],
)
def test_what_cannot_be_a_part_is_refused(digest, size, part):
    with pytest.raises(Refused) as refused:
        check_upload(digest=digest, size=size, part=part)
    assert refused.value.code == "contracts.upload_unfit"


@pytest.mark.parametrize(
    ("offset", "received", "part", "expected"),
    [
        (0, 0, 5, True),
        (5, 5, 5, True),
        (0, 5, 5, False),
        (6, 5, 4, False),
        (5, 5, 6, False),
        (0, 0, 0, False),
    ],
)
def test_only_the_next_part_counts(offset, received, part, expected):
    assert follows(offset=offset, received=received, part=part, size=10) is expected


def sends(here, offset, part, *, content=PHOTO, name="现场.jpg", digest=None):
    return actions.upload_photo(
        actor=here.writer, milestone=here.milestone(), digest=digest or hashlib.sha256(content).hexdigest(),
        size=len(content), name=name, offset=offset, part=part, now=MOMENT,
    )  # fmt: skip


def test_a_broken_upload_goes_on_and_a_photo_sent_twice_is_one_file():
    here = active()
    half = len(PHOTO) // 2
    assert sends(here, 0, PHOTO[:half]).received == half
    assert sends(here, 0, PHOTO[:half]).received == half  # the answer was lost, the part came again
    assert sends(here, 0, b"").received == half  # after a restart: how much is there?
    done = sends(here, half, PHOTO[half:])
    assert done.file is not None
    again = sends(here, 0, PHOTO[:half])
    assert again.file == done.file
    kept = ReportFile.objects.get()
    assert Image.open(kept.file).getexif() == {}
    assert AuditEvent.objects.filter(act="report.photo_added").count() == 1
    kept.delete()
    assert sends(here, 0, PHOTO).file is not None


def test_bytes_that_are_no_photo_or_not_what_was_promised_are_not_kept():
    here = active()
    assert sends(here, 0, PHOTO, digest="a" * 64).received == 0
    with pytest.raises(Refused) as refused:
        sends(here, 0, b"<svg/>", content=b"<svg/>")
    assert refused.value.code == "web.file_mismatch"
    assert not ReportFile.objects.exists()
    submitted(here)
    with pytest.raises(Refused) as refused:
        sends(here, 0, PHOTO)
    assert refused.value.status == 409


def test_a_cured_report_starts_with_the_photos_and_takes_the_same_one_anew():
    here = active()
    sends(here, 0, PHOTO)
    submitted(here)
    actions.return_report(
        actor=here.officer,
        milestone=here.milestone(),
        reason="补照片",
        resubmit_by=MOMENT + timedelta(days=3),
        now=MOMENT,
    )
    assert sends(here, 0, PHOTO).file.report.number == 2
    assert PhotoUpload.objects.count() == 1


def test_too_many_photos_and_strangers(client, monkeypatch):
    here = active()
    monkeypatch.setattr("contracts.actions.uploads.MOST_FILES", 0)
    url = reverse("contracts:photo_part", args=[here.contract.public_id, 1, DIGEST])
    sent = {
        "content_type": "application/octet-stream",
        "query_params": {"size": len(PHOTO), "offset": 0, "name": "a.jpg"},
    }
    client.force_login(neighbor(here))
    assert client.post(url, PHOTO, **sent).status_code == 404
    client.force_login(here.writer)
    assert client.post(url, PHOTO, **sent).status_code == 422
    assert client.post(url, PHOTO, content_type="application/octet-stream").status_code == 422
    monkeypatch.undo()
    assert client.post(url, PHOTO, **sent).json()["file"] == ReportFile.objects.get().public_id


def test_drafts_save_themselves_and_two_windows_are_told(client, move_clock):
    move_clock(MOMENT)
    here = active()
    client.force_login(here.writer)
    url = reverse("contracts:report", args=[here.contract.public_id, 1])
    first = {"autosave": "1", "version": "0", "summary": "已走访三户。"}
    saved = client.post(url, first)
    assert saved.json() == {"text": "已保存 10:00", "version": 1} or saved.json()["version"] == 1
    other = client.post(url, first | {"summary": "另一个窗口"})
    assert other.status_code == 409
    assert other.json()["theirs"] == "已走访三户。"
    assert other.json()["version"] == 1
    key = next(iter(here.milestone().indicators.all())).pk
    wrong = client.post(url, first | {"version": "1", "summary": "继续写", f"value_{key}": "1e3"})
    assert wrong.status_code == 200
    assert Report.objects.get().summary == "继续写"
    long = client.post(url, first | {"version": str(wrong.json()["version"]), "summary": "长" * 3001})
    assert Report.objects.get().summary == "继续写"
    assert long.json()["version"] > 1
    submitted(here)
    assert client.post(url, first).status_code in {302, 409}


def test_a_check_needs_a_photo_or_a_line():
    from tests.factories.contracts import checked

    here = active()
    person = neighbor(here)
    asked = {"actor": person, "milestone": here.milestone(), "result": "no", "now": MOMENT}
    with pytest.raises(Refused):
        actions.record_check(**asked)
    assert actions.record_check(**asked, photo=checked()).photo.name.startswith("photo.")
