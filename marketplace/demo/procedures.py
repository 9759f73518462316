"""Tenders of the other procedures: talks with suppliers up to sealed final quotes, each in another state."""

from datetime import date, timedelta
from decimal import Decimal

from bidding.actions import invitations, negotiations, quotes, single_source, tenders
from bidding.models import Bid, NeedChange, Seat
from bidding.queries.bids import qualified_bids

from .clockwork import START, set_clock
from .district import PASSPHRASE
from .script import Script
from .scripts import EL1, EL3, GO1, HE4
from .stage import remembered
from .walk import Walk

OFFICIAL = "https://www.ccgp.gov.cn/demo/"
NOTES = {
    "consultation": ("consultation_services", ""),
    "negotiation": ("negotiation_urgent", "原服务协议提前终止，汛期前须有人值守，招标所需时间不能满足。"),
    "invited": ("invited_few", "项目要求持证心理督导团队，本区具备条件的机构只有少数几家。"),
    "single": ("single_only", "需使用该机构自有的失智照护评估体系及其督导团队，其他机构未取得授权。"),
}
ARGUED = (
    ("章知微", "和美大学", "教授", "评估体系及督导资格均由该机构独家持有，更换机构须重新评估全部对象。"),
    ("卢明远", "省养老服务协会", "高级社会工作师", "走访三家同类机构，均未取得该体系授权。"),
    ("方以恒", "同衡评估中心", "副研究员", "服务连续性要求高，建议由原机构承担。"),
)


class Procedures(Walk):
    """What a statutory procedure other than the open tender does differently."""

    def to_draft(self) -> None:
        super().to_draft()  # type: ignore[misc]
        if not self.script.procedure:
            return
        cause, note = NOTES[self.script.procedure]
        content: dict[str, object] = {
            "track": "statutory", "procedure": self.script.procedure, "cause": cause, "cause_note": note,
            "official_address": f"{OFFICIAL}{self.tender.reference}",
        }  # fmt: skip
        criteria = None
        if self.script.procedure in {"negotiation", "single"}:
            content |= {"method": "lowest_price", "price_points": None}
            criteria = []
        self.tender = tenders.edit_tender(
            actor=self.person("officer"), tender=self.tender, content=content, criteria=criteria, now=self.now
        )

    def talk_chair(self) -> Seat:
        """Return the seat that leads the talks."""
        return Seat.objects.select_related("lot__tender", "member").get(
            lot__tender=self.tender, is_chair=True
        )

    def end_talks(self) -> None:
        """Hear every supplier; one change waits for the buyer, one was sent, one was not confirmed."""
        self.begin_evaluation()  # type: ignore[attr-defined]
        chair = self.hear_suppliers()
        texts = ("上门频次由每周两次改为每周三次。", "增加节假日值守。", "台账改为线上填报，按月公开。")
        for text, end in zip(texts, ("sent", "dropped", ""), strict=True):
            change = negotiations.propose_need_change(
                actor=chair.member, lot=chair.lot, text=text, now=self.now
            )
            self.decide_change(change, end)

    def decide_change(self, change: NeedChange, end: str) -> None:
        if end == "sent":
            negotiations.confirm_need_change(actor=self.person("approver"), change=change, now=self.now)
        if end == "dropped":
            negotiations.drop_need_change(
                actor=self.person("approver"), change=change, reason="超出预算。", now=self.now
            )

    def hear_suppliers(self) -> Seat:
        chair = self.talk_chair()
        for bid in qualified_bids(chair.lot):
            negotiations.keep_talk(
                actor=chair.member, bid=bid, text="核对了服务流程和投入人员。", now=self.now
            )
        return chair

    def ask_quotes(self, minutes: int) -> None:
        chair = self.hear_suppliers()
        negotiations.ask_final_quotes(
            actor=chair.member, seat=chair, request=self.tender.need, minutes=minutes, now=self.now
        )

    def end_quoting(self) -> None:
        """Ask for final quotes shortly before the present, with time left after it."""
        self.begin_evaluation()  # type: ignore[attr-defined]
        self.now = START - timedelta(hours=1)
        set_clock(self.now)
        self.ask_quotes(7 * 24 * 60)
        self.hand_in_quotes(count=1)

    def hand_in_quotes(self, count: int) -> None:
        prices = {self.cast.organizations[key].pk: (key, price) for key, price, _ in self.script.bids}
        bids = Bid.objects.filter(lot__tender=self.tender, state="opened").select_related(
            "lot__tender", "organization"
        )
        for bid in bids.order_by("pk")[:count]:
            key, price = prices[bid.organization_id]
            quotes.hand_in_quote(
                actor=self.person(key), bid=bid, price=(Decimal(price) * Decimal("0.97")).quantize(Decimal(1)),
                response="按变动后的需求响应。", now=self.now,
            )  # fmt: skip

    def to_quoted(self) -> None:
        """Ask, quote and open, in one afternoon."""
        self.ask_quotes(120)
        self.hand_in_quotes(count=len(self.script.bids))
        self.now += timedelta(hours=3)
        set_clock(self.now)
        lot = self.talk_chair().lot
        for key in ("opener1", "opener2"):
            quotes.open_final_quotes(
                actor=self.person(key), lot=lot, passphrase=PASSPHRASE, now=self.now, unlocking=remembered
            )

    def _go_to_friday(self) -> None:
        """Go to the Friday before the present."""
        self.now = START - timedelta(days=3)
        set_clock(self.now)

    def end_qualification(self) -> None:
        """Let the qualification notice stand, with two applications that nobody can see yet."""
        self._go_to_friday()
        row = invitations.publish_prequalification(
            actor=self.person("approver"),
            tender=self.tender,
            apply_by=START + timedelta(days=8, hours=8),
            now=self.now,
        )
        for key in ("kangjian", "nuanyang"):
            invitations.apply_for_invitation(
                actor=self.person(key), row=row, organization=self.cast.organizations[key],
                statement="法人登记证书在有效期内；持证督导两名，证书已上传。", now=self.now,
            )  # fmt: skip

    def end_publicity(self) -> None:
        """Publish an only supplier with three arguments; a resident has objected."""
        officer = self.person("officer")
        single_source.name_single_supplier(
            actor=officer,
            tender=self.tender,
            supplier=self.cast.organizations["kangjian"],
            original=None,
            now=self.now,
        )
        for name, employer, title, opinion in ARGUED:
            single_source.keep_argument(
                actor=officer, tender=self.tender, name=name, employer=employer, title=title, opinion=opinion,
                now=self.now,
            )  # fmt: skip
        self._go_to_friday()
        source = single_source.publish_single_source(
            actor=self.person("approver"), tender=self.tender, now=self.now
        )
        single_source.object_to_single_source(
            actor=self.cast.residents[self.script.community][2], source=source,
            text="邻区有机构也在做失智照护，请核实是否真的没有其他机构可以承担。", now=self.now,
        )  # fmt: skip


def _script(start: str, community: str, what: str, procedure: str, until: str, **given: object) -> Script:
    """Return a short story: the same shape for every procedure."""
    return Script(
        date.fromisoformat(start), community, need=what, need_body=f"居民反映：{what}，希望尽快有人来做。",
        topic=what, title=given.pop("title"), procedure=procedure, until=until, months=5, **given,  # type: ignore[arg-type]
    )  # fmt: skip


TALKED = [
    _script(
        "2025-12-08", "wenxing", "高龄老人夜间没人照应", "consultation", "opened", ends=("talks",),
        title="文兴社区高龄老人夜间照应", title_en="Night care for the very old, Wenxing",
        summary="夜间呼叫响应与巡看，三十分钟内到户。", budget="320000",
        bids=(("nuanyang", "308000", 91), ("chunteng", "301000", 86), ("kangjian", "312000", 83)), **EL1,
    ),
    _script(
        "2025-12-10", "binjiang", "汛期低洼小区缺人值守", "negotiation", "opened", ends=("quoting",),
        title="滨江社区汛期邻里值守", title_en="Flood-season watch, Binjiang",
        summary="汛期值守、独居老人转移协助与信息报送。", budget="310000",
        bids=(("mingde", "296000", 90), ("tongxin", "301000", 85), ("nuanyang", "289000", 80)), **GO1,
    ),
    _script(
        "2025-12-12", "jinkou", "独居老人想有人定期看望", "consultation", "awarded",
        title="金口岭社区独居老人关爱巡访", title_en="Care visits, Jinkouling",
        summary="每周三次上门看望，异常两小时内报告。", budget="315000",
        bids=(("nuanyang", "305000", 92), ("chunteng", "299000", 85), ("tongxin", "301000", 78)), **EL3,
    ),
    _script(
        "2026-01-14", "heping", "青少年心理辅导", "invited", "draft", ends=("qualification",),
        title="和平社区青少年心理督导", title_en="Youth counseling supervision, Heping",
        summary="持证督导团队每周驻点，个案转介与家长课堂。", budget="330000", **HE4,
    ),
    _script(
        "2026-01-15", "taoyuan", "失智老人照护", "single", "draft", ends=("publicity",),
        title="桃园社区失智老人照护延续", title_en="Dementia care continued, Taoyuan",
        summary="按原评估体系继续提供失智老人照护与家属支持。", budget="340000", **EL1,
    ),
]  # fmt: skip
