"""What money asks people to do."""

from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from marketplace.core.clock import SHANGHAI, day_of
from marketplace.web.duties import Duty
from organizations.models import User
from organizations.queries.people import open_posts
from organizations.states import PostRole
from payments.models import Deposit, InterestClaim, PaymentOrder, Recovery
from payments.states import ClaimState, DepositState, OrderState, RecoveryState

from .deposits import DISCLOSED, deposits_given_by
from .recoveries import recoveries_from


def duties_of(user: User, now: datetime) -> list[Duty]:
    """Return orders to release (not one's own) and, for finance, orders to send or to look after."""
    posts = [(post.role, post.department_id) for post in open_posts(user)]
    money = {place for role, place in posts if role in {PostRole.FINANCE, PostRole.APPROVER}}
    finance = {place for role, place in posts if role == PostRole.FINANCE}
    owed = [*_to_give(user), *_to_pay(user)]
    if not money:
        return owed
    to_release = _orders(money, OrderState.ORDERED).exclude(ordered_by=user)
    return [
        *(_duty(order, "payments.release", _("Check and release")) for order in to_release),
        *(
            _duty(order, "payments.send", _("Make the bank file"))
            for order in _orders(finance, OrderState.RELEASED)
        ),
        *(_duty(order, "payments.failed", _("Put right")) for order in _orders(finance, OrderState.FAILED)),
        *_interest(money),
        *_claims(finance, now),
        *_deposits(user, money),
        *owed,
    ]


def _to_give(user: User) -> list[Duty]:
    """Return the deposits that the person's organizations owe."""
    return [
        _deposit_duty(row, "payments.deposit_give", _("Give the deposit"), row.due_at, row.member_path)
        for row in deposits_given_by(user).filter(state=DepositState.DUE)
    ]


def _to_pay(user: User) -> list[Duty]:
    """Return the claimed penalties that the person's organizations owe."""
    rows = recoveries_from(user).filter(state=RecoveryState.CLAIMED)
    return [_claim_duty(row, "payments.penalty_pay", _("Pay the penalty"), row.subject_path) for row in rows]


def _claims(finance: set[int], now: datetime) -> list[Duty]:
    """Return the claimed penalties whose last day has come, to see whether the sum arrived."""
    rows = Recovery.objects.filter(
        department__in=finance, state=RecoveryState.CLAIMED, due_on__lte=day_of(now)
    )
    return [
        _claim_duty(row, "payments.penalty_check", _("Check the arrival"), row.path)
        for row in rows.select_related("department", "organization")
    ]


def _claim_duty(row: Recovery, code: str, label: str, url: str) -> Duty:
    return Duty(
        code=code,
        reference=row.reference,
        title=f"{row.organization.name} · {row.contract} · {row.amount:,.2f}",
        url=url,
        label=label,
        due_at=end_of(row.due_on) if row.due_on else None,
        place=str(row.department),
        step=pgettext("money", "Penalty"),
    )


def _deposits(user: User, money: set[int]) -> list[Duty]:
    """Return the disclosed deposits to check, to give back and to confirm as the second person."""
    rows = Deposit.objects.filter(DISCLOSED, holder__in=money).select_related("holder", "payer")
    back = rows.filter(state=DepositState.RETURNING)
    second = rows.filter(state__in=[DepositState.HELD, DepositState.RETURNING]).exclude(proposed_act="")
    return [
        *(
            _deposit_duty(row, "payments.deposit_check", _("Check the arrival"), None)
            for row in rows.filter(state=DepositState.RECEIVED)
        ),
        *(
            _deposit_duty(row, "payments.deposit_return", _("Give it back"), _last(row))
            for row in back.filter(proposed_act="")
        ),
        *(
            _deposit_duty(row, "payments.deposit_confirm", _("Confirm as second person"), _last(row))
            for row in second.exclude(proposed_by=user)
        ),
    ]


def _interest(money: set[int]) -> list[Duty]:
    """Return the interest that waits for a decision."""
    rows = InterestClaim.objects.filter(payer__in=money, state=ClaimState.PROPOSED)
    return [
        Duty(
            code="payments.interest",
            reference=claim.reference,
            title=f"{claim.payee.name} · {claim.amount:,.2f}",
            url=claim.path,
            label=_("Decide about interest"),
            place=str(claim.payer),
            step=pgettext("money", "Payment"),
        )
        for claim in rows.select_related("payer", "payee")
    ]


def _last(deposit: Deposit) -> datetime | None:
    return end_of(deposit.return_due_on) if deposit.return_due_on else None


def _deposit_duty(deposit: Deposit, code: str, label: str, due_at: datetime | None, url: str = "") -> Duty:
    return Duty(
        code=code,
        reference=deposit.reference,
        title=f"{deposit.payer.name} · {deposit.get_kind_display()} · {deposit.subject_title}",
        url=url or deposit.path,
        label=label,
        due_at=due_at,
        place=str(deposit.holder),
        step=pgettext("money", "Deposit"),
        is_approval=code == "payments.deposit_confirm",
    )


def _orders(places: set[int], state: str) -> QuerySet[PaymentOrder]:
    return PaymentOrder.objects.filter(payer__in=places, state=state).select_related("payer")


def _duty(order: PaymentOrder, code: str, label: str) -> Duty:
    return Duty(
        code=code,
        reference=order.reference,
        title=f"{order.payee_name} · {order.purpose}",
        url=order.path,
        label=label,
        due_at=end_of(order.due_on),
        place=str(order.payer),
        step=pgettext("money", "Payment"),
        is_approval=code == "payments.release",
    )


def end_of(day: date) -> datetime:
    """Return the moment at which a day has passed in the district."""
    return start_of(day, days=1)


def start_of(day: date, *, days: int = 0) -> datetime:
    """Return the moment at which the day begins in the district, or so many days later."""
    return datetime.combine(day + timedelta(days=days), time(), tzinfo=SHANGHAI)
