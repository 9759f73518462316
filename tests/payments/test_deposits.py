"""Deposits: within the law (BOND-01 to BOND-07: BOND-02, BOND-03, BOND-04, BOND-05, COL-05), secret, in the books."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from marketplace.audit.queries import history_of
from marketplace.core.refusals import Refused
from marketplace.notifications.models import Notification
from marketplace.statutes import STATUTES
from organizations.states import MemberRole, PostRole
from payments import actions
from payments.models import Deposit, LedgerEntry
from payments.queries.deposits import deposits_visible_to, last_deposit
from payments.queries.duties import duties_of
from payments.queries.ledger import all_faults, found_balances
from payments.rules.deposits import check_deposit, check_way
from payments.states import DepositState, DepositWay
from tests.client import sign_in
from tests.factories.organizations import DepartmentFactory, UserFactory, member, official
from tests.factories.payments import MOMENT, PayeeFactory, finance

SUM = Decimal("27000.00")
DAY = MOMENT.date()


@pytest.fixture(autouse=True)
def _moment(request):
    if request.node.get_closest_marker("django_db"):
        request.getfixturevalue("move_clock")(MOMENT)


def deposit(*, kind="bid", payer=None, holder=None, secret=True, amount=SUM, **changes) -> Deposit:
    values = {"basis": Decimal(1350000), "subject_reference": "ZB-2026-0001", "subject_path": "/tenders/x/"}
    values |= {"subject_title": "助餐服务", "due_at": MOMENT + timedelta(days=5), "now": MOMENT} | changes
    holder = holder or DepartmentFactory(code="bureau")
    return actions.require_deposit(
        actor=None,
        kind=kind,
        holder=holder,
        payer=payer or PayeeFactory(),
        amount=amount,
        is_secret=secret,
        **values,
    )


def giver(row) -> object:
    return member(row.payer, MemberRole.BID_WRITER)


def given(row, way="transfer", account="622200001", now=MOMENT):
    return actions.declare_deposit(
        actor=giver(row), deposit=row, way=way, account=account, document="T-1", given_on=DAY, now=now
    )


def held(*, way="transfer", **changes):
    row = given(deposit(**changes), way=way)
    actions.disclose_deposits(subject_reference=row.subject_reference, now=MOMENT)
    return actions.receive_deposit(actor=finance(row.holder), deposit=row, now=MOMENT)


def returning(**changes):
    row = held(**changes)
    actions.start_returns(
        actor=None, subject_reference=row.subject_reference, ground="lost", now=MOMENT, kind=row.kind
    )
    row.refresh_from_db()
    return row


def proposed(row, act="return"):
    return actions.propose_settlement(
        actor=finance(row.holder), deposit=row, outcome=act, reason="放弃签订合同", now=MOMENT
    )


@pytest.mark.parametrize(
    ("key", "basis", "amount", "refused"),
    [
        ("bond.bid_max", "1350000", "27000.00", False),
        ("bond.bid_max", "1350000", "27000.01", True),
        ("bond.performance_max", "2833380", "283338.00", False),
        ("bond.performance_max", "2833380", "283338.01", True),
    ],
)
def test_how_much_a_deposit_may_be(key, basis, amount, refused):
    if not refused:
        assert check_deposit(Decimal(amount), Decimal(basis), STATUTES.on(key, DAY)) is None
        return
    with pytest.raises(Refused, match="deposit_above") as caught:
        check_deposit(Decimal(amount), Decimal(basis), STATUTES.on(key, DAY))
    assert caught.value.citation.instrument == "GPR"


@pytest.mark.parametrize("way", ["cash", "", "bitcoin"])
def test_cash_and_unknown_forms_are_refused(way):
    with pytest.raises(Refused, match="deposit_cash"):
        check_way(way, set(DepositWay.values))


@pytest.mark.django_db
def test_a_deposit_is_asked_for_once_within_its_limit():
    payer = PayeeFactory()
    person = member(payer, MemberRole.FINANCE)
    first = deposit(payer=payer)
    assert deposit(payer=payer) == first
    assert first.reference.startswith("BZ-2026-")
    assert [event.act for event in history_of(first)] == ["deposit.required"]
    assert Notification.objects.filter(recipient=person, kind="payments.deposit_due").exists()
    assert [duty.code for duty in duties_of(person, MOMENT)] == ["payments.deposit_give"]
    with pytest.raises(Refused, match="deposit_above"):
        deposit(amount=Decimal("27000.01"))
    with pytest.raises(Refused, match=r"payments\.amount"):
        deposit(amount=Decimal("0.001"))


@pytest.mark.django_db
def test_no_official_learns_of_a_deposit_before_the_opening(client):
    row = given(deposit())
    officer = finance(row.holder)
    people = [officer, official(PostRole.APPROVER, department=row.holder), official(PostRole.AUDITOR)]
    assert [deposits_visible_to(person).exists() for person in people] == [False] * 3
    with pytest.raises(Refused, match="not_releaser"):
        actions.receive_deposit(actor=officer, deposit=row, now=MOMENT)
    assert not Notification.objects.filter(recipient=officer).exists()
    assert (duties_of(officer, MOMENT), LedgerEntry.objects.count()) == ([], 0)
    sign_in(client, officer)
    assert client.get(row.path).status_code == 404
    assert row.reference not in client.get("/work/deposits/").content.decode()
    assert actions.disclose_deposits(subject_reference=row.subject_reference, now=MOMENT) == 1
    assert actions.disclose_deposits(subject_reference=row.subject_reference, now=MOMENT) == 0
    assert row.payer.name in client.get("/work/deposits/?kind=bid&q=ZB-2026").content.decode()
    assert [duty.code for duty in duties_of(officer, MOMENT)] == ["payments.deposit_check"]


@pytest.mark.django_db
def test_a_deposit_is_reported_by_its_organization_in_time():
    row = deposit()
    wrong = {"deposit": row, "way": "guarantee", "account": "", "document": "1", "given_on": DAY}
    with pytest.raises(Refused, match="not_giver"):
        actions.declare_deposit(actor=UserFactory(), now=MOMENT, **wrong)
    with pytest.raises(Refused, match="deposit_late"):
        actions.declare_deposit(actor=giver(row), now=row.due_at, **wrong)
    with pytest.raises(Refused, match="deposit_day"):
        actions.declare_deposit(
            actor=giver(row), now=MOMENT, **(wrong | {"given_on": DAY + timedelta(days=1)})
        )
    actions.declare_deposit(actor=giver(row), now=MOMENT, **wrong)
    with pytest.raises(Refused, match="not_in_this_state"):
        actions.declare_deposit(actor=giver(row), now=MOMENT, **wrong)


@pytest.mark.django_db
def test_what_has_not_arrived_can_be_reported_again_or_is_dropped():
    row = given(deposit())
    actions.disclose_deposits(subject_reference=row.subject_reference, now=MOMENT)
    officer = finance(row.holder)
    with pytest.raises(Refused, match="reason_missing"):
        actions.miss_deposit(actor=officer, deposit=row, reason=" ", now=MOMENT)
    assert (
        actions.miss_deposit(actor=officer, deposit=row, reason="未到账", now=MOMENT).state
        == DepositState.DUE
    )
    given(row)
    actions.start_returns(actor=None, subject_reference=row.subject_reference, ground="lost", now=MOMENT)
    dropped = actions.miss_deposit(actor=officer, deposit=row, reason="未到账", now=MOMENT)
    assert dropped.state == DepositState.DROPPED
    second = held(payer=row.payer)
    with pytest.raises(Refused, match="deposit_known"):
        actions.miss_deposit(actor=officer, deposit=second, reason="x", now=MOMENT)
    assert last_deposit("bid", row.subject_reference, row.payer) == second


@pytest.mark.django_db
def test_a_late_return_costs_the_rate_of_the_law_and_takes_two_people():
    row = returning()
    assert row.return_due_on.isoformat() == "2026-03-09"
    officer, late = proposed(row).proposed_by, MOMENT + timedelta(days=19)
    with pytest.raises(Refused, match="deposit_same_person"):
        actions.return_deposit(actor=officer, deposit=row, returned_on=late.date(), now=late)
    with pytest.raises(Refused, match="deposit_day"):
        actions.return_deposit(
            actor=finance(row.holder), deposit=row, returned_on=DAY - timedelta(days=1), now=late
        )
    second = finance(row.holder)
    assert [duty.code for duty in duties_of(second, MOMENT)] == ["payments.deposit_confirm"]
    assert duties_of(officer, MOMENT) == []
    done = actions.return_deposit(actor=second, deposit=row, returned_on=late.date(), now=late)
    assert (done.state, done.interest) == (DepositState.RETURNED, Decimal("46.34"))
    assert (done.interest_claim.amount, done.interest_claim.days) == (Decimal("46.34"), 12)
    assert found_balances() == {}
    assert all_faults() == []
    with pytest.raises(Refused, match="not_in_this_state"):
        actions.return_deposit(actor=second, deposit=row, returned_on=late.date(), now=late)
    with pytest.raises(DatabaseError), transaction.atomic():
        Deposit.objects.filter(pk=row.pk).update(settled_by=officer)


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["transfer", "guarantee"])
@pytest.mark.parametrize("kind", ["bid", "performance"])
def test_a_deposit_is_kept_or_given_back_and_the_books_agree(kind, way):
    row = held(kind=kind, way=way, secret=kind == "bid")
    assert all_faults() == []
    with pytest.raises(Refused, match="deposit_not_proposed"):
        actions.forfeit_deposit(actor=finance(row.holder), deposit=row, now=MOMENT)
    with pytest.raises(Refused, match="reason_missing"):
        actions.propose_settlement(
            actor=finance(row.holder), deposit=row, outcome="forfeit", reason="", now=MOMENT
        )
    kept = actions.forfeit_deposit(actor=finance(row.holder), deposit=proposed(row, "forfeit"), now=MOMENT)
    assert found_balances() == {row.reference: {"deposit_money": SUM, "forfeited": -SUM}}
    back = returning(kind=kind, way=way, secret=kind == "bid", payer=PayeeFactory())
    actions.return_deposit(actor=finance(row.holder), deposit=proposed(back), returned_on=DAY, now=MOMENT)
    assert (kept.state, all_faults()) == (DepositState.FORFEITED, [])
    assert [event.act for event in history_of(back)][-1] == "deposit.returned"


@pytest.mark.django_db
def test_the_winner_s_deposit_becomes_its_performance_deposit():
    row = returning()
    facts = {"kind": "performance", "payer": row.payer, "secret": False, "subject_reference": "HT-2026-0001"}
    small = deposit(amount=Decimal(26999), **facts)
    officer = finance(row.holder)
    with pytest.raises(Refused, match="deposit_conversion"):
        actions.convert_deposit(actor=officer, deposit=row, into=small, now=MOMENT)
    with pytest.raises(Refused, match="not_releaser"):
        actions.convert_deposit(actor=UserFactory(), deposit=row, into=small, now=MOMENT)
    large = deposit(amount=Decimal(100000), **(facts | {"subject_reference": "HT-2026-0002"}))
    into = actions.convert_deposit(actor=officer, deposit=row, into=large, now=MOMENT)
    assert (into.state, into.to_give, into.booked) == (DepositState.DUE, Decimal(73000), SUM)
    assert all_faults() == []
    given(into, way="guarantee")
    actions.receive_deposit(actor=officer, deposit=into, now=MOMENT)
    assert all_faults() == []
    into.refresh_from_db()
    actions.forfeit_deposit(actor=finance(row.holder), deposit=proposed(into, "forfeit"), now=MOMENT)
    assert (all_faults(), found_balances()[into.reference]["forfeited"]) == ([], Decimal(-100000))


@pytest.mark.django_db
def test_a_performance_deposit_may_be_the_bid_deposit_alone_and_goes_back_whole():
    row = held()
    facts = {"kind": "performance", "payer": row.payer, "secret": False, "subject_reference": "HT-2026-0001"}
    into = actions.convert_deposit(actor=finance(row.holder), deposit=row, into=deposit(**facts), now=MOMENT)
    assert into.state == DepositState.HELD
    other = deposit(**(facts | {"subject_reference": "HT-2026-0003", "amount": Decimal(50000)}))
    actions.convert_deposit(actor=finance(row.holder), deposit=held(payer=row.payer), into=other, now=MOMENT)
    for reference in ("HT-2026-0001", "HT-2026-0003"):
        actions.start_returns(
            actor=None, subject_reference=reference, ground="performed", now=MOMENT, kind="performance"
        )
    into.refresh_from_db()
    other.refresh_from_db()
    assert (into.state, other.state) == (DepositState.RETURNING, DepositState.RETURNING)
    actions.return_deposit(actor=finance(row.holder), deposit=proposed(into), returned_on=DAY, now=MOMENT)
    assert all_faults() == []


@pytest.mark.django_db
def test_a_withdrawn_bid_s_deposit_comes_back_and_stays_secret_unless_its_owner_wishes(client):
    first, second, never = given(deposit()), given(deposit()), deposit()
    for row in (first, never):
        actions.start_returns(
            actor=None,
            subject_reference=row.subject_reference,
            ground="withdrawn",
            now=MOMENT,
            only=row.payer,
        )
        row.refresh_from_db()
    second.refresh_from_db()
    assert [first.state, second.state, never.state] == ["returning", "received", "dropped"]
    officer = finance(first.holder)
    assert not deposits_visible_to(officer).exists()
    sign_in(client, giver(first))
    page = client.get(first.member_path).content.decode()
    assert "现在告知财务" in page
    assert client.post(f"{first.member_path}reveal/").status_code == 302
    assert client.post(f"{first.member_path}reveal/").status_code == 302
    assert [row.pk for row in deposits_visible_to(officer)] == [first.pk]
    with pytest.raises(Refused, match="deposit_not_there"):
        proposed(first)
    back = actions.receive_deposit(actor=officer, deposit=first, now=MOMENT)
    assert (back.state, bool(back.booked)) == (DepositState.RETURNING, True)
    assert deposit(payer=first.payer) != first
    with pytest.raises(Refused, match="not_in_this_state"):
        actions.reveal_deposit(actor=giver(second), deposit=second, now=MOMENT)


@pytest.mark.django_db
def test_an_organization_reports_its_deposit_through_its_pages(client):
    row = deposit()
    sign_in(client, giver(row))
    assert row.reference in client.get("/my/deposits/").content.decode()
    page = client.get(row.member_path).content.decode()
    assert "27,000.00" in page
    assert "不得以现金形式交纳" in page
    typed = {"way": "transfer", "account": "", "document": "流水 8", "given_on": "2026-03-02"}
    bad = client.post(row.member_path, typed)
    assert (bad.status_code, "流水 8" in bad.content.decode()) == (422, True)
    assert client.post(row.member_path, typed | {"account": "6222"}).status_code == 302
    assert "开标前其他人都看不到" in client.get(row.member_path).content.decode()
    assert client.post(row.member_path, typed | {"account": "6222"}).status_code == 409
    sign_in(client, giver(deposit()))
    assert client.get(row.member_path).status_code == 404
    sign_in(client, UserFactory())
    assert client.get("/my/deposits/").status_code == 403


@pytest.mark.django_db
def test_the_money_side_works_through_its_pages(client):
    row, other = given(deposit()), given(deposit())
    late = deposit()
    actions.disclose_deposits(subject_reference=row.subject_reference, now=MOMENT)
    first, second = finance(row.holder), finance(row.holder)
    sign_in(client, first)
    page = client.get(row.path).content.decode()
    assert "与其他投标人账户相同" in page
    assert other.payer.name in page
    assert client.get(f"{row.path}receive/").status_code == 200
    assert client.post(f"{row.path}receive/").status_code == 302
    assert client.post(f"{row.path}receive/").status_code == 409
    assert client.post(f"{row.path}forfeit/", {"reason": ""}).status_code == 422
    actions.start_returns(actor=None, subject_reference=row.subject_reference, ground="lost", now=MOMENT)
    assert client.post(f"{other.path}miss/", {"reason": "未到账"}).status_code == 302
    assert client.post(f"{row.path}return/", {"reason": ""}).status_code == 302
    assert f'href="{row.path}returned/"' not in client.get(row.path).content.decode()
    sign_in(client, second)
    assert "returned/" in client.get(row.path).content.decode()
    assert client.post(f"{row.path}returned/", {"returned_on": "2026-03-02"}).status_code == 302
    text = client.get(row.path).content.decode()
    assert "已退还" in text
    assert "退还保证金" in text
    late.refresh_from_db()
    assert late.state == DepositState.DROPPED
    sign_in(client, official(PostRole.PROJECT_OFFICER, department=row.holder))
    assert client.get(row.path).status_code == 200
    assert client.get(f"{row.path}receive/").status_code == 403


@pytest.mark.django_db
def test_a_bid_deposit_is_turned_through_the_page(client):
    row = held()
    into = deposit(kind="performance", payer=row.payer, secret=False, subject_reference="HT-2026-0001")
    sign_in(client, finance(row.holder))
    assert "转为履约保证金" in client.get(row.path).content.decode()
    assert client.post(f"{row.path}convert/", {"into": "x"}).status_code == 422
    assert client.post(f"{row.path}convert/", {"into": into.public_id}).status_code == 302
    assert client.post(f"{row.path}convert/", {"into": into.public_id}).status_code in {409, 422}
    sign_in(client, giver(into))
    assert "27,000.00" in client.get(into.member_path).content.decode()
