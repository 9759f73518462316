"""Supplements to contracts: withdrawn, refused, in force, and two that wait."""

from datetime import timedelta
from decimal import Decimal

from contracts import actions as contracts
from contracts.models import ContractChange, Milestone, Subcontract
from contracts.rules.changes import shares_of
from contracts.rules.milestones import IndicatorPlan, MilestonePlan
from contracts.states import OWED_STATES
from marketplace.core.clock import day_of

from .clockwork import with_savepoints
from .walk import Walk

SUBCONTRACTORS = (
    ("明理法律服务中心", "52341702MJT50001X3", "0.08"),
    ("清源咨询工作室", "52341702MJT5000283", "0.05"),
    ("知行文书服务社", "52341702MJT500036X", "0.04"),
)


class Changes(Walk):
    """What is agreed on after the contract was signed."""

    @with_savepoints()
    def propose(self, reason: str, explanation: str, share: str = "0") -> ContractChange:
        """Propose to add a share of the sum; what is open stays as planned."""
        contract = self.contract
        contract.refresh_from_db()
        rows = list(contract.milestones.filter(state__in=OWED_STATES, accepted_amount=0).order_by("number"))
        plan = "现场核对台账并随机回访十名服务对象；" + contract.acceptance_plan
        return contracts.propose_change(
            actor=self.person("officer"), contract=contract, reason=reason, explanation=explanation,
            amount=contract.amount + (contract.amount * Decimal(share)).quantize(Decimal(1)),
            ends_on=contract.ends_on, acceptance_plan=plan, now=self.now,
            milestones=[
                self.as_planned(row, part)
                for row, part in zip(rows, shares_of([row.amount for row in rows]), strict=True)
            ],
        )  # fmt: skip

    def as_planned(self, row: Milestone, share: Decimal) -> MilestonePlan:
        """Return a milestone as it is planned, with another share."""
        indicators = tuple(
            IndicatorPlan(i.name, i.name_en, i.unit, i.unit_en, i.planned, i.is_outcome)
            for i in row.indicators.all()
        )
        return MilestonePlan(row.title, row.due_at, share, row.deliverable, indicators, row.number)

    def supplier(self):
        """Return who signs for the supplier."""
        return self.person(
            next(k for k, o in self.cast.organizations.items() if o.pk == self.contract.organization_id)
        )

    @with_savepoints()
    def agree(self, change: ContractChange) -> ContractChange:
        """Let the supplier agree on the next working day."""
        self.wait(working=1)
        return contracts.agree_change(
            actor=self.supplier(), change=change, digest=change.digest, now=self.now
        )

    @with_savepoints()
    def end_changed(self) -> None:
        """Withdraw a first proposal, meet a refusal, and put the third in force."""
        self.wait(working=3)
        first = self.propose("schedule", "拟调整验收方式，细节待商。")
        contracts.withdraw_change(actor=self.person("officer"), change=first, now=self.now)
        self.wait(working=1)
        second = self.propose("need", "拟压缩回访次数。")
        self.wait(working=1)
        contracts.refuse_change(
            actor=self.supplier(), change=second, reason="回访次数是投标承诺，不宜减少。", now=self.now
        )
        third = self.agree(self.propose("addition", "新增两栋楼的调解服务，工作量相应增加。", "0.06"))
        self.wait(working=1)
        contracts.approve_change(
            actor=self.person("approver"), change=third, digest=third.digest, now=self.now
        )

    def end_change_proposed(self) -> None:
        self.wait(working=1)
        self.propose("addition", "新登记的独居老人增加八户，拟追加巡访。", "0.05")

    def end_change_agreed(self) -> None:
        self.wait(working=1)
        self.agree(self.propose("schedule", "验收改为现场核对加随机回访，金额不变。"))

    def name_parts(self) -> None:
        """Name in the draft what the bid would subcontract."""
        contract = self.contract
        contracts.edit_contract(
            actor=self.person("officer"), contract=contract, version=contract.version, now=self.now,
            starts_on=contract.starts_on, ends_on=contract.ends_on, acceptance_plan=contract.acceptance_plan,
            milestones=[self.as_planned(row, row.share) for row in contract.milestones.order_by("number")],
            subcontracting=self.script.parts,
        )  # fmt: skip

    def subcontract(self, name: str, uscc: str, share: str) -> Subcontract:
        """Ask for consent to hand a part to another organization."""
        return contracts.propose_subcontract(
            actor=self.supplier(), contract=self.contract, name=name, uscc=uscc, part=self.script.parts, now=self.now,
            amount=(self.contract.amount * Decimal(share)).quantize(Decimal(1)),
        )  # fmt: skip

    def end_subcontracted(self) -> None:
        """Consent to one subcontract, refuse another, and leave a third waiting."""
        rows = [self.subcontract(*given) for given in SUBCONTRACTORS]
        self.wait(working=1)
        for row, is_consented in zip(rows, (True, False), strict=False):
            contracts.decide_subcontract(
                actor=self.person("officer"), subcontract=row, is_consented=is_consented, now=self.now,
                reason="" if is_consented else "该机构近一年未开展同类服务。",
            )  # fmt: skip

    def end_suspended(self) -> None:
        """Let the contract stand still for a week, go on, and stand still again."""
        self.still("force_majeure", "强降雨，活动场所临时关闭。", 7)
        self.wait(days=7)
        contracts.resume_contract(actor=self.person("approver"), contract=self.contract, now=self.now)
        self.wait(working=3)
        self.still("agreed", "活动室电路改造，双方商定暂停。", 150)

    def still(self, ground: str, explanation: str, days: int) -> None:
        contracts.suspend_contract(
            actor=self.person("approver"), contract=self.contract, ground=ground, explanation=explanation,
            planned_until=day_of(self.now) + timedelta(days=days), now=self.now,
        )  # fmt: skip
