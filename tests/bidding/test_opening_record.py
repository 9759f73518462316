"""The opening record: what bidders say and are answered, the signed annex, PDF, recordings."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bidding.actions.evaluation import appoint_committee, start_evaluation
from bidding.actions.remarks import answer_remark, raise_remark
from bidding.forms.remarks import check_recording
from bidding.models import Opening, OpeningRemark, Recording
from bidding.queries.bids import opened_bids
from bidding.queries.duties import duties_of
from bidding.queries.remarks import missing_recordings
from bidding.sealing.keys import is_signed
from marketplace.core.canonical import digest
from marketplace.core.refusals import Refused

from .test_actions_tenders import refused

VIDEO = b"\x00\x00\x00\x18ftypmp42" + b"0" * 64


# rules: OPEN-04
def test_objections_are_answered_before_the_evaluation_and_frozen_with_it(life, desk, enter):
    life.published()
    first, second = life.bidder(), life.bidder()
    for person, price in ((first, "118000"), (second, "119000"), (life.bidder(), "120000")):
        life.seal(price, person=person)
    say = {"actor": first[0], "tender": life.tender, "organization": first[1], "now": life.now}
    with refused("opening_over"):
        raise_remark(kind="objection", text="早了", **say)
    life.past_deadline()
    with refused("no_record_yet"):
        raise_remark(kind="confirmed", text="", **say)
    tender = life.open()
    path = f"/tenders/{tender.public_id}/opening/remarks/"
    client = enter(first[0])
    empty = client.post(path, {"organization": first[1].pk, "kind": "objection", "text": ""})
    assert empty.status_code == 422
    given = {"organization": first[1].pk, "kind": "recusal", "text": "请某工作人员回避"}
    assert client.post(path, given).status_code == 302
    raise_remark(
        actor=second[0], tender=tender, organization=second[1], kind="confirmed", text="", now=life.now
    )
    with refused("confirmed_already"):
        raise_remark(
            actor=second[0], tender=tender, organization=second[1], kind="confirmed", text="", now=life.now
        )
    life.qualified()
    appoint_committee(actor=desk.officer, lot=life.lot, representatives=[desk.buyer], now=life.now)
    with refused("remarks_open"):
        start_evaluation(actor=desk.officer, tender=tender, now=life.now)
    remark = OpeningRemark.objects.get(kind="recusal")
    assert "bidding.remark" in [duty.code for duty in duties_of(desk.officer, life.now)]
    officer = enter(desk.openers[0])
    work = f"/work/tenders/{tender.public_id}/opening/"
    assert "请某工作人员回避" in officer.get(work).text
    assert officer.post(f"{work}{remark.pk}/", {"answer": "已更换工作人员"}).status_code == 302
    with refused("remark_answered"):
        answer_remark(actor=desk.officer, remark=remark, answer="再答", now=life.now)
    start_evaluation(actor=desk.officer, tender=tender, now=life.now)
    opening = Opening.objects.get()
    assert opening.annex_digest == digest(opening.annex)
    assert is_signed(opening.annex, opening.annex_signature)
    assert (len(opening.annex["confirmed"]), len(opening.annex["accepted_by_silence"])) == (1, 2)
    assert opening.annex["remarks"][0]["answer"] == "已更换工作人员"
    with refused("opening_over"):
        raise_remark(kind="objection", text="晚了", **say)
    assert "已更换工作人员" in Client().get(f"/tenders/{tender.public_id}/opening/").text
    assert "已更换工作人员" in client.get(path).text
    assert enter(life.bidder()[0]).get(path).status_code == 403


def test_the_record_is_a_pdf_too(life, monkeypatch):
    tender = life.opened()
    monkeypatch.setattr("bidding.views.papers.pdf_of", lambda html, **_title: html.encode())
    text = Client().get(f"/tenders/{tender.public_id}/opening.pdf").content.decode()
    assert opened_bids(life.lot)[0].organization.name in text


# rules: OPEN-07
def test_recordings_are_kept_with_their_digest_for_the_buyer_and_auditors_only(life, desk, enter):
    life.published()
    person = life.bidder()
    for who, price in ((person, "118000"), (life.bidder(), "119000"), (life.bidder(), "120000")):
        life.seal(price, person=who)
    officer = enter(desk.officer)
    keep = f"/work/tenders/{life.tender.public_id}/recordings/"
    given = {"phase": "opening", "note": "开标大厅"}
    early = officer.post(keep, {**given, "file": SimpleUploadedFile("开标.mp4", VIDEO)})
    assert early.status_code == 409
    life.past_deadline()
    tender = life.open()
    assert len(missing_recordings(tender)) == 1
    wrong = officer.post(keep, {**given, "file": SimpleUploadedFile("开标.mp4", b"MZ")})
    assert (wrong.status_code, "开标大厅" in wrong.text) == (422, True)
    assert officer.post(keep, {**given, "file": SimpleUploadedFile("开标.mp4", VIDEO)}).status_code == 302
    row = Recording.objects.get()
    assert (row.sha256, missing_recordings(tender)) == (digest(VIDEO), [])
    assert enter(desk.auditor).get(f"/work/recordings/{row.pk}/").status_code == 200
    assert enter(person[0]).get(f"/work/recordings/{row.pk}/").status_code == 403
    assert enter(person[0]).get(keep).status_code == 403


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.mp4", VIDEO, None), ("a.webm", b"\x1aE\xdf\xa3..", None), ("a.mp3", b"ID3", None),
        ("a.exe", VIDEO, "bidding.recording_type"), ("a.mp3", b"MZ", "bidding.recording_type"),
        ("a.ogg", b"", "web.file_empty"),
    ],
)  # fmt: skip
def test_a_recording_is_judged_by_its_first_bytes(name, content, code, monkeypatch):
    upload = SimpleUploadedFile(name, content)
    if code is None:
        assert check_recording(upload).sha256 == digest(content)
        monkeypatch.setattr("bidding.forms.remarks.LARGEST", 2)
        code = "web.file_large"
    with pytest.raises(Refused) as caught:
        check_recording(SimpleUploadedFile(name, content))
    assert caught.value.code == code
