"""The whole purchase through pages, as its parties would click it."""

import pytest
from django.test import Client
from django.urls import reverse

from bidding.models import Award, Bid, Tender
from bidding.queries.evaluation import active_seats
from bidding.rules.facts import PROOFS
from bidding.states import AwardState, TenderState
from tests.factories.bidding import PASSPHRASE

from .clicks import bid_data, work

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4 plan"


def test_a_purchase_by_its_pages(life, desk, project, enter):
    officer, approver = enter(desk.officer), enter(desk.approver)
    answer = officer.post(reverse("bidding:tender_create", args=[project.public_id]))
    tender = Tender.objects.get(project=project)
    assert answer.status_code == 302
    assert answer.url == work("tender_edit", tender)
    page = officer.get(answer.url)
    assert page.status_code == 200
    fields = {f.html_name: f.value() for f in page.context["form"]}
    for form in page.context["rows"]:
        fields |= {f.html_name: f.value() for f in form}
    fields |= {f.html_name: f.value() for f in page.context["rows"].management_form}
    fields["bid_deadline"] = "2026-03-12T17:00"
    posted = {k: ("" if v is None else v) for k, v in fields.items() if v is not False}
    saved = officer.post(answer.url, posted)
    assert saved.status_code == 302, saved.context["form"].errors
    assert officer.get(work("tender_work", tender)).status_code == 200
    assert officer.post(work("tender_submit", tender)).status_code == 302
    assert officer.get(work("tender_publish", tender)).status_code == 403
    assert approver.post(work("tender_publish", tender), {"official_address": ""}).status_code == 302
    tender = Tender.objects.get(pk=tender.pk)
    assert tender.state == TenderState.PUBLISHED
    public = Client()
    assert public.get(reverse("bidding:tender_list")).status_code == 200
    detail = public.get(tender.path)
    assert detail.status_code == 200
    assert tender.document_digest in detail.content.decode()
    assert public.get(work("opening_record", tender)).status_code == 404
    for price in ("118,000", "１２００００", "122000.00"):
        person, _ = life.bidder()
        bidder = enter(person)
        sealed = bidder.post(work("bid_seal", tender), bid_data(bidder, tender, price=price))
        assert sealed.status_code == 200
        assert "AGE-SECRET-KEY-1" in sealed.content.decode()
        bid = Bid.objects.latest("pk")
        shown = bidder.get(reverse("bidding:receipt", args=[bid.receipt_number]))
        assert "AGE-SECRET-KEY" not in shown.content.decode()
        assert bidder.get(reverse("bidding:bid_list")).status_code == 200
        proof = bidder.get(reverse("bidding:receipt_json", args=[bid.receipt_number])).content.decode()
        checked = public.post(reverse("bidding:receipt_verify"), {"receipt": proof})
        assert checked.context["verdict"] is True
        forged = public.post(reverse("bidding:receipt_verify"), {"receipt": proof.replace("2026", "2025")})
        assert forged.context["verdict"] is False
    life.tender = tender
    life.past_deadline()
    first, second = enter(desk.openers[0]), enter(desk.openers[1])
    assert first.get(reverse("bidding:opening_list")).status_code == 200
    assert first.post(work("opening", tender), {"passphrase": "wrong"}).status_code == 422
    assert first.post(work("opening", tender), {"passphrase": PASSPHRASE}).url == work("opening", tender)
    assert first.get(work("opening", tender)).status_code == 200
    assert first.post(work("opening", tender), {"passphrase": PASSPHRASE}).status_code == 409
    assert second.post(work("opening", tender), {"passphrase": PASSPHRASE}).url == work(
        "opening_record", tender
    )
    record = public.get(work("opening_record", tender)).content.decode()
    assert "118,000.00" in record
    assert public.get(work("opening_json", tender))["X-Content-SHA256"] in record
    for bid in Bid.objects.all():
        url = work("bid_qualify", tender, bid.public_id)
        assert officer.get(url).status_code == 200
        assert officer.post(url, {"is_qualified": "no", "reason": ""}).status_code == 422
        assert (
            officer.post(url, {"is_qualified": "yes", "reason": "", "proofs": list(PROOFS)}).status_code
            == 302
        )
    appointed = officer.post(
        work("committee", tender), {"way": "draw", "representatives": [desk.buyer.pk], "reason": ""}
    )
    assert appointed.status_code == 302
    assert officer.get(work("tender_work", tender)).status_code == 200
    assert officer.post(work("evaluation_start", tender)).status_code == 302
    for seat in active_seats(life.lot):
        expert = enter(seat.member)
        home = reverse("bidding:seat", args=[seat.pk])
        assert expert.get(reverse("bidding:seat_list")).status_code == 200
        assert expert.get(home).status_code == 200
        sheet = reverse("bidding:score_sheet", args=[seat.pk, Bid.objects.first().public_id])
        assert expert.get(sheet).status_code == 403
        assert expert.post(home, {"has_conflict": "no", "statement": ""}).status_code == 302
        for bid in Bid.objects.all():
            sheet = reverse("bidding:score_sheet", args=[seat.pk, bid.public_id])
            form = expert.get(sheet).context["form"]
            points = {name: "15.00" for name in form.fields if name.startswith("c") and name != "comment"}
            assert expert.post(sheet, {**points, next(iter(points)): "101"}).status_code == 422
            assert expert.post(sheet, points).status_code == 302
        assert expert.get(home).context["is_complete"]
        assert expert.post(reverse("bidding:scores_lock", args=[seat.pk])).status_code == 302
        assert expert.post(sheet, points).status_code == 409
    assert officer.post(work("evaluation_conclude", tender)).status_code == 302
    assert officer.get(work("evaluation_file", tender)).json()["procedure"] == "consultation"
    assert officer.post(work("award_propose", tender), {"reason": "综合得分第一"}).status_code == 302
    assert officer.get(work("tender_work", tender)).status_code == 200
    assert officer.post(work("award_confirm", tender)).status_code == 403
    assert approver.post(work("award_confirm", tender)).status_code == 302
    award = Award.objects.get()
    assert award.state == AwardState.CONFIRMED
    result = public.get(work("tender_result", tender)).content.decode()
    assert award.organization.name in result
    assert sum(expert.name in result for expert in desk.experts) >= 2
    assert public.get("/en" + work("tender_result", tender)).status_code == 200
    assert public.get(reverse("bidding:sealing")).status_code == 200
