"""Challenges and complaints through the pages, each role with its own; nothing of them in public but outcomes."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from bidding.models import Challenge, Complaint, ObjectionFile, Suspension
from bidding.states import ChallengeState, ComplaintState, PauseKind
from tests.factories.organizations import member

from .clicks import PDF, work
from .test_challenges import scene  # noqa: F401 - the same stage

pytestmark = pytest.mark.django_db
TEXT = "第三项评分与公布标准不一致"


@pytest.fixture
def stage(scene, life):  # noqa: F811 - the fixture above
    """The scene, its clock on 18 March 2026."""
    scene.award.document = {"winner": {"name": "甲"}, "buyer": {"name": "局", "phone": "1"}, "steps": []}
    scene.award.save(update_fields=["document"])
    scene.tender.documents.create(
        version=1, body={"suppliers": 3}, html="", digest="0", published_at=scene.now
    )
    life.move(scene.now)
    return scene


def go(client, name, subject, act=None, **data):
    """Post an act and return the answer."""
    names = [subject.public_id, *([act] if act else [])]
    return client.post(reverse(f"bidding:{name}", args=names), data)


def test_a_challenge_and_its_complaint_walk_through_the_pages(stage, enter):
    writer, officer, approver, finance = map(
        enter, (stage.writer, stage.officer, stage.approver, stage.finance)
    )
    new = work("challenge_new", stage.tender)
    data = {
        "organization": stage.organization.pk, "kind": "result", "matters": "评分有误\n资格不符", "facts": TEXT,
        "basis": "第五十二条", "request": "重新评审",
    }  # fmt: skip
    too_many = writer.post(new, {**data, "matters": "\n".join(map(str, range(11)))})
    assert too_many.status_code == 422
    assert TEXT in too_many.content.decode()
    evidence = SimpleUploadedFile("证据.pdf", PDF, "application/pdf")
    assert writer.post(new, {**data, "files": [evidence]}).status_code == 302
    challenge = Challenge.objects.get()
    assert writer.post(new, data).status_code == 409
    page = reverse("bidding:challenge", args=[challenge.public_id])
    document = reverse("bidding:objection_file", args=[ObjectionFile.objects.get().pk])
    for reader in (writer, officer, approver):
        assert TEXT in reader.get(page).content.decode()
        assert reader.get(document).status_code == 200
    for reader in (finance, enter(member())):
        assert reader.get(page).status_code == 404
        assert reader.get(document).status_code == 404
    assert (
        officer.get(reverse("bidding:challenge_act", args=[challenge.public_id, "nothing"])).status_code
        == 404
    )
    assert go(writer, "challenge_act", challenge, "draft").status_code == 403
    draft = {"outcome": "rejected", "remedy": "none", "answer": "评分依据充分"}
    assert go(officer, "challenge_act", challenge, "draft", **{**draft, "answer": ""}).status_code == 422
    assert go(officer, "challenge_act", challenge, "draft", **draft).status_code == 302
    assert "评分依据充分" in approver.get(page).content.decode()
    assert "评分依据充分" not in writer.get(page).content.decode()
    assert go(approver, "challenge_act", challenge, "return", reason="补充").status_code == 302
    assert "补充" in officer.get(page).content.decode()
    go(officer, "challenge_act", challenge, "draft", **draft)
    assert go(approver, "challenge_act", challenge, "issue").status_code == 302
    challenge.refresh_from_db()
    assert challenge.state == ChallengeState.REJECTED
    complain = reverse("bidding:complaint_new", args=[challenge.public_id])
    assert complain in writer.get(page).content.decode()
    assert officer.get(complain).status_code == 403
    assert writer.post(complain, {"matters": ["别的"], "statement": "不服"}).status_code == 422
    assert writer.post(complain, {"matters": ["评分有误"], "statement": "不服"}).status_code == 302
    complaint = Complaint.objects.get()
    assert complain not in writer.get(page).content.decode()
    assert (
        go(
            finance, "complaint_act", complaint, "return", reason="缺授权书", correct_by="2026-03-20"
        ).status_code
        == 302
    )
    assert go(writer, "complaint_act", complaint, "correct", statement="已补").status_code == 302
    assert go(finance, "complaint_act", complaint, "accept").status_code == 302
    assert "4月17日" in officer.get(complaint.path).content.decode()
    assert go(officer, "complaint_act", complaint, "statement", text="依据充分").status_code == 302
    assert (
        go(finance, "complaint_act", complaint, "pause", kind=PauseKind.TEST, reason="检测").status_code
        == 302
    )
    assert go(finance, "complaint_act", complaint, "resume").status_code == 302
    assert go(finance, "complaint_act", complaint, "lift", reason="查明").status_code == 302
    assert Suspension.objects.get().lifted_on is not None
    assert "查明" in writer.get(complaint.path).content.decode()
    end = {"is_upheld": "yes", "remedy": "next_candidate", "decision": "责令重新确定"}
    assert go(finance, "complaint_act", complaint, "decide", **end).status_code == 302
    complaint.refresh_from_db()
    assert complaint.state == ComplaintState.UPHELD
    assert go(finance, "complaint_act", complaint, "decide", **end).status_code == 403
    assert "责令重新确定" in writer.get(complaint.path).content.decode()
    listed = finance.get(reverse("bidding:challenge_list")).content.decode()
    assert complaint.reference in listed


def test_the_public_reads_outcomes_and_nothing_else(stage, enter):
    data = {
        "organization": stage.organization.pk, "kind": "result", "matters": "评分有误", "facts": TEXT,
        "basis": "第五十二条", "request": "重新评审",
    }  # fmt: skip
    assert enter(stage.writer).post(work("challenge_new", stage.tender), data).status_code == 302
    for path in (
        stage.tender.path,
        work("tender_result", stage.tender),
        reverse("bidding:objection_figures"),
    ):
        text = Client().get(path).content.decode()
        assert "质疑" in text
        assert TEXT not in text
        assert stage.organization.name not in text
    assert Client().get(Challenge.objects.get().path).status_code == 302
    working = enter(stage.officer).get(work("tender_work", stage.tender)).content.decode()
    assert Challenge.objects.get().reference in working


def test_nothing_to_challenge_says_so(stage, enter, life):
    life.move(stage.now.replace(month=6))
    page = enter(stage.writer).get(work("challenge_new", stage.tender))
    assert page.context["kinds"] == {}
    assert enter(stage.officer).get(work("challenge_new", stage.tender)).status_code == 403
    empty = enter(member()).get(reverse("bidding:challenge_list"))
    assert list(empty.context["rows"]) == []
