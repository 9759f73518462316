"""Supervision tickets: routing, clocks, both ends, who may do what, and that nobody learns who reported."""

from datetime import date, timedelta

import pytest
from guardian.shortcuts import assign_perm

from contracts import actions
from contracts.models import Ticket, TicketReporter
from contracts.queries.duties import duties_of
from contracts.queries.tickets import public_tickets, rates_of, standing_of, with_standing
from contracts.tasks import watch_tickets
from marketplace.audit.models import AuditEvent
from marketplace.core.refusals import Refused
from marketplace.notifications.models import Notification
from organizations.states import PostRole, ResidentLevel
from tests.factories.contracts import (
    MOMENT,
    accept,
    active,
    assigned,
    checked,
    neighbor,
    replied,
    submitted,
    ticket,
)
from tests.factories.organizations import director, official, worker

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def judged(row, who, verdict, now=MOMENT):
    return actions.judge_ticket(actor=who, ticket=row, verdict=verdict, is_satisfied=True, now=now)


def acts(row):
    rows = AuditEvent.objects.filter(chain=row.audit_chain).order_by("sequence")
    return list(rows.values_list("act", flat=True))


def test_from_the_report_to_the_resident_s_word():
    here = active()
    reporter = neighbor(here)
    row = replied(here, reporter)
    assert row.answer_by.date() == date(2026, 3, 23)
    done = judged(row, reporter, "confirmed_solved")
    assert (done.state, done.closed_at, done.is_inspected) == ("closed_solved", MOMENT, False)
    assert acts(row) == ["ticket.filed", "ticket.accepted", "ticket.answered", "ticket.judged"]
    said = list(row.steps.values_list("state", flat=True))
    assert said == ["accepted", "assigned", "replied", "confirmed_solved"]
    with pytest.raises(Refused, match="not_in_this_state"):
        judged(row, reporter, "partly")
    figures = rates_of(public_tickets(MOMENT), MOMENT)
    assert (figures["answered"].percent, figures["resolved"].percent) == (100, 100)
    assert figures["satisfied"].percent is None


def test_the_same_report_is_kept_once_and_neighbors_join_it():
    here = active()
    reporter = neighbor(here)
    row = ticket(here, reporter)
    assert ticket(here, reporter) == row
    other = neighbor(here, ResidentLevel.VERIFIED)
    with pytest.raises(Refused, match="ticket_known") as refused:
        ticket(here, other)
    assert refused.value.facts["neighbors"] == 1
    assert actions.join_ticket(actor=other, ticket=row, now=MOMENT).is_first is False
    actions.join_ticket(actor=other, ticket=row, now=MOMENT)
    assert row.reporters.count() == 2
    assert ticket(here, other, is_separate=True, line="另一户") != row
    assert ticket(here, neighbor(here), now=MOMENT + 15 * DAY) != row


def test_a_person_reports_six_times_a_day_with_three_photos():
    here = active()
    reporter = neighbor(here)
    with pytest.raises(Refused, match="too_many_photos"):
        ticket(here, reporter, photos=[checked()] * 4)
    for kind in ("not_done", "late", "badly_done", "manner", "unsafe", "untrue"):
        ticket(here, reporter, kind=kind)
    with pytest.raises(Refused, match="ticket_daily"):
        ticket(here, reporter, kind="money")
    assert ticket(here, reporter, kind="money", now=MOMENT + DAY).kind == "money"


def test_only_neighbors_who_are_not_involved_report():
    here = active()
    stranger = neighbor(active())
    unverified = neighbor(here, ResidentLevel.REGISTERED)
    for person, code in (
        (here.writer, "no_residency"),
        (stranger, "other_community"),
        (unverified, "phone_unverified"),
    ):
        with pytest.raises(Refused, match=code):
            ticket(here, person)
    unverified.phone_verified_at = MOMENT
    unverified.save(update_fields=["phone_verified_at"])
    assert ticket(here, unverified).state == "submitted"


def test_a_report_sent_elsewhere_can_be_appealed_once_to_the_level_above():
    here = active()
    reporter, clerk = neighbor(here), worker(here.community)
    row = ticket(here, reporter)
    with pytest.raises(Refused, match="reason_missing"):
        actions.reject_ticket(actor=clerk, ticket=row, instead=" ", reason="不属于", now=MOMENT)
    actions.reject_ticket(
        actor=clerk, ticket=row, instead="物业公司", reason="不属本项目服务内容", now=MOMENT
    )
    above = official(PostRole.PROJECT_OFFICER, department=here.community.subdistrict)
    decide = {"actor": above, "ticket": row, "is_upheld": True, "reason": "属于合同内容", "now": MOMENT}
    with pytest.raises(Refused, match="appeal_not_open"):
        actions.decide_ticket_appeal(**decide)
    with pytest.raises(Refused, match="appeal_late"):
        actions.appeal_ticket(actor=reporter, ticket=row, reason="合同里有", now=MOMENT + 20 * DAY)
    actions.appeal_ticket(actor=reporter, ticket=row, reason="合同里有", now=MOMENT)
    with pytest.raises(Refused, match="appeal_not_open"):
        actions.appeal_ticket(actor=reporter, ticket=row, reason="合同里有", now=MOMENT)
    assert "contracts.decide_ticket" in {duty.code for duty in duties_of(above, MOMENT)}
    with pytest.raises(Refused, match="not_level_above"):
        actions.decide_ticket_appeal(**(decide | {"actor": clerk}))
    assert actions.decide_ticket_appeal(**decide).state == "assigned"


def test_an_appeal_that_is_not_upheld_leaves_the_report_where_it_was_sent():
    here = active()
    reporter = neighbor(here)
    row = ticket(here, reporter)
    actions.reject_ticket(
        actor=worker(here.community), ticket=row, instead="物业", reason="不属于", now=MOMENT
    )
    actions.appeal_ticket(actor=reporter, ticket=row, reason="合同里有", now=MOMENT)
    above = official(PostRole.APPROVER, department=here.community.subdistrict)
    found = actions.decide_ticket_appeal(
        actor=above, ticket=row, is_upheld=False, reason="确不属于", now=MOMENT
    )
    assert (found.state, found.assigned_at) == ("rejected", None)


def test_the_day_of_the_answer_moves_once_with_a_reason():
    here = active()
    row = assigned(here)
    change = {
        "actor": here.writer,
        "ticket": row,
        "day": date(2026, 3, 27),
        "reason": "等配件",
        "now": MOMENT,
    }
    with pytest.raises(Refused, match="extension_day"):
        actions.extend_ticket(**(change | {"day": date(2026, 6, 1)}))
    assert actions.extend_ticket(**change).answer_by.date() == date(2026, 3, 27)
    with pytest.raises(Refused, match="extension_not_open"):
        actions.extend_ticket(**change)
    with pytest.raises(Refused, match="too_many_photos"):
        actions.answer_ticket(actor=here.writer, ticket=row, text="好", photos=[checked()] * 4, now=MOMENT)
    late = actions.answer_ticket(actor=here.writer, ticket=row, text="好", now=MOMENT + 20 * DAY)
    assert late.was_late is True


def test_three_neighbors_decide_when_the_first_reporter_is_silent():
    here = active()
    row = assigned(here)
    others = [neighbor(here) for _ in range(3)]
    for person in others:
        actions.join_ticket(actor=person, ticket=row, now=MOMENT)
    actions.answer_ticket(actor=here.writer, ticket=row, text="好了", now=MOMENT)
    for person in others[:2]:
        assert judged(row, person, "not_solved").state == "replied"
    assert judged(row, others[2], "confirmed_solved").state == "not_solved"
    with pytest.raises(Refused, match="not_joinable"):
        actions.join_ticket(actor=neighbor(here), ticket=row, now=MOMENT)
    with pytest.raises(Refused, match="not_reporter"):
        judged(row, neighbor(here), "partly")


def test_after_two_reopenings_an_inspector_comes_and_two_people_close():
    here = submitted()
    reporter = neighbor(here)
    row = replied(here, reporter)
    for _ in range(2):
        judged(row, reporter, "not_solved")
        actions.reopen_ticket(actor=reporter, ticket=row, reason="nothing_changed", now=MOMENT)
        actions.answer_ticket(actor=here.writer, ticket=row, text="再次处理", now=MOMENT)
    judged(row, reporter, "not_solved")
    with pytest.raises(Refused, match="reopened_twice"):
        actions.reopen_ticket(actor=reporter, ticket=row, reason="other", now=MOMENT)
    assert "contracts.inspect_ticket" in {duty.code for duty in duties_of(here.officer, MOMENT)}
    inspector = official(PostRole.APPROVER, department=here.department)
    actions.inspect_ticket(
        actor=here.officer, ticket=row, inspector=inspector, stops_acceptance=True, now=MOMENT
    )
    with pytest.raises(Refused, match="inspection_open"):
        accept(here)
    with pytest.raises(Refused, match="not_inspected"):
        actions.decide_inspection(actor=here.approver, ticket=row, now=MOMENT)
    found = {"ticket": row, "is_found_solved": True, "finding": "现场已修好", "now": MOMENT}
    with pytest.raises(Refused, match="not_inspector"):
        actions.report_inspection(actor=here.approver, **found)
    actions.report_inspection(actor=inspector, **found)
    with pytest.raises(Refused, match="inspector_decides"):
        actions.decide_inspection(actor=inspector, ticket=row, now=MOMENT)
    done = actions.decide_inspection(actor=here.approver, ticket=row, now=MOMENT)
    assert (done.state, done.is_inspected) == ("closed_solved", True)
    figures = rates_of(public_tickets(MOMENT), MOMENT)
    assert (figures["solved"], figures["resolved"].n) == (1, 0)  # a close by inspection is in no rate
    with pytest.raises(Refused, match="ticket_not_inspected"):
        actions.report_inspection(actor=inspector, **found)
    assert accept(here).recipients_asked == 12


def test_without_the_resident_s_word_it_closes_as_its_own_kind_and_can_be_reopened(move_clock):
    here = active()
    reporter = neighbor(here)
    row = replied(here, reporter)
    asked, closed = row.waits_until, row.waits_until + 7 * DAY
    for moment, state in ((asked - DAY, "replied"), (asked, "no_answer"), (closed, "closed_no_answer")):
        assert standing_of(row, moment).state == state
        assert with_standing(Ticket.objects.all(), moment).get().state_now == state
    move_clock(asked)
    assert watch_tickets() == 1
    assert Notification.objects.filter(kind="contracts.ticket_asked_again", recipient=reporter).count() == 1
    move_clock(closed)
    assert (watch_tickets(), watch_tickets()) == (1, 0)
    row.refresh_from_db()
    assert (row.state, row.closed_at) == ("closed_no_answer", closed)
    with pytest.raises(Refused, match="closed_long"):
        actions.reopen_ticket(actor=reporter, ticket=row, reason="other", now=closed + 90 * DAY)
    again = actions.reopen_ticket(actor=reporter, ticket=row, reason="came_back", now=closed + 5 * DAY)
    assert (again.state, again.reopenings, again.closed_at) == ("assigned", 1, None)
    told = Notification.objects.filter(kind="contracts.ticket_assigned", recipient=here.writer)
    assert told.count() == 1  # the minute of a second message would say who was online
    move_clock(closed + 6 * DAY)
    watch_tickets()
    assert told.count() == 2


def test_a_late_verdict_counts_and_what_stays_unsolved_says_so():
    here = active()
    reporter = neighbor(here)
    row = replied(here, reporter)
    found = judged(row, reporter, "partly", now=row.waits_until + DAY)
    assert found.state == "partly"
    ended = found.waits_until
    assert standing_of(found, ended).state == "closed_unsolved"
    assert actions.move_due_tickets(now=ended) == 1
    row.refresh_from_db()
    assert row.state == "closed_unsolved"


def test_one_act_passes_over_what_the_clock_did_meanwhile():
    here = active()
    reporter = neighbor(here)
    row = replied(here, reporter)
    long_after = row.waits_until + 8 * DAY
    assert (
        actions.reopen_ticket(actor=reporter, ticket=row, reason="other", now=long_after).state == "assigned"
    )


def test_late_reading_and_late_answers_are_told_to_the_level_above(move_clock):
    here = active()
    above = official(PostRole.PROJECT_OFFICER, department=here.community.subdistrict)
    ticket(here, kind="late")
    row = assigned(here)
    move_clock(row.answer_by - timedelta(hours=5))
    watch_tickets()
    move_clock(row.answer_by)
    for _ in range(2):
        watch_tickets()
    told = set(Notification.objects.values_list("kind", "recipient"))
    assert ("contracts.ticket_unread", above.pk) in told
    assert {("contracts.ticket_due", here.writer.pk), ("contracts.ticket_late", here.officer.pk)} <= told
    assert "contracts.late_ticket" in {duty.code for duty in duties_of(here.officer, row.answer_by)}


def test_each_role_has_its_duty():
    here = active()
    reporter, clerk = neighbor(here), director(here.community)
    row = ticket(here, reporter)

    def codes(user):
        return {duty.code for duty in duties_of(user, MOMENT)}

    assert "contracts.read_ticket" in codes(clerk)
    assert codes(here.writer) & {"contracts.answer_ticket"} == set()
    actions.accept_ticket(actor=clerk, ticket=row, shown_line="", shows_photos=False, now=MOMENT)
    assert "contracts.answer_ticket" in codes(here.writer)
    actions.answer_ticket(actor=here.writer, ticket=row, text="好了", now=MOMENT)
    assert "contracts.judge_ticket" in codes(reporter)


def test_a_worker_does_not_read_the_own_report():
    here = active()
    reporter = neighbor(here)
    assign_perm("work_in_community", reporter, here.community)
    row = ticket(here, reporter)
    with pytest.raises(Refused, match="own_ticket"):
        actions.accept_ticket(actor=reporter, ticket=row, shown_line="", shows_photos=False, now=MOMENT)


def test_the_buyer_sees_who_reported_only_with_a_reason_that_is_kept_and_told():
    here = active()
    reporter = neighbor(here)
    row = assigned(here, reporter)
    with pytest.raises(Refused, match="not_approver"):
        actions.show_reporters(actor=here.officer, ticket=row, reason="核实", now=MOMENT)
    assert actions.show_reporters(actor=here.approver, ticket=row, reason="核实安全隐患", now=MOMENT) == [
        reporter
    ]
    last = AuditEvent.objects.filter(chain=row.audit_chain).latest("sequence")
    assert (last.act, last.reason) == ("ticket.reporter_shown", "核实安全隐患")
    assert Notification.objects.filter(kind="contracts.ticket_reporter_shown", recipient=reporter).exists()
    assert TicketReporter.objects.get().resident == reporter
