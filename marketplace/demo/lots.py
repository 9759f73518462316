"""A purchase in two lots of which one fails, and one that a consortium wins."""

from datetime import date
from decimal import Decimal

from bidding.actions import opening
from bidding.actions.bids import BidContent, seal_bid
from bidding.actions.divisions import divide_tender
from bidding.models import Bid, Lot, Tender
from bidding.queries.consortia import promise_of
from bidding.queries.divisions import lots_of
from bidding.rules.facts import PROOFS, Papers
from bidding.rules.lots import LotPlan

from .district import PASSPHRASE
from .script import Script
from .scripts import EL2, EL3
from .stage import remembered
from .walk import Walk


class Lots(Walk):
    """What a purchase in lots, and a consortium, do differently; the walk itself follows the first lot."""

    def to_draft(self) -> None:
        super().to_draft()  # type: ignore[misc]
        if not self.script.lots:
            return
        plans = [LotPlan(title, Decimal(budget)) for title, budget, _bidder in self.script.lots]
        divide_tender(
            actor=self.person("officer"), tender=self.tender, plans=plans, most_lots=1, award_order="number",
            now=self.now,
        )  # fmt: skip
        self.tender = Tender.objects.get(pk=self.tender.pk)

    def other_lots(self) -> list[Tender]:
        """Return the lots after the first."""
        return lots_of(self.tender)[1:]

    def to_sealed(self) -> None:
        super().to_sealed()  # type: ignore[misc]
        for tender, (_title, budget, key) in zip(self.other_lots(), self.script.lots[1:], strict=True):
            seal_bid(
                actor=self.person(key), organization=self.cast.organizations[key],
                lot=Lot.objects.select_related("tender").get(tender=tender), token=f"demo-{tender.public_id}",
                content=BidContent(price=Decimal(budget), proposal={"plan": f"{tender.title}服务方案"}),
            )  # fmt: skip

    def to_opened(self) -> None:
        """Open the first lot; the others have too few bids and end, which does not stop the first."""
        super().to_opened()  # type: ignore[misc]
        for tender in self.other_lots():
            for key in ("opener1", "opener2"):
                opening.open_bids(
                    actor=self.person(key), tender=tender, passphrase=PASSPHRASE, now=self.now,
                    unlocking=remembered,
                )  # fmt: skip

    def proposal_of(self, key: str) -> dict[str, object]:
        """Return what a bid says; the first bidder of a story with a partner leads a consortium."""
        plan: dict[str, object] = {"plan": f"{self.script.title}服务方案"}
        if not self.script.partner or key != self.script.bids[0][0]:
            return plan
        code = self.cast.organizations[self.script.partner].uscc
        return {**plan, "partners": f"{code} 40 心理支持与个案转介", "agreement": "联合体协议.pdf"}

    @staticmethod
    def papers_of(bid: Bid) -> Papers | None:
        """Return what the buyer finds in the papers of a consortium; nothing to note for one bidder alone."""
        codes = [one.code for one in promise_of(bid).partners]
        return Papers(proofs=PROOFS, partners=codes, has_agreement=True) if codes else None


IN_LOTS = [
    Script(
        date(2025, 12, 9), "binjiang", need="高龄老人助浴和助洁没人做", topic="高龄老人助浴助洁",
        need_body="几栋老楼的高龄老人洗澡、打扫都困难，子女不在身边，希望有人定期上门。",
        title="滨江社区高龄老人助浴助洁", title_en="Bathing and cleaning help for the very old, Binjiang",
        summary="分片上门助浴、助洁，每位老人每月两次。", budget="240000", months=5, until="awarded",
        bids=(("nuanyang", "131000", 92), ("chunteng", "128000", 85), ("tongxin", "133000", 80)),
        lots=(
            ("滨江社区高龄老人助浴助洁（第1包：东片）", "140000", ""),
            ("滨江社区高龄老人助浴助洁（第2包：西片）", "100000", "kangjian"),
        ),
        **EL3,
    ),
    Script(
        date(2025, 12, 11), "jinkou", need="独居老人缺少心理陪伴", topic="独居老人心理陪伴",
        need_body="独居老人情绪低落的不少，上门看望之外还需要专业的心理支持。",
        title="金口岭社区独居老人陪伴与心理支持", title_en="Company and counseling for elders alone, Jinkouling",
        summary="志愿陪伴与专业心理支持结合，由联合体承担。", budget="180000", months=5, until="drawn_up",
        bids=(("nuanyang", "172000", 93), ("chunteng", "169000", 84), ("mingde", "174000", 79)),
        partner="kangjian", **EL2,
    ),
]  # fmt: skip
