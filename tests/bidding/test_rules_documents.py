"""Profiles, periods, criteria, committee, eligibility, awards: the testable examples of the coded rules."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bidding.rules.awards import award_dates, check_choice, decision_due
from bidding.rules.committee import check_committee, recusal_since, required_size
from bidding.rules.criteria import Factor, Money, check_document, standing_points
from bidding.rules.draws import order_by_draw
from bidding.rules.eligibility import Passport, check_bidder
from bidding.rules.findings import BLOCK, WARN, blocks, require
from bidding.rules.low_price import rates_on
from bidding.rules.periods import (
    before,
    check_deadline,
    earliest_deadline,
    recommended_deadline,
)
from bidding.rules.profiles import PROFILES, check_splitting, check_track, offered_on, profile_on
from bidding.rules.schedule import simulated
from marketplace.core.clock import SHANGHAI
from marketplace.core.refusals import Refused
from marketplace.statutes import INSTRUMENTS, STATUTES
from marketplace.workdays.rules import Calendar, CalendarNotLoaded

DAY = date(2026, 9, 21)
OPEN = profile_on("statutory", "open", DAY)
CONSULTATION = profile_on("statutory", "consultation", DAY)
HOUSE = profile_on("below_limit", "consultation", DAY)
GRANT = profile_on("grant", "grant", DAY)
OFF = [(1, 1, 3), (2, 15, 23), (4, 4, 6), (5, 1, 5), (6, 19, 21), (9, 25, 27), (10, 1, 7)]
YEAR = Calendar(
    years=frozenset({2026}),
    off=frozenset(date(2026, m, d) for m, first, last in OFF for d in range(first, last + 1)),
    makeup=frozenset(date(2026, m, d) for m, d in ((1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10))),
)


def at(day, hour=17):
    return datetime(day.year, day.month, day.day, hour, tzinfo=SHANGHAI)


def test_every_profile_cites_a_known_instrument_and_versions_do_not_overlap():
    for row in PROFILES:
        assert row.basis.instrument in INSTRUMENTS
        twins = [o for o in PROFILES if (o.track, o.procedure) == (row.track, row.procedure) and o is not row]
        assert all((o.until and o.until <= row.since) or (row.until and row.until <= o.since) for o in twins)
    assert {row.procedure for row in PROFILES} == {
        "open", "invited", "consultation", "negotiation", "inquiry", "single", "framework", "grant",
    }  # fmt: skip


# rules: GEN-01, GEN-02
def test_gen_01_and_02_profile_by_the_day_of_the_notice():
    assert not profile_on("statutory", "open", date(2026, 1, 31)).reviews_low_price
    assert profile_on("statutory", "open", date(2026, 2, 1)).reviews_low_price
    assert OPEN.version == "statutory/open/2026-02"
    assert (OPEN.suppliers(DAY), GRANT.suppliers(DAY)) == (3, 1)
    with pytest.raises(Refused, match="no_profile"):
        profile_on("grant", "open", DAY)
    with pytest.raises(Refused, match="no_profile"):
        profile_on("statutory", "framework", date(2020, 1, 1))
    assert all(row.offered for row in offered_on(DAY))


# rules: GEN-03, GEN-04
def test_gen_03_and_04_money_decides_track_and_approval():
    check_track(OPEN, Decimal(9_000_000), "", DAY)
    check_track(HOUSE, Decimal("299999.99"), "", DAY)
    check_track(CONSULTATION, Decimal(4_000_000), "财采〔2026〕1号", DAY)
    with pytest.raises(Refused, match="above_limit"):
        check_track(HOUSE, Decimal(300_000), "", DAY)
    with pytest.raises(Refused, match="approval_needed"):
        check_track(CONSULTATION, Decimal(4_000_000), "", DAY)


@pytest.mark.parametrize(
    ("profile", "notice", "earliest", "recommended"),
    [
        (OPEN, DAY, date(2026, 10, 12), date(2026, 10, 13)),
        (CONSULTATION, DAY, date(2026, 10, 8), date(2026, 10, 9)),
        (
            profile_on("statutory", "negotiation", date(2026, 2, 13)),
            date(2026, 2, 13),
            date(2026, 2, 25),
            date(2026, 2, 26),
        ),
        (profile_on("statutory", "single", DAY), DAY, date(2026, 9, 22), date(2026, 9, 23)),
    ],
)
# rules: DOC-02, DOC-07, DOC-08
def test_doc_02_07_08_minimum_periods(profile, notice, earliest, recommended):
    assert earliest_deadline(profile, notice, YEAR).day == earliest
    assert recommended_deadline(profile, notice, YEAR) == recommended


def test_doc_02_blocks_before_warns_on_and_passes_after_the_last_day():
    early = check_deadline(OPEN, DAY, at(date(2026, 10, 11)), YEAR)
    assert [(f.rule, f.effect, str(f.citation)) for f in early] == [("DOC-02", BLOCK, "GPL art. 35")]
    assert early[0].facts["earliest"] == date(2026, 10, 12)
    assert [f.effect for f in check_deadline(OPEN, DAY, at(date(2026, 10, 12)), YEAR)] == [WARN]
    assert check_deadline(OPEN, DAY, at(date(2026, 10, 13)), YEAR) == []
    single = profile_on("statutory", "single", DAY)
    assert check_deadline(single, DAY, at(DAY), YEAR) == []
    with pytest.raises(Refused, match="deadline_early"):
        require(early)


# rules: NOT-02, DOC-01, DOC-04, OPEN-01
def test_c1_c11_and_the_dates_up_to_the_opening():
    steps = {s.code: s for s in simulated(OPEN, DAY, at(date(2026, 10, 20)), YEAR)}
    assert steps["notice_ends"].day == date(2026, 9, 29)
    assert steps["documents_until"].day == date(2026, 9, 29)
    assert steps["clarification_by"].day == date(2026, 10, 5)
    assert steps["opening"].at == steps["bid_deadline"].at
    assert steps["report_by"].day == date(2026, 10, 22)
    assert steps["challenge_ends"].day > steps["result_notice_ends"].day
    assert [s.code for s in simulated(OPEN, DAY, None, YEAR)] == ["notice", "notice_ends", "documents_until"]


def test_clarification_in_working_days_counts_backwards():
    number = STATUTES.on("negotiation.clarification", DAY)
    assert before(date(2026, 10, 9), number, YEAR) == date(2026, 9, 29)


# rules: AWD-03, AWD-07, CON-01
def test_c4_c5_award_dates():
    dates = award_dates(date(2026, 9, 24), YEAR)
    assert dates.notice_ends_on == date(2026, 9, 28)
    assert dates.challenge_ends_on == date(2026, 10, 13)
    assert dates.sign_by == date(2026, 10, 26)
    assert dates.sign_not_before is None
    assert award_dates(date(2026, 9, 10), YEAR).sign_by == date(2026, 10, 10)
    assert decision_due(date(2026, 9, 21), YEAR) == date(2026, 9, 29)


def test_a_missing_year_gives_no_date_but_the_signing_limit_stays_on_the_safe_side():
    dates = award_dates(date(2026, 12, 30), YEAR)
    assert dates.notice_ends_on == date(2026, 12, 31)
    assert dates.challenge_ends_on is None
    assert dates.sign_by == date(2027, 1, 29)
    assert {s.missing_year for s in dates.steps if s.code.startswith("challenge")} == {2027}
    late = award_dates(date(2026, 12, 31), YEAR)
    assert {s.missing_year for s in late.steps if s.day is None} == {2027}
    assert late.steps[1].as_record()["missing_year"] == 2027
    with pytest.raises(CalendarNotLoaded):
        check_deadline(CONSULTATION, date(2026, 12, 30), at(date(2027, 1, 20)), YEAR)
    codes = [s.code for s in simulated(CONSULTATION, date(2026, 12, 1), at(date(2026, 12, 31)), YEAR)]
    assert codes[-1] == "result_notice_by"


def review(profile=OPEN, factors=None, **changes):
    given = {
        "day": DAY, "method": "comprehensive", "price_points": Decimal(10), "qualification": "独立法人",
        "money": Money(Decimal(1_350_000)),
        "factors": factors or [Factor("服务方案", "全部满足得90分", Decimal(90))], **changes,
    }  # fmt: skip
    return {(f.rule, f.effect) for f in check_document(profile, **given)}


def test_a_lawful_document_passes():
    assert review() == set()
    assert (
        review(CONSULTATION, price_points=Decimal(30), factors=[Factor("方案", "0-70分", Decimal(70))])
        == set()
    )


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"price_points": Decimal(9)}, "DOC-14"),
        ({"factors": [Factor("方案", "0-89分", Decimal(89))]}, "DOC-14"),
        (
            {
                "profile": CONSULTATION,
                "price_points": Decimal(31),
                "factors": [Factor("方案", "0-69分", Decimal(69))],
            },
            "DOC-15",
        ),
        ({"money": Money(Decimal(1_350_000), Decimal(1_360_000))}, "PLAN-05"),
        ({"factors": [Factor("注册资本≥100万", "90分", Decimal(90))]}, "DOC-09"),
        ({"factors": [Factor("本市业绩", "每个5分", Decimal(90))]}, "DOC-10"),
        ({"factors": [Factor("团队", "成立满3年得90分", Decimal(90))]}, "DOC-11"),
        ({"qualification": "成立满3年"}, "DOC-11"),
        ({"qualification": "Founded at least three years ago"}, "DOC-11"),
        ({"qualification": "独立法人\n服务方案"}, "DOC-13"),
        ({"factors": [Factor("服务方案", "优、良、差", Decimal(90))]}, "DOC-17"),
        ({"factors": [], "price_points": Decimal(100)}, "DOC-17"),
        ({"profile": CONSULTATION, "method": "lowest_price", "price_points": None, "factors": []}, "GEN-01"),
        ({"method": "lowest_price"}, "EVA-09"),
    ],
)
def test_unlawful_documents_are_blocked_by_their_rule(changes, rule):
    changes = dict(changes)
    profile = changes.pop("profile", OPEN)
    factors = changes.pop("factors", None)
    if factors == []:
        found = {
            (f.rule, f.effect)
            for f in check_document(
                profile, day=DAY, method=changes.get("method", "comprehensive"),
                price_points=changes.get("price_points"), factors=[], qualification="", money=Money(Decimal(1)),
            )
        }  # fmt: skip
    else:
        found = review(profile, factors, **changes)
    assert (rule, BLOCK) in found


def test_declared_standing_is_named_on_statutory_tracks():
    factors = [Factor("方案", "0-80分", Decimal(80)), Factor("履约", "40-100", Decimal(10), is_standing=True)]
    assert review(factors=factors) == {("PER-03", WARN)}
    assert review(GRANT, factors=factors) == set()


@pytest.mark.parametrize(
    ("score", "points"), [(None, "5"), ("70", "5"), ("100", "10"), ("40", "0"), ("12", "0"), ("85", "7.5")]
)
def test_no_record_is_half_of_the_points(score, points):
    assert standing_points(Decimal(10), Decimal(score) if score else None, DAY) == Decimal(points)


@given(st.decimals(0, 100, places=3), st.decimals(0, 100, places=3))
def test_a_better_standing_never_gives_fewer_points(low, high):
    low, high = sorted((low, high))
    assert standing_points(Decimal(10), low, DAY) <= standing_points(Decimal(10), high, DAY)


@pytest.mark.parametrize(
    ("profile", "budget", "members", "experts", "is_fine"),
    [
        (OPEN, 1, 5, 4, True), (OPEN, 1, 5, 3, False), (OPEN, 1, 7, 5, True), (OPEN, 1, 7, 4, False),
        (OPEN, 1, 9, 6, True), (OPEN, 1, 6, 5, False), (OPEN, 1, 3, 2, False),
        (OPEN, 10_000_000, 5, 4, False), (OPEN, 10_000_000, 7, 5, True),
        (CONSULTATION, 1, 3, 2, True), (CONSULTATION, 1, 3, 1, False),
        (CONSULTATION, 2_000_000, 3, 2, False), (CONSULTATION, 2_000_000, 5, 4, True),
        (GRANT, 1, 3, 0, True), (profile_on("statutory", "single", DAY), 1, 2, 2, True),
    ],
)  # fmt: skip
# rules: COM-01, COM-02, COM-03
def test_com_01_to_03(profile, budget, members, experts, is_fine):
    found = check_committee(profile, Decimal(budget), members, experts, DAY)
    assert (not blocks(found)) is is_fine


# rules: COM-01, COM-03
def test_committee_size_by_procedure():
    assert required_size(profile_on("statutory", "single", DAY), Decimal(1), DAY) == 0


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, []),
        ({"is_verified": False}, ["bidding.not_verified"]),
        ({"is_suspended": True}, ["bidding.organization_suspended"]),
        ({"is_on_severe_list": True}, ["bidding.organization_suspended"]),
        ({"has_legal_personality": False}, ["bidding.no_legal_personality"]),
        ({"banned_until": date(2026, 10, 31)}, ["bidding.banned"]),
        ({"banned_until": date(2026, 9, 20)}, []),
        ({"helped_to_specify": True}, ["bidding.specified_the_need"]),
        ({"open_reports": 1}, []),
        ({"is_on_abnormal_list": True}, []),
    ],
)
# rules: SO-04, SO-05
def test_who_may_bid(changes, codes):
    passport = Passport(
        **{"is_verified": True, "is_suspended": False, "has_legal_personality": True, **changes}
    )
    assert [f.code for f in blocks(check_bidder(passport, OPEN, DAY))] == codes


def test_overdue_reports_block_only_where_lawful():
    late = Passport(is_verified=True, is_suspended=False, has_legal_personality=True, open_reports=2)
    assert [f.effect for f in check_bidder(late, OPEN, DAY)] == [WARN]
    assert [f.effect for f in check_bidder(late, OPEN, DAY, overdue_declared=True)] == [BLOCK]
    assert [f.effect for f in check_bidder(late, HOUSE, DAY)] == [BLOCK]
    assert [f.effect for f in check_bidder(late, GRANT, DAY)] == [BLOCK]


# rules: EVA-08
def test_eva_08_draws_can_be_replayed():
    names = ["B", "C", "A"]
    assert order_by_draw("seed", names) == order_by_draw("seed", sorted(names))
    assert {order_by_draw(str(n), names)[0] for n in range(40)} == {"A", "B", "C"}


def test_the_award_follows_the_order_of_candidates():
    ranked = [{"bidder": "A", "rank": 1}, {"bidder": "B", "rank": 2}]
    check_choice("A", ranked, None)
    with pytest.raises(Refused, match="not_first"):
        check_choice("B", ranked, None)
    tied = [{"bidder": "A", "rank": 1}, {"bidder": "B", "rank": 1}]
    check_choice("B", tied, "B")
    with pytest.raises(Refused, match="tie_undecided"):
        check_choice("B", tied, None)


# rules: LOW-04
def test_low_04_documents_raise_at_most_to_65_percent():
    assert rates_on(DAY, {"mean": Decimal("0.65")})["mean"] == Decimal("0.65")
    assert rates_on(date(2026, 1, 31), {"mean": Decimal("0.99")}) == {}
    for rate in ("0.66", "0.49"):
        with pytest.raises(Refused, match="low_price_rate"):
            rates_on(DAY, {"mean": Decimal(rate)})


def test_a_procedure_without_a_clarification_period_has_no_such_date():
    codes = [s.code for s in simulated(GRANT, DAY, at(date(2026, 10, 20)), YEAR)]
    assert "clarification_by" not in codes
    assert codes[0] == "notice"


# rules: DOC-16
def test_doc_16_a_document_without_points_for_the_price_is_warned_of():
    found = review(price_points=None, factors=[Factor("服务方案", "全部满足得100分", Decimal(100))])
    assert found == {("DOC-16", WARN)}


# rules: GEN-05
@pytest.mark.parametrize(
    ("profile", "others", "approval", "blocks_it"),
    [
        (CONSULTATION, "1500000.01", "", True), (CONSULTATION, "1500000", "", False), (CONSULTATION, "0", "", False),
        (CONSULTATION, "1500001", "财采1号", False), (OPEN, "9000000", "", False), (GRANT, "9000000", "", False),
    ],
)  # fmt: skip
def test_gen_05_pieces_add_up_to_the_threshold(profile, others, approval, blocks_it):
    if not blocks_it:
        check_splitting(profile, Decimal(500_000), Decimal(others), approval, DAY)
        return
    with pytest.raises(Refused, match="purchase_split"):
        check_splitting(profile, Decimal(500_000), Decimal(others), approval, DAY)


# rules: COM-05
@pytest.mark.parametrize(
    ("day", "since"), [(date(2026, 9, 21), date(2023, 9, 21)), (date(2028, 2, 29), date(2025, 2, 28))]
)
def test_com_05_looks_back_three_years(day, since):
    assert recusal_since(day) == since
