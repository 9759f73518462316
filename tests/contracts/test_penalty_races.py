"""Penalties under pressure, over several connections: one decision wins, one payment is held back, once."""

from decimal import Decimal

import pytest

from contracts import actions
from contracts.models import Contract, Penalty
from marketplace.core.refusals import Refused
from organizations.states import PostRole
from payments.models import PaymentOrder, Recovery
from payments.queries.ledger import all_faults
from tests.contracts.test_penalties import decided, late, proposed
from tests.factories.contracts import findings, submitted
from tests.factories.organizations import official
from tests.payments.test_races import together

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
D = Decimal


def test_of_parallel_decisions_exactly_one_wins():
    here, now = late()
    row = actions.answer_penalty(actor=here.writer, penalty=proposed(here, now), answer="无异议。", now=now)
    people = [here.approver, official(PostRole.APPROVER, department=here.department)]

    def call(place):
        given = {"is_imposed": True, "amount": D(place + 1), "reason": "x", "now": now}
        return lambda: actions.decide_penalty(actor=people[place % 2], penalty=row, **given)

    found = together([call(place) for place in range(4)], threads=4)
    [won] = [one for one in found if isinstance(one, Penalty)]
    assert Penalty.objects.get().amount == won.amount
    assert {one.code for one in found if isinstance(one, Refused)} == {"core.not_in_this_state"}


def test_a_penalty_is_held_back_once_while_acceptances_and_an_early_end_race():
    here, now = late()
    decided(here, now)
    submitted(here, 1, now)
    contract = Contract.objects.get(pk=here.contract.pk)
    end = {"actor": here.approver, "contract": contract, "reason": "x", "ground": "breach", "now": now}
    given = {"milestone": here.milestone(1), "findings": findings(here.milestone(1)), "opinion": "符合。"}
    given |= {"recipients_asked": 3, "recipients_satisfied": 3, "recipients_opinion": "好。", "now": now}
    calls = [lambda: actions.accept_milestone(actor=here.officer, **given)] * 3
    calls.append(lambda: actions.terminate_contract(**end))
    together(calls, threads=4)
    [recovery] = Recovery.objects.all()
    assert recovery.amount == D("93.75")
    assert PaymentOrder.objects.get().amount == D("62406.25")
    assert all_faults() == []
