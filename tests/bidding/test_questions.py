"""Questions: public, nameless, in time; answers for everybody; what affects bids goes by two officials."""
# rules: CHA-07

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from bidding.actions.amendments import drop_amendment, publish_amendment
from bidding.actions.questions import answer_question, ask_question, remind_of_questions, withdraw_question
from bidding.models import Amendment, Question, Tender
from bidding.permissions.questions import may_answer_question, may_ask_question, may_withdraw_question
from bidding.queries.duties import duties_of
from bidding.queries.questions import asking_ends, questions_of
from bidding.rules.questions import answer_due, check_asking, check_secrecy, last_day_to_ask
from bidding.states import QuestionState, TenderState
from marketplace.audit.queries import history_of
from marketplace.core.refusals import Refused
from marketplace.notifications.models import Notification
from marketplace.workdays.queries import shipped_calendar
from organizations.models import Organization
from organizations.states import MemberRole
from tests.factories.organizations import UserFactory, member

from .clicks import work

CALENDAR = shipped_calendar()


@pytest.mark.parametrize(
    ("start", "due"), [("2026-09-21", "2026-09-24"), ("2026-09-28", "2026-10-08"), ("2026-02-13", "2026-02-25")]
)  # fmt: skip
def test_answers_are_due_in_three_working_days(start, due):
    day = date.fromisoformat(start)
    assert answer_due(day, day, CALENDAR).isoformat() == due


def test_the_last_day_to_ask_leaves_the_time_to_answer():
    notice, deadline = date(2026, 3, 2), date(2026, 3, 12)
    last = last_day_to_ask(notice, deadline, CALENDAR)
    assert last == date(2026, 3, 9)
    assert answer_due(notice, last, CALENDAR) == deadline
    check_asking(notice, deadline, last, CALENDAR)
    with pytest.raises(Refused) as caught:
        check_asking(notice, deadline, last + timedelta(days=1), CALENDAR)
    assert (caught.value.code, caught.value.status) == ("bidding.questions_closed", 409)


@pytest.mark.parametrize(
    "text", ["我们暖阳服务中心想问", "请回电13900000001", "请回 0562-1234567", "写信到 a@example.org", "代码 51340700MJ1234567X"]
)  # fmt: skip
def test_a_text_that_tells_who_asks_is_refused(text):
    with pytest.raises(Refused, match="tells_who"):
        check_secrecy(text, ("暖阳服务中心", ""))


def test_an_ordinary_text_passes():
    check_secrecy("每周上门几次？预算 125000 元是否含税？", ("暖阳服务中心", ""))


pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(life):
    life.published()
    person = life.bidder()

    def asked(text="每周上门几次？", by=person):
        return ask_question(actor=by[0], tender=life.tender, organization=by[1], text=text, now=life.now)

    asked.person = person
    return asked


def answered(life, question, effect="explains", answer="每周两次。"):
    return answer_question(
        actor=life.desk.officer, question=question, answer=answer, effect=effect, now=life.now
    )


def refused(code, act, *args, **kwargs):
    with pytest.raises(Refused) as caught:
        act(*args, **kwargs)
    assert caught.value.code == code
    return caught.value.status


def test_the_same_organization_keeps_its_letter_and_another_gets_the_next(life, ask):
    first, other, again = ask(), ask("能否分期？", by=life.bidder()), ask("有无场地？")
    assert [one.letter for one in (first, other, again)] == ["A", "B", "A"]
    assert [one.number for one in (first, other, again)] == [1, 2, 3]
    assert Question(asker=27).letter == "A1"
    assert first.answer_by == date(2026, 3, 5)
    (event,) = history_of(first)
    assert (event.act, event.chain) == ("question.asked", f"bidding.question:{first.public_id}")


def test_repeated_late_and_too_many_questions_are_refused(life, ask, monkeypatch):
    ask()
    assert refused("bidding.question_repeated", ask, "每周上门几次？ ") == 409
    monkeypatch.setattr("bidding.actions.questions.MOST", 1)
    assert refused("bidding.questions_many", ask, "另一问") == 409
    assert refused("bidding.question_tells_who", ask, f"{ask.person[1].name}想问", by=ask.person) == 422
    life.move(life.tender.bid_deadline - timedelta(days=1))
    assert refused("bidding.questions_closed", ask, "还来得及吗") == 409
    life.past_deadline()
    assert refused("bidding.not_open", ask, "还来得及吗") == 409


def test_a_question_is_taken_back_until_it_is_answered(life, ask):
    question = ask()
    gone = withdraw_question(actor=ask.person[0], question=question, now=life.now)
    assert gone.state == QuestionState.WITHDRAWN
    assert ask().number == 2
    assert refused("core.not_in_this_state", answered, life, gone) == 409
    done = answered(life, ask("有无场地？"))
    assert (
        refused("core.not_in_this_state", withdraw_question, actor=ask.person[0], question=done, now=life.now)
        == 409
    )


def test_an_explaining_answer_is_public_at_once_and_told_to_who_asked(life, ask):
    done = answered(life, ask())
    assert (done.state, done.answer, done.amendment) == (QuestionState.ANSWERED, "每周两次。", None)
    assert Notification.objects.filter(recipient=ask.person[0], kind="bidding.question_answered").exists()
    assert [event.act for event in history_of(done)] == ["question.asked", "question.answered"]
    assert refused("core.not_in_this_state", answered, life, done) == 409


def test_an_answer_never_alters_object_or_qualification(life, ask):
    assert refused("bidding.clarification_alters", answered, life, ask(), effect="alters") == 422


def test_an_answer_with_effect_on_bids_waits_for_a_second_official_and_moves_the_deadline(life, ask):
    question, bid = ask(), life.seal(person=ask.person).bid
    old = life.tender.bid_deadline
    life.move(old - timedelta(hours=3))
    amendment = answered(life, question, effect="affects", answer="场地由街道提供。")
    assert isinstance(amendment, Amendment)
    assert amendment.is_material
    question.refresh_from_db()
    assert question.state == QuestionState.ASKED
    assert refused("bidding.answer_waits", answered, life, question) == 409
    assert (
        refused(
            "bidding.answer_waits", withdraw_question, actor=ask.person[0], question=question, now=life.now
        )
        == 409
    )
    publish_amendment(actor=life.desk.approver, amendment=amendment, now=life.now)
    question.refresh_from_db()
    tender = Tender.objects.get(pk=life.tender.pk)
    assert (question.state, question.answer) == (QuestionState.ANSWERED, "场地由街道提供。")
    assert tender.bid_deadline > old
    assert tender.document.body["changes"][0]["after"] == "场地由街道提供。"
    assert bid.document_digest != tender.document_digest


def test_a_dropped_answer_sets_the_question_free(life, ask):
    question = ask()
    amendment = answered(life, question, effect="affects")
    drop_amendment(actor=life.desk.approver, amendment=amendment, reason="不改", now=life.now)
    question.refresh_from_db()
    assert question.amendment is None
    assert answered(life, question).state == QuestionState.ANSWERED


def test_who_may_ask_withdraw_and_answer(life, ask, desk):
    question = ask()
    tender, (writer, organization) = life.tender, ask.person
    finance = member(organization=organization, role=MemberRole.FINANCE)
    assert may_ask_question(writer, tender)
    assert may_ask_question(finance, tender, organization).reason == "bidding.not_member"
    assert may_ask_question(UserFactory(), tender).reason == "bidding.not_member"
    assert may_withdraw_question(writer, question)
    assert may_withdraw_question(life.bidder()[0], question).reason == "bidding.not_member"
    assert may_answer_question(desk.officer, question)
    assert may_answer_question(desk.approver, question)
    assert may_answer_question(desk.auditor, question).reason == "bidding.not_the_officer"
    tender.invited.add(life.bidder()[1])
    assert may_ask_question(writer, tender).reason == "bidding.not_invited"
    tender.state = TenderState.CLOSED
    assert may_ask_question(writer, tender).reason == "bidding.wrong_state"
    Organization.objects.filter(pk=organization.pk).update(state="suspended")
    assert may_ask_question(writer, tender).reason == "bidding.asker_not_verified"
    answered(life, question)
    question.refresh_from_db()
    assert may_withdraw_question(writer, question).reason == "bidding.wrong_state"
    assert may_answer_question(desk.officer, question).reason == "bidding.wrong_state"
    question.state, question.amendment_id = QuestionState.ASKED, 1
    assert may_answer_question(desk.officer, question).reason == "bidding.answer_waits"


def test_the_official_reads_the_text_and_never_the_asker(life, ask, enter, desk):
    ask("每周上门几次？")
    codes = [duty.code for duty in duties_of(desk.officer, life.now)]
    assert "bidding.question" in codes
    life.move(life.now + timedelta(days=4))
    assert remind_of_questions(life.now) == 1
    for reader in (desk.officer, desk.approver, desk.auditor):
        client = enter(reader)
        for name in ("question_work", "question_list", "tender_work", "tender_detail"):
            text = client.get(work(name, life.tender)).content.decode()
            assert ask.person[1].name not in text
            assert ask.person[0].name not in text
    for row in Notification.objects.filter(kind__startswith="bidding.question_"):
        assert ask.person[1].name not in str(row.facts)
    assert {"organization_id", "asked_by_id"} <= questions_of(life.tender).get().get_deferred_fields()


def test_asking_answering_and_taking_back_through_the_pages(life, enter, desk):
    tender = life.published()
    writer, organization = life.bidder()
    client, page = enter(writer), work("question_list", tender)
    data = {"organization": organization.pk, "text": "每周上门几次？"}
    bad = client.post(page, {**data, "text": f"{organization.name}想知道每周几次"})
    assert bad.status_code == 422
    assert "想知道每周几次" in bad.content.decode()
    assert client.post(page, data).status_code == 302
    assert client.post(page, data).status_code == 409
    assert "每周上门几次？" in Client().get(page).content.decode()
    officer, form = enter(desk.officer), work("question_answer", tender, 1)
    assert officer.post(form, {"answer": "", "effect": "explains"}).status_code == 422
    assert officer.post(form, {"answer": "改资格", "effect": "alters"}).status_code == 422
    assert officer.post(form, {"answer": "每周两次。", "effect": "explains"}).status_code == 302
    assert officer.get(form).status_code == 403
    assert "每周两次。" in Client().get(page).content.decode()
    feed = Client().get("/data/answers.atom").content.decode()
    assert "每周两次。" in feed
    assert organization.name not in feed
    client.post(page, {**data, "text": "能否分期？"})
    assert enter(life.bidder()[0]).post(work("question_withdraw", tender, 2)).status_code == 404
    assert client.post(work("question_withdraw", tender, 2)).status_code == 302
    assert "能否分期？" not in Client().get(page).content.decode()
    client.post(page, {**data, "text": "场地由谁提供？"})
    waits = officer.post(work("question_answer", tender, 3), {"answer": "街道提供。", "effect": "affects"})
    assert waits.url == reverse("bidding:amendment", args=[tender.public_id, 1])
    assert [duty.code for duty in duties_of(desk.approver, life.now) if duty.is_approval] == [
        "bidding.amendment"
    ]
    stranger = Client().post(page, data)
    assert (stranger.status_code, "/account/login/" in stranger.url) == (302, True)
    assert enter(desk.auditor).post(page, data).status_code == 403


def test_without_a_holiday_plan_the_page_names_no_last_day(life):
    tender = life.published()
    tender.bid_deadline = tender.bid_deadline.replace(year=2040)
    assert asking_ends(tender) is None
