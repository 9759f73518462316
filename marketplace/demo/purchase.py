"""From sealed bids to a confirmed award."""

from datetime import timedelta
from decimal import Decimal

from bidding.actions import awards, committee, evaluation, opening, results
from bidding.actions.bids import BidContent, seal_bid
from bidding.actions.evaluation import scored_criteria
from bidding.models import Lot, Seat

from .clockwork import deliver, set_clock
from .committee import Committee
from .district import PASSPHRASE
from .stage import remembered


class Purchase(Committee):
    """Organizations, officers and the committee."""

    # --- organizations --------------------------------------------------------------------------------------------
    def lot(self) -> Lot:
        return Lot.objects.select_related("tender").get(tender=self.tender)

    def to_sealed(self) -> None:
        self.wait(working=3)
        for number, (key, price, _) in enumerate(self.script.bids):
            seal_bid(
                actor=self.person(key), lot=self.lot(), organization=self.cast.organizations[key],
                content=BidContent(price=Decimal(price), proposal=self.proposal_of(key)),  # type: ignore[attr-defined]
                token=f"demo-{self.tender.public_id}-{number}",
            )  # fmt: skip

    def to_opened(self) -> None:
        self.now = self.tender.bid_deadline + timedelta(hours=1)
        set_clock(self.now)
        for key in ("opener1", "opener2"):
            self.tender = opening.open_bids(
                actor=self.person(key), tender=self.tender, passphrase=PASSPHRASE, now=self.now,
                unlocking=remembered,
            )  # fmt: skip

    def begin_evaluation(self) -> list[Seat]:
        """Check the bidders, seat the committee and hand it the bids."""
        lot = self.lot()
        self.speak()
        self.wait(working=1)
        for bid in lot.bids.filter(state="opened"):
            evaluation.qualify_bid(
                actor=self.person("officer"), bid=bid, is_qualified=True, reason="", now=self.now,
                papers=self.papers_of(bid),  # type: ignore[attr-defined]
            )  # fmt: skip
        seats = committee.appoint_committee(
            actor=self.person("officer"), lot=lot, representatives=[self.person("approver")], now=self.now,
            experts=[self.person("expert1"), self.person("expert2")], reason="演示：按品目从专家库指定",
        )  # fmt: skip
        for seat in seats:
            committee.declare_conflicts(
                actor=seat.member, seat=seat, has_conflict=False, statement="", now=self.now, leader=seats[1]
            )
        evaluation.start_evaluation(actor=self.person("officer"), tender=self.tender, now=self.now)
        return seats

    def to_scored(self) -> None:
        seats, lot = self.begin_evaluation(), self.lot()
        if self.tender.has_final_quotes:
            self.to_quoted()  # type: ignore[attr-defined]
        quality = {self.cast.organizations[key].pk: percent for key, _, percent in self.script.bids}
        for place, seat in enumerate(seats):
            self.score(seat, lot, quality, place)
            evaluation.lock_scores(actor=seat.member, seat=seat, now=self.now)
        results.conclude_evaluation(actor=self.person("officer"), lot=lot, now=self.now)

    def score(self, seat, lot, quality, place) -> None:
        for bid in lot.bids.filter(state="opened"):
            points = {
                row.pk: (row.points * (quality[bid.organization_id] - place) / 100).quantize(Decimal("0.5"))
                for row in scored_criteria(lot)
            }
            evaluation.save_scores(
                actor=seat.member, seat=seat, bid=bid, points=points, comment="", now=self.now
            )

    def to_awarded(self) -> None:
        self.sign()
        self.wait(working=1)
        award = awards.propose_award(
            actor=self.person("officer"),
            lot=self.lot(),
            reason="综合得分第一，方案贴合居民需要。",
            now=self.now,
        )
        awards.confirm_award(actor=self.person("approver"), award=award, now=self.now)
        deliver()
