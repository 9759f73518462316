"""Pages of the ranking and of reviews through the client: what they show, to whom, and what bad input gets."""

import csv
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from organizations.models import Organization, Standing
from organizations.states import OrganizationState
from ranking import actions
from ranking.models import Ballot, Rating, Snapshot
from ranking.standing import input_hash
from tests.client import sign_in
from tests.factories.organizations import OrganizationFactory, UserFactory, verified_resident
from tests.factories.ranking import AFTER_COLLECTION, MOMENT, opened, points, published, rated, replying

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown(move_clock):
    """A published review and computed standings."""
    panel = published()
    actions.recompute_standings(now=AFTER_COLLECTION)
    return panel


class TestPublic:
    def test_the_ranking_says_not_ranked_yet_and_never_low(self, client, shown):
        newcomer = OrganizationFactory(name="新芽社会工作站")
        actions.recompute_standings(now=AFTER_COLLECTION)
        page = client.get("/ranking/").content.decode()
        assert shown.organization.name in page
        assert newcomer.name in page
        assert page.count("尚未排名") >= 2
        assert "履约" in page
        assert "信用" not in page.replace("统一社会信用代码", "")

    @pytest.mark.parametrize(
        "query", ["?category=zz&period=2099-01-01&after=%%%", "?after=" + "x" * 500, "?period='"]
    )
    def test_strange_queries_give_the_table(self, client, shown, query):
        assert client.get(f"/ranking/{query}").status_code == 200

    def test_the_empty_ranking_says_what_comes(self, client):
        assert "还没有" in client.get("/ranking/").content.decode()

    def test_every_line_is_shown_with_its_effect(self, client, shown):
        page = client.get(f"/ranking/{shown.organization.public_id}/").content.decode()
        assert shown.contract.title in page
        standing = Standing.objects.get(organization=shown.organization, category="*")
        assert f"{standing.score:.3f}" in page
        assert "感谢评价" in page
        assert client.get("/ranking/nobody/").status_code == 404
        assert client.get(f"/en/ranking/{shown.organization.public_id}/?category=EL3").status_code == 200

    def test_what_would_move_it(self, client):
        panel = opened()
        page = client.get(f"/ranking/{panel.organization.public_id}/")
        assert page.status_code == 200
        actions.recompute_standings(now=MOMENT)
        assert "→" in client.get(f"/ranking/{panel.organization.public_id}/").content.decode()

    def test_the_files_give_the_same_numbers(self, client, shown, tmp_path):
        snapshot = Snapshot.objects.get()
        events = client.get("/ranking/files/events.csv")
        assert events["Content-Disposition"].startswith("attachment")
        text = events.content.decode()
        assert input_hash(text) == snapshot.input_hash
        listed = client.get("/data/").content.decode()
        assert "/ranking/files/events.csv" in listed
        assert snapshot.input_hash in listed
        for person in (shown.officer, shown.expert, shown.legal):
            assert person.name not in text
        (tmp_path / "events.csv").write_text(text, encoding="utf-8")
        (tmp_path / "calibration.json").write_bytes(client.get("/ranking/files/calibration.json").content)
        call_command(
            "rank", "--input", tmp_path / "events.csv", "--as-of", str(snapshot.day), "--output",
            tmp_path / "ranking.csv", "--explain", tmp_path / "explain.csv", "--calibration",
            tmp_path / "calibration.json",
        )  # fmt: skip
        assert (tmp_path / "ranking.csv").read_text(encoding="utf-8") == client.get(
            "/ranking/files/ranking.csv"
        ).content.decode()
        assert (tmp_path / "explain.csv").read_text(encoding="utf-8") == client.get(
            "/ranking/files/explain.csv"
        ).content.decode()
        rows = list(csv.DictReader(StringIO(text)))
        assert [r["evaluator_id"] for r in rows if r["evaluator_kind"] == "resident"] == [""] * 5
        assert client.get("/ranking/files/calibration.json").json()["beta"] == 2.5
        assert client.get("/ranking/files/secret.csv").status_code == 404

    def test_four_answers_are_neither_published_nor_counted(self, client):
        published(stars=(1, 1, 1, 1))
        actions.recompute_standings(now=AFTER_COLLECTION)
        assert ",resident," not in client.get("/ranking/files/events.csv").content.decode()

    def test_a_published_review_is_public(self, client, shown):
        page = client.get(shown.review.path).content.decode()
        assert "良好" in page
        assert "n=5" in page
        assert "感谢评价" in page
        for person in (shown.officer, shown.expert, shown.approver):
            assert person.name not in page

    def test_an_unpublished_review_shows_no_points(self, client):
        panel = replying()
        assert client.get(panel.review.path).status_code == 404
        assert client.get("/reviews/unknown/").status_code == 404

    def test_queries_are_constant(self, client, shown, django_assert_max_num_queries):
        for _ in range(10):
            OrganizationFactory()
        actions.recompute_standings(now=AFTER_COLLECTION)
        with django_assert_max_num_queries(16):
            client.get("/ranking/")


class TestSuspension:
    def test_a_suspended_organization_keeps_its_score_without_a_place(self, shown):
        before = Standing.objects.get(organization=shown.organization, category="*")
        shown.organization.state = OrganizationState.SUSPENDED
        shown.organization.save()
        actions.note_status(organization=shown.organization, is_active=False, now=AFTER_COLLECTION)
        assert (
            actions.note_status(organization=shown.organization, is_active=False, now=AFTER_COLLECTION)
            is None
        )
        actions.recompute_standings(now=AFTER_COLLECTION)
        after = Standing.objects.get(organization=shown.organization, category="*")
        assert (after.score, after.rank, after.status) == (before.score, None, "suspended")


class TestDesk:
    def test_the_official_rates_by_the_form(self, client, move_clock):
        panel = opened()
        move_clock(MOMENT)
        sign_in(client, panel.officer)
        address = f"{panel.review.desk_path}rate/"
        assert client.get(address).status_code == 200
        data = {code: str(value) for code, value in points(panel.review).items()}
        bad = client.post(address, {**data, "c1": "4_2", "comment": "保留的文字"})
        assert bad.status_code == 422
        assert "保留的文字" in bad.content.decode()
        for wrong in ("25.5", "-1", "24.3", "1e1", "NaN", "٣"):
            assert client.post(address, {**data, "c1": wrong, "comment": "…"}).status_code == 422
        good = client.post(address, {**data, "comment": "抽查合格", "findings": ["c7"]})
        assert good.status_code == 302
        assert client.post(address, {**data, "comment": "再来"}).status_code == 409
        assert Rating.objects.get(kind="official").findings == ["c7"]

    def test_the_expert_sees_only_the_own_rating_before_the_reply(self, client):
        panel = rated()
        sign_in(client, panel.expert)
        page = client.get(panel.review.desk_path).content.decode()
        assert "80.00" in page
        assert "90.00" not in page

    def test_strangers_find_nothing(self, client):
        panel = rated()
        sign_in(client, UserFactory())
        for tail in ("", "rate/"):
            assert client.get(f"{panel.review.desk_path}{tail}").status_code == 404
        for tail in ("ask/", "reply/", "publish/", "third-party/", "draw/", "fill/"):
            assert client.post(f"{panel.review.desk_path}{tail}").status_code == 404
            assert client.get(f"{panel.review.desk_path}{tail}").status_code == 405
        assert client.get("/work/reviews/").status_code == 200

    def test_asking_too_early_says_until_when(self, client, move_clock):
        panel = rated()
        move_clock(MOMENT)
        sign_in(client, panel.officer)
        page = client.post(f"{panel.review.desk_path}ask/")
        assert page.status_code == 409
        assert "2026-03-16" in page.content.decode()

    def test_from_asking_to_publication(self, client, move_clock):
        panel = rated()
        move_clock(AFTER_COLLECTION)
        sign_in(client, panel.officer)
        assert client.post(f"{panel.review.desk_path}ask/").status_code == 302
        assert client.post(f"{panel.review.desk_path}publish/").status_code == 403
        sign_in(client, panel.approver)
        assert client.post(f"{panel.review.desk_path}publish/").status_code == 409
        sign_in(client, panel.legal)
        assert client.post(f"{panel.review.desk_path}reply/", {"text": "\u200b"}).status_code == 422
        assert client.post(f"{panel.review.desk_path}reply/", {"text": "谢谢"}).status_code == 302
        sign_in(client, panel.approver)
        assert client.post(f"{panel.review.desk_path}publish/").status_code == 302
        assert panel.reload().grade == "good"

    def test_inviting_somebody_else_than_the_roster(self, client):
        panel = opened()
        sign_in(client, panel.officer)
        stranger = UserFactory()
        answer = client.post(f"{panel.review.desk_path}third-party/", {"expert": stranger.pk, "reason": "…"})
        assert answer.status_code == 422


class TestResident:
    def test_four_clicks_and_a_second_answer_is_refused(self, client, move_clock):
        panel = opened()
        move_clock(MOMENT)
        sign_in(client, verified_resident(panel.community))
        address = f"{panel.review.path}rate/"
        assert address in client.get(panel.review.path).content.decode()
        assert address in client.get("/rounds/").content.decode()  # where the tile of the home screen leads
        assert client.post(address, {"stars": "6"}).status_code == 422
        assert client.post(address, {"stars": "4"}).status_code == 302
        assert client.post(address, {"stars": "5"}).status_code == 409
        assert Ballot.objects.get().stars == 4
        assert "已经" in client.get(address).content.decode()
        assert address not in client.get("/rounds/").content.decode()

    def test_other_people_are_told_why_not(self, client, move_clock):
        panel = opened()
        move_clock(MOMENT)
        sign_in(client, verified_resident())
        assert client.get(f"{panel.review.path}rate/").status_code == 403
        client.logout()
        assert client.get(f"{panel.review.path}rate/").status_code == 302


def test_five_thousand_organizations_cost_the_questions_of_ten(client):
    rows = Organization.objects.bulk_create(OrganizationFactory.build_batch(5000))
    counts = []
    for part in (rows[:10], rows[10:]):
        Standing.objects.bulk_create(
            Standing(
                organization=row, status="ranked", rank=1, score=71, error=4, low=64, high=78, contracts=3,
                evidence=20, as_of=MOMENT, version="MER-1", params_hash="0" * 64,
            )
            for row in part
        )  # fmt: skip
        client.get("/ranking/")
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/ranking/").status_code == 200
        counts.append(len(asked))
    assert counts[1] - counts[0] <= 1  # the link to the next page
