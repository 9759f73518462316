"""What a grade leads to on each track, who decides it, and how an upheld appeal takes it back."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from bidding.queries.bids import passport_of
from bidding.rules.eligibility import Passport, check_bidder
from bidding.rules.profiles import profile_on
from marketplace.core.refusals import Refused
from marketplace.web.access import Denied
from organizations.actions import lift_exclusions
from organizations.models import Exclusion
from organizations.queries.exclusions import excluded_until, exclusions_holding
from organizations.states import PostRole
from ranking import actions
from ranking.queries.consequences import open_consequences
from ranking.queries.duties import duties_of
from ranking.rules.consequences import consequences_of, exclusion_end
from tests.client import sign_in
from tests.factories.organizations import official
from tests.factories.ranking import AFTER_REPLY, opened, published

DAY = date(2026, 3, 27)


# rules: PER-02 VEN-07
@pytest.mark.parametrize(
    ("grade", "track", "codes"),
    [
        ("excellent", "grant", ["full_payment", "priority"]),
        ("good", "statutory", ["full_payment", "priority"]),
        ("pass", "below_limit", ["full_payment"]),
        ("fail", "statutory", ["deduction", "no_exclusion"]),
        ("fail", "below_limit", ["deduction", "exclusion"]),
        ("fail", "grant", ["deduction", "exclusion"]),
    ],
)
def test_what_a_grade_leads_to(grade, track, codes):
    rows = consequences_of(grade, track, DAY)
    assert [row.code for row in rows] == codes
    assert all(row.is_decided == (row.code == "exclusion") for row in rows)
    years = {row.years for row in rows if row.code == "exclusion"}
    allowed = {"grant": {3}, "below_limit": {1}}.get(track, set())
    assert years == (allowed if "exclusion" in codes else set())


def test_the_last_day_of_an_exclusion():
    assert exclusion_end(DAY, 3) == date(2029, 3, 27)
    assert exclusion_end(date(2028, 2, 29), 1) == date(2029, 2, 28)


@pytest.mark.parametrize(
    ("track", "procedure", "day", "blocked"),
    [
        ("below_limit", "consultation", date(2026, 5, 1), True),
        ("grant", "grant", date(2026, 5, 1), True),
        ("grant", "grant", date(2026, 5, 2), False),
        ("statutory", "open", date(2026, 5, 1), False),
    ],
)
def test_an_exclusion_binds_only_where_law_allows(track, procedure, day, blocked):
    passport = Passport(
        is_verified=True, is_suspended=False, has_legal_personality=True, excluded_until=date(2026, 5, 1)
    )
    found = check_bidder(passport, profile_on(track, procedure, day), day)
    assert [row.code for row in found] == (["bidding.excluded"] if blocked else [])


@pytest.fixture
def failed(db):
    return published(official_share="0.5", expert_share="0.55")


def decide(panel, actor=None, **changes):
    given = {
        "actor": actor or panel.approver,
        "review": panel.review,
        "code": "exclusion",
        "is_applied": True,
    }
    return actions.decide_consequence(
        **{**given, "reason": "整改不到位，服务对象流失。", "now": AFTER_REPLY, **changes}
    )


def test_an_approver_decides_once_and_the_organization_cannot_bid(failed):
    review = failed.reload()
    assert review.grade == "fail"
    assert [row.code for row in open_consequences(review)] == ["exclusion"]
    assert "ranking.consequence" in {duty.code for duty in duties_of(failed.approver, AFTER_REPLY)}
    for code in ("deduction", "unknown"):
        with pytest.raises(Refused, match="no_consequence"):
            decide(failed, code=code)
    with pytest.raises(Denied):
        decide(failed, actor=failed.officer)
    decision = decide(failed)
    assert decision.ends_on == date(2027, 3, 27)
    with pytest.raises(Refused, match="consequence_decided"):
        decide(failed)
    assert passport_of(failed.organization, "below_limit").excluded_until == decision.ends_on
    assert passport_of(failed.organization, "grant").excluded_until is None
    assert exclusions_holding(failed.organization, DAY) == [Exclusion.objects.get()]
    assert "ranking.consequence" not in {duty.code for duty in duties_of(failed.approver, AFTER_REPLY)}


def test_doing_without_it_excludes_nobody(failed):
    assert decide(failed, is_applied=False).ends_on is None
    assert excluded_until(failed.organization, "below_limit") is None


def uphold(panel, item):
    appeal = actions.file_appeal(
        actor=panel.legal, contract=panel.contract, item=item, grounds="记录有误", now=AFTER_REPLY
    )
    other = official(PostRole.APPROVER, department=panel.contract.buyer)
    return actions.decide_appeal(
        actor=other, appeal=appeal, is_upheld=True, reason="属实", now=AFTER_REPLY + timedelta(days=1)
    )


def test_upheld_appeals_compute_the_grade_anew_and_lift_the_exclusion(failed):
    decide(failed)
    uphold(failed, "official")
    review = failed.reload()
    assert (review.amended_grade, review.amended_score) == ("fail", Decimal("55.00"))
    assert excluded_until(failed.organization, "below_limit") == date(2027, 3, 27)
    uphold(failed, "resident")
    uphold(failed, "expert")
    review = failed.reload()
    assert (review.grade_now, review.amended_score) == ("", None)
    assert excluded_until(failed.organization, "below_limit") is None
    assert Exclusion.objects.get().lift_reason.startswith("SS-")
    assert open_consequences(review) == []
    assert lift_exclusions(actor=None, source=review.path, reason="x", now=AFTER_REPLY) == 0


def test_an_appeal_against_a_milestone_leaves_the_grade(db):
    panel = published(opened())
    appeal = actions.file_appeal(
        actor=panel.legal, contract=panel.contract, item="milestone", grounds="记录有误", now=AFTER_REPLY,
        milestone=panel.contract.milestones.first(),
    )  # fmt: skip
    other = official(PostRole.APPROVER, department=panel.contract.buyer)
    actions.decide_appeal(actor=other, appeal=appeal, is_upheld=True, reason="属实", now=AFTER_REPLY)
    assert panel.reload().grade_now == "good"


def test_pages_of_a_failed_review(client, failed, move_clock):
    move_clock(AFTER_REPLY)
    address = f"{failed.review.desk_path}consequences/exclusion/"
    assert "不合格" in client.get(failed.review.path).content.decode()
    sign_in(client, failed.officer)
    assert client.get(address).status_code == 403
    sign_in(client, failed.approver)
    assert address in client.get(failed.review.path).content.decode()
    assert client.get(address).status_code == 200
    assert client.get(f"{failed.review.desk_path}consequences/deduction/").status_code == 404
    bad = client.post(address, {"is_applied": "maybe", "reason": "保留的理由"})
    assert bad.status_code == 422
    assert "保留的理由" in bad.content.decode()
    assert client.post(address, {"is_applied": "yes", "reason": "整改不到位"}).status_code == 302
    assert client.post(address, {"is_applied": "yes", "reason": "再来"}).status_code == 409
    assert "整改不到位" in client.get(f"/organizations/{failed.organization.public_id}/").content.decode()
    uphold(failed, "official")
    uphold(failed, "expert")
    assert "申诉" in client.get(failed.review.path).content.decode()
