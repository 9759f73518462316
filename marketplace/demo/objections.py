"""Challenges and complaints about two awards: answered, upheld, rejected, taken back, handled and decided."""

from datetime import timedelta

from bidding.actions import challenges, complaints
from bidding.models import Challenge, Complaint
from bidding.states import ChallengeKind, ChallengeState, PauseKind, Remedy
from marketplace.core.clock import day_of

from .walk import Walk

RESULT, PROCESS = ChallengeKind.RESULT, ChallengeKind.PROCESS


class Objections(Walk):
    """Each method is one end; a script names those that follow its last stop."""

    def challenge(self, key: str, kind: str, matter: str) -> Challenge:
        return challenges.file_challenge(
            actor=self.person(key), tender=self.tender, organization=self.cast.organizations[key], kind=kind,
            matters=[matter], facts="详见所附说明与公开的采购文件。", basis="《政府采购法》第五十二条",
            request="请予核查并书面答复。", now=self.now,
        )  # fmt: skip

    def respond(self, challenge: Challenge, text: str, remedy: str = "") -> Challenge:
        outcome = ChallengeState.UPHELD if remedy else ChallengeState.REJECTED
        challenges.draft_answer(
            actor=self.person("officer"), challenge=challenge, outcome=outcome, remedy=remedy or Remedy.NONE,
            answer=text, now=self.now,
        )  # fmt: skip
        challenge.refresh_from_db()
        return challenges.answer_challenge(actor=self.person("approver"), challenge=challenge, now=self.now)

    def complain(self, key: str, challenge: Challenge) -> Complaint:
        return complaints.file_complaint(
            actor=self.person(key),
            challenge=challenge,
            matters=challenge.matters,
            statement="答复未说明评分依据，请财政部门处理。",
            now=self.now,
        )

    def end_objections_decided(self) -> None:
        """Let the finance department dismiss, refuse and uphold complaints about one award."""
        _winner, second, third = (key for key, _, _ in self.script.bids)
        finance = self.person("opener2")
        process, other = (
            self.challenge(second, PROCESS, "开标记录未当场送达"),
            self.challenge(third, PROCESS, "唱标顺序"),
        )
        gone = self.challenge(third, RESULT, "公告日期有误")
        challenges.withdraw_challenge(actor=self.person(third), challenge=gone, now=self.now)
        self.wait(working=3)
        result, points = (
            self.challenge(second, RESULT, "价格分计算"),
            self.challenge(third, RESULT, "团队评分"),
        )
        self.wait(working=2)
        for one in (process, other, result, points):
            self.respond(one, "经核查，程序和评分符合采购文件规定，质疑不成立。")
        self.wait(working=4)
        first = self.complain(second, process)
        complaints.withdraw_complaint(actor=self.person(second), complaint=first, now=self.now)
        complaints.refuse_complaint(
            actor=finance,
            complaint=self.complain(third, other),
            reason="投诉事项没有具体的事实依据。",
            now=self.now,
        )
        dismissed, upheld = self.complain(second, result), self.complain(third, points)
        for one in (dismissed, upheld):
            complaints.accept_complaint(actor=finance, complaint=one, now=self.now)
        complaints.pause_complaint(
            actor=finance, complaint=upheld, kind=PauseKind.TEST, reason="请专家复核团队证书。", now=self.now
        )
        self.wait(working=3)
        complaints.resume_complaint(actor=finance, complaint=upheld, now=self.now)
        self.wait(working=2)
        complaints.decide_complaint(
            actor=finance, complaint=dismissed, is_upheld=False, remedy=Remedy.NONE, decision="价格分计算无误，驳回投诉。",
            now=self.now,
        )  # fmt: skip
        complaints.decide_complaint(
            actor=finance, complaint=upheld, is_upheld=True, remedy=Remedy.NEXT_CANDIDATE,
            decision="第一候选人团队证书不实，中标无效，由采购人依法另行确定。", now=self.now,
        )  # fmt: skip

    def end_objections_open(self) -> None:
        """Leave challenges and complaints that wait for somebody; the buyer upholds one itself."""
        _winner, second, third = (key for key, _, _ in self.script.bids)
        finance = self.person("opener2")
        early = [self.challenge(second, PROCESS, "开标时间记录"), self.challenge(third, PROCESS, "开标见证")]
        self.wait(working=3)
        late = self.challenge(third, RESULT, "响应时限评分")
        own = self.challenge(second, RESULT, "企业名称登记错误")
        self.wait(working=1)
        for one in (*early, late):
            self.respond(one, "经核查，记录与公开的开标记录一致，质疑不成立。")
        self.wait(working=1)
        self.complain(second, early[0])
        accepted, returned = self.complain(third, early[1]), self.complain(third, late)
        complaints.accept_complaint(actor=finance, complaint=accepted, now=self.now)
        complaints.return_complaint(
            actor=finance, complaint=returned, reason="请补充授权委托书。", now=self.now,
            correct_by=day_of(self.now + timedelta(days=7)),
        )  # fmt: skip
        self.respond(own, "第一候选人名称与登记不符，经核实取消其中标资格。", Remedy.NEXT_CANDIDATE)

    def end_challenge_waits(self) -> None:
        """File one that nobody has answered yet: the tender document of an award that was revoked."""
        self.wait(working=0, hour=16)
        key = self.script.bids[2][0]
        self.challenge(key, PROCESS, "开标录像未提供查阅")
