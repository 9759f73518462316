"""The third party: drawn by lot from whoever has no tie, replaced from the same draw, drawn again by anybody."""

import hashlib
from datetime import date, timedelta
from decimal import Decimal

import pytest

from contracts.models import Subcontract
from incubation.queries.members import mentors_of
from marketplace.audit.models import AuditEvent
from marketplace.core.clock import local
from marketplace.core.refusals import Refused
from marketplace.notifications.models import Notification
from marketplace.web.access import Denied
from organizations.models import Expert
from organizations.states import MemberRole, PostRole
from ranking import actions
from ranking.models import Panel, PanelSeat
from ranking.queries.duties import duties_of
from ranking.queries.evidence import standing_events
from ranking.queries.panels import pool_of, state_now, supply_of
from ranking.queries.relations import MENTOR, conflicts_of
from ranking.queries.reviews import ratings_by_voice, score_of
from ranking.rules.panels import panel_size
from ranking.states import SEATED, PanelSeatState
from ranking.tasks import fill_panels
from tests.client import sign_in
from tests.factories.incubation import agreed
from tests.factories.organizations import (
    MembershipFactory,
    OrganizationFactory,
    PostFactory,
    expert,
    official,
)
from tests.factories.ranking import MOMENT, closed_contract, linked, opened, points, signed_contract

LARGE = Decimal("250000.00")


def fresh(number: int, **fields):
    """Return a review without a panel, its officer, and so many experts of its category."""
    contract = closed_contract(**fields)
    officer = official(PostRole.PROJECT_OFFICER, department=contract.buyer)
    people = [expert(contract.category_id) for _ in range(number)]
    return actions.open_review(contract=contract, now=MOMENT), officer, people


def joins(user, organization):
    return MembershipFactory(organization=organization, role=MemberRole.LEGAL_REPRESENTATIVE, user=user)


def seats(review, *states):
    rows = PanelSeat.objects.filter(panel__review=review)
    return list(rows.filter(state__in=states) if states else rows)


def _publish(review, officer):
    actions.rate_contract(
        actor=officer, review=review, kind="official", points=points(review), comment="一\n二", now=MOMENT,
        evidence=linked(review),
    )  # fmt: skip
    actions.request_reply(actor=officer, review=review, now=review.collect_until)
    approver = official(PostRole.APPROVER, department=review.contract.buyer)
    late = review.collect_until + timedelta(days=20)
    assert actions.publish_review(actor=approver, review=review, now=late).score == Decimal("85.00")


def refused(code, act, status, **arguments):
    with pytest.raises(Refused) as caught:
        act(now=arguments.pop("now", MOMENT), **arguments)
    assert (caught.value.code, caught.value.status) == (code, status)


@pytest.mark.parametrize(("amount", "size"), [("1", 1), ("249999.99", 1), ("250000.00", 3), ("9000000", 3)])
def test_a_large_contract_has_a_panel_of_three(amount, size):
    assert panel_size(Decimal(amount), date(2026, 3, 2)) == size


def test_without_a_rating_there_is_no_score():
    assert score_of({}) is None


@pytest.mark.django_db
class TestDraw:
    def test_anybody_can_draw_again(self):
        review, officer, _people = fresh(4)
        panel = actions.draw_panel(actor=officer, review=review, now=MOMENT)
        again = sorted(
            panel.codes, key=lambda code: hashlib.sha256(f"{panel.seed}\n{code}".encode()).hexdigest()
        )
        assert [seat.code for seat in seats(review)] == again
        assert [seat.code for seat in seats(review, PanelSeatState.INVITED)] == again[:1]
        row = AuditEvent.objects.get(act="review.panel_drawn")
        assert (row.after["seed"], row.after["pool"], row.after["invited"]) == (panel.seed, 4, again[:1])
        assert actions.draw_panel(actor=officer, review=review, now=MOMENT) == panel
        assert Notification.objects.filter(kind="ranking.third_party_invited").count() == 1

    def test_only_an_officer_of_the_buyer_draws(self):
        review, _officer, people = fresh(1)
        with pytest.raises(Denied):
            actions.draw_panel(actor=people[0], review=review, now=MOMENT)

    def test_not_after_the_collection(self):
        review, officer, _people = fresh(1)
        late = review.collect_until
        refused("ranking.collection_over", actions.draw_panel, 409, actor=officer, review=review, now=late)

    def test_a_small_pool_is_filled_by_hand_with_a_reason(self):
        review, officer, people = fresh(2, amount=LARGE)
        refused("ranking.pool_small", actions.draw_panel, 409, actor=officer, review=review)
        other = expert("CH1")
        for person in (*people, other):
            actions.choose_by_hand(
                actor=officer, review=review, expert=person, reason="专家库不足", now=MOMENT
            )
        assert [seat.hand_reason for seat in seats(review, *SEATED)] == ["专家库不足"] * 3
        refused(
            "ranking.panel_full", actions.choose_by_hand, 409, actor=officer, review=review,
            expert=expert("CH1"), reason="…",
        )  # fmt: skip

    def test_by_hand_only_where_the_lot_cannot(self):
        review, officer, people = fresh(1)
        refused(
            "ranking.lot_first", actions.choose_by_hand, 409, actor=officer, review=review,
            expert=people[0], reason="…",
        )  # fmt: skip
        insider = expert(review.contract.category_id)
        joins(insider, review.contract.organization)
        actions.draw_panel(actor=officer, review=review, now=MOMENT)
        actions.decline_seat(actor=people[0], review=review, ground="no_time", statement="", now=MOMENT)
        assert Notification.objects.filter(recipient=officer, kind="ranking.panel_short").count() == 1
        refused(
            "ranking.not_choosable", actions.choose_by_hand, 422, actor=officer, review=review,
            expert=insider, reason="…",
        )  # fmt: skip


@pytest.mark.django_db
class TestTies:
    def test_who_is_left_out_and_why(self):
        review, officer, _people = fresh(0)
        contract = review.contract
        mine = {name: expert(contract.category_id) for name in (
            "member", "former_member", "competitor", "buyer_staff", "partner", "employed", "free",
        )}  # fmt: skip
        joins(mine["member"], contract.organization)
        left = joins(mine["former_member"], contract.organization)
        left.ended_at = MOMENT - timedelta(days=700)
        left.save()
        rival = signed_contract().organization
        joins(mine["competitor"], rival)
        PostFactory(role=PostRole.AUDITOR, department=contract.buyer, user=mine["buyer_staff"])
        partner = OrganizationFactory()
        joins(mine["partner"], partner)
        Subcontract.objects.create(
            contract=contract, name=partner.name, uscc=partner.uscc, part="送餐", amount=1, proposed_by=officer,
            proposed_at=MOMENT,
        )  # fmt: skip
        Expert.objects.filter(user=mine["employed"]).update(employer=contract.organization.name)
        found = conflicts_of(contract, MOMENT.date())
        assert {name: found.get(user.pk) for name, user in mine.items()} == {
            **{name: name for name in ("member", "former_member", "competitor", "buyer_staff", "partner")},
            "employed": "member",
            "free": None,
        }
        assert pool_of(review, MOMENT.date()) == [mine["free"]]

    def test_the_same_number_of_queries_for_any_pool(self, django_assert_num_queries):
        review, _officer, _people = fresh(6)
        with django_assert_num_queries(11):
            conflicts_of(review.contract, MOMENT.date())

    def test_a_mentor_is_left_out(self):
        membership = agreed().membership
        assert mentors_of(membership.organization) == {membership.mentor_id}
        contract = closed_contract(membership.organization)
        assert conflicts_of(contract, MOMENT.date())[membership.mentor_id] == MENTOR

    def test_a_declared_tie_is_kept_for_the_next_draw(self):
        review, officer, people = fresh(1)
        actions.draw_panel(actor=officer, review=review, now=MOMENT)
        actions.decline_seat(
            actor=people[0], review=review, ground="kinship", statement="堂妹在该机构任职", now=MOMENT
        )
        later = actions.open_review(contract=closed_contract(review.contract.organization), now=MOMENT)
        assert pool_of(later, MOMENT.date()) == []


@pytest.mark.django_db
class TestAnswers:
    def test_rating_needs_the_declaration(self):
        review, officer, people = fresh(1)
        actions.draw_panel(actor=officer, review=review, now=MOMENT)
        arguments = {"actor": people[0], "review": review, "now": MOMENT}
        rating = {"kind": "expert", "points": points(review), "comment": "一\n二", "evidence": {}}
        with pytest.raises(Denied) as caught:
            actions.rate_contract(**arguments, **rating)
        assert caught.value.reason == "ranking.not_accepted"
        assert [duty.url for duty in duties_of(people[0], MOMENT)] == [f"{review.desk_path}seat/"]
        seat = actions.accept_seat(**arguments)
        assert actions.accept_seat(**arguments) == seat
        assert [duty.url for duty in duties_of(people[0], MOMENT)] == [review.desk_path]

    def test_a_tie_since_the_draw_is_refused(self):
        review, officer, people = fresh(1)
        actions.draw_panel(actor=officer, review=review, now=MOMENT)
        joins(people[0], review.contract.organization)
        refused("ranking.related_rater", actions.accept_seat, 422, actor=people[0], review=review)

    def test_whoever_declines_is_replaced_by_the_next_of_the_draw(self):
        review, officer, _people = fresh(3)
        actions.draw_panel(actor=officer, review=review, now=MOMENT)
        first, second, _third = seats(review)
        joins(second.expert, review.contract.organization)
        actions.accept_seat(actor=first.expert, review=review, now=MOMENT)
        actions.decline_seat(actor=first.expert, review=review, ground="contract", statement="", now=MOMENT)
        states = [seat.state for seat in seats(review)]
        assert states == [PanelSeatState.DECLINED, PanelSeatState.PASSED, PanelSeatState.INVITED]
        with pytest.raises(Denied):
            actions.accept_seat(actor=first.expert, review=review, now=MOMENT)

    def test_silence_lapses_by_the_clock_and_the_job_invites_the_next(self, move_clock):
        review, officer, _people = fresh(2)
        panel = actions.draw_panel(actor=officer, review=review, now=MOMENT)
        first, second = seats(review)
        late = first.answer_by
        assert (
            local(late).isoformat() == "2026-03-05T00:00:00+08:00"
        )  # two working days after Monday, 2 March
        assert (supply_of(review, MOMENT).missing, supply_of(review, late).missing) == (0, 1)
        assert state_now(first, late) == PanelSeatState.LAPSED
        refused(
            "ranking.invitation_over", actions.accept_seat, 409, actor=first.expert, review=review, now=late
        )
        move_clock(late)
        assert (fill_panels(), fill_panels()) == (1, 0)
        assert [seat.state for seat in seats(review)] == [PanelSeatState.LAPSED, PanelSeatState.INVITED]
        assert AuditEvent.objects.get(act="review.panel_filled").after["invited"] == [second.code]
        assert actions.fill_panel(actor=officer, review=review, now=late) == []
        assert Panel.objects.get() == panel

    def test_three_experts_rate_as_one_voice(self):
        review, officer, people = fresh(3, amount=LARGE)
        actions.draw_panel(actor=officer, review=review, now=MOMENT)
        for person, share in zip(people, ("0.7", "0.8", "0.9"), strict=True):
            actions.accept_seat(actor=person, review=review, now=MOMENT)
            arguments = {"actor": person, "review": review, "kind": "expert", "points": points(review, share)}
            row = actions.rate_contract(**arguments, comment="一\n二", evidence=linked(review), now=MOMENT)
            refused("ranking.already_rated", actions.rate_contract, 409, comment="一", **arguments)
        assert row.total == Decimal("90.00")
        voices = ratings_by_voice(review)
        assert set(voices) == {"expert", "expert2", "expert3"}
        assert score_of(voices) == Decimal("80.00")
        _publish(review, officer)
        spoken = [row for row in standing_events() if row.get("evaluator_kind") == "expert"]
        assert sorted(row["score"] for row in spoken) == [Decimal(70), Decimal(80), Decimal(90)]
        assert len({row["event_id"] for row in spoken}) == len({row["evaluator_id"] for row in spoken}) == 3

    def test_whoever_rated_does_not_step_back(self):
        review, officer, people = fresh(1)
        actions.draw_panel(actor=officer, review=review, now=MOMENT)
        actions.accept_seat(actor=people[0], review=review, now=MOMENT)
        actions.rate_contract(
            actor=people[0], review=review, kind="expert", points=points(review), comment="一\n二", now=MOMENT
        )
        refused(
            "ranking.already_rated", actions.decline_seat, 409, actor=people[0], review=review, ground="other",
            statement="",
        )  # fmt: skip


@pytest.mark.django_db
class TestPages:
    def test_the_officer_draws_and_the_public_sees_codes(self, client, move_clock):
        move_clock(MOMENT)
        review, officer, people = fresh(2)
        public = f"{review.path}draw/"
        assert client.get(public).status_code == 404
        sign_in(client, officer)
        assert "draw/" in client.get(review.desk_path).content.decode()
        assert client.post(f"{review.desk_path}draw/").status_code == 302
        first, second = seats(review)
        assert first.expert.name in client.get(review.desk_path).content.decode()
        client.logout()
        text = client.get(public).content.decode()
        assert first.code in text
        assert second.code in text
        assert Panel.objects.get().seed in text
        assert not any(person.name in text for person in people)

    def test_the_expert_declines_or_accepts(self, client, move_clock):
        move_clock(MOMENT)
        review, officer, _people = fresh(2)
        actions.draw_panel(actor=officer, review=review, now=MOMENT)
        first, second = seats(review)
        address = f"{review.desk_path}seat/"
        sign_in(client, second.expert)
        assert client.get(address).status_code == 404
        sign_in(client, first.expert)
        assert client.get(f"{review.desk_path}rate/").status_code == 403
        assert client.post(address, {"answer": "maybe"}).status_code == 422
        assert client.post(address, {"answer": "no_time"}).status_code == 302
        assert client.get(address).status_code == 404
        sign_in(client, second.expert)
        assert client.get(address).status_code == 200
        assert client.post(address, {"answer": "accept"}).url == f"{review.desk_path}rate/"
        assert client.get(f"{review.desk_path}rate/").status_code == 200

    def test_by_hand_asks_for_the_reason(self, client, move_clock):
        move_clock(MOMENT)
        review, officer, _people = fresh(0)
        chosen = expert("CH1")
        sign_in(client, officer)
        assert client.post(f"{review.desk_path}draw/").status_code == 409
        address = f"{review.desk_path}third-party/"
        assert client.post(address, {"expert": chosen.pk, "reason": ""}).status_code == 422
        assert client.post(address, {"expert": chosen.pk, "reason": "本品目暂无专家"}).status_code == 302
        assert "本品目暂无专家" in client.get(f"{review.path}draw/").content.decode()

    def test_the_officer_fills_an_empty_place(self, client, move_clock):
        review, officer, _people = fresh(2)
        move_clock(MOMENT)
        sign_in(client, officer)
        assert client.post(f"{review.desk_path}fill/").status_code == 404
        actions.draw_panel(actor=officer, review=review, now=MOMENT)
        move_clock(MOMENT + timedelta(days=4))
        assert "fill/" in client.get(review.desk_path).content.decode()
        assert client.post(f"{review.desk_path}fill/").status_code == 302
        assert len(seats(review, PanelSeatState.INVITED)) == 1
        move_clock(review.collect_until)
        assert client.post(f"{review.desk_path}fill/").status_code == 409


@pytest.mark.django_db
def test_the_factory_draws():
    panel = opened()
    assert panel.review.panel.seats.get().expert == panel.expert
