"""Rules of needs, decisions, formats and lives by their vectors."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberation.rules import decisions, formats, lives, needs, privacy, satisfaction, steps
from deliberation.rules.clocks import end_of, working_end
from deliberation.rules.decisions import Counts
from marketplace.core.clock import SHANGHAI
from marketplace.core.refusals import Refused
from marketplace.workdays.rules import Calendar

DAY = date(2026, 3, 2)
MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=SHANGHAI)
CALENDAR = Calendar(years=frozenset({2026, 2027}))


@pytest.mark.parametrize(("households", "expected"), [(1020, 21), (100, 20), (1000, 20), (1001, 21), (0, 20)])
def test_threshold_is_two_percent_rounded_up_and_at_least_twenty(households, expected):
    assert needs.threshold(households, DAY) == expected


@pytest.mark.parametrize(
    ("supporting", "households", "expected"),
    [(204, 1020, True), (203, 1020, False), (0, 0, False), (1, 6, False)],
)
# rules: CNS-06
def test_one_fifth_of_the_households_is_a_statutory_proposal(supporting, households, expected):
    assert needs.is_statutory_proposal(supporting=supporting, households=households, day=DAY) is expected


def test_a_new_account_counts_after_a_day():
    young = MONDAY - timedelta(hours=3)
    assert needs.counts_from(at=MONDAY, joined_at=young, day=DAY) == young + timedelta(days=1)
    assert needs.counts_from(at=MONDAY, joined_at=MONDAY - timedelta(days=2), day=DAY) == MONDAY


@pytest.mark.parametrize(
    ("present", "yes", "code"),
    [
        (511, 256, None),
        (510, 510, "deliberation.no_quorum"),
        (512, 256, "deliberation.no_majority"),
        (512, 257, None),
    ],
)
# rules: CNS-05
def test_residents_meeting_quorum_and_majority(present, yes, code):
    counts = Counts(eligible=1020, present=present, yes=yes, no=present - yes)
    if code is None:
        decisions.check_decision(method="assembly", counts=counts, day=DAY)
    else:
        with pytest.raises(Refused) as refused:
            decisions.check_decision(method="assembly", counts=counts, day=DAY)
        assert refused.value.code == code
        assert refused.value.citation.instrument == "RCL18"


@pytest.mark.parametrize(
    ("method", "counts", "code"),
    [
        ("consensus", Counts(9, 9, 8, 1), "deliberation.no_consensus"),
        ("consensus", Counts(9, 9, 8, 0, 1), None),
        ("vote", Counts(9, 4, 2, 2), "deliberation.no_majority"),
        ("vote", Counts(9, 3, 2, 1), None),
        ("vote", Counts(9, 10, 10), "deliberation.more_present"),
        ("vote", Counts(9, 5, 2, 2), "deliberation.counts_differ"),
        ("vote", Counts(9, 0, 0), "deliberation.nobody_decided"),
    ],
)
def test_methods_and_their_counts(method, counts, code):
    if code is None:
        decisions.check_decision(method=method, counts=counts, day=DAY)
        return
    with pytest.raises(Refused, match=code):
        decisions.check_decision(method=method, counts=counts, day=DAY)


@pytest.mark.parametrize("code", sorted(formats.FORMATS))
def test_every_format_refuses_a_notice_that_is_a_day_short(code):
    days = formats.FORMATS[code].notice
    last = working_end(MONDAY, days, CALENDAR)
    with pytest.raises(Refused, match=f"notice_{code}"):
        formats.check_notice(format_code=code, noticed_at=MONDAY, starts_at=last, calendar=CALENDAR)
    formats.check_notice(
        format_code=code, noticed_at=MONDAY, starts_at=last + timedelta(seconds=2), calendar=CALENDAR
    )


@pytest.mark.parametrize(
    ("code", "name"), [(code, name) for code, row in formats.FORMATS.items() for name in row.required]
)
def test_every_format_refuses_a_notice_without_what_it_must_have(code, name):
    full = dict.fromkeys(formats.FORMATS[code].required, "有")
    formats.check_required(format_code=code, given=full)
    with pytest.raises(Refused, match=f"lacks_{name}"):
        formats.check_required(format_code=code, given={**full, name: " "})


def test_mediation_needs_two_parties_and_online_phases_five_days():
    with pytest.raises(Refused, match="needs_two"):
        formats.check_mediation_parties(format_code="mediation", parties=1)
    formats.check_mediation_parties(format_code="council", parties=0)
    end = working_end(MONDAY, 5, CALENDAR)
    formats.check_online(starts_at=MONDAY, ends_at=end, calendar=CALENDAR)
    with pytest.raises(Refused, match="online_short"):
        formats.check_online(starts_at=MONDAY, ends_at=end - timedelta(days=1), calendar=CALENDAR)


@pytest.mark.parametrize(
    ("check", "code"),
    [
        (lambda: steps.check_parties(["stakeholder"]), "no_representative"),
        (lambda: steps.check_parties(["representative", "expert"]), "no_stakeholder"),
        (lambda: steps.check_confirmer(convener=1, confirmer=1), "convener_confirms"),
        (lambda: steps.check_round(used=3, day=DAY), "rounds_used"),
        (lambda: steps.check_record(present=0, spoke=0), "nobody_present"),
        (lambda: steps.check_record(present=3, spoke=4), "more_spoke"),
        (lambda: steps.check_discussed(records=0, is_online_open=False), "no_record"),
        (lambda: steps.check_discussed(records=1, is_online_open=True), "online_open"),
        (lambda: steps.check_commitments(total=0, still_open=0), "no_commitment"),
        (lambda: steps.check_commitments(total=2, still_open=1), "commitment_open"),
        (lambda: steps.check_failure(agreed=["a"], open_points=[]), "no_open_points"),
        (lambda: steps.check_opening(has_need=True, is_reached=False, reason=" "), "below_threshold"),
        (lambda: steps.check_opening(has_need=False, is_reached=True, reason=""), "below_threshold"),
        (
            lambda: steps.check_topic(topic="", rule=1, format_code="council", stance="open"),
            "topic_incomplete",
        ),
        (lambda: needs.check_daily(raised_today=6, day=DAY), "daily_limit"),
        (lambda: needs.check_supports_daily(supported_today=60, day=DAY), "support_limit"),
        (lambda: needs.check_reason(kind="decline", reason="太短的理由", day=DAY), "reason_short"),
        (lambda: needs.check_reason(kind="discuss", reason="  ", day=DAY), "reason_short"),
        (lambda: needs.check_second_reviewer(screened_by=1, reviewer=1, author=2), "own_screening"),
        (lambda: needs.check_second_reviewer(screened_by=1, reviewer=2, author=2), "own_screening"),
    ],
)
def test_what_a_step_lacks_is_refused_by_name(check, code):
    with pytest.raises(Refused, match=code):
        check()


def test_points_are_one_per_line_without_bullets():
    assert steps.points(" - 甲\n\n• 乙\n、丙 ") == ["甲", "乙", "丙"]
    assert len(steps.points("\n".join("点" * 1 for _ in range(50)))) == 20


def test_satisfaction_is_hidden_below_five_valid_answers():
    few = {"very_satisfied": 3, "satisfied": 1, "fair": 0, "dissatisfied": 0, "very_dissatisfied": 0}
    hidden = satisfaction.shown(**few, dont_know=9, day=DAY)
    assert (hidden.answers, hidden.satisfied, hidden.fair, hidden.dont_know) == (4, None, None, 9)
    enough = satisfaction.shown(**{**few, "fair": 2}, dont_know=0, day=DAY)
    assert (enough.answers, str(enough.satisfied), str(enough.fair)) == (6, "66.7", "33.3")


STATES = ("need_info", "supporting", "dormant", "refused", "redirected", "merged", "adopted", "screening")


@pytest.mark.parametrize(
    ("state", "after", "facts", "expected"),
    [
        ("need_info", 0, {}, "not_supplied"),
        ("need_info", -1, {}, "need_info"),
        ("supporting", 0, {}, "dormant"),
        ("supporting", 0, {"is_reached": True}, "supporting"),
        ("supporting", 90 * 86400, {}, "archived"),
        ("dormant", 0, {}, "archived"),
        ("refused", 0, {}, "archived"),
        ("refused", 0, {"has_open_appeal": True}, "refused"),
        ("merged", 0, {}, "archived"),
        ("adopted", 5, {}, "adopted"),
    ],
)
def test_time_moves_a_need_exactly_at_its_moment(state, after, facts, expected):
    now = MONDAY + timedelta(seconds=after)
    assert lives.need_state_at(state=state, moves_at=MONDAY, now=now, **facts) == expected
    assert lives.need_state_at(state=state, moves_at=None, now=now, **facts) == state


@given(st.sampled_from(STATES), st.booleans(), st.integers(-200, 200), st.integers(0, 200))
def test_time_never_moves_a_need_back(state, is_reached, first, later):
    def at(day):
        return lives.need_state_at(
            state=state, moves_at=MONDAY, now=MONDAY + timedelta(days=day), is_reached=is_reached
        )

    if at(first) in ("archived", "not_supplied"):
        assert at(first + later) == at(first)


def test_deliberations_resume_and_close_by_the_clock():
    paused = {"state": "paused", "paused_from": "step3", "pause_ends_at": MONDAY}
    assert lives.deliberation_state_at(**paused, now=MONDAY) == "step3"
    assert lives.deliberation_state_at(**paused, now=MONDAY - timedelta(seconds=1)) == "paused"
    posted = {"state": "step6", "result_until": MONDAY, "now": MONDAY}
    assert lives.deliberation_state_at(**posted) == "closed"
    assert lives.deliberation_state_at(**posted, open_objections=1) == "step6"


def test_due_moments_are_the_last_second_of_their_day():
    assert end_of(MONDAY, 7) == datetime(2026, 3, 9, 23, 59, 59, tzinfo=SHANGHAI)
    friday = datetime(2026, 3, 6, 18, 0, tzinfo=SHANGHAI)
    assert working_end(friday, 2, CALENDAR) == datetime(2026, 3, 10, 23, 59, 59, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("text", "public"),
    [
        ("请打13812345678找我", "请打138****5678找我"),
        ("身份证34070219600101123X。", "身份证340************23X。"),
        ("皖G12345占用消防通道", "皖G****5占用消防通道"),
        ("三栋301室，2026年3月", "三栋301室，2026年3月"),
        ("订单号138123456789", "订单号138123456789"),
    ],
)
def test_personal_numbers_are_masked(text, public):
    assert privacy.masked(text) == public
