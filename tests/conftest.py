"""Fixtures that every room's tests share."""

import hashlib
import os
import uuid
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation

from marketplace.core.clock import SHANGHAI

REFERENCE = Path(os.environ.get("REFERENCE_DIR") or Path(__file__).resolve().parents[2] / "shared")


DATABASE = {"db", "transactional_db", "django_db_setup", "live_server"}


def pytest_collection_modifyitems(items):
    """Mark what reaches the database; skip what reads the reference folder where there is none.

    .ci/run names the reference folder and must have it.
    """
    for item in items:
        if item.get_closest_marker("django_db") or DATABASE & set(item.fixturenames):
            item.add_marker(pytest.mark.database)
        if "transactional_db" in item.fixturenames or (
            (mark := item.get_closest_marker("django_db")) and mark.kwargs.get("transaction")
        ):
            item.add_marker(pytest.mark.connections)
    if REFERENCE.is_dir() or os.environ.get("REFERENCE_DIR"):
        return
    for item in items:
        if item.get_closest_marker("reference"):
            item.add_marker(pytest.mark.skip(reason="no reference folder beside the checkout"))


@contextmanager
def _server():
    """The server without the test database, in no hurry: a busy machine needs its time to copy one."""
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("SET lock_timeout = 0")
        yield cursor


def _reload() -> None:
    """Copy the database as it stood after the migrations over the emptied one."""
    name = connection.settings_dict["NAME"]
    with _server() as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{name}_seed"')


def _keep_seed() -> None:
    name = connection.settings_dict["NAME"]
    with _server() as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}_seed" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{name}_seed" TEMPLATE "{name}"')


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


@pytest.fixture
def search_server(settings, monkeypatch):
    """A running search server named by SEARCH_URL, with an index of its own; a busy machine is waited for."""
    from search import gateways

    monkeypatch.setattr("search.gateways.elastic.PATIENCE", 30)

    url = os.environ["SERVICES_SEARCH_URL"]
    if not url:
        pytest.skip("SEARCH_URL is not set")
    settings.SEARCH_URL = url
    settings.SEARCH_INDEX = f"test-{uuid.uuid4().hex[:8]}"
    gateways._server.cache_clear()
    engine = gateways.engine()
    yield engine
    engine.clear()
    gateways._server.cache_clear()


def _template() -> str:
    """Return the name of a database as the migrations leave it, made once per server and state of the migrations.

    The workers of a run copy it: migrating takes a minute and a half of a processor, a copy a second.
    """
    mark = hashlib.sha256()
    for config in sorted(apps.get_app_configs(), key=lambda config: config.name):
        for path in sorted((Path(config.path) / "migrations").glob("*.py")):
            mark.update(path.name.encode() + path.read_bytes())
    own, name = connection.settings_dict["NAME"], f"migrated_{mark.hexdigest()[:16]}"
    with _server() as server:
        server.execute("SELECT pg_advisory_lock(8127)")  # released with the connection
        server.execute("SELECT datname FROM pg_database WHERE datname LIKE 'migrated%'")
        known = {row[0] for row in server.fetchall()}
        if name not in known:
            for old in known:
                server.execute(f'DROP DATABASE "{old}" WITH (FORCE)')
            server.execute("CREATE DATABASE migrated TEMPLATE template0")
            connection.settings_dict["NAME"] = "migrated"
            try:
                call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)
            finally:
                connection.close()
                connection.settings_dict["NAME"] = own
            server.execute(f'ALTER DATABASE migrated RENAME TO "{name}"')
    return name


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix, django_db_keepdb, django_db_createdb, django_db_blocker
):
    """Let the test database be a copy of a migrated one, unless it is there and wanted again."""
    with django_db_blocker.unblock():
        own = connection.creation._get_test_db_name()
        with _server() as server:
            server.execute("SELECT count(*) FROM pg_database WHERE datname = %s", [own])
            is_there = bool(server.fetchone()[0])
        if not (is_there and django_db_keepdb and not django_db_createdb):
            connection.settings_dict["TEST"]["TEMPLATE"] = _template()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Begin after every transactional test (threads, live servers) from the database as the migrations left it.

    Emptying every table, as Django does, would lose what the migrations load, and takes longer than a copy.
    """
    with django_db_blocker.unblock():
        _keep_seed()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: _reload())
        yield
    with django_db_blocker.unblock():
        name = connection.settings_dict["NAME"]
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}_seed" WITH (FORCE)')
