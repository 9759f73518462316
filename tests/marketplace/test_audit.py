"""The audit log: appended in the act's transaction, chained, and any change is found."""

import pytest
from django.db import DatabaseError, connection, transaction

from marketplace.audit.actions import next_reference, record
from marketplace.audit.models import AuditEvent, AuditHead
from marketplace.audit.queries import faults, history_of
from organizations.models import Department, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def three_events(now):
    bureau = Department.objects.create(code="mz", name="民政局", name_en="Civil affairs", kind="bureau")
    actor = User.objects.create_user(email="a@example.org", name="甲")
    for number in range(3):
        record(actor=actor, action="department.changed", subject=bureau, at=now, after={"n": number})
    return bureau


def tamper(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_auditevent DISABLE TRIGGER ALL")
        cursor.execute(sql)
        cursor.execute("ALTER TABLE audit_auditevent ENABLE TRIGGER ALL")


def test_events_keep_the_actor_as_they_were(three_events):
    User.objects.update(name="改名")
    assert {event.actor_name for event in history_of(three_events)} == {"甲"}
    assert [event.sequence for event in history_of(three_events)] == [1, 2, 3]
    assert list(faults()) == []


@pytest.mark.parametrize(
    ("sql", "problem"),
    [
        ("UPDATE audit_auditevent SET after = '{\"n\": 9}' WHERE sequence = 2", "was changed"),
        ("DELETE FROM audit_auditevent WHERE sequence = 2", "missing before it"),
        ("DELETE FROM audit_auditevent WHERE sequence = 3", "its head says 3"),
        ("DELETE FROM audit_auditevent", "all events are missing"),
        ("UPDATE audit_auditevent SET actor_name = '乙' WHERE sequence = 1", "was changed"),
    ],
)
def test_verification_finds_the_change(three_events, sql, problem):
    tamper(sql)
    assert any(problem in fault.problem for fault in faults())


def test_the_database_refuses_to_change_or_delete_events(three_events):
    for act in (lambda: AuditEvent.objects.update(reason="x"), lambda: AuditEvent.objects.all().delete()):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            act()


def test_a_head_moved_back_is_found(three_events):
    AuditHead.objects.update(sequence=2)
    assert any("its head says 2" in fault.problem for fault in faults())


def test_references_are_numbered_per_prefix_and_year_without_gaps():
    assert [next_reference("ZB", 2026) for _ in range(3)] == ["ZB-2026-0001", "ZB-2026-0002", "ZB-2026-0003"]
    assert next_reference("HT", 2026) == "HT-2026-0001"
    assert next_reference("ZB", 2027) == "ZB-2027-0001"


@pytest.mark.django_db(transaction=True)
def test_recording_outside_a_transaction_is_an_error(now):
    bureau = Department(pk=1, name="民政局")
    with pytest.raises(RuntimeError, match="transaction"):
        record(actor=None, action="department.changed", subject=bureau, at=now)
