"""Four voices: evidence behind unusual points, and how the organization rates itself without counting."""

from datetime import date
from decimal import Decimal

import pytest

from contracts.models import MilestoneIndicator
from contracts.states import CheckResult
from marketplace.core.refusals import Refused
from marketplace.web.access import Denied
from ranking import actions
from ranking.models import Rating, SelfRating
from ranking.queries.proofs import proofs_of
from ranking.rules.evidence import check_evidence, check_known, needs_evidence
from tests.client import sign_in
from tests.factories.organizations import verified_resident
from tests.factories.ranking import MOMENT, linked, opened, points, published, rated

DAY = date(2026, 3, 2)
COMMON = [
    {"code": "c1", "text": "完成量", "points": "20"},
    {"code": "c2", "text": "资金规范", "points": "80"},
]


@pytest.mark.parametrize(
    ("given", "most", "needed"),
    [("19", "20", True), ("18.5", "20", False), ("12", "20", True), ("12.5", "20", False), ("0", "10", True)],
)
def test_unusual_points_need_evidence(given, most, needed):
    assert needs_evidence(Decimal(given), Decimal(most), DAY) is needed


def test_evidence_is_checked_criterion_by_criterion():
    given = {"c1": Decimal(20), "c2": Decimal(60)}
    check_evidence(COMMON, given, {"c1": ["report-1"]}, {"report-1"}, DAY)
    with pytest.raises(Refused) as missing:
        check_evidence(COMMON, given, {}, {"report-1"}, DAY)
    assert (missing.value.code, missing.value.field) == ("ranking.evidence_missing", "evidence_c1")
    with pytest.raises(Refused) as unknown:
        check_known({"c2": ["report-9"]}, {"report-1"})
    assert (unknown.value.code, unknown.value.field) == ("ranking.evidence_unknown", "evidence_c2")


@pytest.fixture
def panel(db):
    return opened()


def own(panel, **changed):
    return actions.rate_own_work(
        **{"actor": panel.legal, "review": panel.review, "points": points(panel.review, "1"),
           "comment": "按约完成。", "now": MOMENT, **changed}
    )  # fmt: skip


def test_the_own_rating_is_given_once_by_the_representative(panel):
    with pytest.raises(Denied):
        own(panel, actor=panel.officer)
    assert own(panel, evidence={"c1": ["report-1"], "c2": []}, findings=["c7"]).total == Decimal(100)
    with pytest.raises(Refused, match="already_rated"):
        own(panel)
    with pytest.raises(Refused, match="collection_over"):
        own(panel, now=panel.review.collect_until)
    assert SelfRating.objects.get().evidence["c1"][0]["path"] == f"{panel.contract.path}#m1"


def test_the_own_rating_never_counts(panel):
    own(panel)
    review = published(panel).reload()
    assert review.score == Decimal("85.00")
    assert review.result["self"]["total"] == "100.00"
    assert "self" not in review.result["ratings"]


def test_the_record_of_the_contract_can_be_named(panel):
    milestone = panel.contract.milestones.get(number=1)
    MilestoneIndicator.objects.create(
        milestone=milestone, name="入户", planned=Decimal(100), actual=Decimal("98.5"), unit="次", position=1
    )
    milestone.checks.create(
        resident=verified_resident(panel.community), community=panel.community, result=CheckResult.YES,
        checked_at=MOMENT,
    )  # fmt: skip
    proofs = {row["kind"]: row for row in proofs_of(panel.contract)}
    assert set(proofs) == {"report", "certificate", "check", "indicator"}
    assert (proofs["indicator"]["planned"], proofs["indicator"]["actual"]) == ("100", "98.5")
    assert proofs["check"]["n"] == 1


def test_missing_evidence_keeps_what_was_typed(client, panel, move_clock):
    move_clock(MOMENT)
    sign_in(client, panel.officer)
    data = {code: str(value) for code, value in points(panel.review).items()} | {"comment": "保留的文字"}
    address = f"{panel.review.desk_path}rate/"
    bad = client.post(address, {**data, "c1": "25"})
    assert bad.status_code == 422
    assert "保留的文字" in bad.content.decode()
    assert client.post(address, {**data, "evidence_c1": "report-9"}).status_code == 422
    assert client.post(address, {**data, "c1": "25", "evidence_c1": "report-1"}).status_code == 302
    assert Rating.objects.get().evidence["c1"][0]["key"] == "report-1"


def test_the_representative_rates_before_reading_the_others(client, panel, move_clock):
    move_clock(MOMENT)
    rated(panel)
    sign_in(client, panel.legal)
    page = client.get(panel.review.desk_path).content.decode()
    assert "90.00" not in page
    assert "80.00" not in page
    address = f"{panel.review.desk_path}self/"
    assert address in page
    assert client.get(address).status_code == 200
    data = {code: str(value) for code, value in points(panel.review, "1").items()}
    assert client.post(address, {**data, "comment": "\u200b"}).status_code == 422
    assert client.post(address, {**data, "comment": "说明"}).status_code == 302
    assert client.post(address, {**data, "comment": "再来"}).status_code == 409
    sign_in(client, panel.expert)
    assert "100.00" not in client.get(panel.review.desk_path).content.decode()


def test_the_published_page_shows_four_voices(client, panel):
    own(panel, evidence=linked(panel.review, "certificate-2"))
    review = published(panel).review
    page = client.get(review.path).content.decode()
    assert "机构自评" in page
    assert f"{panel.contract.path}milestones/2/certificate/" in page
    assert panel.legal.name not in page
