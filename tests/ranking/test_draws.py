"""PER-04: the yearly draw for spot checks; stage evaluations beside the standing."""

import hashlib
from datetime import date, timedelta

import pytest

from contracts.actions import begin_stage, publish_stage, record_sample
from contracts.states import StageConclusion
from marketplace.core.refusals import Refused
from marketplace.web.access import Denied
from organizations.states import PostRole
from ranking import actions
from ranking.models import YearlyDraw
from ranking.queries.draws import checks_of, undrawn
from ranking.queries.duties import duties_of
from ranking.queries.stages import stage_lines
from ranking.rules.draws import lasts_long, spot_size
from tests.client import sign_in
from tests.factories.organizations import UserFactory, official
from tests.factories.ranking import MOMENT, accept_milestone, signed_contract

DAY = date(2026, 3, 2)
YEAR = {"starts_on": date(2025, 6, 1), "ends_on": date(2026, 5, 31)}


@pytest.mark.parametrize(
    ("number", "drawn"), [(0, 0), (1, 1), (3, 1), (4, 2), (7, 3), (10, 3), (11, 4), (100, 30)]
)
def test_at_least_three_in_ten(number, drawn):
    assert spot_size(number, DAY) == drawn  # PER-04: 7 -> 3


@pytest.mark.parametrize(
    ("starts", "ends", "long"),
    [
        (date(2025, 6, 1), date(2026, 5, 31), True),
        (date(2025, 6, 1), date(2026, 5, 30), False),
        (date(2024, 2, 29), date(2025, 2, 27), True),
        (date(2025, 1, 1), date(2027, 12, 31), True),
    ],
)
def test_a_year_is_a_whole_one(starts, ends, long):
    assert lasts_long(starts, ends, DAY) is long


@pytest.mark.django_db
class TestDraw:
    def test_anybody_can_draw_again_and_new_contracts_are_drawn_later(self):
        contracts = [signed_contract(**YEAR) for _ in range(7)]
        signed_contract()
        officer = official(PostRole.PROJECT_OFFICER, department=contracts[0].buyer)
        draw = actions.draw_projects(actor=officer, department=contracts[0].buyer, now=MOMENT)
        keys = [row["key"] for row in draw.frame]
        assert set(keys) == {row.public_id for row in contracts}
        again = sorted(keys, key=lambda key: hashlib.sha256(f"{draw.seed}\n{key}".encode()).hexdigest())[:3]
        assert [row.contract.public_id for row in draw.drawn.all()] == again
        with pytest.raises(Refused) as caught:
            actions.draw_projects(actor=officer, department=contracts[0].buyer, now=MOMENT)
        assert (caught.value.code, caught.value.status) == ("ranking.nothing_to_draw", 409)
        later = signed_contract(**YEAR)
        second = actions.draw_projects(actor=officer, department=later.buyer, now=MOMENT)
        assert (second.number, [row.contract for row in second.drawn.all()]) == (2, [later])
        assert len(undrawn(later.buyer, date(2027, 1, 4))) == 8

    def test_only_an_officer_of_the_department(self):
        contract = signed_contract(**YEAR)
        with pytest.raises(Denied):
            actions.draw_projects(actor=UserFactory(), department=contract.buyer, now=MOMENT)

    def test_the_result_feeds_spot_checks(self):
        contract = signed_contract(**YEAR)
        accept_milestone(contract, 1)
        officer = official(PostRole.PROJECT_OFFICER, department=contract.buyer)
        earlier = begin_stage(actor=officer, contract=contract, kind="spot", now=MOMENT - timedelta(days=1))
        _publish(earlier, officer, "on_track", ())
        draw = actions.draw_projects(actor=officer, department=contract.buyer, now=MOMENT)
        assert checks_of(draw.drawn.all()) == {}
        assert [duty.code for duty in duties_of(officer, MOMENT)] == ["ranking.spot_check"]
        stage = begin_stage(actor=officer, contract=contract, kind="spot", now=MOMENT)
        assert checks_of(draw.drawn.all()) == {draw.drawn.get().pk: stage}
        assert duties_of(officer, MOMENT) == []

    def test_the_pages(self, client, move_clock):
        move_clock(MOMENT)
        contract = signed_contract(**YEAR)
        officer = official(PostRole.PROJECT_OFFICER, department=contract.buyer)
        address = f"/work/draws/new/{contract.buyer.code}/"
        sign_in(client, UserFactory())
        assert client.post(address).status_code == 403
        sign_in(client, officer)
        page = client.get("/work/draws/").content.decode()
        assert contract.reference in page
        assert "30%" in page
        answer = client.post(address)
        draw = YearlyDraw.objects.get()
        assert answer.url == draw.desk_path
        assert "stages/new/spot/" in client.get(draw.desk_path).content.decode()
        assert client.post(address).status_code == 409
        client.logout()
        assert draw.path in client.get("/draws/").content.decode()
        assert draw.seed in client.get(draw.path).content.decode()


def _publish(stage, officer, conclusion, items):
    for item in stage.sample.all():
        record_sample(actor=officer, stage=stage, position=item.position, result="ok", note="", now=MOMENT)
    return publish_stage(
        actor=officer, stage=stage, findings="按计划推进。", conclusion=StageConclusion(conclusion), items=items,
        due_at=MOMENT + timedelta(days=7), now=MOMENT,
    )  # fmt: skip


@pytest.mark.django_db
def test_stage_evaluations_stand_beside_the_standing_and_do_not_count(client):
    contract = signed_contract(**YEAR)
    accept_milestone(contract, 1)
    officer = official(PostRole.PROJECT_OFFICER, department=contract.buyer)
    actions.recompute_standings(now=MOMENT)
    before = contract.organization.standings.get(category="*").score
    stage = begin_stage(actor=officer, contract=contract, kind="spot", now=MOMENT)
    _publish(stage, officer, "rectify", ["补签到表"])
    actions.recompute_standings(now=MOMENT)
    assert contract.organization.standings.get(category="*").score == before
    line = stage_lines(contract.organization)[0]
    assert (line.n, line.as_recorded, line.demands, line.answered, line.reply) == (
        stage.sample.count(), stage.sample.count(), 1, 0, "",
    )  # fmt: skip
    assert stage_lines(contract.organization, "CH1") == []
    page = client.get(f"/ranking/{contract.organization.public_id}/").content.decode()
    assert stage.path in page
    assert "不计分" in page
