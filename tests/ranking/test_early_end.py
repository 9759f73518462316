"""What an early end says of the milestones that were left: nothing, or that the supplier failed."""

from datetime import timedelta

import pytest

from contracts.actions import terminate_contract
from contracts.states import TerminationGround
from marketplace.core.refusals import Refused
from organizations.models import Standing
from organizations.states import MemberRole, PostRole
from ranking import actions
from ranking.queries.appeals import appealable_milestones
from tests.factories.organizations import member, official
from tests.factories.ranking import MOMENT, accept_milestone, signed_contract

pytestmark = pytest.mark.django_db
LATER = MOMENT + timedelta(days=3)


def ended(ground):
    contract = signed_contract()
    accept_milestone(contract, 1)
    approver = official(PostRole.APPROVER, department=contract.buyer)
    contract = terminate_contract(
        actor=approver, contract=contract, reason="限期内未改正", ground=ground, now=MOMENT
    )
    return contract, approver, actions.recompute_standings(now=LATER).events


@pytest.mark.parametrize(
    ("ground", "outcome", "open_to_appeal"),
    [(TerminationGround.BREACH, "rejected", [1, 2]), (TerminationGround.FORCE_MAJEURE, "excused", [1])],
)
def test_what_is_left_at_an_early_end(ground, outcome, open_to_appeal):
    contract, _approver, events = ended(ground)
    [left] = [line for line in events.splitlines() if line.startswith(f"m-{contract.public_id}-2,")]
    assert f",{outcome}," in left
    assert [row.number for row in appealable_milestones(contract)] == open_to_appeal
    score = Standing.objects.get(organization=contract.organization, category="*").score
    assert (score < 70) == (outcome == "rejected")


def test_whoever_ended_the_contract_does_not_decide_the_appeal():
    contract, approver, _events = ended(TerminationGround.BREACH)
    legal = member(contract.organization, MemberRole.LEGAL_REPRESENTATIVE)
    left = contract.milestones.get(number=2)
    appeal = actions.file_appeal(
        actor=legal, contract=contract, item="milestone", milestone=left, grounds="已按期整改", now=LATER
    )
    with pytest.raises(Refused, match="had_a_part"):
        actions.decide_appeal(actor=approver, appeal=appeal, is_upheld=True, reason="属实", now=LATER)
    other = official(PostRole.APPROVER, department=contract.buyer)
    actions.decide_appeal(actor=other, appeal=appeal, is_upheld=True, reason="属实", now=LATER)
    assert "v-m-" in actions.recompute_standings(now=LATER).events
