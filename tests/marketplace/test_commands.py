"""Commands that let anybody recompute dates and prove the log."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from marketplace.audit.actions import record
from marketplace.environment import embedded_database
from marketplace.launch import postgres
from marketplace.launch.embedded.base import DatabaseWrapper
from marketplace.workdays.actions import load_year
from marketplace.workdays.models import CalendarYear
from marketplace.workdays.queries import load_calendar, shipped_calendar
from organizations.models import Department

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out, stderr=out)
    return out.getvalue().strip()


@pytest.mark.parametrize(
    ("arguments", "day"),
    [
        (("2026-09-21", "5"), "2026-09-29"),
        (("2026-09-21", "20", "--calendar-days"), "2026-10-12"),
        (("2026-09-21", "20", "--calendar-days", "--no-roll"), "2026-10-11"),
        (("2026-09-10", "30", "--calendar-days"), "2026-10-10"),
        (("2026-09-21", "0"), "2026-09-21"),
    ],
)
def test_workdays(arguments, day):
    assert run("workdays", *arguments) == day


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("2026-12-30", "3"), "2027"),
        (("2026-02-30", "3"), "ISO date"),
        (("2026-02-03", "-1"), "whole number"),
        (("2026-02-03", "x"), "whole number"),
        (("9999-12-01", "90", "--calendar-days", "--no-roll"), "beyond"),
    ],
)
def test_workdays_says_what_is_wrong(arguments, reason):
    with pytest.raises(CommandError, match=reason):
        call_command("workdays", "--", *arguments[:2]) if arguments[1] == "-1" else call_command(
            "workdays", *arguments
        )


def test_a_new_year_is_loaded_from_a_file(tmp_path):
    plan = tmp_path / "2027.csv"
    plan.write_text("date,works\n2027-01-01,0\n2027-01-02,1\n")
    assert run("load_holidays", "2027", str(plan), "--source", "plan") == "2027: 2 days loaded"
    assert run("workdays", "2026-12-31", "1") == "2027-01-02"
    plan.write_text("date,works\n2028-01-01,0\n")
    with pytest.raises(CommandError, match="outside 2027"):
        call_command("load_holidays", "2027", str(plan), "--source", "plan")


def test_verify_audit_counts_or_fails(now):
    bureau = Department.objects.create(code="mz", name="民政局", name_en="Civil affairs", kind="bureau")
    record(actor=None, action="department.made", subject=bureau, at=now)
    assert run("verify_audit") == "1 events, every chain holds"
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_auditevent DISABLE TRIGGER ALL")
        cursor.execute("UPDATE audit_auditevent SET reason = 'x'")
        cursor.execute("ALTER TABLE audit_auditevent ENABLE TRIGGER ALL")
    with pytest.raises(CommandError, match="1 place"):
        call_command("verify_audit", stderr=StringIO())


def test_the_shipped_plan_is_the_plan_that_migrations_load():
    assert shipped_calendar() == load_calendar()


def test_days_are_computed_where_no_district_was_ever_set_up(settings, tmp_path, django_assert_num_queries):
    settings.DATABASES["default"]["FOLDER"] = str(tmp_path / "postgres")
    try:
        with django_assert_num_queries(0):
            assert run("workdays", "2026-09-21", "5") == "2026-09-29"
    finally:
        del settings.DATABASES["default"]["FOLDER"]


def test_a_loaded_plan_wins_over_the_shipped_one():
    load_year(year=2026, overrides={date(2026, 9, 22): False}, source="plan")
    assert run("workdays", "2026-09-21", "1") == "2026-09-23"
    CalendarYear.objects.all().delete()
    assert run("workdays", "2026-09-21", "1") == "2026-09-22"


def test_the_embedded_server_starts_with_the_first_connection(monkeypatch, tmp_path):
    started = []
    monkeypatch.setattr(
        postgres,
        "start",
        lambda folder: started.append(folder) or f"postgresql://me:x@/marketplace?host={folder}",
    )
    wrapper = DatabaseWrapper({**connection.settings_dict, **embedded_database(tmp_path)})
    assert started == []
    assert wrapper.get_connection_params()["host"] == str(tmp_path)
    wrapper.get_connection_params()
    assert started == [tmp_path]
