"""Other ends than the plain way: what is refused, returned, cancelled, paused, failed, or waits for somebody."""

from datetime import timedelta
from decimal import Decimal

from bidding.actions import amendments, awards, committee, ending, evaluation, tenders
from bidding.actions.bids import BidContent, seal_bid, withdraw_bid
from bidding.models import Amendment, Seat
from contracts import actions as contracts
from deliberation import actions as deliberation
from deliberation.models import Need, ScreeningRule
from marketplace.core.clock import day_of
from payments import actions as payments
from projects import actions as projects
from ranking import actions as ranking
from ranking.models import Appeal
from ranking.states import EvidenceKind, PanelSeatState

from .clockwork import START, deliver, set_clock
from .committee import Committee


class Endings(Committee):
    """Each method is one end; a script names those that follow its last stop."""

    # --- needs ----------------------------------------------------------------------------------------------------
    def rule(self, code: str) -> ScreeningRule:
        return ScreeningRule.objects.filter(code=code).latest("pk")

    def end_redirected(self) -> None:
        self.wait(working=1)
        deliberation.redirect_need(
            actor=self.person("worker"), need=self.need, rule=self.rule("E1"), channel="社区服务大厅 3 号窗口",
            reason="属于政务服务事项，可以直接办理。", now=self.now,
        )  # fmt: skip

    def end_refused(self) -> None:
        self.wait(working=1)
        deliberation.refuse_need(
            actor=self.person("worker"), need=self.need, rule=self.rule("N3"), channel="社区人民调解室",
            reason="属于两户之间的利益纠纷，不列入社区协商，可以申请人民调解。", now=self.now,
        )  # fmt: skip
        self.wait(working=1)
        deliberation.review_refusal(
            actor=self.person("director"), need=self.need, is_confirmed=True, reason="同意。", now=self.now
        )

    def end_asked(self) -> None:
        self.wait(working=1)
        deliberation.ask_author(
            actor=self.person("worker"), need=self.need, question="请说明是哪一栋楼、什么时段，方便核实。", now=self.now
        )  # fmt: skip

    def end_merged(self) -> None:
        self.wait(working=1)
        older = Need.objects.filter(community=self.community, state="supporting").earliest("pk")
        deliberation.merge_need(
            actor=self.person("worker"), need=self.need, target=older, reason="与较早的需求是同一件事。", now=self.now
        )  # fmt: skip

    def end_direct_action(self) -> None:
        self.wait(working=2)
        deliberation.start_direct_action(
            actor=self.person("worker"), need=self.need, owner="社区物业", due_on=day_of(self.now + timedelta(days=10)),
            now=self.now,
        )  # fmt: skip

    def end_solved(self) -> None:
        self.wait(working=3)
        deliberation.deliver_need(
            actor=self.person("worker"),
            need=self.need,
            result="已装好扶手和感应灯，居民代表看过现场。",
            now=self.now,
        )

    # --- deliberations --------------------------------------------------------------------------------------------
    def end_begun(self) -> None:
        self.wait(working=2)
        self.topic = deliberation.open_deliberation(
            actor=self.person("worker"), community=self.community, topic=self.script.topic, needs=[self.need],
            reason="居民在楼栋群里反映较多，先行协商。", now=self.now, is_demo=True,
        )  # fmt: skip

    def end_deciding(self) -> None:
        deliberation.close_discussion(actor=self.person("worker"), deliberation=self.topic, now=self.now)

    def end_failed(self) -> None:
        self.end_deciding()
        self.wait(working=1)
        deliberation.fail_deliberation(
            actor=self.person("worker"), deliberation=self.topic, agreed=["先把杂物清走"],
            open_points=["棚子拆还是留", "费用怎么分摊"], now=self.now,
        )  # fmt: skip

    def end_closed_unsettled(self) -> None:
        self.end_failed()
        self.wait(working=2)
        deliberation.close_failed_deliberation(
            actor=self.person("worker"),
            deliberation=self.topic,
            channel="由街道城管中队依法处理",
            now=self.now,
        )

    def end_paused(self) -> None:
        self.wait(working=1)
        deliberation.pause_deliberation(
            actor=self.person("director"),
            deliberation=self.topic,
            reason="等待房屋安全鉴定报告。",
            now=self.now,
        )

    def end_covenant(self) -> None:
        deliberation.settle_need(
            actor=self.person("worker"), need=self.need, to="covenant", result="写入居民公约。", now=self.now
        )
        self.wait(working=2)
        self.finish("withdrawn", "改由居民公约约定，不再单独立项。")

    def end_department_task(self) -> None:
        deliberation.settle_need(
            actor=self.person("worker"), need=self.need, to="department_task", result="由区城市管理局列入年度计划。",
            now=self.now,
        )  # fmt: skip

    # --- tenders --------------------------------------------------------------------------------------------------
    def end_cancelled(self) -> None:
        self.wait(working=2)
        approver = self.person("approver")
        ending.cancel_tender(
            actor=approver, tender=self.tender, reason="上级已统一安排同类服务，采购任务取消。", now=self.now
        )
        projects.cancel_project(
            actor=self.person("officer"), project=self.project, reason="由市级项目统一覆盖，本项目撤销。", now=self.now
        )  # fmt: skip

    def end_amendment_waits(self) -> Amendment:
        """Propose another place of service; the deadline moves as far as the law asks."""
        self.wait(working=1)
        return amendments.propose_amendment(
            actor=self.person("officer"), tender=self.tender, now=self.now,
            content={"place": "社区党群服务中心二楼及居民家中"}, reason="服务场地调整，增加入户服务。",
        )  # fmt: skip

    def end_amended(self) -> None:
        amendment = self.end_amendment_waits()
        self.wait(hour=16)
        amendments.publish_amendment(actor=self.person("approver"), amendment=amendment, now=self.now)

    def end_amendment_dropped(self) -> None:
        amendment = self.end_amendment_waits()
        self.wait(hour=16)
        amendments.drop_amendment(
            actor=self.person("approver"),
            amendment=amendment,
            reason="场地已另行落实，无需更正。",
            now=self.now,
        )

    def end_changed_bids(self) -> None:
        """Replace one bid before the deadline and take another one back."""
        self.wait(hour=16)
        (first, price, _), *_rest, (last, _price, _quality) = self.script.bids
        seal_bid(
            actor=self.person(first), lot=self.lot(), organization=self.cast.organizations[first],
            content=BidContent(price=Decimal(price) - 1500, proposal={"plan": f"{self.script.title}服务方案（修改）"}),
            token=f"demo-{self.tender.public_id}-again",
        )  # fmt: skip
        withdraw_bid(actor=self.person(last), lot=self.lot(), organization=self.cast.organizations[last])

    def end_too_few(self) -> None:
        self.to_opened()

    def seats(self, *experts: str) -> list[Seat]:
        """Seat a committee of two experts and the buyer's representative."""
        lot = self.lot()
        self.speak()
        for bid in lot.bids.filter(state="opened"):
            evaluation.qualify_bid(
                actor=self.person("officer"), bid=bid, is_qualified=True, reason="", now=self.now
            )
        return committee.appoint_committee(
            actor=self.person("officer"), lot=lot, representatives=[self.person("approver")],
            experts=[self.person(key) for key in experts], reason="演示：按品目从专家库指定", now=self.now,
        )  # fmt: skip

    def declare(self, seat: Seat, statement: str = "") -> None:
        committee.declare_conflicts(
            actor=seat.member, seat=seat, has_conflict=bool(statement), statement=statement, now=self.now
        )

    def end_committee(self) -> None:
        """Leave a committee whose members declare one after the other."""
        self.wait(working=1)
        first, second, _buyer = self.seats("expert1", "expert2")
        self.declare(first)
        self.declare(second, "曾为其中一家机构做过培训顾问。")

    def end_evaluating(self) -> None:
        """Leave an evaluation in which a member was replaced and one has locked the scores."""
        self.wait(working=1)
        first, second, buyer = self.seats("expert1", "expert2")
        self.declare(second, "近亲属在其中一家机构任职。")
        second = committee.replace_member(
            actor=self.person("officer"), seat=second, successor=self.person("expert3"),
            reason="原专家申报利害关系，按规定更换。", now=self.now,
        )  # fmt: skip
        for seat in (first, second, buyer):
            self.declare(seat)
        evaluation.start_evaluation(actor=self.person("officer"), tender=self.tender, now=self.now)
        quality = {self.cast.organizations[key].pk: percent for key, _, percent in self.script.bids}
        self.score(first, self.lot(), quality, 0)
        evaluation.lock_scores(actor=first.member, seat=first, now=self.now)

    def end_proposed(self) -> None:
        """Take a proposal back because the first candidate gives up; propose the next one."""
        self.wait(working=1)
        officer, lot = self.person("officer"), self.lot()
        award = awards.propose_award(actor=officer, lot=lot, reason="综合得分第一。", now=self.now)
        self.wait(working=1)
        awards.revoke_award(
            actor=self.person("approver"), award=award, reason="第一候选人书面放弃。", now=self.now
        )
        awards.propose_award(actor=officer, lot=self.lot(), reason="按排序递补第二候选人。", now=self.now)

    def end_returned_draft(self) -> None:
        self.wait(working=1)
        tenders.return_tender(
            actor=self.person("approver"),
            tender=self.tender,
            reason="请补充服务时段和响应时限。",
            now=self.now,
        )

    # --- contracts, reports, payments -----------------------------------------------------------------------------
    def end_offered(self) -> None:
        self.wait(working=1)
        self.contract = contracts.offer_contract(
            actor=self.person("officer"), contract=self.contract, now=self.now
        )

    def end_half_signed(self) -> None:
        self.end_offered()
        self.contract = contracts.sign_for_supplier(
            actor=self.person(self.winner()),
            contract=self.contract,
            digest=self.contract.digest,
            now=self.now,
        )

    def end_terminated(self) -> None:
        self.wait(working=2)
        contracts.terminate_contract(
            actor=self.person("approver"),
            contract=self.contract,
            reason="服务场地收回，双方协商一致终止。",
            now=self.now,
        )

    def end_draft_report(self) -> None:
        self.now = START - timedelta(days=3)
        set_clock(self.now)
        self.write(self.paid())

    def paid(self) -> int:
        """Return how many milestones are accepted: the place of the next one."""
        return self.contract.milestones.filter(state__in=["accepted", "paid"]).count()

    def end_second_report(self) -> None:
        self.report(self.paid())

    def end_returned_report(self) -> None:
        self.end_second_report()
        self.wait(working=1)
        contracts.return_report(
            actor=self.person("officer"), milestone=self.milestones()[self.paid()], now=self.now,
            reason="缺少两次活动的签到表，请补齐后再报。", resubmit_by=self.now + timedelta(days=10),
        )  # fmt: skip

    def end_ordered(self) -> None:
        self.end_second_report()
        self.certify(self.paid())

    def end_released(self) -> None:
        self.end_ordered()
        self.release(self.order())

    def end_at_the_bank(self) -> None:
        self.end_ordered()
        self.answer(self.send(self.release(self.order())), "成功")

    def end_bounced(self) -> None:
        self.end_ordered()
        answer = self.answer(self.send(self.release(self.order())), "失败", "账号与户名不符")
        payments.import_bank_answer(actor=self.person("approver"), answer=answer, now=self.now)
        deliver()

    def end_cancelled_order(self) -> None:
        self.end_ordered()
        self.wait(working=1)
        payments.cancel_payment(
            actor=self.person("approver"),
            order=self.order(),
            reason="收款账户变更，待更正后重新下达。",
            now=self.now,
        )

    # --- reviews --------------------------------------------------------------------------------------------------
    def end_asked_reply(self) -> None:
        self.wait(working=1)
        panel = ranking.draw_panel(actor=self.person("officer"), review=self.review, now=self.now)
        self.now = panel.seats.get(state=PanelSeatState.INVITED).answer_by + timedelta(hours=10)
        set_clock(self.now)
        ranking.fill_panel(review=self.review, now=self.now)
        self.rate("official", self.person("officer"), self.script.official)
        self.ask_reply()

    def end_excluded(self) -> None:
        """Decide what follows from a failed grade: no new purchases of this kind for the fixed years."""
        self.wait(working=2)
        ranking.decide_consequence(
            actor=self.person("approver"), review=self.review, code="exclusion", is_applied=True, now=self.now,
            reason="两次约谈后仍未按约提供服务，居民满意度低，期限内不再参加限额以下采购。",
        )  # fmt: skip

    # --- appeals against evidence ---------------------------------------------------------------------------------
    def end_appealed(self) -> Appeal:
        self.wait(working=2)
        return ranking.file_appeal(
            actor=self.person(self.winner()), contract=self.contract, item=EvidenceKind.MILESTONE,
            milestone=self.milestones()[0], now=self.now,
            grounds="场地因消防检查临时关闭两天，已在系统内报备，不应计为我方迟延。",
        )  # fmt: skip

    def end_appeal_upheld(self) -> None:
        self.decide(is_upheld=True, reason="报备记录属实，该项不计入履约表现。")

    def end_appeal_dismissed(self) -> None:
        self.decide(is_upheld=False, reason="报备发生在到期之后，维持原记录。")

    def decide(self, *, is_upheld: bool, reason: str) -> None:
        appeal = self.end_appealed()
        self.wait(working=3)
        ranking.decide_appeal(
            actor=self.person("approver"), appeal=appeal, is_upheld=is_upheld, reason=reason, now=self.now
        )
