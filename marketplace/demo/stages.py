"""Evaluations of a running contract and orders to put things right, in every state in which they can rest."""

from datetime import datetime, timedelta

from contracts import actions
from contracts.models import Contract, Rectification, StageEvaluation
from contracts.states import ContractState, MilestoneState
from organizations.queries.people import members_of

from .clockwork import START
from .script import Cast

REGISTER = "入户探访签到簿"
ANSWER = "已补齐并重新培训，责任人每周自查一次。"


class Stages:
    """What the buyer looks at in one running contract; days are counted back from the present."""

    def __init__(self, contract: Contract, cast: Cast) -> None:
        self.contract = contract
        self.officer, self.approver = cast.people["officer"], cast.people["approver"]
        self.member = members_of(contract.organization)[0]

    def drawn(self, days: int) -> StageEvaluation:
        """Draw the sample of a spot check."""
        return actions.begin_stage(
            actor=self.officer, contract=self.contract, kind="spot", register=REGISTER, records=60,
            now=START - timedelta(days=days),
        )  # fmt: skip

    def published(self, days: int) -> StageEvaluation:
        """Inspect the sample and publish: two records differ, so something has to be put right."""
        stage, now = self.drawn(days), START - timedelta(days=days - 1)
        for item in stage.sample.all():
            result, note = ("ok", "") if item.position > 2 else ("defect", "签到时间与探访照片不一致。")
            actions.record_sample(
                actor=self.officer, stage=stage, position=item.position, result=result, note=note, now=now
            )
        return actions.publish_stage(
            actor=self.officer, stage=stage, conclusion="rectify", now=now, due_at=now + timedelta(days=7),
            findings="服务按计划推进，抽查的签到记录有两条与照片不一致。", items=["补齐签到记录并说明原因", "对探访人员重新培训"],
        )  # fmt: skip

    def ordered(self, days: int, reason: str, item: str, term: int = 7) -> Rectification:
        now = START - timedelta(days=days)
        return actions.order_rectification(
            actor=self.officer, contract=self.contract, reason=reason, items=[item], now=now,
            due_at=now + timedelta(days=term),
        )  # fmt: skip

    def answered(self, row: Rectification, now: datetime) -> Rectification:
        answers = {item.number: ANSWER for item in row.items.all()}
        return actions.answer_rectification(actor=self.member, rectification=row, answers=answers, now=now)


def run_stages(cast: Cast) -> None:
    """Play a spot check with its order put right, another one under way, and orders in every other state."""
    running = Contract.objects.filter(
        state=ContractState.ACTIVE,
        milestones__state__in=(MilestoneState.ACCEPTED, MilestoneState.PAID),
        signed_at__lt=START - timedelta(days=30),
    )
    desk = Stages(running.order_by("pk").first(), cast)
    first = desk.published(24).rectifications.get()
    desk.answered(first, START - timedelta(days=19))
    actions.check_rectification(
        actor=desk.officer, rectification=first, is_done=True, remark="现场复核，记录已补齐。",
        now=START - timedelta(days=18),
    )  # fmt: skip
    lost = desk.ordered(22, "服务热线连续两次无人接听。", "安排专人接听服务热线", 5)
    actions.fail_rectification(
        actor=desk.approver, rectification=lost, remark="逾期两周仍未安排，认定整改不到位。",
        now=START - timedelta(days=3),
    )  # fmt: skip
    waiting = desk.ordered(6, "探访照片缺少日期。", "照片统一加注日期")
    desk.answered(waiting, START - timedelta(days=2))
    desk.ordered(3, "居民反映未提前告知探访时间。", "提前一天电话告知探访时间", 10)
    desk.drawn(1)
