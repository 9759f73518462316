"""The six steps: what each lacks, who may not, honest ends, pauses, objections."""

from datetime import timedelta

import pytest

from deliberation import actions
from deliberation.actions import Minutes, PartyPlan
from deliberation.models import Ballot, Deliberation, Need, VoterMark
from deliberation.queries.deliberations import deliberation_for_page, state_of
from deliberation.queries.duties import duties_of
from deliberation.queries.figures import (
    deliberation_figures,
    median_screening_days,
    needs_by_community,
    needs_by_state,
)
from deliberation.rules.decisions import Counts
from deliberation.states import NeedState
from marketplace.audit.models import AuditEvent
from marketplace.core.refusals import Refused
from marketplace.outbox.models import OutboxEvent
from tests.factories.deliberation import SupportingNeedFactory

from .conftest import PARTIES

pytestmark = pytest.mark.django_db


def refused(code, status=None):
    return (
        pytest.raises(Refused, match=f"^deliberation.{code}$") if status is None else pytest.raises(Refused)
    )


def test_a_deliberation_needs_a_supported_need_or_a_stated_reason(place, now):
    need = SupportingNeedFactory(community=place.community)
    given = {"actor": place.worker, "community": place.community, "topic": "议题", "now": now}
    with refused("below_threshold"):
        actions.open_deliberation(needs=[need], **given)
    with refused("below_threshold"):
        actions.open_deliberation(**given)
    with refused("other_community"):
        actions.open_deliberation(needs=[SupportingNeedFactory()], reason="急", **given)
    row = actions.open_deliberation(needs=[need], reason="老人安全，不宜久等", **given)
    assert (row.state, row.origin, row.spine_id) == ("step1", "resident", need.spine_id)
    assert row.clocks.get().due_at.date().isoformat() == "2026-03-09"
    need.refresh_from_db()
    assert (need.state, need.deliberation) == (NeedState.IN_DELIBERATION, row)
    with pytest.raises(Refused, match="not_in_this_state"):
        actions.open_deliberation(needs=[need], reason="再开", **given)
    assert AuditEvent.objects.filter(act="deliberation.opened").count() == 1
    assert actions.open_deliberation(reason="上级部署", **given).origin == "office"


def test_the_party_list_needs_both_kinds_and_the_confirmer_is_another(walk, place, now):
    walk.open()
    with refused("no_stakeholder"):
        walk.fixed(parties=PARTIES[:1])
    walk.row.refresh_from_db()
    actions.fix_topic(
        actor=place.worker, deliberation=walk.row, topic="议题", rule=walk.rule("Y3"), stance="open",
        format="council", parties=PARTIES, now=now,
    )  # fmt: skip
    with refused("convener_confirms"):
        actions.confirm_topic(actor=place.worker, deliberation=walk.row, now=now)
    with refused("not_convener"):
        actions.raise_topic(actor=place.second, deliberation=walk.row, now=now)
    row = actions.return_topic(actor=place.director, deliberation=walk.row, reason="议题太大", now=now)
    assert (row.state, row.submitted_at, row.returned_reason) == ("step2", None, "议题太大")
    with refused("topic_incomplete"):
        actions.confirm_topic(actor=place.director, deliberation=row, now=now)


def test_notice_record_and_rounds(walk, place):
    walk.to(3)
    given = {"actor": place.worker, "deliberation": walk.row, "place": "居委会", "now": walk.now}
    with refused("notice_council"):
        actions.announce_meeting(starts_at=walk.now + timedelta(days=3), **given)
    with refused("chair_is_party"):
        actions.announce_meeting(starts_at=walk.now + timedelta(days=5), chair=PARTIES[0].name, **given)
    with refused("online_short"):
        actions.announce_meeting(starts_at=walk.now + timedelta(days=5), is_online=True, **given)
    with refused("no_record"):
        actions.close_discussion(actor=place.worker, deliberation=walk.row, now=walk.now)
    meeting = actions.announce_meeting(starts_at=walk.now + timedelta(days=5), **given)
    assert actions.announce_meeting(starts_at=walk.now + timedelta(days=5), **given) == meeting
    minutes = Minutes(present=5, spoke=4, open_points=["费用"])
    with refused("not_held_yet"):
        actions.record_meeting(actor=place.worker, meeting=meeting, minutes=minutes, now=walk.now)
    later = walk.now + timedelta(days=6)
    actions.record_meeting(actor=place.worker, meeting=meeting, minutes=minutes, now=later)
    with refused("recorded_already"):
        actions.record_meeting(actor=place.worker, meeting=meeting, minutes=minutes, now=later)
    assert actions.add_to_record(actor=place.worker, meeting=meeting, text="更正：5号楼", now=later).additions
    row = actions.start_round(actor=place.worker, deliberation=walk.row, now=later)
    assert row.round == 2
    with refused("no_record"):
        actions.start_round(actor=place.worker, deliberation=row, now=later)
    row = actions.extend_discussion(actor=place.worker, deliberation=row, reason="假期", now=later)
    with refused("extended_already"):
        actions.extend_discussion(actor=place.worker, deliberation=row, reason="假期", now=later)


# rules: CNS-03
def test_ballots_are_single_secret_and_never_the_conveners(walk, place):
    parties = (
        *PARTIES,
        PartyPlan("unit", "驻区学校", place.second),
        PartyPlan("expert", "律师", place.stranger),
    )
    walk.open().fixed(parties=parties).confirmed().discussed().decided()
    now, row = walk.now, walk.row
    vote = actions.open_vote(
        actor=place.worker, deliberation=row, question="同意吗", electorate="parties",
        closes_at=now + timedelta(days=1), now=now,
    )  # fmt: skip
    assert vote.eligible == 1
    for person, code in ((place.worker, "convener_votes"), (place.stranger, "not_a_party")):
        with refused(code) as answer:
            actions.cast_ballot(actor=person, vote=vote, choice="yes", now=now)
        assert answer.value.status == 403
    with refused("no_choice"):
        actions.cast_ballot(actor=place.second, vote=vote, choice="maybe", now=now)
    actions.cast_ballot(actor=place.second, vote=vote, choice="no", now=now)
    with refused("voted_already"):
        actions.cast_ballot(actor=place.second, vote=vote, choice="yes", now=now)
    assert Ballot.objects.get().hour.minute == 0
    assert {field.name for field in Ballot._meta.fields} == {"id", "vote", "choice", "hour"}
    assert not hasattr(VoterMark.objects.get(), "choice")
    decide = {"actor": place.worker, "deliberation": row, "method": "vote", "statement": "通过"}
    with refused("vote_open"):
        actions.record_outcome(now=now, **decide)
    with refused("no_majority"):
        actions.record_outcome(now=now + timedelta(days=1), counts=Counts(9, 9, 9), **decide)
    with refused("vote_closed"):
        actions.cast_ballot(actor=place.resident, vote=vote, choice="yes", now=now + timedelta(days=1))


def test_residents_vote_once_per_household(walk, place):
    walk.to(4)
    vote = actions.open_vote(
        actor=place.worker, deliberation=walk.row, question="同意吗", electorate="residents",
        closes_at=walk.now + timedelta(days=1), now=walk.now,
    )  # fmt: skip
    assert vote.eligible == 1020
    actions.cast_ballot(actor=place.resident, vote=vote, choice="yes", now=walk.now)
    with refused("not_resident_here"):
        actions.cast_ballot(actor=place.stranger, vote=vote, choice="yes", now=walk.now)
    from tests.factories.organizations import ResidencyFactory, UserFactory

    partner = UserFactory()
    ResidencyFactory(
        user=partner,
        community=place.community,
        level="verified",
        household=place.resident.residency.household,
    )
    with refused("voted_already"):
        actions.cast_ballot(actor=partner, vote=vote, choice="yes", now=walk.now)


def test_the_decision_is_frozen_with_its_needs_and_tells_the_rooms_above(walk, place):
    walk.to(4)
    outcome = actions.record_outcome(
        actor=place.worker, deliberation=walk.row, method="consensus", statement="每两天巡访",
        counts=Counts(3, 3, 3), now=walk.now,
    )  # fmt: skip
    assert outcome.record["needs"] == [need.reference for need in walk.row.needs.all()]
    assert len(outcome.digest) == 64
    assert OutboxEvent.objects.filter(name="deliberation.OutcomeRecorded").count() == 1
    assert Need.objects.get().state == NeedState.ADOPTED
    with pytest.raises(Refused) as again:
        actions.record_outcome(
            actor=place.worker, deliberation=walk.row, method="consensus", statement="再来",
            counts=Counts(3, 3, 3), now=walk.now,
        )  # fmt: skip
    assert again.value.status == 409
    assert deliberation_figures() == {"running": 1, "decided": 1, "without_agreement": 0}


def test_no_agreement_is_an_honest_end_and_may_be_discussed_again(walk, place):
    walk.to(4)
    given = {"actor": place.worker, "deliberation": walk.row, "now": walk.now}
    with refused("no_open_points"):
        actions.fail_deliberation(agreed=["看望"], open_points=[], **given)
    row = actions.fail_deliberation(agreed=["看望"], open_points=["费用"], **given)
    assert row.state == "failed"
    row = actions.discuss_again(**given)
    assert (row.state, row.round) == ("step3", 2)
    walk.row = row
    walk.discussed().decided()
    given["now"] = walk.now
    actions.fail_deliberation(agreed=[], open_points=["费用"], **given)
    with refused("channel_missing"):
        actions.close_failed_deliberation(channel=" ", **given)
    row = actions.close_failed_deliberation(channel="业主大会", **given)
    assert (row.state, row.open_points, Need.objects.get().state) == ("closed", ["费用"], NeedState.ARCHIVED)


def in_step_six(walk, place):
    walk.to(4)
    actions.record_outcome(
        actor=place.worker, deliberation=walk.row, method="consensus", statement="每两天巡访",
        counts=Counts(3, 3, 3), now=walk.now,
    )  # fmt: skip
    given = {"actor": place.worker, "deliberation": walk.row, "now": walk.now}
    with refused("no_commitment"):
        actions.finish_commitments(**given)
    fields = {"kind": "group", "text": "排班", "owner": "楼长", "due_on": walk.now.date()}
    item = actions.add_commitment(**fields, **given)
    assert actions.add_commitment(**fields, **given) == item
    with refused("commitment_open"):
        actions.finish_commitments(**given)
    with refused("result_missing"):
        actions.end_commitment(actor=place.worker, commitment=item, to="done", note="", now=walk.now)
    actions.end_commitment(actor=place.worker, commitment=item, to="withdrawn", note="改由物业", now=walk.now)
    return actions.finish_commitments(**given)


def test_review_is_posted_reopened_once_and_closed_by_the_clock(walk, place):
    row = in_step_six(walk, place)
    given = {"actor": place.worker, "deliberation": row}
    objecting = {"actor": place.resident, "deliberation": row}
    with refused("objection_late"):
        actions.raise_objection(text="不行", now=walk.now, **objecting)
    answers = {row.parties.first().pk: {"very_satisfied": 5}}
    row = actions.post_result(answers=answers, now=walk.now, **given)
    with refused("posted_already"):
        actions.post_result(answers={}, now=walk.now, **given)
    with refused("still_posted"):
        actions.close_deliberation(now=walk.now, **given)
    objection = actions.raise_objection(text="没问五号楼", now=walk.now, **objecting)
    assert actions.raise_objection(text="没问五号楼", now=walk.now, **objecting) == objection
    assert actions.move_due_deliberations(now=walk.now + timedelta(days=60)) == 0
    actions.answer_objection(actor=place.worker, objection=objection, answer="下周补问", now=walk.now)
    with refused("reopened_already"):
        actions.raise_objection(text="还是不行", now=walk.now, **objecting)
    row = deliberation_for_page().get(pk=row.pk)
    end = row.result_until
    assert state_of(row, end - timedelta(seconds=1)) == "step6"
    assert state_of(row, end) == "closed"
    assert actions.move_due_deliberations(now=end) == 1
    row.refresh_from_db()
    assert (row.state, row.closed_at) == ("closed", end)
    assert actions.close_deliberation(now=end, **given).state == "closed"


def test_a_pause_ends_by_itself_and_moves_the_clock_on(walk, place):
    walk.to(3)
    due = walk.row.clocks.get(finished_at__isnull=True).due_at
    with refused("reason_short"):
        actions.pause_deliberation(actor=place.director, deliberation=walk.row, reason=" ", now=walk.now)
    row = actions.pause_deliberation(
        actor=place.director, deliberation=walk.row, reason="等方案", now=walk.now
    )
    assert (row.state, row.paused_from) == ("paused", "step3")
    assert state_of(row, row.pause_ends_at) == "step3"
    row = actions.resume_deliberation(
        actor=place.director, deliberation=row, now=walk.now + timedelta(days=2)
    )
    clock = row.clocks.get(finished_at__isnull=True)
    assert (row.state, clock.due_at - due, clock.paused_seconds) == ("step3", timedelta(days=2), 172800)
    actions.pause_deliberation(actor=place.director, deliberation=row, reason="等方案", now=walk.now)
    assert actions.move_due_deliberations(now=walk.now + timedelta(days=31)) == 1
    assert Deliberation.objects.get().state == "step3"


def test_duties_name_what_each_person_has_to_do(walk, place, now):
    def codes(person, at=now):
        return sorted(duty.code for duty in duties_of(person, at))

    assert codes(place.stranger) == []
    walk.open()
    assert codes(place.worker) == ["deliberation.convene"]
    walk.fixed()
    assert codes(place.worker) == []
    assert codes(place.director) == ["deliberation.confirm"]
    duty = duties_of(place.director, now)[0]
    assert duty.due_at is not None
    assert duty.url == f"/work/deliberations/{walk.row.public_id}/"
    walk.confirmed()
    assert codes(place.worker) == ["deliberation.convene"]


def test_figures_count_public_needs(place, now):
    SupportingNeedFactory.create_batch(
        2, community=place.community, raised_at=now, screened_at=now + timedelta(days=1)
    )
    assert needs_by_state(now) == {"supporting": 2}
    assert needs_by_community() == {place.community.code: 2}
    assert median_screening_days(now + timedelta(days=2)) == 1.0
