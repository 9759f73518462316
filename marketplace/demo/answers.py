"""Questions on a published tender, and a bid confirmed for an amended document."""

from datetime import timedelta

from bidding.actions import amendments, hearings, questions
from bidding.actions.containers import reconfirm_bid
from bidding.models import Question, Seat
from bidding.rules.hearings import CLARIFICATION
from marketplace.core.canonical import digest

from .clockwork import set_clock
from .walk import Walk


class Answers(Walk):
    """Each method is one end; a script names those that follow its last stop."""

    def ask(self, key: str, text: str) -> Question:
        return questions.ask_question(
            actor=self.person(key),
            tender=self.tender,
            organization=self.cast.organizations[key],
            text=text,
            now=self.now,
        )

    def end_tender_questions(self) -> None:
        """Answer one question, let another be taken back, leave a third to the officer."""
        self.wait(hour=10)
        first = self.ask("kangjian", "个案咨询是否必须入户？能否在社区活动室开展？")
        gone = self.ask("tongxin", "报价是否含税？")
        self.wait(hour=11)
        questions.withdraw_question(actor=self.person("tongxin"), question=gone, now=self.now)
        self.wait(hour=15)
        questions.answer_question(
            actor=self.person("officer"), question=first, effect=questions.EXPLAINS, now=self.now,
            answer="采购需求未限定场地，可以在社区活动室开展，但须保证谈话私密。",
        )  # fmt: skip
        self.ask("kangjian", "讲座的最低参加人数是多少？")

    def end_clarified(self) -> None:
        """Let the committee ask one bidder and get an answer, and ask another one who has not answered."""
        lot = self.tender.lots.get()
        chair = Seat.objects.get(lot=lot, is_chair=True).member
        first, second, *_rest = lot.bids.filter(state="opened").order_by("pk")
        ask = {"actor": chair, "kind": CLARIFICATION, "now": self.now}
        asked = hearings.ask_bidder(bid=first, text="请明确每月入户次数的计算口径。", minutes=120, **ask)
        self.now += timedelta(minutes=40)
        set_clock(self.now)
        hearings.answer_hearing(
            actor=first.sealed_by,
            hearing=asked,
            answer="按每户每月一次入户计算，电话巡访不计入。",
            now=self.now,
        )
        ask["now"] = self.now
        hearings.ask_bidder(bid=second, text="请说明应急响应人员的排班。", minutes=120, **ask)

    def end_reconfirmed(self) -> None:
        """Amend a tender after bids were sealed; one bidder confirms its bid for the new version."""
        amendment = amendments.propose_amendment(
            actor=self.person("officer"), tender=self.tender, now=self.now,
            content={"acceptance": f"{self.tender.acceptance}\n夜间响应时限以二十分钟为准。"}, reason="明确夜间响应时限。",
        )  # fmt: skip
        amendments.publish_amendment(actor=self.person("approver"), amendment=amendment, now=self.now)
        self.tender.refresh_from_db()
        key = self.script.bids[0][0]
        reconfirm_bid(
            actor=self.person(key),
            lot=self.tender.lots.get(),
            organization=self.cast.organizations[key],
            token=digest(f"confirm {self.tender.public_id}"),
        )
