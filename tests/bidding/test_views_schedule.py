"""Simulate the schedule before publishing, take dates over, and read them afterwards."""

from datetime import date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from bidding.models import Tender
from marketplace.audit.models import AuditEvent
from marketplace.core.clock import SHANGHAI

from .clicks import work

pytestmark = pytest.mark.django_db


def shown(page):
    return {row["plan"].step.code: row["plan"].step.day for row in page.context["rows"]}


def fields(page, **changes):
    """What the browser would send: every field, what was shown, what was chosen."""
    rows = [row for row in page.context["rows"] if row["field"]]
    sent = {row["plan"].step.code: row["value"] for row in rows}
    sent |= {f"was_{row['plan'].step.code}": row["was"] for row in rows}
    sent["pinned"] = [row["plan"].step.code for row in rows if row["is_pinned"]]
    sent["starts_on"] = page.context["starts_on"].isoformat()
    return {**sent, **changes}


def test_moving_one_day_moves_the_rest_and_an_impossible_one_names_its_article(life, desk, enter):
    tender = life.draft()
    officer, url = enter(desk.officer), work("tender_schedule", tender)
    first = officer.get(url)
    assert first.status_code == 200
    assert first.context["months"]
    before = shown(first)
    moved = officer.get(url, fields(first, notice="2026-03-09"))
    after = shown(moved)
    assert after["notice"] == date(2026, 3, 9)
    assert after["bid_deadline"] > before["bid_deadline"]
    assert after["contract_sign"] > before["contract_sign"]
    assert [row["plan"].step.code for row in moved.context["rows"] if row["is_pinned"]] == ["notice"]
    kept = officer.get(url, fields(moved, evaluation=(after["evaluation"]).isoformat()))
    assert shown(kept) == after
    wrong = officer.get(url, fields(moved, decision_by="2026-12-01"))
    assert wrong.status_code == 422
    body = wrong.content.decode()
    assert "《中华人民共和国政府采购法实施条例》第43条" in body
    assert "#AWD-01" in body
    assert 'value="2026-12-01"' in body
    part = officer.get(url, fields(moved, decision_by="2026-12-01"), headers={"HX-Request": "true"})
    assert part.status_code == 200
    assert "<html" not in part.content.decode()
    freed = officer.get(url, fields(moved, notice=""))
    assert shown(freed) == before


@pytest.mark.parametrize("typed", ["2026-02-30", "x", "1899-01-01", "9" * 400])
def test_what_is_no_day_stays_in_its_field(life, desk, enter, typed):
    tender = life.draft()
    page = enter(desk.officer).get(work("tender_schedule", tender), {"notice": typed, "pinned": "nothing"})
    assert page.status_code == 422
    assert not AuditEvent.objects.filter(act="tender.edited").exists()


def test_dates_are_taken_over_into_the_draft(life, desk, enter):
    tender = life.draft()
    officer, url = enter(desk.officer), work("tender_schedule", tender)
    page = officer.get(url)
    seen = tender.changed_at.isoformat()
    sent = fields(page, bid_deadline="2026-03-20T16:00", starts_on="2026-06-01", seen_at=seen)
    assert officer.post(url, {**sent, "starts_on": "2031-01-01"}).status_code == 422
    assert officer.post(url, {**sent, "bid_deadline": "2026-03-03T09:00"}).status_code == 422
    assert officer.post(url, sent).status_code == 302
    saved = Tender.objects.get(pk=tender.pk)
    assert saved.bid_deadline == datetime(2026, 3, 20, 16, tzinfo=SHANGHAI)
    assert saved.starts_on == date(2026, 6, 1)
    assert officer.post(url, sent).status_code == 409
    again = officer.get(url)
    assert shown(again)["bid_deadline"] == date(2026, 3, 20)
    assert [row["plan"].step.code for row in again.context["rows"] if row["is_pinned"]] == ["bid_deadline"]


def test_who_sees_the_calendar_and_when(life, desk, enter):
    tender = life.submitted()
    url = work("tender_schedule", tender)
    officer = enter(desk.officer)
    page = officer.get(url)
    assert page.status_code == 200
    assert not page.context["may_take"]
    assert officer.post(url, fields(page)).status_code == 403
    assert Client().get(url).status_code == 302
    assert Client().get(reverse("bidding:tender_calendar", args=[tender.public_id])).status_code == 404
    Tender.objects.filter(pk=tender.pk).update(procedure="open", track="grant")
    assert officer.get(url).status_code == 302


def test_everybody_reads_the_dates_of_a_published_tender(life, desk, enter):
    tender = life.published()
    public = Client()
    assert enter(desk.officer).get(work("tender_schedule", tender)).status_code == 302
    detail = public.get(tender.path).content.decode()
    assert "timeline" in detail
    for prefix in ("", "/en"):
        calendar = public.get(f"{prefix}{tender.path}calendar/")
        assert calendar.status_code == 200
        codes = {
            code for month in calendar.context["months"] for week in month.weeks for cell in week for code in cell.codes
        }  # fmt: skip
        assert {"notice", "bid_deadline", "contract_sign"} <= codes
