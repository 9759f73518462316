"""The procurement file: every document of the list with its digest, what is missing, for officials only."""
# rules: ARC-01 ARC-02 OPEN-07

import hashlib
import io
import json
import zipfile
from datetime import date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from bidding.models import BidDocument, Challenge, Complaint, ObjectionFile, Question, Seat, Tender
from bidding.states import ComplaintState, SeatRole, TenderState
from contracts.queries.archive import kept_until, missing_kinds
from marketplace.core.clock import SHANGHAI
from organizations.states import PostRole
from tests.client import sign_in
from tests.factories.bidding import PUBLISHED, OpenedBidFactory
from tests.factories.contracts import active
from tests.factories.organizations import DepartmentFactory, UserFactory, official

pytestmark = pytest.mark.django_db


@pytest.fixture
def ended():
    """An awarded tender with a signed contract, a challenge with evidence, a complaint and a question."""
    here = active()
    tender = here.contract.award.lot.tender
    Tender.objects.filter(pk=tender.pk).update(ended_at=datetime(2028, 2, 29, 10, tzinfo=SHANGHAI))
    tender = Tender.objects.get(pk=tender.pk)
    tender.documents.create(
        version=1, body={"need": "巡访"}, html="<p>巡访</p>", digest="0", published_at=PUBLISHED
    )
    bid = here.contract.award.bid
    opened = OpenedBidFactory(bid=bid)
    Question.objects.create(
        tender=tender, organization=bid.organization, asker=1, number=1, text="几次？", text_digest="0",
        asked_by=bid.sealed_by, asked_at=PUBLISHED,
    )  # fmt: skip
    challenge = Challenge.objects.create(
        reference="ZY-2026-9001", tender=tender, organization=bid.organization, kind="result", matters=["评分"],
        facts="x", basis="x", request="x", filed_by=bid.sealed_by, filed_at=PUBLISHED, known_on=PUBLISHED.date(),
        answer_by=PUBLISHED.date(),
    )  # fmt: skip
    Complaint.objects.create(
        reference="TS-2026-9001", challenge=challenge, matters=["评分"], statement="不服",
        state=ComplaintState.DISMISSED, filed_by=bid.sealed_by, filed_at=PUBLISHED, received_on=PUBLISHED.date(),
        review_by=PUBLISHED.date(), copy_by=PUBLISHED.date(), decision="驳回",
    )  # fmt: skip
    for owner, model in (
        ({"challenge": challenge}, ObjectionFile),
        ({"opened": opened, "envelope": "technical"}, BidDocument),
    ):
        keep(model, b"%PDF-1.4 evidence", **owner)
    Seat.objects.create(
        lot=bid.lot,
        member=UserFactory(),
        role=SeatRole.EXPERT,
        appointed_by=here.officer,
        appointed_at=PUBLISHED,
    )
    return here, tender


def keep(model, content, **owner):
    from marketplace.web.files import Checked

    sha = hashlib.sha256(content).hexdigest()
    return model.keep(Checked("证据.pdf", "application/pdf", len(content), sha, content), **owner)


def download(user, tender):
    return sign_in(Client(), user).get(reverse("contracts:archive", args=[tender.public_id]))


def test_the_file_holds_the_list_with_digests_and_says_what_is_missing(ended):
    here, tender = ended
    answer = download(here.officer, tender)
    assert answer["Content-Type"] == "application/zip"
    packed = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    assert packed.testzip() is None
    index = json.loads(packed.read("index.json"))
    for line in index["files"]:
        assert hashlib.sha256(packed.read(line["path"])).hexdigest() == line["sha256"]
    kinds = {line["kind"] for line in index["files"]}
    assert {"activity", "document", "bids", "contract", "challenges", "complaints", "evaluation"} <= kinds
    assert index["missing"] == ["acceptance"]
    assert index["kept_until"] == "2043-02-28"
    assert "验收" in packed.read("index.html").decode()
    assert any(line["path"].endswith("证据.pdf") and line["kind"] == "bids" for line in index["files"])
    asked = packed.read("clarifications/clarifications.json").decode()
    assert "几次？" in asked
    assert tender.questions.get().organization.name not in asked


def test_only_the_buyer_and_auditors_get_it_and_only_after_the_end(ended):
    here, tender = ended
    assert download(official(PostRole.AUDITOR, DepartmentFactory()), tender).status_code == 200
    assert download(official(PostRole.PROJECT_OFFICER, DepartmentFactory()), tender).status_code == 403
    assert download(here.writer, tender).status_code == 403
    Tender.objects.filter(pk=tender.pk).update(state=TenderState.EVALUATED)
    assert download(here.officer, tender).status_code == 404


def test_a_failed_tender_needs_no_contract(ended):
    _here, tender = ended
    tender.state, tender.end_reason = TenderState.FAILED, "failed_few_bidders"
    assert missing_kinds(tender, {"activity", "budget", "document", "criteria"}) == ["award"]
    tender.ended_at = datetime(2026, 3, 31, 10, tzinfo=SHANGHAI)
    assert kept_until(tender) == date(2041, 3, 31)
