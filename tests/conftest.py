"""Fixtures that every room's tests share."""

import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils import translation
from pytest_django.plugin import blocking_manager_key

from marketplace.core.clock import SHANGHAI
from marketplace.launch.messages import compile_messages

compile_messages(strict=False)  # tests/house/test_messages.py names what quarrels

REFERENCE = Path(os.environ.get("REFERENCE_DIR") or Path(__file__).resolve().parents[2] / "shared")


def pytest_collection_modifyitems(items):
    """Skip tests that read the reference folder where there is none; .ci/run names it and must have it."""
    if REFERENCE.is_dir() or os.environ.get("REFERENCE_DIR"):
        return
    for item in items:
        if item.get_closest_marker("reference"):
            item.add_marker(pytest.mark.skip(reason="no reference folder beside the checkout"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item):
    """Put back what migrations load after a test that empties the database (threads, live servers)."""
    result = yield
    marker = item.get_closest_marker("django_db")
    if marker and (marker.kwargs.get("transaction") or (marker.args and marker.args[0])):
        with item.config.stash[blocking_manager_key].unblock():
            _reload()
    return result


def _reload() -> None:
    """Copy the database as it stood after the migrations over the emptied one."""
    name = connection.settings_dict["NAME"]
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{name}_seed"')


def _keep_seed() -> None:
    name = connection.settings_dict["NAME"]
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}_seed" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}_seed" TEMPLATE "{name}"')


@pytest.fixture(autouse=True)
def _chinese_first():
    """Begin every test in the site's first language, whatever page the test before it read."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture
def now() -> datetime:
    """A fixed Sunday morning in a loaded year: 2026-03-01 10:00 in Shanghai."""
    return datetime(2026, 3, 1, 10, 0, tzinfo=SHANGHAI)


@pytest.fixture
def calendar(db):
    """The loaded working-day calendar 2024-2026."""
    from marketplace.workdays.queries import load_calendar

    return load_calendar()


@pytest.fixture
def move_clock(db):
    """Move the database clock (and the pages' clock) by a timedelta, or to a moment."""
    from marketplace.workdays.models import ClockOffset
    from marketplace.workdays.queries import database_now

    def move(to: datetime | None = None, *, by: timedelta | None = None) -> None:
        row, _ = ClockOffset.objects.get_or_create(only=True)
        row.offset += by if by is not None else to - database_now()
        row.save(update_fields=["offset"])

    return move


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Let transactional tests empty the audit log between tests; keep a copy to begin each of them from."""
    with django_db_blocker.unblock():
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER IF EXISTS audit_no_truncate ON audit_auditevent")
        _keep_seed()
    yield
    with django_db_blocker.unblock():
        name = connection.settings_dict["NAME"]
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}_seed" WITH (FORCE)')
