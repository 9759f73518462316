"""What officials, workers, organizations and residents see on their home equals what the database counts."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db.models import Sum

from bidding.models import Bid, Tender
from bidding.states import BidState, TenderState
from contracts.models import Contract, Milestone
from deliberation.models import Meeting, Need
from marketplace.desk import board, figures
from marketplace.web.models import SpineStop, Stop
from marketplace.web.spine import begin_spine, write_stop
from marketplace.workdays.queries import now as present
from organizations.models import Community
from organizations.states import OrganizationState, PostRole
from projects.states import ProjectState
from tests.client import sign_in
from tests.factories import deliberation as talks
from tests.factories import organizations as make
from tests.factories import ranking as market
from tests.factories.projects import ProjectFactory

pytestmark = pytest.mark.django_db


def thread(*stops, number=1):
    """Write threads that have come as far as the last of the stops."""
    for _ in range(number):
        spine = begin_spine()
        for stop in stops:
            at = present()
            write_stop(
                spine_id=spine.pk,
                stop=stop,
                reference="R",
                title=f"{stop}",
                path=f"/{stop}/{spine.pk}/",
                at=at,
            )


def marks(page, name):
    """Return {code: number} of the figures that the page marks with data-<name>."""
    found = re.findall(rf'data-{name}="([\w-]+)">(\d+)<', page.content.decode())
    return {code: int(number) for code, number in found}


def counted_stops():
    """Count the furthest stop of every thread one by one."""
    order, found = list(Stop.values), dict.fromkeys(Stop.values, 0)
    for spine in set(SpineStop.objects.values_list("spine", flat=True)):
        stops = SpineStop.objects.filter(spine=spine).values_list("stop", flat=True)
        found[max(stops, key=order.index)] += 1
    return found


def test_the_board_counts_each_matter_once_at_its_furthest_stop(client):
    thread(Stop.NEED, number=3)
    thread(Stop.NEED, Stop.DELIBERATION, number=2)
    thread(Stop.PROJECT, Stop.TENDER, Stop.NEED)  # written later, yet the tender stands further
    sign_in(client, make.official())
    shown = marks(client.get("/desk/"), "stop")
    assert shown == counted_stops()
    assert (shown["need"], shown["deliberation"], shown["tender"], shown["project"]) == (3, 2, 1, 0)


def test_each_stop_lists_as_many_matters_as_its_figure(client):
    thread(Stop.NEED, number=25)
    sign_in(client, make.official())
    page = client.get("/desk/stops/need/")
    rest = client.get("/desk/stops/need/", {"after": page.context["page"].after})
    assert len(page.context["lines"]) + len(rest.context["lines"]) == 25
    assert client.get("/desk/stops/nowhere/").status_code == 404


def attention_world():
    """Make something for every rule of attention."""
    now = present()
    make.CommunityFactory()
    talks.NeedFactory(due_at=now - timedelta(hours=1))
    talks.NeedFactory(due_at=now + timedelta(days=1))
    contract = market.signed_contract()
    market.accept_milestone(contract, 1)
    Tender.objects.filter(pk=contract.award.lot.tender_id).update(state=TenderState.AWARDED)
    Bid.objects.filter(lot=contract.award.lot).update(state=BidState.OPENED)
    failed = market.signed_contract()
    Tender.objects.filter(pk=failed.award.lot.tender_id).update(state=TenderState.FAILED)
    type(failed.project).objects.filter(pk=failed.project_id).update(state=ProjectState.LISTED)


def test_every_rule_of_attention_finds_what_is_there_and_shows_its_number(client):
    attention_world()
    sign_in(client, make.official())
    shown = marks(client.get("/desk/"), "attention")
    assert shown == {rule.code: len(list(rule.find(present()))) for rule in board.RULES}
    assert set(shown) == {rule.code for rule in board.RULES}
    assert shown["unanswered-needs"] == Need.objects.filter(due_at__lte=present()).count()
    assert shown["single-bid"] == shown["failed-tenders"] == 1
    for code, number in shown.items():
        assert len(client.get(f"/desk/attention/{code}/").context["lines"]) == number


def test_an_unscreened_need_is_named_by_its_number_only(client):
    need = talks.NeedFactory(due_at=present() - timedelta(hours=1))
    sign_in(client, make.official())
    page = client.get("/desk/attention/unanswered-needs/").content.decode()
    assert need.reference in page
    assert need.title not in page


@pytest.mark.parametrize("address", ["/desk/stops/need/", "/desk/attention/no-project/"])
def test_the_lists_of_the_board_are_for_officials(client, address):
    sign_in(client, make.resident())
    assert client.get(address).status_code == 403


def test_the_week_shows_meetings_of_seven_days_and_of_ones_own_community():
    now = present()
    talk = talks.DeliberationFactory()
    for days in (-1, 1, 6, 8):
        Meeting.objects.create(
            deliberation=talk,
            round=1,
            noticed_at=now - timedelta(days=9),
            starts_at=now + timedelta(days=days),
        )
    assert [event.at for event in board.week(now)] == [now + timedelta(days=1), now + timedelta(days=6)]
    assert len(board.week(now, [talk.community_id])) == 2
    assert board.week(now, [make.CommunityFactory().pk]) == []


def test_an_organizations_money_equals_the_database(client):
    contract = market.signed_contract()
    market.accept_milestone(contract, 1)
    sign_in(client, make.member(contract.organization))
    one = client.get("/desk/").context["own"][0]
    own = Contract.objects.filter(organization=contract.organization)
    assert one.contracted == own.aggregate(s=Sum("amount"))["s"]
    assert one.to_submit == Milestone.objects.get(contract=contract, number=2).amount
    assert (one.received, one.expected) == (Decimal(0), Decimal(0))


def test_a_tender_in_ones_own_field_comes_first():
    organization = make.OrganizationFactory(categories=["EL3"])
    other, fitting = market.signed_contract(code="EL1"), market.signed_contract(code="EL3")
    now = present()
    for contract, days in ((other, 1), (fitting, 9)):
        Tender.objects.filter(pk=contract.award.lot.tender_id).update(
            state=TenderState.PUBLISHED, bid_deadline=now + timedelta(days=days)
        )
    found = figures.matching_tenders([organization], now)
    assert [match.tender.pk for match in found] == [fitting.award.lot.tender_id, other.award.lot.tender_id]
    assert [len(match.reasons) for match in found] == [1, 0]


def test_a_worker_sees_the_needs_to_screen_with_the_rules_one_tap_away(client):
    rule = talks.RuleFactory(code="Y1")
    home = make.CommunityFactory()
    need = talks.NeedFactory(community=home)
    talks.NeedFactory()
    sign_in(client, make.worker(home))
    page = client.get("/desk/")
    assert [row.pk for row in page.context["to_screen"]] == [need.pk]
    assert f"/work/needs/{need.public_id}/?rule={rule.code}#screen" in page.content.decode()
    chosen = client.get(f"/work/needs/{need.public_id}/?rule=Y1").context["screening_form"]
    assert chosen.initial == {"rule": rule.pk}


def test_the_rates_of_a_community_are_shares_of_its_own_needs(client):
    home, rule = make.CommunityFactory(), talks.RuleFactory()
    for number in range(6):
        talks.SupportingNeedFactory(
            community=home, rule=rule, raised_at=present(), screened_at=present(),
            delivered_at=present() if number < 3 else None,
        )  # fmt: skip
    talks.NeedFactory(community=home, raised_at=present(), due_at=present() - timedelta(hours=1))
    talks.NeedFactory(community=home, raised_at=present(), due_at=present() + timedelta(hours=1))
    found = figures.community_figures(home, present())
    assert [(rate.good, rate.count) for rate in found.rates] == [(6, 7), (3, 6), (0, 0)]
    assert found.needs == Need.objects.filter(community=home).count() == 8


def test_a_resident_sees_what_runs_in_the_own_community(client):
    home = make.CommunityFactory()
    near = ProjectFactory(communities=[home], state=ProjectState.DELIVERING)
    ProjectFactory(communities=[make.CommunityFactory()], state=ProjectState.DELIVERING)
    sign_in(client, make.verified_resident(home))
    page = client.get("/desk/")
    assert [row.pk for row in page.context["near"]] == [near.pk]
    assert near.title in page.content.decode()


def test_approvals_are_counted_apart(client):
    make.OrganizationFactory.create_batch(
        2, state=OrganizationState.SUBMITTED, submitted_at=present() - timedelta(days=1)
    )
    sign_in(client, make.registrar())
    page = client.get("/desk/?due=approval")
    assert marks(page, "count")["approval"] == len(page.context["duties"])
    assert page.context["counts"].approval >= 2


@pytest.mark.parametrize("role", [PostRole.PROJECT_OFFICER, PostRole.APPROVER, PostRole.FINANCE])
def test_an_officials_home_asks_the_same_number_of_questions(client, role, django_assert_max_num_queries):
    sign_in(client, make.official(role))
    counts = []
    for number in (1, 6):
        for _ in range(number):
            attention_world()
        thread(Stop.NEED, number=number)
        client.get("/desk/")
        with django_assert_max_num_queries(131) as context:
            client.get("/desk/")
        counts.append(len(context))
    assert counts[0] == counts[1]
    assert Community.objects.count() > 6
