"""Penalties in every state: set off, claimed and received, heard, decided, objected to."""

from datetime import datetime, timedelta
from decimal import Decimal

from contracts import actions
from contracts.models import Contract, Penalty
from contracts.states import ContractState
from marketplace.core.clock import day_of
from organizations.models import User
from organizations.queries.people import members_of
from organizations.states import MemberRole
from payments import actions as payments
from payments.models import Recovery
from payments.states import RecoveryState

from .clockwork import START
from .delivery import Delivery
from .script import Cast

ANSWER = "情况属实，因连续降雨暂停入户，已补做并告知服务对象，恳请酌情减少。"
DECISION = "事实清楚，已听取陈述申辩，按合同条款认定。"


class Desk:
    """The people around one contract, for penalties."""

    def __init__(self, contract: Contract, cast: Cast) -> None:
        self.contract, self.people = contract, cast.people
        self.legal: User = members_of(contract.organization, MemberRole.LEGAL_REPRESENTATIVE)[0]

    def proposed(self, now: datetime, reason: str, facts: str, cause: str = "other") -> Penalty:
        return actions.propose_penalty(
            actor=self.people["officer"],
            contract=self.contract,
            cause=cause,
            reason=reason,
            facts=facts,
            now=now,
        )

    def answered(self, row: Penalty, now: datetime) -> Penalty:
        return actions.answer_penalty(actor=self.legal, penalty=row, answer=ANSWER, now=now)

    def decided(
        self, row: Penalty, now: datetime, *, amount: Decimal | None = None, is_imposed: bool = True
    ) -> Penalty:
        reason = DECISION if is_imposed else "经核实系社区活动室停电所致，不予认定。"
        return actions.decide_penalty(
            actor=self.people["approver"], penalty=self.answered(row, now), is_imposed=is_imposed, amount=amount,
            reason=reason, now=now,
        )  # fmt: skip

    def objected(self, row: Penalty, now: datetime) -> Penalty:
        text = "停工期间已逐户电话问候，附通话记录，请求复核。"
        return actions.object_to_penalty(actor=self.legal, penalty=row, text=text, now=now)

    def judged(self, row: Penalty, now: datetime, outcome: str, amount: Decimal | None = None) -> Penalty:
        return actions.decide_penalty_objection(
            actor=self.people["approver2"], penalty=row, outcome=outcome, amount=amount, now=now,
            reason="复核通话记录，部分事实成立，予以采纳。",
        )  # fmt: skip


class Penalized(Delivery):
    """What penalties do to the payments of a contract that is walked."""

    def end_penalty_reduced(self) -> None:
        """Lower a penalty for standards found short; the next payment is less by it."""
        self.wait(working=1)
        desk = Desk(self.contract, self.cast)
        row = desk.proposed(
            self.now, "首期走访次数未达到合同标准。", "三次走访无签到记录，整改期满未补做。", "standard:1"
        )
        desk.decided(row, self.now, amount=Decimal("300.00"))

    def to_closed(self) -> None:
        if "penalized" in self.script.ends:
            self._claim()
        super().to_closed()

    def end_penalized(self) -> None:
        """Nothing more follows: the penalties were claimed before the contract was closed."""

    def _claim(self) -> None:
        """Penalize when every payment was made: claimed, objected to, lowered, received; another one is still owed."""
        self.wait(working=1)
        desk = Desk(self.contract, self.cast)
        late = desk.proposed(self.now, "第二期服务逾期。", "约定日未提交，经催告后九天提交。", "late:2")
        late = desk.objected(desk.decided(late, self.now), self.now)
        late = desk.judged(late, self.now, "reduced", Decimal("50.00"))
        claim = Recovery.objects.get(subject_reference=late.reference, state=RecoveryState.CLAIMED)
        payments.receive_recovery(
            actor=self.person("approver"), recovery=claim, amount=claim.amount, received_on=day_of(self.now),
            bank_number="SK20260001", now=self.now,
        )  # fmt: skip
        other = desk.proposed(self.now, "未按约定公示服务安排。", "两个月未在社区公示栏张贴服务安排。")
        desk.decided(other, self.now)


def run_penalties(cast: Cast) -> None:
    """Play penalties in running contracts, one in every state in which it can rest."""
    running = Contract.objects.filter(state=ContractState.ACTIVE, signed_at__lt=START - timedelta(days=30))
    first, second = (Desk(row, cast) for row in running.select_related("organization").order_by("pk")[:2])
    then = START - timedelta(days=20)
    row = first.proposed(then, "未按约定提前告知服务时间。", "三位居民反映入户前没有电话。")
    first.decided(row, then + timedelta(days=2), is_imposed=False)
    row = first.decided(
        first.proposed(then, "服务人员未佩戴工作证。", "两次抽查均未佩戴。"), then + timedelta(days=3)
    )
    first.judged(first.objected(row, then + timedelta(days=4)), then + timedelta(days=6), "annulled")
    row = first.decided(
        first.proposed(then + timedelta(days=7), "未按约定留存服务照片。", "抽查十份记录，四份没有照片。"),
        START - timedelta(days=9),
    )
    row = second.decided(
        second.proposed(then, "未按约定公示服务安排。", "一个月未张贴服务安排。"), START - timedelta(days=4)
    )
    second.objected(row, START - timedelta(days=2))
    row = first.proposed(START - timedelta(days=3), "服务热线无人接听。", "两日内三次拨打无人接听。")
    first.answered(row, START - timedelta(days=1))
    second.proposed(START - timedelta(days=1), "未按约定报送月度小结。", "上月小结逾期未报。")
