"""Changing a published tender through the pages: two officials, every version public, one click to confirm a bid."""

from datetime import timedelta

import pytest
from django.test import Client

from bidding.models import Amendment, Bid, Tender
from bidding.views.amendments import AmendmentForm
from marketplace.core.clock import local

from .clicks import work

pytestmark = pytest.mark.django_db
EMPTY = {"text": "", "kind": "technical", "points": "", "bands": ""}


def changed(life, **changes):
    """The form as the page shows it, with changes."""
    form = AmendmentForm(tender=life.tender)
    data = {name: form.initial[name] for name in form.fields if form.initial.get(name) is not None}
    data |= {"bid_deadline": f"{local(life.tender.bid_deadline):%Y-%m-%dT%H:%M}", "reason": "场地变更"}
    rows = [
        {"text": r.text, "kind": r.kind, "points": r.points, "bands": r.bands}
        for r in life.lot.criteria.all()
    ]
    rows += [EMPTY] * (8 - len(rows))
    rows[0] = {**rows[0], **changes.pop("first_row", {})}
    data |= {"c-TOTAL_FORMS": 8, "c-INITIAL_FORMS": 0, "c-MIN_NUM_FORMS": 8, "c-MAX_NUM_FORMS": 8}
    data |= {f"c-{n}-{name}": value for n, row in enumerate(rows) for name, value in row.items()}
    return {**data, **changes}


def test_a_material_change_is_proposed_published_shown_and_confirmed_with_one_click(life, desk, enter):
    tender = life.published()
    person = life.bidder()
    life.seal(person=person)
    officer, approver, bidder = enter(desk.officer), enter(desk.approver), enter(person[0])
    new = work("amendment_new", tender)
    assert officer.get(new).status_code == 200
    assert officer.post(new, changed(life, reason="")).status_code == 422
    assert officer.post(new, changed(life)).status_code == 422  # nothing would change
    wrong = changed(life, place="文化站", ends_on="2026-01-01")
    assert "文化站" in officer.post(new, wrong).content.decode()
    assert officer.post(new, changed(life, place="文化站")).url == work("amendment", tender, 1)
    assert officer.get(new).url == work("amendment", tender, 1)
    text = officer.get(work("amendment", tender, 1)).content.decode()
    assert "文化站" in text
    assert "实质性" in text
    assert officer.post(work("amendment_publish", tender, 1)).status_code == 403
    assert approver.post(work("amendment_publish", tender, 1)).status_code == 302
    assert approver.post(work("amendment_publish", tender, 1)).status_code in {403, 409}
    life.tender = Tender.objects.get(pk=tender.pk)
    page = Client().get(work("tender_versions", tender)).content.decode()
    assert life.tender.document_digest in page
    assert tender.document_digest in page
    assert "文化站" in page
    first = Client().get(work("tender_version", tender, 1))
    assert first["X-Content-SHA256"] == tender.document_digest
    assert Client().get(work("tender_version", tender, 9)).status_code == 404
    confirm = work("bid_confirm", tender)
    assert confirm in bidder.get(tender.path).content.decode()
    assert bidder.post(confirm).status_code == 302
    assert Bid.objects.get(state="sealed").document_digest == life.tender.document_digest


def test_criteria_and_deadline_change_and_a_proposal_is_dropped(life, desk, enter):
    tender = life.published()
    officer, new = enter(desk.officer), work("amendment_new", tender)
    later = tender.bid_deadline + timedelta(days=5)
    broken = changed(life, first_row={"points": ""})
    assert officer.post(new, broken).status_code == 422
    data = changed(
        life, first_row={"text": "服务方案（含应急）"}, bid_deadline=f"{local(later):%Y-%m-%dT%H:%M}"
    )
    assert officer.post(new, data).status_code == 302
    amendment = Amendment.objects.get()
    assert [row["field"] for row in amendment.changes] == ["criteria"]
    assert amendment.bid_deadline.date() == later.date()
    drop = work("amendment_drop", tender, 1)
    assert officer.post(drop, {"reason": ""}).status_code == 422
    assert officer.post(drop, {"reason": "不改了"}).status_code == 302
    assert enter(desk.auditor).get(new).status_code == 403
    assert "不改了" not in Client().get(work("tender_versions", tender)).content.decode()
