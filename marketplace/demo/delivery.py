"""From the contract to the published review."""

from datetime import datetime, time, timedelta
from decimal import Decimal
from itertools import cycle

from contracts import actions as contracts
from contracts.models import Acceptance, Contract, Milestone
from contracts.queries.acceptance import standards_of
from contracts.queries.stages import missing_final
from contracts.rules.acceptance import Finding
from marketplace.core.clock import SHANGHAI, day_of
from organizations.models import User
from payments import actions as payments
from payments.models import BankAnswer, PaymentOrder
from ranking import actions as ranking
from ranking.models import Review
from ranking.queries.proofs import proofs_of
from ranking.states import PanelSeatState

from .clockwork import START, deliver, set_clock
from .stage import certificate as photo
from .walk import Walk


class Delivery(Walk):
    """The supplier, the buyer and the residents."""

    # --- the contract ---------------------------------------------------------------------------------------------
    def to_drawn_up(self) -> None:
        self.contract = Contract.objects.get(award__lot__tender=self.tender)

    def to_signed(self) -> None:
        self.wait(working=3)
        legal = self.person(self.winner())
        if self.script.parts:
            self.name_parts()
        self.contract = contracts.offer_contract(
            actor=self.person("officer"), contract=self.contract, now=self.now
        )
        self.contract = contracts.sign_for_supplier(
            actor=legal, contract=self.contract, digest=self.contract.digest, now=self.now
        )
        self.contract = contracts.sign_for_buyer(
            actor=self.person("approver"), contract=self.contract, digest=self.contract.digest, now=self.now
        )

    def winner(self) -> str:
        return next(k for k, o in self.cast.organizations.items() if o.pk == self.contract.organization_id)

    def milestones(self) -> list[Milestone]:
        return list(self.contract.milestones.order_by("number"))

    def to_reported(self) -> None:
        self.report(0)

    def to_accepted_first(self) -> None:
        self.accept(0)

    def report(self, place: int) -> None:
        milestone = self.milestones()[place]
        late = self.script.days_late[place % len(self.script.days_late)]
        self.now = max(milestone.due_at + timedelta(days=late, hours=-5), self.now + timedelta(days=1))
        set_clock(self.now)
        legal = self.person(self.winner())
        self.write(place)
        contracts.submit_report(actor=legal, milestone=self.milestones()[place], now=self.now)

    def write(self, place: int) -> None:
        """Keep a draft of the report of a milestone."""
        milestone = self.milestones()[place]
        contracts.save_report(
            actor=self.person(self.winner()), milestone=milestone, now=self.now,
            values={row.pk: row.planned for row in milestone.indicators.all()},
            summary=f"{milestone.title}：按计划完成，服务情况已在社区公示。",
            photos=[photo(f"{self.script.title}{place}")],
        )  # fmt: skip

    def accept(self, place: int) -> None:
        """Accept the report of a milestone and pay it."""
        self.certify(place)
        self.pay()

    def certify(self, place: int) -> PaymentOrder:
        """Accept the report of a milestone; return the order that its acceptance gave."""
        self.wait(working=2)
        milestone = self.milestones()[place]
        report = milestone.reports.latest("number")
        findings = {standard.key: Finding("met") for standard in standards_of(report)}
        acceptance = contracts.accept_milestone(
            actor=self.person("officer"), milestone=milestone, findings=findings, opinion="符合合同约定。",
            recipients_asked=20, recipients_satisfied=18, recipients_opinion="大家满意，希望坚持。", now=self.now,
        )  # fmt: skip
        deliver()
        return acceptance.order

    def order(self) -> PaymentOrder:
        """Return the order of this contract that waits for its release."""
        return Acceptance.objects.get(milestone__contract=self.contract, order__state="ordered").order

    def pay(self) -> None:
        """Release the order of the milestone, send it to the bank, and import the bank's answer."""
        answer = self.answer(self.send(self.release(self.order())), "成功")
        payments.import_bank_answer(actor=self.person("approver"), answer=answer, now=self.now)
        deliver()

    def release(self, order: PaymentOrder) -> PaymentOrder:
        self.wait(working=2)
        return payments.release_payment(actor=self.person("approver"), order=order, now=self.now)

    def send(self, order: PaymentOrder) -> PaymentOrder:
        payments.send_payments(actor=self.person("approver"), payer=order.payer, orders=[order], now=self.now)
        return order

    def answer(self, order: PaymentOrder, result: str, note: str = "") -> BankAnswer:
        """Take in the bank's file with its answer to one order."""
        self.wait(working=1)
        day = day_of(self.now).isoformat()
        line = f"{order.reference},{order.amount},{result},{day},BK{order.reference[-4:]},{note}"
        header = "指令号,金额,结果,支付日期,银行流水号,说明"
        return payments.receive_bank_answer(
            actor=self.person("approver"), payer=order.payer, name="answer.csv",
            content=f"{header}\r\n{line}\r\n".encode(), now=self.now,
        )  # fmt: skip

    def to_checked(self) -> None:
        for place in range(1, len(self.milestones())):
            self.report(place)
            self.certify(place)
            if self.script.paid_after and place == len(self.milestones()) - 1:
                self.wait(days=self.script.paid_after)
            self.pay()
        resident = self.cast.residents[self.script.community][3]
        contracts.record_check(
            actor=resident,
            milestone=self.milestones()[-1],
            result="yes",
            line="按时来，态度好。",
            now=self.now,
        )

    def to_closed(self) -> None:
        self.now = max(
            self.now, datetime.combine(self.contract.ends_on, time(10, 0), SHANGHAI) + timedelta(days=1)
        )
        set_clock(self.now)
        self.evaluate_whole()
        self.contract = contracts.close_contract(
            actor=self.person("officer"), contract=self.contract, now=self.now
        )
        deliver()
        self.review = Review.objects.get(contract=self.contract)

    def evaluate_whole(self) -> None:
        """Publish the final evaluation where the term is so long that it asks for one."""
        if not missing_final(self.contract, self.now):
            return
        stage = contracts.begin_stage(
            actor=self.person("officer"), contract=self.contract, kind="final", now=self.now
        )
        for item in stage.sample.all():
            contracts.record_sample(
                actor=self.person("officer"), stage=stage, position=item.position, result="ok", note="", now=self.now
            )  # fmt: skip
        contracts.publish_stage(
            actor=self.person("officer"), stage=stage, findings="抽样与记录一致，约定指标全部核对。",
            conclusion="on_track", now=self.now,
        )  # fmt: skip

    def end_midterm(self) -> None:
        """Evaluate half way, some weeks before the last day: two records differ, so something has to be put right."""
        self.now = max(self.now, START - timedelta(days=26))
        set_clock(self.now)
        stage = contracts.begin_stage(
            actor=self.person("officer"), contract=self.contract, kind="midterm", register="入户巡访登记表", records=180,
            now=self.now,
        )  # fmt: skip
        self.wait(working=1)
        for item in stage.sample.all():
            result, note = ("ok", "") if item.position > 2 else ("defect", "登记时间与老人所述不一致。")
            contracts.record_sample(
                actor=self.person("officer"), stage=stage, position=item.position, result=result, note=note, now=self.now
            )  # fmt: skip
        stage = contracts.publish_stage(
            actor=self.person("officer"), stage=stage, conclusion="rectify", now=self.now,
            findings="第一阶段按约完成；抽查的巡访登记有两条与老人所述不一致。", items=["核对并更正巡访登记"],
            due_at=self.now + timedelta(days=10),
        )  # fmt: skip
        order = stage.rectifications.get()
        contracts.answer_rectification(
            actor=self.person(self.winner()), rectification=order, now=self.now + timedelta(days=4),
            answers={1: "已逐户核对更正，并改为当场由老人签字。"},
        )  # fmt: skip

    # --- the verdict ----------------------------------------------------------------------------------------------
    def to_replied(self) -> None:
        self.wait(working=2)
        panel = ranking.draw_panel(actor=self.person("officer"), review=self.review, now=self.now)
        self.rate("official", self.person("officer"), self.script.official)
        for seat in panel.seats.filter(state=PanelSeatState.INVITED):
            ranking.accept_seat(actor=seat.expert, review=self.review, now=self.now)
            self.rate("expert", seat.expert, self.script.expert)
        self.rate_own(self.script.official + 2)
        residents = self.cast.residents[self.script.community]
        for user, stars in zip(residents[2:], self.script.stars, strict=False):
            ranking.answer_as_resident(actor=user, review=self.review, stars=stars, now=self.now)
        self.ask_reply()
        ranking.reply_to_review(
            actor=self.person(self.winner()),
            review=self.review,
            text="感谢评价，下一步加强夜间响应。",
            now=self.now,
        )

    def ask_reply(self) -> None:
        """Ask the organization for its reply, once the ratings are in."""
        self.now = self.review.collect_until + timedelta(hours=1)
        set_clock(self.now)
        self.review = ranking.request_reply(actor=self.person("officer"), review=self.review, now=self.now)

    def rate(self, kind: str, rater: User, percent: int) -> None:
        ranking.rate_contract(
            actor=rater, review=self.review, kind=kind, now=self.now,
            comment="现场抽查两次，记录与台账一致。\n回访服务对象十人，八人表示满意。", **self.marks(percent),
        )  # fmt: skip

    def rate_own(self, percent: int) -> None:
        """Let the organization rate its own work before it reads the others."""
        ranking.rate_own_work(
            actor=self.person(self.winner()), review=self.review, now=self.now, **self.marks(percent),
            comment="全部节点按约完成；夜间响应偏慢，已增加一名值班人员。",
        )  # fmt: skip

    def marks(self, percent: int) -> dict[str, object]:
        """Return the same share of every criterion, with the contract's record as evidence."""
        common, proofs = self.review.rubric["common"], proofs_of(self.contract)
        return {
            "points": {
                row["code"]: (Decimal(row["points"]) * percent / 100).quantize(Decimal("0.5"))
                for row in common
            },
            "findings": [row["code"] for row in self.review.rubric["specific"]],
            "evidence": {
                row["code"]: [str(proof["key"])] for row, proof in zip(common, cycle(proofs), strict=False)
            },
        }

    def to_reviewed(self) -> None:
        self.wait(working=6)
        ranking.publish_review(actor=self.person("approver"), review=self.review, now=self.now)
        deliver()
