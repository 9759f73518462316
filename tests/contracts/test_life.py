"""Random lives of a contract: whatever people do in whatever order, money, states and the record agree."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts import actions
from contracts.models import Acceptance
from contracts.rules.milestones import MilestonePlan, due_moment
from contracts.states import CONTRACT, DONE_STATES, ContractState, ReportState
from marketplace.audit.models import AuditEvent
from marketplace.core.refusals import Refused
from organizations.models import OverdueMark
from payments.models import PaymentOrder
from tests.factories.contracts import MOMENT, accept, neighbor, saved, world

pytestmark = pytest.mark.django_db


class Life:
    """One contract and a clock that only moves forward."""

    def __init__(self):
        self.here = world()
        self.now = MOMENT
        self.recorded = 1

    @property
    def contract(self):
        return self.here.reload()

    def edit(self, number):
        contract = self.contract
        day = contract.ends_on
        plans = [MilestonePlan(f"节点{n}", due_moment(day), Decimal(25)) for n in range(4)]
        actions.edit_contract(
            actor=self.here.officer,
            contract=contract,
            version=contract.version,
            starts_on=contract.starts_on,
            ends_on=contract.ends_on,
            acceptance_plan="按约定",
            milestones=plans,
            now=self.now,
        )

    def offer(self, number):
        actions.offer_contract(actor=self.here.officer, contract=self.contract, now=self.now)

    def recall(self, number):
        actions.recall_contract(actor=self.here.officer, contract=self.contract, reason="更正", now=self.now)

    def sign_first(self, number):
        contract = self.contract
        actions.sign_for_supplier(
            actor=self.here.legal, contract=contract, digest=contract.digest, now=self.now
        )

    def sign_second(self, number):
        contract = self.contract
        actions.sign_for_buyer(
            actor=self.here.approver,
            contract=contract,
            digest=contract.digest,
            now=self.now,
            late_reason="材料补正",
        )

    def save(self, number):
        saved(self.here, number, self.now)

    def submit(self, number):
        actions.submit_report(actor=self.here.writer, milestone=self.here.milestone(number), now=self.now)

    def give_back(self, number):
        actions.return_report(
            actor=self.here.officer,
            milestone=self.here.milestone(number),
            reason="补充资料",
            resubmit_by=self.now + timedelta(days=7),
            now=self.now,
        )

    def accept(self, number):
        if self.here.milestone(number).reports.filter(state=ReportState.SUBMITTED).exists():
            accept(self.here, number, self.now)

    def check(self, number):
        actions.record_check(
            actor=neighbor(self.here), milestone=self.here.milestone(number), result="yes", now=self.now
        )

    def close(self, number):
        actions.close_contract(actor=self.here.officer, contract=self.contract, now=self.now)

    def terminate(self, number):
        actions.terminate_contract(
            actor=self.here.approver, contract=self.contract, reason="终止", now=self.now
        )

    def wait(self, number):
        self.now += timedelta(days=40)
        actions.mark_overdue_milestones(now=self.now)

    def hold(self):
        """Assert what is always true."""
        contract = self.contract
        milestones = list(contract.milestones.all())
        done = [row for row in milestones if row.state in DONE_STATES]
        orders = PaymentOrder.objects.filter(subject_reference__startswith=f"{contract.reference}/")
        assert sum(row.amount for row in milestones) == contract.amount
        assert sum(row.share for row in milestones) == 100
        assert contract.state in CONTRACT.states()
        assert sorted(order.amount for order in orders) == sorted(row.amount for row in done)
        assert Acceptance.objects.filter(milestone__contract=contract).count() == len(done)
        assert sum(order.amount for order in orders) <= contract.amount
        if contract.state == ContractState.CLOSED:
            assert len(done) == len(milestones)
        for row in milestones:
            current = row.reports.exclude(state=ReportState.RETURNED)
            assert current.count() <= 1
            assert (row in done) == current.filter(state=ReportState.ACCEPTED).exists()
        marks = OverdueMark.objects.filter(contract_reference=contract.reference)
        assert all(mark.due_at <= self.now for mark in marks)
        chain = AuditEvent.objects.filter(chain=f"contracts.contract:{contract.pk}")
        numbers = list(chain.order_by("sequence").values_list("sequence", flat=True))
        assert numbers == list(range(1, len(numbers) + 1))


STRAIGHT = ["offer", "sign_first", "sign_second"]
DRAFTING = ("edit", "offer", "recall", "sign_first", "sign_second")
DELIVERY = ("save", "submit", "save", "submit", "give_back", "accept", "accept", "check", "wait")
ACTS = st.sampled_from([*DRAFTING, *DELIVERY, "close", "terminate"])


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.booleans(), st.lists(st.tuples(ACTS, st.integers(1, 3)), min_size=5, max_size=25))
def test_every_life_keeps_money_states_and_record_in_step(signed, steps):
    life = Life()
    for act, number in [*((name, 1) for name in STRAIGHT if signed), *steps]:
        try:
            getattr(life, act)(number)
        except Refused as refused:
            assert refused.code  # noqa: PT017 - a refusal is one of the lawful answers here
        life.hold()
