"""The performance review from closing to publication: what is done, what is refused, what is left behind."""

from datetime import timedelta
from decimal import Decimal

import pytest

from contracts.events import ContractClosed
from marketplace.audit.models import AuditEvent
from marketplace.core.refusals import Refused
from marketplace.notifications.models import Notification
from marketplace.outbox.models import OutboxEvent
from marketplace.web.access import Denied
from marketplace.web.models import SpineStop
from organizations.models import Standing
from ranking import actions
from ranking.handlers import open_review_of_closed_contract
from ranking.models import Ballot, Contribution, HouseholdAnswer, Rating, Review
from ranking.queries.panels import pool_of
from ranking.queries.reviews import resident_voice
from ranking.states import ReviewState
from tests.factories.organizations import (
    OrganizationFactory,
    UserFactory,
    expert,
    member,
    official,
    verified_resident,
)
from tests.factories.ranking import (
    AFTER_COLLECTION,
    AFTER_REPLY,
    MOMENT,
    closed_contract,
    linked,
    opened,
    points,
    published,
    rated,
    replying,
    sealed_bid,
    signed_contract,
)

pytestmark = pytest.mark.django_db


def refused(code, act, status=409, **arguments):
    with pytest.raises(Refused) as caught:
        act(**arguments)
    assert (caught.value.code, caught.value.status) == (code, status)


def acts(subject):
    return list(
        AuditEvent.objects.filter(subject_id=str(subject.pk), subject_kind="ranking.review").values_list(
            "act", flat=True
        )
    )


def test_a_closed_contract_opens_its_review_once():
    panel = opened()
    contract = panel.contract
    event = ContractClosed(contract_id=contract.pk)
    open_review_of_closed_contract(event)
    open_review_of_closed_contract(event)
    assert Review.objects.filter(contract=contract).count() == 1
    assert panel.review.reference.startswith("LY-2026-")
    assert sum(Decimal(row["points"]) for row in panel.review.rubric["common"]) == 100
    assert [row["text"] for row in panel.review.rubric["specific"]] == ["隐私保护"]
    assert acts(panel.review) == ["review.opened", "review.panel_drawn", "review.panel_answered"]
    assert Notification.objects.filter(recipient=panel.officer, kind="ranking.review_opened").count() == 1


def test_a_running_contract_has_no_review():
    refused("core.not_in_this_state", actions.open_review, contract=signed_contract(), now=MOMENT)


def test_residents_are_told_once():
    panel = opened()
    neighbor = verified_resident(panel.community)
    actions.open_review(contract=panel.contract, now=MOMENT)
    assert Review.objects.count() == 1
    panel.review.panel.seats.all().delete()
    panel.review.panel.delete()
    Review.objects.all().delete()
    actions.open_review(contract=panel.contract, now=MOMENT)
    assert Notification.objects.filter(recipient=neighbor, kind="ranking.residents_invited").count() == 1


class TestRating:
    def test_the_sum_is_kept_with_one_audit_row(self):
        panel = opened()
        rating = actions.rate_contract(
            actor=panel.officer, review=panel.review, kind="official", points=points(panel.review),
            comment="签到完整。", findings=["c7", "unknown"], now=MOMENT,
        )  # fmt: skip
        assert rating.total == Decimal("90.0")
        assert rating.findings == ["c7"]
        assert acts(panel.review)[-1] == "contract.rated"

    def test_twice_is_refused(self):
        panel = rated()
        refused(
            "ranking.already_rated", actions.rate_contract, actor=panel.officer, review=panel.review,
            kind="official", points=points(panel.review), comment="又一次", now=MOMENT,
        )  # fmt: skip
        assert Rating.objects.filter(review=panel.review, kind="official").count() == 1

    @pytest.mark.parametrize(
        ("change", "code"),
        [
            ({"c1": None}, "ranking.points_incomplete"),
            ({"c9": Decimal(1)}, "ranking.points_incomplete"),
            ({"c1": Decimal("25.5")}, "ranking.points_outside"),
            ({"c1": Decimal(-1)}, "ranking.points_outside"),
        ],
    )
    def test_points_are_checked(self, change, code):
        panel = opened()
        given = {k: v for k, v in {**points(panel.review), **change}.items() if v is not None}
        refused(
            code, actions.rate_contract, 422, actor=panel.officer, review=panel.review, kind="official",
            points=given, comment="…", now=MOMENT,
        )  # fmt: skip

    @pytest.mark.parametrize("share", ["1", "0.5"])
    def test_an_extreme_rating_needs_two_facts(self, share):
        panel = opened()
        arguments = {
            "actor": panel.officer, "review": panel.review, "kind": "official",
            "points": points(panel.review, share), "evidence": linked(panel.review), "now": MOMENT,
        }  # fmt: skip
        refused("ranking.facts_missing", actions.rate_contract, 422, comment="很好", **arguments)
        assert actions.rate_contract(comment="十二次抽查全部合格。\n无一投诉。", **arguments).pk

    def test_after_the_collection_is_late(self):
        panel = opened()
        refused(
            "ranking.collection_over", actions.rate_contract, actor=panel.officer, review=panel.review,
            kind="official", points=points(panel.review), comment="…", now=panel.review.collect_until,
        )  # fmt: skip

    def test_strangers_members_and_competitors_do_not_rate(self):
        panel = opened()
        rival = member(OrganizationFactory())
        sealed_bid(panel.contract.award.lot, rival.memberships.get().organization)
        insider = member(panel.organization)
        for user, reason in (
            (UserFactory(), "ranking.not_invited"),
            (official(), "ranking.not_invited"),
        ):
            with pytest.raises(Denied) as caught:
                actions.rate_contract(
                    actor=user, review=panel.review, kind="expert", points=points(panel.review), comment="…",
                    now=MOMENT,
                )  # fmt: skip
            assert caught.value.reason == reason
        for user in (rival, insider):
            user.expert = expert(panel.contract.category_id).expert
            user.expert.user = user
            user.expert.save()
            assert user not in pool_of(panel.review, MOMENT.date())

    def test_a_competitor_in_the_same_category_is_related(self):
        panel = opened()
        other = signed_contract()
        rival = member(other.organization)
        with pytest.raises(Denied) as caught:
            actions.answer_as_resident(
                actor=_resident(rival, panel), review=panel.review, stars=1, now=MOMENT
            )
        assert caught.value.reason == "ranking.competitor"


def _resident(user, panel):
    home = verified_resident(panel.community).residency
    home.user = user
    home.save()
    return user


class TestResidents:
    def test_one_answer_per_household(self):
        panel = opened()
        first = verified_resident(panel.community)
        second = _resident(UserFactory(), panel)
        second.residency.household = first.residency.household
        second.residency.save()
        actions.answer_as_resident(actor=first, review=panel.review, stars=4, now=MOMENT)
        for user in (first, second):
            refused(
                "ranking.household_answered", actions.answer_as_resident, actor=user, review=panel.review,
                stars=5, now=MOMENT,
            )  # fmt: skip
        assert Ballot.objects.get().stars == 4
        assert HouseholdAnswer.objects.count() == 1

    def test_the_ballot_knows_nobody(self):
        panel = opened()
        user = verified_resident(panel.community)
        actions.answer_as_resident(
            actor=user, review=panel.review, stars=4, now=MOMENT + timedelta(minutes=17)
        )
        ballot = Ballot.objects.get()
        assert ballot.hour == MOMENT
        assert {field.name for field in Ballot._meta.get_fields()} == {"id", "review", "stars", "hour"}
        row = AuditEvent.objects.get(act="review.household_answered")
        assert (row.actor_id, row.at, row.after) == (None, MOMENT, {})

    def test_fewer_than_five_are_not_shown(self):
        panel = rated(stars=(5, 5, 5, 5))
        assert resident_voice(panel.review) == {"n": 4, "minimum": 5, "is_shown": False}
        assert resident_voice(rated(stars=(5, 5, 4, 4, 1)).review)["mean"] == 4.33

    @pytest.mark.parametrize("stars", [0, 6, -1])
    def test_stars_are_one_to_five(self, stars):
        panel = opened()
        refused(
            "ranking.stars_outside", actions.answer_as_resident, 422, review=panel.review, stars=stars,
            actor=verified_resident(panel.community), now=MOMENT,
        )  # fmt: skip

    def test_the_end_is_late(self):
        panel = opened()
        refused(
            "ranking.collection_over", actions.answer_as_resident, review=panel.review, stars=3,
            actor=verified_resident(panel.community), now=panel.review.collect_until,
        )  # fmt: skip


class TestReply:
    def test_needs_the_officials_rating_and_the_end_of_the_collection(self):
        panel = opened()
        refused(
            "ranking.official_missing",
            actions.request_reply,
            actor=panel.officer,
            review=panel.review,
            now=AFTER_COLLECTION,
        )
        panel = rated()
        refused(
            "ranking.still_collecting", actions.request_reply, actor=panel.officer, review=panel.review,
            now=panel.review.collect_until - timedelta(seconds=1),
        )  # fmt: skip

    def test_five_working_days_are_given(self):
        panel = replying()
        # asked on Monday 16 March 2026: the fifth working day is Monday 23 March
        assert panel.review.reply_until.isoformat() == "2026-03-24T00:00:00+08:00"
        assert Notification.objects.filter(recipient=panel.legal, kind="ranking.reply_requested").count() == 1

    def test_one_reply_within_the_period(self):
        panel = replying()
        refused(
            "ranking.reply_over", actions.reply_to_review, actor=panel.legal, review=panel.review, text="晚了",
            now=panel.review.reply_until,
        )  # fmt: skip
        actions.reply_to_review(actor=panel.legal, review=panel.review, text="说明", now=AFTER_COLLECTION)
        refused(
            "ranking.already_replied", actions.reply_to_review, actor=panel.legal, review=panel.review,
            text="再说", now=AFTER_COLLECTION,
        )  # fmt: skip
        assert panel.reload().reply == "说明"


class TestPublication:
    def test_not_before_reply_or_end_of_the_period(self):
        panel = replying()
        arguments = {"actor": panel.approver, "review": panel.review}
        refused("ranking.reply_period_runs", actions.publish_review, now=AFTER_COLLECTION, **arguments)
        assert panel.reload().state == ReviewState.REPLYING
        review = actions.publish_review(now=panel.review.reply_until, **arguments)
        assert (review.state, review.reply) == (ReviewState.PUBLISHED, "")

    def test_the_rater_does_not_publish(self):
        panel = replying()
        refused(
            "ranking.four_eyes",
            actions.publish_review,
            403,
            actor=panel.officer,
            review=panel.review,
            now=AFTER_REPLY,
        )

    def test_the_result_is_frozen_and_told(self, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            panel = published()
        review = panel.review
        assert (review.score, review.grade) == (Decimal("85.00"), "good")
        assert review.result["residents"]["mean"] == "4.33"
        assert review.result["ratings"]["official"]["total"] == "90.00"
        assert panel.officer.name not in str(review.result)
        assert len(review.digest) == 64
        assert OutboxEvent.objects.filter(name="ranking.EvaluationPublished").count() == 1
        stops = SpineStop.objects.filter(spine=panel.contract.spine_id).values_list("stop", "path")
        assert set(stops) == {
            ("evaluation", review.path),
            ("ranking", f"/ranking/{panel.organization.public_id}/"),
        }
        assert acts(review)[-1] == "review.published"

    def test_twice_is_refused(self):
        panel = published()
        refused(
            "core.not_in_this_state",
            actions.publish_review,
            actor=panel.approver,
            review=panel.review,
            now=AFTER_REPLY,
        )


def test_the_score_changes_by_exactly_the_printed_amount(django_capture_on_commit_callbacks):
    panel = replying()
    actions.recompute_standings(now=AFTER_COLLECTION)
    before = Standing.objects.get(organization=panel.organization, category="*")
    lines = dict(
        Contribution.objects.filter(organization=panel.organization, category="*").values_list(
            "item", "contribution"
        )
    )
    assert set(lines) == {"prior", "milestone"}
    with django_capture_on_commit_callbacks(execute=True):
        actions.publish_review(actor=panel.approver, review=panel.review, now=panel.review.reply_until)
    after = Standing.objects.get(organization=panel.organization, category="*")
    rows = Contribution.objects.filter(organization=panel.organization, category="*")
    assert sum(row.contribution for row in rows) == after.score
    assert [row.item for row in rows] == ["prior", "official", "expert", "resident", "milestone"]
    printed = sum(row.contribution - lines.get(row.item, Decimal(0)) for row in rows)
    assert after.score - before.score == printed
    assert after.evidence == 9
    assert Standing.objects.filter(organization=panel.organization).count() == 2


def test_closed_contract_factory_is_closed():
    assert closed_contract().closed_at == MOMENT
