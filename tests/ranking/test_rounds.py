"""Evaluation rounds: codes, one answer each, paper by two people, the fraud desk, what feeds the standing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection

from marketplace.audit.models import AuditEvent
from marketplace.core.clock import day_of
from marketplace.core.refusals import Refused
from marketplace.web.access import Denied
from organizations.states import PostRole
from ranking import actions
from ranking.events import RoundFinished
from ranking.handlers import recompute_after_round
from ranking.models import BallotTrace, Contribution, PaperEntry, RoundBallot, RoundCode, WrongCode
from ranking.queries.evidence import events_csv, standing_events
from ranking.queries.rounds import all_rounds, flagged, outcome_of, recount, round_state
from ranking.standing import read_events
from tests.factories.organizations import CommunityFactory, HouseholdFactory, official, worker
from tests.factories.ranking import MOMENT, published
from tests.factories.rounds import announced, answer, answered, final_round, planned, published_round

pytestmark = pytest.mark.django_db


def acts(here):
    rows = AuditEvent.objects.filter(chain=here.row.audit_chain).order_by("sequence")
    return list(rows.values_list("act", flat=True))


def test_a_round_goes_from_plan_to_final_and_its_result_is_kept():
    here = published_round()
    result = here.row.result
    assert (result["n"], result["codes"], result["assisted"], result["excluded"]) == (6, 8, 0, 0)
    assert result["questions"][0]["satisfied"] == 100
    assert Decimal(result["mean"]) == Decimal("4.33")
    assert Decimal(result["score"]) == Decimal("4.13")  # (6 * 4.33 + 10 * 4.0) / 16
    assert acts(here)[:3] == ["round.planned", "round.announced", "round.codes_issued"]
    assert (BallotTrace.objects.count(), WrongCode.objects.count(), here.row.trace_key) == (0, 0, "")
    replied = actions.reply_to_round(actor=here.answerer, row=here.row, text="我们会改进。", now=here.after)
    assert replied.reply == "我们会改进。"
    with pytest.raises(Refused, match="already_replied"):
        actions.reply_to_round(actor=here.answerer, row=here.row, text="再说", now=here.after)
    until = here.row.reply_until
    assert round_state(here.reload(), until) == "final"
    with pytest.raises(Refused, match="round_reply_over"):
        actions.reply_to_round(actor=here.answerer, row=here.row, text="迟到", now=until)
    assert (actions.move_due_rounds(now=until), actions.move_due_rounds(now=until)) == (1, 0)
    assert here.reload().finished_at == until


def test_the_clock_s_states_are_the_same_in_queries_and_rules():
    here = announced()
    row = here.row
    for moment, state in (
        (MOMENT, "notice"), (row.opens_at, "open"), (row.closes_at, "closed"), (row.closes_at + timedelta(9), "closed"),
    ):  # fmt: skip
        assert round_state(row, moment) == state
        assert all_rounds(moment).get().state_now == state
    assert [str(day_of(moment)) for moment in (row.opens_at, row.closes_at)] == ["2026-03-10", "2026-03-23"]
    assert actions.move_due_rounds(now=row.closes_at) == 1
    assert planned().row.state == "planned"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"questions": []}, "questions_number"),
        ({"days_open": 3}, "days_open"),
        ({"communities": []}, "no_community"),
        ({"contract": None}, "one_subject"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(changes, code):
    here = planned()
    options = {
        "actor": here.officer, "organizer": here.row.organizer, "title": "另一轮", "period": "2026", "now": MOMENT,
        "questions": ["满意吗"], "communities": [here.community], "days_open": 10, "contract": here.row.contract,
    }  # fmt: skip
    with pytest.raises(Refused, match=code):
        actions.plan_round(**(options | changes))
    same = {"title": here.row.title, "period": here.row.period}
    assert actions.plan_round(**(options | same)) == here.row
    with pytest.raises(Denied):
        actions.plan_round(**(options | {"actor": here.answerer}))


def test_a_code_counts_once_and_is_kept_as_a_digest():
    here = announced()
    code = next(iter(here.codes))
    assert not RoundCode.objects.filter(digest__icontains=code).exists()
    answer(here, f" {code[:4].lower()}-{code[4:]} ")
    with pytest.raises(Refused, match="code_used"):
        answer(here, code)
    with pytest.raises(Refused, match="code_unknown"):
        answer(here, "AAAA2222")
    with pytest.raises(Refused, match="round_not_open"):
        answer(here, list(here.codes)[1], now=here.after)
    ballot = RoundBallot.objects.get()
    assert (ballot.answers, ballot.hour.minute, ballot.channel) == ([5, 4, 4], 0, "online")
    log = AuditEvent.objects.filter(act="round.answered").get()
    assert (log.actor_id, log.after, log.at.minute) == (None, {}, 0)


def test_wrong_codes_and_many_answers_from_one_place_are_held_back():
    here = announced()
    for _ in range(10):
        with pytest.raises(Refused, match="code_unknown"):
            actions.find_code(row=here.row, code="WRONG222", network="n", now=here.during)
    with pytest.raises(Refused, match="too_many_codes") as refused:
        actions.find_code(row=here.row, code=next(iter(here.codes)), network="n", now=here.during)
    assert refused.value.status == 429
    later = here.during + timedelta(hours=1)
    assert actions.find_code(row=here.row, code=next(iter(here.codes)), network="n", now=later)
    for _ in range(4):
        HouseholdFactory(community=here.community)
    more = actions.issue_codes(actor=here.officer, row=here.row, community=here.community, now=MOMENT)
    codes = [*here.codes, *(slip.code for slip in more)]
    for code in codes[:10]:
        answer(here, code, device="one")
    with pytest.raises(Refused, match="too_many_answers"):
        answer(here, codes[10], device="one")
    assert RoundBallot.objects.count() == 10


def test_codes_are_replaced_received_and_issued_only_where_they_are_missing():
    here = announced()
    assert actions.issue_codes(actor=here.officer, row=here.row, community=here.community, now=MOMENT) == []
    code = RoundCode.objects.earliest("pk")
    old = next(iter(here.codes))
    slip = actions.replace_code(actor=here.officer, code=code, now=MOMENT)
    with pytest.raises(Refused, match="code_used"):
        actions.replace_code(actor=here.officer, code=code, now=MOMENT)
    answer(here, slip.code)
    known = {here.codes[key]: key for key in here.codes}
    with pytest.raises(Refused, match="code_unknown"):
        answer(here, known.get(str(slip.household), old))
    clerk = worker(here.community)
    homes = list(RoundCode.objects.filter(state="printed").values_list("household", flat=True))
    given = {"actor": clerk, "row": here.row, "now": MOMENT}
    assert actions.receive_codes(community=here.community, households=homes, **given) == 8
    with pytest.raises(Refused, match="community_not_asked"):
        actions.issue_codes(actor=here.officer, row=here.row, community=CommunityFactory(), now=MOMENT)
    with pytest.raises(Refused, match="round_not_open"):
        actions.issue_codes(actor=here.officer, row=here.row, community=here.community, now=here.after)


def test_nobody_hands_out_codes_for_a_round_about_the_own_committee():
    here = announced("committee")
    for clerk in (worker(here.community), here.answerer):
        with pytest.raises(Denied, match="own_committee"):
            actions.issue_codes(actor=clerk, row=here.row, community=here.community, now=MOMENT)
    with pytest.raises(Denied, match="not_worker"):
        actions.issue_codes(actor=worker(), row=here.row, community=here.community, now=MOMENT)


def test_a_paper_counts_when_two_people_typed_the_same():
    here = announced()
    code = actions.find_code(row=here.row, code=next(iter(here.codes)), network="desk", now=here.during)
    given = {"row": here.row, "code": code, "channel": "paper", "now": here.during}
    first, second = worker(here.community), worker(here.community)
    assert actions.enter_paper(actor=first, answers=[5, 4, 3], **given) is False
    with pytest.raises(Refused, match="paper_second_person"):
        actions.enter_paper(actor=first, answers=[5, 4, 3], **given)
    with pytest.raises(Refused, match="paper_differs") as refused:
        actions.enter_paper(actor=second, answers=[5, 4, 2], **given)
    assert refused.value.facts["question"] == 3
    actions.discard_paper(actor=second, row=here.row, code=code, now=here.during)
    with pytest.raises(Refused, match="no_paper"):
        actions.discard_paper(actor=second, row=here.row, code=code, now=here.during)
    assert actions.enter_paper(actor=first, answers=[5, 4, 2], **given) is False
    assert actions.enter_paper(actor=here.approver, answers=[5, 4, 2], **given) is True
    assert PaperEntry.objects.count() == 0
    assert RoundBallot.objects.get().channel == "paper"
    with pytest.raises(Refused, match="code_used"):
        actions.enter_paper(actor=second, answers=[5, 4, 2], **given)
    with pytest.raises(Denied):
        actions.enter_paper(
            actor=worker(), answers=[1, 1, 1], **(given | {"code": RoundCode.objects.latest("pk")})
        )


def test_a_household_that_answers_itself_overtakes_its_paper():
    here = announced()
    typed = next(iter(here.codes))
    code = actions.find_code(row=here.row, code=typed, network="desk", now=here.during)
    given = {"row": here.row, "code": code, "channel": "paper", "now": here.during}
    actions.enter_paper(actor=worker(here.community), answers=[1, 1, 1], **given)
    answer(here, typed)
    assert (PaperEntry.objects.count(), RoundBallot.objects.get().answers) == (0, [5, 4, 4])


def stuffed():
    """Return a round in which one device answered for six of twelve households."""
    here = answered(count=6)
    for _ in range(4):
        HouseholdFactory(community=here.community)
    more = actions.issue_codes(actor=here.officer, row=here.row, community=here.community, now=here.during)
    codes = [*list(here.codes)[6:], *(slip.code for slip in more)]
    for number, code in enumerate(codes):
        now = here.during + timedelta(hours=1, minutes=7 * number)
        answer(here, code, (1, 1, 1), device="one", network=f"m{number}", now=now)
    return here


def test_the_fraud_desk_decides_with_a_reason_and_counts_again():
    here = stuffed()
    [group] = flagged(here.row)
    assert (group.kind, len(group.ballots)) == ("device", 6)
    given = {
        "row": here.row,
        "key": group.key,
        "is_excluded": True,
        "reason": "同一手机代填6户",
        "now": here.after,
    }
    with pytest.raises(Refused, match="round_not_closed"):
        actions.decide_group(actor=here.approver, **(given | {"now": here.during}))
    with pytest.raises(Denied, match="not_fraud_desk"):
        actions.decide_group(actor=here.officer, **given)
    with pytest.raises(Refused, match="groups_open"):
        actions.check_round(actor=here.approver, row=here.row, now=here.after)
    with pytest.raises(Refused, match="reason_missing"):
        actions.decide_group(actor=here.approver, **(given | {"reason": " "}))
    with pytest.raises(Refused, match="no_such_group"):
        actions.decide_group(actor=here.approver, **(given | {"key": "0" * 16}))
    before = recount(here.row, here.after)
    actions.decide_group(actor=here.approver, **given)
    with pytest.raises(Refused, match="group_decided"):
        actions.decide_group(actor=here.approver, **given)
    after = recount(here.row, here.after)
    assert (before["before"], before["after"], after["after"]) == (12, 12, 6)
    assert (after["mean_before"], after["mean_after"]) == (Decimal("2.67"), Decimal("4.33"))
    here.row = actions.check_round(actor=here.approver, row=here.row, now=here.after)
    assert (here.row.result["n"], here.row.result["excluded"]) == (6, 6)
    assert here.row.result["reasons"] == ["同一手机代填6户"]
    event = AuditEvent.objects.get(act="round.group_decided")
    assert (event.before, event.after["kept"], event.reason) == ({"kept": 12}, 6, "同一手机代填6户")


def test_who_planned_a_round_does_not_check_it():
    here = answered()
    both = official(PostRole.APPROVER, department=here.row.organizer)
    here.row.planned_by = both
    here.row.save(update_fields=["planned_by"])
    with pytest.raises(Denied, match="planner_checks"):
        actions.check_round(actor=both, row=here.row, now=here.after)


def test_fewer_than_five_answers_are_never_shown_and_never_count():
    here = final_round(count=4)
    assert here.row.result["questions"] == []
    assert {"mean", "score", "slices"} & set(here.row.result) == set()
    rows = standing_events()
    assert not [row for row in rows if str(row["event_id"]).startswith(f"e-{here.row.public_id}")]
    found = recount(here.row, here.after)
    assert "mean_after" not in found


def test_communities_are_shown_only_when_each_has_enough_answers():
    here = announced()
    other = CommunityFactory()
    here.row.communities.add(other)
    homes = [HouseholdFactory(community=other) for _ in range(5)]
    more = actions.issue_codes(actor=here.officer, row=here.row, community=other, now=MOMENT)
    assert len(more) == len(homes)
    for code in list(here.codes)[:5]:
        answer(here, code)
    for slip in more[:4]:
        answer(here, slip.code)
    assert outcome_of(here.row, here.after)["slices"] == []
    answer(here, more[4].code, (0, 0, 0))
    assert outcome_of(here.row, here.after)["slices"] == []
    last = HouseholdFactory(community=other)
    [slip] = actions.issue_codes(actor=here.officer, row=here.row, community=other, now=here.during)
    assert slip.household == last
    answer(here, slip.code)
    shown = outcome_of(here.row, here.after)["slices"]
    assert [(part["n"], part["mean"]) for part in shown] == [(5, "4.33"), (6, "4.33")]


def test_a_final_round_speaks_as_one_line_and_replaces_earlier_stars():
    panel = published()
    contract = panel.contract
    stars = [row for row in standing_events() if row.get("evaluator_kind") == "resident"]
    assert len(stars) == 5
    here = final_round(contract=contract)
    rows = standing_events()
    assert read_events(events_csv(rows))
    voided = {row["ref"] for row in rows if row["type"] == "void"}
    assert {row["event_id"] for row in stars} == voided
    recompute_after_round(RoundFinished(round_id=here.row.pk))
    lines = Contribution.objects.filter(contract=contract, item="resident", category="*")
    assert [(line.count) for line in lines] == [6]


def test_rounds_about_departments_move_no_standing():
    here = final_round("department")
    recompute_after_round(RoundFinished(round_id=here.row.pk))
    assert not [row for row in standing_events() if here.row.public_id in str(row["event_id"])]
    assert here.row.result["n"] == 6


def test_two_officials_annul_a_round_before_its_publication():
    here = answered()
    given = {"row": here.row, "now": here.during}
    with pytest.raises(Refused, match="annulment_not_proposed"):
        actions.annul_round(actor=here.approver, **given)
    with pytest.raises(Refused, match="reason_missing"):
        actions.propose_annulment(actor=here.officer, reason=" ", **given)
    actions.propose_annulment(actor=here.officer, reason="问卷印错", **given)
    done = actions.annul_round(actor=here.approver, **given)
    assert (done.state, done.annul_reason, BallotTrace.objects.count()) == ("annulled", "问卷印错", 0)
    with pytest.raises(Refused, match="not_in_this_state"):
        actions.check_round(actor=here.approver, row=here.row, now=here.after)


@pytest.mark.django_db(transaction=True)
def test_a_code_used_by_two_at_once_counts_once():
    here = announced()
    code = actions.find_code(row=here.row, code=next(iter(here.codes)), network="", now=here.during)

    def cast(_):
        try:
            actions.cast_ballot(
                row=here.row, code=code, answers=[5, 5, 5], device="", network="", now=here.during
            )
        except Refused as refused:
            return refused.code
        else:
            return "counted"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(cast, range(2))) == ["counted", "ranking.code_used"]
    assert RoundBallot.objects.count() == 1
