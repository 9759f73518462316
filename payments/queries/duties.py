"""What money asks people to do."""

from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from marketplace.core.clock import SHANGHAI
from marketplace.web.duties import Duty
from organizations.models import User
from organizations.queries.people import open_posts
from organizations.states import PostRole
from payments.models import PaymentOrder
from payments.states import OrderState


def duties_of(user: User, now: datetime) -> list[Duty]:
    """Return orders to release (not one's own) and, for finance, orders to send or to look after."""
    posts = [(post.role, post.department_id) for post in open_posts(user)]
    money = {place for role, place in posts if role in {PostRole.FINANCE, PostRole.APPROVER}}
    finance = {place for role, place in posts if role == PostRole.FINANCE}
    if not money:
        return []
    to_release = _orders(money, OrderState.ORDERED).exclude(ordered_by=user)
    return [
        *(_duty(order, "payments.release", _("Check and release")) for order in to_release),
        *(
            _duty(order, "payments.send", _("Make the bank file"))
            for order in _orders(finance, OrderState.RELEASED)
        ),
        *(_duty(order, "payments.failed", _("Put right")) for order in _orders(finance, OrderState.FAILED)),
    ]


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
