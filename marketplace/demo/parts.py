"""Milestones accepted in part: one of which the rest was deducted, one still being cured; a winner that does not sign."""

from datetime import timedelta
from decimal import Decimal

from contracts import actions as contracts
from contracts.models import PartAcceptance
from contracts.queries.acceptance import proposal_of, standards_of
from contracts.rules.acceptance import MET, PARTLY, Finding
from contracts.states import ReportState

from .walk import Walk


class Parts(Walk):
    """What happens when not every standard is met, or a contract is not signed."""

    def accept_part(self, place: int, note: str, cured_in: int) -> PartAcceptance:
        """Report on a milestone, find three quarters of its first number, accept that part."""
        self.report(place)
        self.wait(working=2)
        milestone = self.milestones()[place]
        standards = standards_of(milestone.reports.get(state=ReportState.SUBMITTED))
        first = next(row for row in standards if row.planned is not None)
        found = (first.planned * Decimal("0.75")).quantize(Decimal(1))
        findings = {row.key: Finding(MET) for row in standards} | {first.key: Finding(PARTLY, note, found)}
        proposal = proposal_of(milestone, standards, findings)
        return contracts.accept_part(
            actor=self.person("officer"), milestone=milestone, findings=findings, amount=proposal.proposed,
            reason=proposal.missing, cure_by=self.now + timedelta(days=cured_in), opinion="部分通过，余下整改后再验收。",
            recipients_asked=16, recipients_satisfied=11, recipients_opinion="来的次数少了，来了做得不错。", now=self.now,
        )  # fmt: skip

    def end_part_deducted(self) -> None:
        self.accept_part(0, "核对签到表，三次走访无记录。", 5)
        self.wait(days=6)
        contracts.deduct_remainder(
            actor=self.person("approver"), milestone=self.milestones()[0], now=self.now,
            reason="整改期满未补做，缺少的走访不再支付。",
        )  # fmt: skip

    def end_part_open(self) -> None:
        self.accept_part(1, "两栋楼未走访，请补做后再报。", 30)

    def end_winner_refuses(self) -> None:
        """Propose the next candidate; the approver has not decided yet."""
        self.wait(working=2)
        contracts.report_signing_failure(
            actor=self.person("officer"), contract=self.contract, kind="refused", next_step="next",
            explanation="中标人来函称人手不足，不再签约。", now=self.now,
        )  # fmt: skip
