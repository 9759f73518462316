"""Invited tenders and single sources: notice, applications, draw; supplier, arguments, publicity, objections."""
# rules: GEN-06 GEN-07 NOT-03 NOT-07

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from bidding.actions import invitations, single_source
from bidding.actions.evaluation import conclude_evaluation, declare_conflicts
from bidding.actions.tenders import edit_tender, publish_tender, submit_tender
from bidding.models import Candidate, Prequalification, Seat, Tender
from bidding.permissions import may_submit_bid
from bidding.queries.invitations import invited_names, may_be_bidder
from bidding.rules.draws import order_by_draw
from bidding.rules.invitations import check_application_time, check_invited, drawn
from bidding.rules.scoring import evaluate
from bidding.rules.single_source import Source, check_single, most_addition, needs_publicity
from marketplace.core.canonical import digest
from marketplace.core.clock import SHANGHAI
from marketplace.core.refusals import Refused
from marketplace.notifications.models import Notification
from marketplace.workdays.rules import Calendar
from organizations.models import User
from tests.bidding.test_negotiations import Stage, score
from tests.factories.organizations import UserFactory

DAY = date(2026, 3, 2)
AUTUMN = Calendar(
    years=frozenset({2026}), off=frozenset({date(2026, 9, day) for day in (25, 26, 27)}), makeup=frozenset()
)
BIG = Decimal(2_000_000)


def codes(found):
    return [row.code.removeprefix("bidding.") for row in found]


def refused(act, code):
    with pytest.raises(Refused) as caught:
        act()
    assert caught.value.code == f"bidding.{code}"


@pytest.mark.parametrize(
    ("cause", "budget", "source", "found"),
    [
        ("single_only", "100000", Source(), ["no_single_supplier"]),
        ("single_only", "1999999.99", Source(is_named=True), []),
        ("single_only", "2000000", Source(is_named=True), ["publicity_missing"]),
        ("single_only", "2000000", Source(is_named=True, ends_on=DAY), ["publicity_runs"]),
        ("single_only", "2000000", Source(is_named=True, ends_on=DAY - timedelta(1)), []),
        ("single_only", "2000000", Source(is_named=True, ends_on=DAY - timedelta(1), open_objections=1), ["source_objections"]),
        ("single_emergency", "2000000", Source(is_named=True), []),
        ("single_addition", "1", Source(is_named=True), ["no_original"]),
        ("single_addition", "283338.00", Source(is_named=True, original=Decimal(2833380)), []),
        ("single_addition", "283338.01", Source(is_named=True, original=Decimal(2833380)), ["addition_above"]),
        ("single_addition", "183338.01", Source(is_named=True, original=Decimal(2833380), added=Decimal(100000)), ["addition_above"]),
    ],
)  # fmt: skip
def test_a_single_source_keeps_to_its_cause(cause, budget, source, found):
    assert codes(check_single(cause, Decimal(budget), BIG, source, DAY)) == found


def test_additions_and_publicity_have_their_bounds():
    assert most_addition(Decimal(2833380), DAY) == Decimal("283338.00")
    assert needs_publicity("single_only", BIG, BIG)
    assert not needs_publicity("single_emergency", BIG, BIG)
    assert evaluate(
        {
            "procedure": "single", "method": "lowest_price", "notice_date": "2026-03-02", "budget": "100",
            "bids": [{"bidder": "A", "bid_price": "90"}],
        }
    )["outcome"] == "ranked"  # fmt: skip


def test_three_or_more_are_drawn_from_all_who_were_accepted():
    names = ["d", "a", "c", "b"]
    assert (
        drawn("seed", names, 3, DAY)
        == order_by_draw("seed", names)[:3]
        == drawn("seed", sorted(names), 3, DAY)
    )
    refused(lambda: drawn("seed", names[:2], 3, DAY), "few_candidates")
    refused(lambda: drawn("seed", names, 2, DAY), "draw_number")
    refused(lambda: drawn("seed", names, 5, DAY), "draw_number")
    assert codes(check_invited(2, DAY)) == ["not_drawn_yet"]
    assert check_invited(3, DAY) == []


def test_applications_take_five_working_days():
    notice, last = date(2026, 9, 21), datetime(2026, 9, 29, 9, tzinfo=SHANGHAI)
    assert check_application_time(notice, last, AUTUMN) is None
    refused(lambda: check_application_time(notice, last - timedelta(days=1), AUTUMN), "application_short")


ADDRESS = "https://www.ccgp.gov.cn/example/2"
INVITED = {
    "track": "statutory", "procedure": "invited", "cause": "invited_few", "cause_note": "仅少数机构具备资质",
    "official_address": ADDRESS,
}  # fmt: skip
SINGLE = {
    "track": "statutory", "procedure": "single", "method": "lowest_price", "price_points": None,
    "cause": "single_only", "cause_note": "唯一具备该资质", "official_address": ADDRESS,
}  # fmt: skip


@pytest.fixture
def noticed(life):
    """An invited draft whose qualification notice is public."""
    tender = life.draft(**INVITED, bid_deadline=life.now + timedelta(days=60))
    life.row = invitations.publish_prequalification(
        actor=life.desk.approver, tender=tender, apply_by=life.now + timedelta(days=8), now=life.now
    )
    return life


def applied(life, count):
    people = [life.bidder() for _ in range(count)]
    for person, organization in people:
        invitations.apply_for_invitation(
            actor=person, row=life.row, organization=organization, statement="逐条说明", now=life.now
        )
    return people


@pytest.mark.django_db
def test_an_invited_tender_goes_to_those_drawn_and_to_nobody_else(noticed):
    life = noticed
    refused(lambda: submit_tender(actor=life.desk.officer, tender=life.tender, now=life.now), "not_drawn_yet")
    refused(
        lambda: edit_tender(
            actor=life.desk.officer, tender=life.tender, content={"qualification": "另一条件"}, now=life.now
        ),
        "notice_frozen",
    )
    refused(
        lambda: invitations.publish_prequalification(
            actor=life.desk.approver, tender=life.tender, apply_by=life.now + timedelta(days=8), now=life.now
        ),
        "notice_is_out",
    )
    people = applied(life, 5)
    draw = lambda wanted=3: invitations.draw_invited(  # noqa: E731
        actor=life.desk.officer, row=life.row, wanted=wanted, now=life.now
    )
    refused(draw, "applications_run")
    life.move(life.row.apply_by)
    refused(lambda: applied(life, 1), "application_late")
    refused(draw, "candidates_open")
    judge = lambda one, yes, why="": invitations.judge_candidate(  # noqa: E731
        actor=life.desk.officer, candidate=one, is_accepted=yes, reason=why, now=life.now
    )
    last = Candidate.objects.last()
    refused(lambda: judge(last, yes=False), "reason_missing")
    for one in Candidate.objects.exclude(pk=last.pk):
        judge(one, yes=True)
    judge(last, yes=False, why="无资质证书")
    draw()
    refused(draw, "drawn_already")
    row = Prequalification.objects.get()
    assert digest(row.record["seed"].encode()) == row.seed_digest == row.notice["seed_sha256"]
    assert row.record["drawn"] == order_by_draw(row.record["seed"], row.record["among"])[:3]
    assert (
        Notification.objects.filter(kind="bidding.candidate_not_drawn").values("recipient").distinct().count()
        == 2
    )
    submit_tender(actor=life.desk.officer, tender=life.tender, now=life.now)
    life.tender = publish_tender(actor=life.desk.approver, tender=life.tender, now=life.now)
    assert Notification.objects.filter(kind="bidding.invited").exists()
    assert not Notification.objects.filter(kind="bidding.tender_published").exists()
    verdicts = [may_submit_bid(person, life.lot, organization, life.now) for person, organization in people]
    assert sum(bool(verdict) for verdict in verdicts) == 3
    assert {verdict.reason for verdict in verdicts if not verdict} == {"bidding.not_invited"}
    assert invited_names(life.tender) == []


@pytest.mark.django_db
def test_the_pages_of_an_invited_tender(life, enter, client):
    tender = life.draft(**INVITED, bid_deadline=life.now + timedelta(days=60))
    work = reverse("bidding:tender_work", args=[tender.public_id])
    publish = reverse("bidding:prequalification_publish", args=[tender.public_id])
    officer, approver = enter(life.desk.officer), enter(life.desk.approver)
    assert officer.get(work).status_code == 200
    assert officer.get(publish).status_code == 403
    early = approver.post(publish, {"apply_by": "2026-03-03T10:00", "official_address": ADDRESS})
    assert (early.status_code, "第21条" in early.content.decode()) == (422, True)
    assert (
        approver.post(publish, {"apply_by": "2026-03-10T10:00", "official_address": ADDRESS}).status_code
        == 302
    )
    row = Prequalification.objects.get()
    page = reverse("bidding:prequalification", args=[row.public_id])
    assert row.seed not in client.get(page).content.decode()
    assert client.get(reverse("bidding:early_notices")).status_code == 200
    assert (
        row.seed
        not in client.get(reverse("bidding:prequalification_json", args=[row.public_id])).content.decode()
    )
    apply = reverse("bidding:candidate_apply", args=[row.public_id])
    people = [life.bidder() for _ in range(3)]
    for person, organization in people:
        supplier = enter(person)
        assert supplier.post(apply, {"organization": organization.pk, "statement": ""}).status_code == 422
        assert supplier.post(apply, {"organization": organization.pk, "statement": "逐条"}).status_code == 302
        assert organization.name in supplier.get(page).content.decode()
    assert people[0][1].name not in officer.get(work).content.decode()
    one = Candidate.objects.first()
    judge = reverse("bidding:candidate_judge", args=[tender.public_id, one.pk])
    assert officer.get(judge).status_code == 302
    life.move(row.apply_by)
    assert people[0][1].name in officer.get(work).content.decode()
    for one in Candidate.objects.all():
        judge = reverse("bidding:candidate_judge", args=[tender.public_id, one.pk])
        assert officer.get(judge).status_code == 200
        assert officer.post(judge, {"is_qualified": "yes"}).status_code == 302
    draw = reverse("bidding:invited_draw", args=[tender.public_id])
    assert officer.post(draw, {"wanted": "2"}).status_code == 422
    assert officer.post(draw, {"wanted": "3"}).status_code == 302
    assert people[0][1].name not in client.get(page).content.decode()


@pytest.mark.django_db
def test_a_single_source_is_argued_published_and_objected_to_before_it_goes_on(life, enter, client):
    budget = {"budget": Decimal(2500000)}
    life.project.__class__.objects.filter(pk=life.project.pk).update(budget=Decimal(2500000))
    life.project.refresh_from_db()
    person, supplier = life.bidder()
    tender = life.draft(
        **SINGLE, **budget, approval_number="财采1号", bid_deadline=life.now + timedelta(days=30)
    )
    officer, approver = enter(life.desk.officer), enter(life.desk.approver)
    address = lambda name, *more: reverse(f"bidding:{name}", args=[tender.public_id, *more])  # noqa: E731
    assert approver.get(address("single_source_publish")).status_code == 403
    refused(
        lambda: single_source.name_single_supplier(
            actor=life.desk.officer, tender=tender, supplier=None, original=None, now=life.now
        ),
        "no_single_supplier",
    )
    single_source.name_single_supplier(
        actor=life.desk.officer, tender=tender, supplier=supplier, original=None, now=life.now
    )
    assert officer.get(address("single_supplier")).status_code == 200
    data = {"name": "甲", "employer": "某大学", "title": "教授", "opinion": "唯一"}
    assert officer.post(address("source_argument"), {**data, "opinion": ""}).status_code == 422
    assert officer.post(address("source_argument"), data).status_code == 302
    assert officer.post(address("source_argument"), data).status_code == 409
    assert approver.post(address("single_source_publish"), {"official_address": ADDRESS}).status_code == 409
    for name in "乙丙":
        assert officer.post(address("source_argument"), {**data, "name": name}).status_code == 302
    assert approver.post(address("single_source_publish"), {"official_address": ADDRESS}).status_code == 302
    source = Tender.objects.get(pk=tender.pk).single_source
    assert source.ends_on == date(2026, 3, 9)
    public = reverse("bidding:single_source", args=[source.public_id])
    assert "某大学" in client.get(public).content.decode()
    assert client.get(reverse("bidding:single_source_json", args=[source.public_id])).status_code == 200
    refused(lambda: submit_tender(actor=life.desk.officer, tender=tender, now=life.now), "publicity_runs")
    resident = enter(UserFactory())
    object_to = reverse("bidding:source_object", args=[source.public_id])
    assert resident.post(object_to, {"text": ""}).status_code == 422
    assert resident.post(object_to, {"text": "本区还有两家"}).status_code == 302
    assert resident.post(object_to, {"text": "再说一次"}).status_code == 409
    assert {enter(one).get(object_to).status_code for one in (life.desk.officer, person)} == {403}
    life.move(datetime(2026, 3, 10, 9, tzinfo=SHANGHAI))
    refused(lambda: submit_tender(actor=life.desk.officer, tender=tender, now=life.now), "source_objections")
    assert officer.get(address("tender_work")).status_code == 200
    answer = address("source_answer", source.objections.get().pk)
    assert officer.post(answer, {"answer": "已补充论证"}).status_code == 302
    assert "已补充论证" in client.get(public).content.decode()
    late = enter(UserFactory())
    assert late.post(object_to, {"text": "晚了"}).status_code == 409
    assert submit_tender(actor=life.desk.officer, tender=tender, now=life.now).state == "submitted"


@pytest.mark.django_db
def test_the_price_of_a_single_source_is_negotiated_and_sealed(life):
    stage = Stage(life)
    person = life.bidder()
    tender = life.draft(**{**SINGLE, "cause": "single_emergency"}, bid_deadline=life.now + timedelta(days=5))
    single_source.name_single_supplier(
        actor=life.desk.officer, tender=tender, supplier=person[1], original=None, now=life.now
    )
    assert not may_be_bidder(tender, life.bidder()[1])
    submit_tender(actor=life.desk.officer, tender=tender, now=life.now)
    life.tender = publish_tender(actor=life.desk.approver, tender=tender, now=life.now)
    life.seal("120000", person=person)
    life.past_deadline()
    life.open()
    life.qualified()
    from bidding.actions.evaluation import appoint_committee, start_evaluation
    from bidding.queries.bids import qualified_bids

    appoint_committee(actor=life.desk.officer, lot=life.lot, representatives=[life.desk.buyer], now=life.now)
    life.tender = start_evaluation(actor=life.desk.officer, tender=life.tender, now=life.now)
    for seat in Seat.objects.filter(lot=life.lot):
        declare_conflicts(actor=seat.member, seat=seat, has_conflict=False, statement="", now=life.now)
    stage.chair = Seat.objects.get(lot=life.lot, is_chair=True)
    stage.bids = list(qualified_bids(life.lot))
    stage.heard().ask()
    stage.quote(stage.bids[0], "115000")
    stage.over().open()
    for seat in Seat.objects.filter(lot=life.lot):
        score(stage, seat)
    conclude_evaluation(actor=life.desk.officer, lot=life.lot, now=life.now)
    life.tender = Tender.objects.get(pk=life.tender.pk)
    from bidding.actions.awards import confirm_award, propose_award

    award = propose_award(actor=life.desk.officer, lot=life.lot, reason="唯一供应商，价格合理", now=life.now)
    award = confirm_award(actor=life.desk.approver, award=award, now=life.now)
    assert award.amount == Decimal(115000)
    assert award.document["invited"] == [person[1].name]
    assert award.document["talks"][0]["text"] == "谈了频次"
    assert User.objects.filter(pk=person[0].pk).exists()
