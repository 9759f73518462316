"""Challenge, answer, complaint, decision: who, until when, what stops meanwhile, and what follows."""
# rules: CHA-01 CHA-02 CHA-03 CHA-04 CHA-05 CHA-06 AWD-06

from datetime import date, datetime, timedelta
from types import SimpleNamespace

import pytest

from bidding.actions import challenges, complaints
from bidding.actions.awards import confirm_award, propose_award
from bidding.actions.evaluation import conclude_evaluation
from bidding.actions.objection_clocks import end_suspension, watch_objections
from bidding.actions.remedies import remedies_for
from bidding.models import Award, Challenge, EarlierEvaluation, Tender
from bidding.permissions import challenges as may
from bidding.queries.challenges import (
    complain_until,
    decide_by,
    known_on,
    objection_counts,
    open_kinds,
    what_stops,
)
from bidding.queries.duties import duties_of
from bidding.rules import challenges as rules
from bidding.states import (
    AwardState,
    BidState,
    ChallengeKind,
    ChallengeState,
    ComplaintState,
    PauseKind,
    Remedy,
    TenderState,
)
from marketplace.audit.queries import history_of
from marketplace.core.clock import SHANGHAI
from marketplace.core.refusals import Refused
from marketplace.notifications.models import Notification
from marketplace.web.access import Denied
from marketplace.workdays.queries import load_calendar, shipped_calendar
from organizations.states import DepartmentKind, PostRole
from projects.models import Project
from tests.factories.bidding import AwardFactory, BidFactory, OpenedBidFactory, TenderFactory
from tests.factories.organizations import DepartmentFactory, UserFactory, member, official

CALENDAR = shipped_calendar()
NOTICE = date(2026, 9, 1)


def at(text, hour=10):
    return datetime.combine(date.fromisoformat(text), datetime.min.time(), SHANGHAI) + timedelta(hours=hour)


def test_the_windows_count_as_the_law_counts():
    ends = date(2026, 9, 28)  # C4: end of the notice period of a notice of 2026-09-24
    assert rules.window_ends(ends, NOTICE, CALENDAR) == date(2026, 10, 13)  # C5
    due = rules.answer_due(date(2026, 9, 28), NOTICE, CALENDAR)
    assert (due, rules.complaint_ends(due, NOTICE, CALENDAR)) == (date(2026, 10, 13), date(2026, 11, 3))  # C7
    assert rules.complaint_days(date(2026, 10, 26), NOTICE, CALENDAR) == {
        "review": date(2026, 11, 2), "copy": date(2026, 11, 5), "decision": date(2026, 12, 7),
    }  # C8  # fmt: skip
    assert rules.suspension_ends(date(2026, 9, 1), NOTICE) == date(2026, 10, 1)


@pytest.mark.parametrize(
    ("pauses", "due"),
    [
        ([], date(2026, 12, 7)),
        ([(date(2026, 11, 2), date(2026, 11, 6))], date(2026, 12, 14)),  # five working days more
        ([(date(2026, 11, 7), date(2026, 11, 8))], date(2026, 12, 7)),  # a weekend counts for nothing
        ([(date(2026, 11, 2), None)], None),
    ],
)
def test_tests_and_corrections_stop_the_clock_of_the_decision(pauses, due):
    assert rules.decision_due(date(2026, 10, 26), NOTICE, pauses, CALENDAR) == due


@pytest.mark.parametrize(
    ("known", "today", "code"),
    [
        (None, date(2026, 9, 28), "bidding.challenge_early"),
        (date(2026, 9, 28), date(2026, 10, 13), None),
        (date(2026, 9, 28), date(2026, 10, 14), "bidding.challenge_late"),
    ],
)
def test_a_challenge_needs_its_window(known, today, code):
    check(code, lambda: rules.check_window("result", known, NOTICE, today, CALENDAR))


@pytest.mark.parametrize(
    ("answered", "today", "code"),
    [
        (False, date(2026, 10, 13), "bidding.complaint_early"),
        (False, date(2026, 10, 14), None),
        (True, date(2026, 9, 30), None),
        (True, date(2026, 11, 3), None),
        (True, date(2026, 11, 4), "bidding.complaint_late"),
    ],
)
def test_a_complaint_follows_the_answer_or_its_due_day(answered, today, code):
    given = {"is_answered": answered, "answer_by": date(2026, 10, 13), "notice_day": NOTICE, "today": today}
    check(code, lambda: rules.check_complaint(**given, calendar=CALENDAR))


@pytest.mark.parametrize("chosen", [[], ["另一事项"], ["评分", "另一事项"]])
def test_only_challenged_matters_are_complained_about(chosen):
    check("bidding.complaint_matters", lambda: rules.check_matters(chosen, ["评分", "资格"]))
    rules.check_matters(["评分"], ["评分", "资格"])


def check(code, act):
    if code is None:
        act()
        return None
    with pytest.raises(Refused) as caught:
        act()
    assert caught.value.code == code
    return caught.value.status


pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(db):
    """An awarded tender (result notice on 14 March 2026, a Saturday), a loser, and everybody who acts."""
    award = AwardFactory()
    tender = award.lot.tender
    loser = OpenedBidFactory(bid__lot=award.lot).bid
    writer = member(organization=loser.organization)
    buyer = tender.buyer
    return SimpleNamespace(
        award=award, tender=tender, organization=loser.organization, writer=writer,
        officer=official(PostRole.PROJECT_OFFICER, buyer), approver=official(PostRole.APPROVER, buyer),
        finance=official(PostRole.FINANCE, DepartmentFactory(kind=DepartmentKind.FINANCE)), now=at("2026-03-18"),
    )  # fmt: skip


def file(scene, kind=ChallengeKind.RESULT, now=None, **more):
    given = {
        "actor": scene.writer, "organization": scene.organization, "matters": ["评分有误", "资格不符"],
        "facts": "第三项评分与公布的标准不一致", "basis": "《政府采购法》第五十二条", "request": "重新评审",
    }  # fmt: skip
    return challenges.file_challenge(
        tender=scene.tender, kind=kind, now=now or scene.now, **{**given, **more}
    )


def answered(scene, challenge, outcome=ChallengeState.REJECTED, remedy=Remedy.NONE):
    challenges.draft_answer(
        actor=scene.officer,
        challenge=challenge,
        outcome=outcome,
        remedy=remedy,
        answer="经核查……",
        now=scene.now,
    )
    challenge = Challenge.objects.get(pk=challenge.pk)
    return challenges.answer_challenge(actor=scene.approver, challenge=challenge, now=scene.now)


def complained(scene, challenge, matters=("评分有误",), now=None):
    return complaints.file_complaint(
        actor=scene.writer, challenge=challenge, matters=matters, statement="答复未回应评分问题",
        now=now or scene.now,
    )  # fmt: skip


def test_the_day_from_which_a_window_counts(scene):
    calendar = load_calendar()
    tender = scene.tender
    assert known_on(tender, ChallengeKind.RESULT, calendar) == date(2026, 3, 16)
    assert known_on(tender, ChallengeKind.PROCESS, calendar) is None
    assert known_on(tender, ChallengeKind.DOCUMENTS, calendar) == date(
        2026, 3, 5
    )  # notice period of three wd
    assert open_kinds(tender, date(2026, 3, 25)) == {ChallengeKind.RESULT: date(2026, 3, 25)}
    assert open_kinds(tender, date(2026, 3, 26)) == {}
    tender.state, tender.ended_at = TenderState.FAILED, at("2026-03-20")
    Award.objects.update(state=AwardState.REVOKED)
    assert known_on(tender, ChallengeKind.RESULT, calendar) == date(2026, 3, 23)
    tender.state = TenderState.EVALUATING
    assert known_on(tender, ChallengeKind.RESULT, calendar) is None
    tender.notice_date = date(2030, 1, 1)
    assert open_kinds(tender, date(2030, 1, 2)) == {}


def test_filing_stops_the_signing_until_the_answer(scene):
    challenge = file(scene)
    assert (challenge.answer_by, challenge.known_on) == (date(2026, 3, 27), date(2026, 3, 16))
    assert what_stops(scene.tender, scene.now) == "bidding.challenge_open"
    assert check("bidding.challenge_waits", lambda: file(scene)) == 409
    assert [event.act for event in history_of(challenge)] == ["challenge.filed"]
    assert Notification.objects.filter(recipient=scene.approver, kind="bidding.challenge_filed").exists()
    assert "bidding.draft_answer" in {duty.code for duty in duties_of(scene.officer, scene.now)}
    done = answered(scene, challenge)
    assert (done.state, what_stops(scene.tender, scene.now)) == (ChallengeState.REJECTED, "")
    assert Notification.objects.filter(recipient=scene.writer, kind="bidding.challenge_answered").exists()
    assert complain_until(done) == date(2026, 4, 20)
    assert check("core.not_in_this_state", lambda: answer_again(scene, done)) == 409


def answer_again(scene, challenge):
    return challenges.answer_challenge(actor=scene.approver, challenge=challenge, now=scene.now)


def test_outsiders_and_latecomers_are_refused(scene):
    stranger = member()
    other = {"actor": stranger, "organization": stranger.memberships.get().organization}
    with pytest.raises(Denied, match="not_a_participant"):
        file(scene, **other)
    assert check("bidding.challenge_late", lambda: file(scene, now=at("2026-03-26"))) == 409
    assert check("bidding.challenge_early", lambda: file(scene, kind=ChallengeKind.PROCESS)) == 409
    early = at("2026-03-10")
    assert file(scene, kind=ChallengeKind.DOCUMENTS, now=early, **other).kind == ChallengeKind.DOCUMENTS
    draft = SimpleNamespace(**{**vars(scene), "tender": TenderFactory()})
    assert check("bidding.not_open", lambda: file(draft)) == 409


def test_an_answer_needs_two_officials_and_may_be_returned(scene):
    challenge = file(scene)
    assert check("bidding.no_draft", lambda: answer_again(scene, challenge)) == 409
    assert check("bidding.no_draft", lambda: returned(scene, challenge)) == 409
    given = {
        "challenge": challenge,
        "outcome": "upheld",
        "remedy": Remedy.AMEND,
        "answer": "成立",
        "now": scene.now,
    }
    assert (
        check("bidding.remedy_impossible", lambda: challenges.draft_answer(actor=scene.officer, **given))
        == 409
    )
    challenges.draft_answer(actor=scene.approver, **{**given, "remedy": Remedy.NONE})
    challenge.refresh_from_db()
    assert check("bidding.four_eyes", lambda: answer_again(scene, challenge)) == 403
    assert may.may_answer_challenge(scene.approver, challenge).reason == "bidding.own_work"
    assert returned(scene, challenge).return_reason == "请补充依据"
    assert may.may_answer_challenge(scene.approver, Challenge.objects.get()).reason == "bidding.no_draft_yet"


def returned(scene, challenge):
    return challenges.return_answer(
        actor=scene.approver, challenge=challenge, reason="请补充依据", now=scene.now
    )


def test_a_released_or_withdrawn_challenge_stops_nothing(scene):
    challenge = challenges.release_challenge(
        actor=scene.approver, challenge=file(scene), reason="仅涉及公告笔误", now=scene.now
    )
    assert what_stops(scene.tender, scene.now) == ""
    assert may.may_release_challenge(scene.approver, challenge).reason == "bidding.wrong_state"
    gone = challenges.withdraw_challenge(actor=scene.writer, challenge=challenge, now=scene.now)
    assert gone.state == ChallengeState.WITHDRAWN
    assert may.may_file_complaint(scene.writer, gone).reason == "bidding.wrong_state"
    assert check("bidding.challenge_closed", lambda: challenges.release_challenge(
        actor=scene.approver, challenge=gone, reason="x", now=scene.now)) == 409  # fmt: skip


def test_an_upheld_challenge_revokes_the_award_or_ends_the_procedure(scene):
    done = answered(scene, file(scene), ChallengeState.UPHELD, Remedy.NEXT_CANDIDATE)
    scene.award.refresh_from_db()
    assert (done.state, scene.award.state) == (ChallengeState.UPHELD, AwardState.REVOKED)
    assert Tender.objects.get().state == TenderState.EVALUATED
    again = Challenge.objects.get()
    complaint = accepted(scene, complained(scene, again))
    complaints.decide_complaint(
        actor=scene.finance, complaint=complaint, is_upheld=True, remedy=Remedy.NEW_PROCEDURE,
        decision="责令重新开展采购活动", now=scene.now,
    )  # fmt: skip
    assert Tender.objects.get().end_reason == "failed_illegal"
    assert Project.objects.get(pk=scene.tender.project_id).state == "listed"


def accepted(scene, complaint):
    return complaints.accept_complaint(actor=scene.finance, complaint=complaint, now=scene.now)


def test_what_may_follow_depends_on_the_state_of_the_tender(scene):
    tender, now = Tender.objects.get(), scene.now
    assert Remedy.EVALUATE_AGAIN in remedies_for(tender, now)
    tender.state = TenderState.OPENED
    assert remedies_for(tender, now) == [Remedy.NONE, Remedy.NEW_PROCEDURE]
    tender.state = TenderState.FAILED
    assert remedies_for(tender, now) == [Remedy.NONE]
    tender.state, tender.bid_deadline = TenderState.PUBLISHED, now + timedelta(days=1)
    assert Remedy.AMEND in remedies_for(tender, now)
    tender.state, tender.project.state = TenderState.AWARDED, "contracted"
    assert remedies_for(tender, now) == [Remedy.NONE]


def test_a_document_challenge_ends_an_open_tender(life, desk):
    tender = life.published()
    writer, organization = life.bidder()
    scene = SimpleNamespace(
        tender=tender, writer=writer, organization=organization, officer=desk.officer, approver=desk.approver,
        now=life.now,
    )  # fmt: skip
    answered(scene, file(scene, kind=ChallengeKind.DOCUMENTS), ChallengeState.UPHELD, Remedy.NEW_PROCEDURE)
    assert Tender.objects.get().state == TenderState.CANCELLED
    second = {"actor": writer, "organization": organization}
    with pytest.raises(Denied):
        file(scene, kind=ChallengeKind.DOCUMENTS, **second)


def test_the_committee_evaluates_again_and_the_old_result_is_kept(life, desk):
    award = life.awarded()
    lot, writer = life.lot, award.bid.sealed_by
    scene = SimpleNamespace(
        tender=life.tender, writer=writer, organization=award.organization, officer=desk.officer,
        approver=desk.approver, now=life.now + timedelta(days=5),
    )  # fmt: skip
    old = lot.evaluation.digest
    answered(scene, file(scene), ChallengeState.UPHELD, Remedy.EVALUATE_AGAIN)
    assert EarlierEvaluation.objects.get().digest == old
    assert Tender.objects.get().state == TenderState.EVALUATING
    life.move(scene.now)
    for seat in lot.seats.all():
        assert seat.state == "cleared"
        challenges_lock(life, seat)
    conclude_evaluation(actor=desk.officer, lot=life.lot, now=life.now)
    again = propose_award(actor=desk.officer, lot=life.lot, reason="复评后仍为第一", now=life.now)
    assert again.organization == award.organization
    assert confirm_award(actor=desk.approver, award=again, now=life.now).state == AwardState.CONFIRMED


def challenges_lock(life, seat):
    from bidding.actions.evaluation import lock_scores

    lock_scores(actor=seat.member, seat=seat, now=life.now)


def test_a_complaint_suspends_for_thirty_days_and_the_clock_lets_go(scene):
    complaint = accepted(scene, complained(scene, answered(scene, file(scene))))
    suspension = complaint.suspension
    assert suspension.ends_on == date(2026, 4, 17)
    assert what_stops(scene.tender, at("2026-04-17")) == "bidding.suspended"
    assert what_stops(scene.tender, at("2026-04-18")) == ""
    assert watch_objections(at("2026-04-17")) == 0
    assert watch_objections(at("2026-04-18")) == 1
    assert watch_objections(at("2026-04-18")) == 0
    assert end_suspension(suspension=suspension, now=at("2026-04-19")).told_at == at("2026-04-18")
    told = Notification.objects.filter(kind="bidding.suspension_over").values_list("recipient_id", flat=True)
    assert {scene.writer.pk, scene.approver.pk} <= set(told)
    assert Notification.objects.filter(kind="bidding.complaint_copied", recipient=scene.officer).exists()
    assert check("bidding.no_suspension", lambda: lifted(scene, complaint, at("2026-04-20"))) == 409


def lifted(scene, complaint, now=None):
    return complaints.lift_suspension(
        actor=scene.finance, complaint=complaint, reason="查明", now=now or scene.now
    )


def test_a_suspension_is_lifted_early_and_ends_with_the_complaint(scene):
    challenge = answered(scene, file(scene))
    complaint = accepted(scene, complained(scene, challenge))
    assert lifted(scene, complaint).lifted_on == date(2026, 3, 18)
    assert what_stops(scene.tender, scene.now) == ""
    gone = complaints.withdraw_complaint(actor=scene.writer, complaint=complaint, now=scene.now)
    assert gone.state == ComplaintState.WITHDRAWN
    second = accepted(scene, complained(scene, challenge))
    complaints.withdraw_complaint(actor=scene.writer, complaint=second, now=scene.now)
    assert what_stops(scene.tender, scene.now) == ""


def test_an_overdue_answer_opens_the_way_to_complain(scene):
    challenge = file(scene)
    assert check("bidding.complaint_early", lambda: complained(scene, challenge)) == 409
    assert watch_objections(at("2026-03-27")) == 0
    assert watch_objections(at("2026-03-28")) == 1
    assert Notification.objects.filter(recipient=scene.writer, kind="bidding.complaint_possible").exists()
    complaint = complained(scene, challenge, now=at("2026-03-30"))
    assert check("bidding.complaint_waits", lambda: complained(scene, challenge, now=at("2026-03-30"))) == 409
    assert (complaint.review_by, complaint.copy_by) == (date(2026, 4, 7), date(2026, 4, 10))
    assert "bidding.examine_complaint" in {duty.code for duty in duties_of(scene.finance, scene.now)}


def test_a_complaint_is_corrected_once_and_in_time(scene):
    complaint = complained(scene, answered(scene, file(scene)))
    give = {"actor": scene.finance, "complaint": complaint, "reason": "缺少授权书", "now": scene.now}
    early = {**give, "correct_by": date(2026, 3, 18)}
    assert check("bidding.correct_by_past", lambda: complaints.return_complaint(**early)) == 422
    complaints.return_complaint(**{**give, "correct_by": date(2026, 3, 20)})
    complaint.refresh_from_db()
    assert "bidding.correct_complaint" in {duty.code for duty in duties_of(scene.writer, scene.now)}
    mend = {"actor": scene.writer, "complaint": complaint, "statement": "已补授权书"}
    late = {**mend, "now": at("2026-03-21")}
    assert check("bidding.correction_late", lambda: complaints.correct_complaint(**late)) == 409
    fixed = complaints.correct_complaint(**mend, now=at("2026-03-20"))
    assert (fixed.state, fixed.received_on) == (ComplaintState.FILED, date(2026, 3, 20))
    again = {**give, "correct_by": date(2026, 3, 25)}
    assert check("bidding.corrected_once", lambda: complaints.return_complaint(**again)) == 409
    assert may.may_return_complaint(scene.finance, fixed).reason == "bidding.corrected_once"
    no = complaints.refuse_complaint(
        actor=scene.finance, complaint=fixed, reason="超出质疑范围", now=scene.now
    )
    assert no.state == ComplaintState.REFUSED


def test_the_decision_waits_for_tests_and_dismisses_without_consequence(scene):
    complaint = complained(scene, answered(scene, file(scene)))
    stop = {"actor": scene.finance, "complaint": complaint, "kind": PauseKind.TEST, "reason": "委托检测"}
    assert (
        check("bidding.complaint_not_accepted", lambda: complaints.pause_complaint(**stop, now=scene.now))
        == 409
    )
    complaint = accepted(scene, complaint)
    stop["complaint"] = complaint
    complaints.state_position(actor=scene.officer, complaint=complaint, text="评分依据充分", now=scene.now)
    complaints.pause_complaint(**stop, now=scene.now)
    assert check("bidding.pause_runs", lambda: complaints.pause_complaint(**stop, now=scene.now)) == 409
    decide = {
        "actor": scene.finance, "complaint": complaint, "is_upheld": False, "remedy": Remedy.NEW_PROCEDURE,
        "decision": "投诉事项缺乏事实依据，驳回", "now": scene.now,
    }  # fmt: skip
    assert check("bidding.pause_runs", lambda: complaints.decide_complaint(**decide)) == 409
    assert decide_by(complaint, load_calendar()) is None
    go_on = {"actor": scene.finance, "complaint": complaint, "now": scene.now + timedelta(days=2)}
    complaints.resume_complaint(**go_on)
    assert check("bidding.no_pause_runs", lambda: complaints.resume_complaint(**go_on)) == 409
    complaint.refresh_from_db()
    assert decide_by(complaint, load_calendar()) == date(2026, 5, 7)
    assert "bidding.decide_complaint" in {duty.code for duty in duties_of(scene.finance, scene.now)}
    done = complaints.decide_complaint(**decide)
    assert (done.state, done.remedy, done.buyer_statement) == (
        ComplaintState.DISMISSED,
        "none",
        "评分依据充分",
    )
    assert what_stops(scene.tender, scene.now) == ""
    scene.award.refresh_from_db()
    assert scene.award.state == AwardState.CONFIRMED
    assert objection_counts()["complaints_dismissed"] == 1
    complaint.received_on = date(2040, 1, 2)
    assert decide_by(complaint, load_calendar()) is None
    challenge = complaint.challenge
    challenge.answer_by = date(2040, 1, 2)
    assert complain_until(challenge) is None


def test_who_reads_and_acts(scene):
    challenge = file(scene)
    auditor = official(PostRole.AUDITOR, DepartmentFactory())
    rival, other_buyer = member(), official(PostRole.APPROVER, DepartmentFactory())
    outsiders = (UserFactory(), rival, other_buyer)
    for reader in (scene.writer, scene.officer, scene.approver, auditor):
        assert may.may_read_challenge(reader, challenge)
    for reader in (*outsiders, scene.finance):
        assert may.may_read_challenge(reader, challenge).reason == "bidding.not_concerned"
    complaint = complained(scene, answered(scene, challenge))
    assert may.may_read_challenge(scene.finance, challenge)
    for reader in (scene.writer, scene.officer, auditor, scene.finance):
        assert may.may_read_complaint(reader, complaint)
    for reader in outsiders:
        assert may.may_read_complaint(reader, complaint).reason == "bidding.not_concerned"
    for act in (may.may_accept_complaint, may.may_return_complaint, may.may_refuse_complaint):
        assert act(scene.finance, complaint)
        assert act(scene.approver, complaint).reason == "bidding.not_the_finance_department"
    assert may.may_handle_complaint(scene.finance, complaint).reason == "bidding.wrong_state"
    assert may.may_state_position(scene.officer, complaint).reason == "bidding.wrong_state"
    assert may.may_withdraw_complaint(scene.writer, complaint)
    assert may.may_correct_complaint(scene.writer, complaint).reason == "bidding.wrong_state"
    for act in (may.may_withdraw_challenge, may.may_draft_answer, may.may_release_challenge):
        assert not act(rival, challenge)
    assert may.may_file_challenge(rival, scene.tender, scene.organization).reason == "bidding.not_member"
    draft = TenderFactory()
    assert may.may_file_challenge(scene.writer, draft).reason == "bidding.wrong_state"
    withdrawn = BidFactory(lot=scene.award.lot, state=BidState.WITHDRAWN).organization
    out = member(organization=withdrawn)
    assert not may.may_file_challenge(out, scene.tender, withdrawn, ChallengeKind.RESULT)
