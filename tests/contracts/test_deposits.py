"""The performance deposit of a contract, and what signing and closing do to deposits."""

from datetime import timedelta
from decimal import Decimal

import pytest

from contracts.events import ContractClosed, ContractSigned
from contracts.handlers import return_bid_deposit, return_performance_deposit
from payments.actions import require_deposit
from payments.models import Deposit
from tests.client import sign_in
from tests.factories.contracts import MOMENT, active, world

pytestmark = pytest.mark.django_db


def test_an_official_asks_for_a_performance_deposit_through_the_page(client, move_clock):
    here = active()
    move_clock(MOMENT)
    sign_in(client, here.officer)
    path = f"/work/contracts/{here.contract.public_id}/"
    assert "收取履约保证金" in client.get(path).content.decode()
    most = here.contract.amount / 10
    typed = {"amount": f"{most + Decimal('0.01'):.2f}", "due_at": "2026-05-01 17:00"}
    refused = client.post(f"{path}deposit/", typed)
    assert (refused.status_code, "政府采购法实施条例" in refused.content.decode()) == (422, True)
    assert client.post(f"{path}deposit/", {"amount": "1", "due_at": "2026-01-01 17:00"}).status_code == 422
    answer = client.post(f"{path}deposit/", typed | {"amount": f"{most:.2f}"})
    found = Deposit.objects.get()
    assert (answer.status_code, answer.url, found.amount) == (302, found.path, most)
    return_performance_deposit(ContractClosed(contract_id=here.contract.pk))
    found.refresh_from_db()
    assert found.state == "dropped"
    sign_in(client, here.writer)
    assert client.get(f"{path}deposit/").status_code in {403, 404}


def test_a_contract_that_is_not_signed_asks_for_none(client, move_clock):
    here = world()
    move_clock(MOMENT)
    sign_in(client, here.officer)
    typed = {"amount": "1.00", "due_at": "2026-05-01 17:00"}
    assert client.post(f"/work/contracts/{here.contract.public_id}/deposit/", typed).status_code == 409


def test_signing_starts_the_clock_of_the_winner_s_bid_deposit():
    here = active()
    tender = here.contract.award.lot.tender
    row = require_deposit(
        actor=None, kind="bid", holder=here.department, payer=here.organization, amount=Decimal(100),
        basis=tender.budget, subject_reference=tender.reference, subject_path="", subject_title="",
        due_at=MOMENT + timedelta(days=1), now=MOMENT,
    )  # fmt: skip
    Deposit.objects.filter(pk=row.pk).update(state="received")
    return_bid_deposit(ContractSigned(contract_id=here.contract.pk))
    row.refresh_from_db()
    assert (row.state, row.ground) == ("returning", "signed")
