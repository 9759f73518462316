"""What residents reported about running contracts, in every state in which a report can rest."""

from datetime import datetime, timedelta

from contracts import actions
from contracts.models import Contract, Ticket
from contracts.states import ContractState
from organizations.models import User
from organizations.queries.people import members_of

from .clockwork import START
from .script import Cast
from .stage import certificate as photo

ELSEWHERE = "社区物业公司"


class Reports:
    """Reports of the residents of one community about one contract; days are counted back from the present."""

    def __init__(self, contract: Contract, cast: Cast, community: str) -> None:
        self.contract, self.cast = contract, cast
        self.residents = cast.residents[community]
        self.worker = cast.local("worker", community)
        self.member = members_of(contract.organization)[0]

    def at(self, days: float) -> datetime:
        return START - timedelta(days=days)

    def filed(self, kind: str, line: str, days: float, who: int = 0) -> Ticket:
        """Report one matter; a neighbor joins."""
        row = actions.file_ticket(
            actor=self.residents[who], contract=self.contract, kind=kind, line=line, photos=[photo(f"{kind}{days}")],
            milestone=self.contract.milestones.order_by("number").first(), now=self.at(days),
        )  # fmt: skip
        actions.join_ticket(actor=self.residents[who + 1], ticket=row, now=self.at(days))
        return row

    def taken(self, kind: str, line: str, days: float, who: int = 0) -> Ticket:
        """Hand a report to the organization on the next day."""
        row = self.filed(kind, line, days, who)
        return actions.accept_ticket(
            actor=self.worker, ticket=row, shown_line=line, shows_photos=True, now=self.at(days - 1)
        )

    def answered(self, kind: str, line: str, days: float, who: int = 0) -> Ticket:
        """Let the organization answer a report, three days after it was made."""
        row = self.taken(kind, line, days, who)
        self.answer(row, days - 3)
        return row

    def answer(self, row: Ticket, days: float) -> None:
        actions.answer_ticket(
            actor=self.member, ticket=row, text="已安排负责人上门说明，并补上这次服务。", now=self.at(days)
        )

    def judge(self, row: Ticket, verdict: str, days: float, who: int = 0) -> Ticket:
        return actions.judge_ticket(
            actor=self.residents[who], ticket=row, verdict=verdict, is_satisfied=verdict == "confirmed_solved",
            now=self.at(days),
        )  # fmt: skip

    def unsolved_three_times(self, kind: str, line: str, days: float) -> Ticket:
        """Report, reopen twice, and stay unsolved."""
        row = self.answered(kind, line, days)
        for again in (days - 4, days - 8):
            self.judge(row, "not_solved", again)
            actions.reopen_ticket(
                actor=self.residents[0], ticket=row, reason="nothing_changed", now=self.at(again)
            )
            self.answer(row, again - 2)
        return self.judge(row, "not_solved", days - 12)

    def inspected(self, row: Ticket, days: float) -> Ticket:
        """Name an inspector."""
        officer = self.cast.people["officer"]
        return actions.inspect_ticket(
            actor=officer, ticket=row, inspector=officer, stops_acceptance=False, now=self.at(days)
        )

    def found(self, row: Ticket, days: float) -> Ticket:
        """Write the finding of an inspection and close by it."""
        officer: User = self.cast.people["officer"]
        actions.report_inspection(
            actor=officer, ticket=row, is_found_solved=False, finding="现场查看，频次仍未达到约定，已约谈负责人。",
            now=self.at(days),
        )  # fmt: skip
        return actions.decide_inspection(
            actor=self.cast.people["approver"], ticket=row, now=self.at(days - 1)
        )


def report_problems(cast: Cast) -> None:
    """Play the reports about two running contracts."""
    running = [
        (contract, code)
        for contract in Contract.objects.filter(state=ContractState.ACTIVE).order_by("pk")
        for code in contract.project.communities.values_list("code", flat=True)
        if len(cast.residents.get(code, ())) > 2
    ]
    first, second = (Reports(contract, cast, code) for contract, code in running[:2])
    first.filed("late", "约好上午来，等到下午也没有人。", 1)
    rejected = first.filed("other", "楼道里的灯坏了。", 9)
    actions.reject_ticket(
        actor=first.worker, ticket=rejected, instead=ELSEWHERE, reason="路灯和楼道灯由物业维护，不属于本项目。",
        now=first.at(8),
    )  # fmt: skip
    first.taken("badly_done", "登记表上写了两次，实际只来了一次。", 5)
    first.answered("manner", "说话不耐烦。", 7)
    first.judge(first.answered("not_done", "上周没有巡访。", 10), "confirmed_solved", 4)
    first.judge(first.answered("unsafe", "扶手松动，没有提醒老人。", 11), "partly", 3)
    first.judge(first.answered("untrue", "公示的照片不是我们小区。", 12), "not_solved", 2)
    second.inspected(second.unsolved_three_times("money", "上门时推销保健品。", 20), 4)
    second.found(
        second.inspected(second.unsolved_three_times("badly_done", "每次只停留几分钟。", 32), 18), 12
    )
    second.answered("not_done", "这个月一次也没有来。", 20)
    second.answered("late", "常常晚到。", 40)
