"""What bidders say at an opening, who leads a committee, who signs its report; the district's chain of approval."""

from datetime import datetime
from decimal import Decimal

from bidding.actions.approvals import make_chain
from bidding.actions.consensus import sign_report
from bidding.actions.remarks import answer_remark, raise_remark
from bidding.models import Seat
from bidding.queries.evaluation import active_seats
from organizations.models import User

from .walk import Walk


class Committee(Walk):
    """Small acts beside the plain way of a purchase."""

    def speak(self) -> None:
        """Let the first bidder confirm the opening, and in one community the second object and be answered."""
        (first, *_), (second, *_), *_rest = self.script.bids
        given = {"tender": self.tender, "now": self.now}
        raise_remark(
            actor=self.person(first),
            organization=self.cast.organizations[first],
            kind="confirmed",
            text="",
            **given,
        )
        if "committee" not in self.script.ends:
            return
        remark = raise_remark(
            actor=self.person(second), organization=self.cast.organizations[second], kind="objection",
            text="唱标时请同时公布各投标文件的哈希值。", **given,
        )  # fmt: skip
        answer_remark(
            actor=self.person("officer"), remark=remark, now=self.now,
            answer="开标记录已列明每份投标文件的哈希值，任何人都可以核对。",
        )  # fmt: skip

    def sign(self) -> None:
        """Let every expert sign the report."""
        for seat in active_seats(self.lot()):
            self._sign(seat)

    def _sign(self, seat: Seat) -> None:
        if seat.role == "expert":
            sign_report(actor=seat.member, seat=seat, agrees=True, text="", now=self.now)


def plant_chain(people: dict[str, User], now: datetime) -> None:
    """Have large purchases approved by two posts before the approver publishes them."""
    bureau = people["officer"].posts.get().department
    steps = [
        {"name": "财务审核", "role": "finance", "department": bureau, "deputy": None, "days": 2},
        {"name": "分管负责人审批", "role": "approver", "department": None, "deputy": None, "days": 3},
    ]
    make_chain(
        actor=people["admin"], track="", budget_from=Decimal(2_000_000), basis="政府采购内部控制制度（演示）",
        steps=steps, now=now,
    )  # fmt: skip
