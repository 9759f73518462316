"""The whole loop of the room by posts, as its people: need, screening, six steps, decision, review, close."""

from datetime import timedelta

import pytest
from django.urls import reverse

from deliberation.models import Deliberation, Meeting, Need, Outcome
from deliberation.states import NeedState
from marketplace.audit.models import AuditEvent
from marketplace.workdays.queries import database_now
from tests.factories.deliberation import SupportFactory

pytestmark = pytest.mark.django_db
SIGHT = "%Y-%m-%dT%H:%M"


@pytest.fixture
def at(move_clock):
    """Move pages' clock to a moment (forward only)."""

    def go(moment):
        move_clock(moment)
        return moment

    return go


def post(client, user, name, *keys, **data):
    client.force_login(user)
    return client.post(reverse(f"deliberation:{name}", args=keys), data)


def act(client, user, row, name, **data):
    response = post(client, user, "act", row.public_id, name, **data)
    assert response.status_code == 302, response.content.decode()[:4000]
    row.refresh_from_db()
    return row


def raise_by_page(client, place):
    response = post(
        client,
        place.resident,
        "need_new",
        community=place.community.pk,
        kind="elders",
        title="独居老人没人看望",
        body="三栋有几位独居老人。",
        display="anonymous",
    )
    assert response.status_code == 302, response.content.decode()[:3000]
    return Need.objects.get()


def test_from_need_to_closed_deliberation_by_real_posts(client, place, rule, now, at):
    at(now)
    need = raise_by_page(client, place)
    assert client.get(need.path).status_code == 200
    client.logout()
    assert client.get(need.path).status_code == 404
    response = post(
        client, place.worker, "screen", need.public_id, rule=rule("Y3").pk, who_acts="organization"
    )
    assert response.status_code == 302, response.content.decode()[:3000]
    client.logout()
    page = client.get(need.path).content.decode()
    assert "独居老人没人看望" in page
    assert "Y3" in page
    assert place.resident.name not in page
    SupportFactory.create_batch(20, need=need, at=now, counts_from=now)
    assert post(client, place.resident, "need_support", need.public_id).status_code == 302
    response = post(client, place.worker, "open_from_need", need.public_id, topic="独居老人巡访怎么做")
    assert response.status_code == 302, response.content.decode()[:3000]
    row = Deliberation.objects.get()
    act(
        client, place.worker, row, "topic",
        topic="独居老人巡访怎么做", rule=rule("Y3").pk, stance="open", format="council", level="community",
        representatives="三号楼居民代表，" + place.second.email, stakeholders="老人家属", others="物业", experts="",
    )  # fmt: skip
    assert row.state == "step2"
    assert post(client, place.worker, "act", row.public_id, "confirm").status_code == 403
    act(client, place.director, row, "confirm")
    starts = now + timedelta(days=4)
    act(client, place.worker, row, "meeting", starts_at=starts.strftime(SIGHT), place="居委会二楼")
    at(starts + timedelta(hours=3))
    act(
        client,
        place.worker,
        row,
        "record",
        present="12",
        spoke="9",
        agreed="每两天看望一次",
        open_points="费用",
    )
    act(client, place.worker, row, "decide")
    closes = starts + timedelta(days=1)
    act(
        client, place.worker, row, "vote",
        question="同意吗", electorate="parties", closes_at=closes.strftime(SIGHT),
    )  # fmt: skip
    response = post(client, place.worker, "ballot", row.public_id, choice="yes")
    assert response.status_code == 403
    assert AuditEvent.objects.filter(act="deliberation.act_refused", actor_id=place.worker.pk).count() == 1
    assert post(client, place.second, "ballot", row.public_id, choice="yes").status_code == 302
    assert post(client, place.second, "ballot", row.public_id, choice="no").status_code == 409
    response = post(
        client, place.worker, "act", row.public_id, "outcome", method="vote", statement="请专业机构巡访"
    )
    assert response.status_code == 409
    at(closes + timedelta(minutes=1))
    act(client, place.worker, row, "outcome", method="vote", statement="请专业机构巡访")
    outcome = Outcome.objects.get()
    assert outcome.counts == {"eligible": 1, "present": 1, "yes": 1, "no": 0, "abstain": 0}
    assert Need.objects.get().state == NeedState.ADOPTED
    due = (closes + timedelta(days=20)).date().isoformat()
    act(
        client,
        place.worker,
        row,
        "commitment",
        kind="group",
        text="楼长每周看望",
        owner="三号楼楼长",
        due_on=due,
    )
    assert post(client, place.worker, "act", row.public_id, "finish").status_code == 409
    act(
        client, place.worker, row, "end-commitment",
        commitment=row.commitments.get().pk, to="done", note="已排好班",
    )  # fmt: skip
    act(client, place.worker, row, "finish")
    party = row.parties.first()
    act(client, place.worker, row, "result", **{f"p{party.pk}_very_satisfied": "4", f"p{party.pk}_fair": "2"})
    public = client.get(row.path).content.decode()
    assert "66.7%" in public
    assert "n=6" in public
    response = post(client, place.resident, "objection", row.public_id, reason="没问到五号楼")
    assert response.status_code == 302
    row.refresh_from_db()
    act(client, place.worker, row, "answer", objection=row.objections.get().pk, answer="下周入户补问")
    at(row.result_until + timedelta(seconds=1))
    assert "已结束" in client.get(row.path).content.decode() or row.state == "step6"
    act(client, place.worker, row, "close") if row.state == "step6" else None
    row.refresh_from_db()
    assert row.state == "closed"
    assert Meeting.objects.get().recorded_by == place.worker
    assert database_now() > now


STEPS_BY_ACT = [
    ("meeting", 3), ("record", 3), ("round", 3), ("extend", 3), ("decide", 3), ("vote", 4), ("outcome", 4),
    ("fail", 4), ("commitment", 5), ("end-commitment", 5), ("finish", 5), ("result", 6), ("answer", 6), ("close", 6),
]  # fmt: skip


@pytest.mark.parametrize("reached", [1, 2, 3, 4])
# rules: CNS-02
def test_no_step_can_be_skipped_by_a_direct_post(client, walk, place, reached):
    row = walk.to(reached).row
    for number, (name, step) in enumerate(STEPS_BY_ACT):
        if step <= reached:
            continue
        noted = AuditEvent.objects.filter(act="deliberation.act_refused").count()
        response = post(client, place.worker, "act", row.public_id, name)
        assert response.status_code == 403, (number, name)
        assert AuditEvent.objects.filter(act="deliberation.act_refused").count() == noted + 1
    row.refresh_from_db()
    assert row.state == f"step{reached}"
