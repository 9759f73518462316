"""Keys are shown to work 72 and 24 hours before a deadline; who misses it is asked, and the buyer is warned."""

from datetime import UTC, datetime, timedelta

import pytest

from bidding.actions.key_checks import remind_of_key_checks
from bidding.models import OfficerKey
from bidding.queries.duties import duties_of
from bidding.queries.officers import health_of
from bidding.rules.key_checks import due_reminder, is_healthy
from marketplace.notifications.models import Notification

DEADLINE = datetime(2026, 3, 20, 9, tzinfo=UTC)


def hours(number):
    return DEADLINE - timedelta(hours=number)


@pytest.mark.parametrize(
    ("checked", "now", "due", "healthy"),
    [
        (200, 73, None, True),
        (200, 72, 72, True),
        (71, 70, None, True),
        (71, 24, 24, True),
        (73, 23, 24, False),
        (23, 1, None, True),
        (200, 0, None, False),
    ],
)
def test_reminders_and_health(checked, now, due, healthy):
    given = {"checked_at": hours(checked), "deadline": DEADLINE, "now": hours(now)}
    assert due_reminder(**given) == (timedelta(hours=due) if due else None)
    assert is_healthy(**given) is healthy


@pytest.mark.django_db
def test_officers_are_asked_once_each_time_and_the_buyer_is_warned(life):
    tender = life.published()
    deadline = tender.bid_deadline
    assert remind_of_key_checks(deadline - timedelta(hours=80)) == 0
    assert health_of(tender, deadline - timedelta(hours=80)).is_enough
    for _ in range(2):
        assert remind_of_key_checks(deadline - timedelta(hours=70)) == 1
    assert Notification.objects.filter(kind="bidding.check_key").count() == 3
    assert not Notification.objects.filter(kind="bidding.keys_unsure").exists()
    officer = life.desk.openers[0]
    late = deadline - timedelta(hours=20)
    assert [one.code for one in duties_of(officer, late)].count("bidding.check_key") == 1
    OfficerKey.objects.filter(officer=officer).update(checked_at=deadline - timedelta(hours=21))
    assert not [one for one in duties_of(officer, late) if one.code == "bidding.check_key"]
    remind_of_key_checks(late)
    assert Notification.objects.filter(kind="bidding.check_key").count() == 5
    assert (health_of(tender, late).healthy, health_of(tender, late).is_enough) == (1, False)
    warned = Notification.objects.filter(kind="bidding.keys_unsure")
    assert warned.filter(recipient=life.desk.officer).count() == 1
    OfficerKey.objects.filter(officer=officer).update(revoked_at=late)
    remind_of_key_checks(late)
    assert Notification.objects.filter(kind="bidding.check_key").count() == 5
    assert health_of(tender, late).healthy == 0
