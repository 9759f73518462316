"""Random lives: whatever is tried in whatever order, the invariants hold."""

import contextlib
import itertools
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisTestCase
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from deliberation import actions
from deliberation.models import Deliberation, Need, ScreeningRule
from deliberation.rules.decisions import Counts
from deliberation.states import DELIBERATION, NEED, STEPS, NeedState
from marketplace.audit.models import AuditEvent
from marketplace.core.clock import SHANGHAI
from marketplace.core.refusals import Refused
from tests.factories.deliberation import SupportingNeedFactory
from tests.factories.organizations import CommunityFactory, UserFactory

from .conftest import PARTIES, resident_of

LONG = "该事项属于个人之间的经济纠纷，不列入协商。"
START = datetime(2026, 3, 2, 10, 0, tzinfo=SHANGHAI)


class NeedLife(RuleBasedStateMachine):
    """A need under random acts of author, workers, neighbors and time."""

    @initialize()
    def begin(self):
        self.now, community = START, CommunityFactory(households=100)
        self.author, self.worker, self.second = resident_of(community), UserFactory(), UserFactory()
        self.need = actions.raise_need(
            actor=self.author, community=community, kind="elders", title="巡访", body="老人", now=self.now
        )
        self.seen = [self.need.state]

    def attempt(self, act, **given):
        audits = AuditEvent.objects.count()
        try:
            act(need=self.need, now=self.now, **given)
        except Refused:
            moved = AuditEvent.objects.count() - audits
            assert moved == 0
        self.need = Need.objects.get(pk=self.need.pk)
        self.seen.append(self.need.state)

    def code(self, code):
        return ScreeningRule.objects.get(code=code, rule_set__version=1)

    @rule()
    def accept(self):
        self.attempt(
            actions.accept_need,
            actor=self.worker,
            rule=self.code("Y3"),
            who_acts="residents",
            reason="公共事务",
        )

    @rule()
    def refuse(self):
        self.attempt(actions.refuse_need, actor=self.worker, rule=self.code("N3"), reason=LONG, channel="")

    @rule(who=st.sampled_from(["worker", "second"]), yes=st.booleans())
    def review(self, who, yes):
        self.attempt(actions.review_refusal, actor=getattr(self, who), is_confirmed=yes, reason="复核")

    @rule()
    def ask(self):
        self.attempt(actions.ask_author, actor=self.worker, question="哪里？")

    @rule()
    def answer(self):
        self.attempt(actions.answer_question, actor=self.author, answer="三栋")

    @rule()
    def appeal(self):
        self.attempt(actions.appeal_refusal, actor=self.author, reason="不服")

    @rule()
    def support(self):
        self.attempt(actions.support_need, actor=self.author)

    @rule(days=st.integers(1, 40))
    def wait(self, days):
        self.now += timedelta(days=days)
        actions.move_due_needs(now=self.now)
        self.need = Need.objects.get(pk=self.need.pk)
        self.seen.append(self.need.state)

    @invariant()
    def states_follow_the_table(self):
        if not hasattr(self, "seen"):
            return
        assert set(self.seen) <= NEED.states()
        if self.need.state in (NeedState.SUPPORTING, NeedState.REFUSED):
            assert self.need.rule is not None
            assert self.need.screening_reason
        if self.need.state == NeedState.REFUSED:
            last = self.need.screenings.filter(result="refused", is_confirmed=True).last()
            assert last.reviewed_by_id not in (last.screened_by_id, self.need.author_id)
        assert self.need.supports.count() <= 1


class DeliberationLife(RuleBasedStateMachine):
    """A deliberation under random acts in random order: no step is ever skipped."""

    @initialize()
    def begin(self):
        self.now, community = START, CommunityFactory()
        self.worker, self.director = UserFactory(), UserFactory()
        need = SupportingNeedFactory(community=community)
        self.row = actions.open_deliberation(
            actor=self.worker,
            community=community,
            topic="议题",
            needs=[need],
            reason="不宜久等",
            now=self.now,
        )
        self.trail = [self.row.state]

    def attempt(self, act, **given):
        given = {"actor": self.worker, "deliberation": self.row, "now": self.now, **given}
        with contextlib.suppress(Refused):
            act(**given)
        self.row = Deliberation.objects.get(pk=self.row.pk)
        if self.row.state != self.trail[-1]:
            self.trail.append(self.row.state)

    @rule()
    def topic(self):
        self.attempt(actions.raise_topic)

    @rule()
    def fix(self):
        rule_row = ScreeningRule.objects.get(code="Y3", rule_set__version=1)
        self.attempt(
            actions.fix_topic, topic="议题", rule=rule_row, stance="open", format="council", parties=PARTIES
        )

    @rule(who=st.sampled_from(["worker", "director"]))
    def confirm(self, who):
        self.attempt(actions.confirm_topic, actor=getattr(self, who))

    @rule()
    def meet(self):
        starts = self.now + timedelta(days=6)
        self.attempt(actions.announce_meeting, starts_at=starts, place="居委会")
        meeting = self.row.meetings.filter(recorded_at__isnull=True).first()
        if meeting:
            self.now = max(self.now, meeting.starts_at + timedelta(hours=1))
            minutes = actions.Minutes(present=6, spoke=5, open_points=["费用"])
            actions.record_meeting(actor=self.worker, meeting=meeting, minutes=minutes, now=self.now)

    @rule()
    def decide(self):
        self.attempt(actions.close_discussion)

    @rule()
    def again(self):
        self.attempt(actions.discuss_again)

    @rule()
    def fail(self):
        self.attempt(actions.fail_deliberation, agreed=[], open_points=["费用"])

    @rule(yes=st.integers(0, 3))
    def outcome(self, yes):
        self.attempt(
            actions.record_outcome, method="vote", statement="通过", counts=Counts(3, 3, yes, 3 - yes)
        )

    @rule()
    def finish(self):
        self.attempt(actions.finish_commitments)

    @rule()
    def pause(self):
        self.attempt(actions.pause_deliberation, actor=self.director, reason="等方案")

    @rule()
    def resume(self):
        self.attempt(actions.resume_deliberation, actor=self.director)

    @invariant()
    def no_step_was_skipped(self):
        if not hasattr(self, "trail"):
            return
        order = [state for state in self.trail if state in STEPS]
        for before, after in itertools.pairwise(order):
            gap = STEPS.index(after) - STEPS.index(before)
            assert gap <= 1
        assert set(self.trail) <= DELIBERATION.states()
        assert self.row.round <= 3
        if self.row.state in STEPS:
            assert self.row.clocks.filter(finished_at__isnull=True).count() == 1
        if hasattr(self.row, "outcome"):
            assert self.row.outcome.counts["yes"] * 2 > self.row.outcome.counts["present"]


def _case(machine):
    machine.TestCase.settings = settings(
        max_examples=6, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck)
    )
    return type(machine.__name__ + "Test", (machine.TestCase, HypothesisTestCase), {})


TestNeedLife = pytest.mark.django_db(_case(NeedLife))
TestDeliberationLife = pytest.mark.django_db(_case(DeliberationLife))


def test_every_state_of_both_tables_is_reachable():
    for cycle in (NEED, DELIBERATION):
        assert cycle.reachable() == cycle.states()
