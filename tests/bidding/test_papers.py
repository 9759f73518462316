"""The tender document: sixteen groups checked and named, frozen text with digest, versions, page, PDF, who took it."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from bidding.actions.amendments import propose_amendment, publish_amendment
from bidding.actions.papers import edit_terms, take_document
from bidding.actions.tenders import edit_tender, publish_tender, submit_tender
from bidding.models import DocumentTaker
from bidding.queries.drafts import review_draft
from bidding.queries.terms import group_states, terms_of
from bidding.rules.contents import GROUPS, check_contents, missing_in
from bidding.rules.terms import check_terms, tier
from marketplace.core.canonical import digest
from marketplace.core.refusals import Refused
from marketplace.notifications.models import Notification

from .test_actions_tenders import refused

FULL = {name: "x" for group in GROUPS for name in group.needs}


# rules: DOC-19, NOT-01
@pytest.mark.parametrize(
    "name", sorted({name for group in GROUPS for name in group.needs} - {"bid_deadline"})
)
def test_each_of_the_sixteen_groups_is_asked_for(name):
    found = check_contents({**FULL, name: " "})
    assert [row.field for row in found] == [name]
    assert found[0].rule in {"NOT-01", "DOC-19"}
    assert check_contents(FULL) == []


def test_an_agent_is_named_with_address_phone_and_fee():
    found = check_contents({**FULL, "agent_name": "代理"})
    assert [row.field for row in found] == ["agent_address", "agent_phone", "agent_fee"]
    assert [group.number for group in GROUPS] == list(range(1, 17))
    assert missing_in(GROUPS[12], {}) == ["bid_deadline", "opening_place"]


# rules: EVA-14, EVA-15, EVA-16, EVA-18
@pytest.mark.parametrize(
    ("small", "consortium", "reserved", "rules"),
    [
        (None, None, True, []), (10, 4, False, []), (20, 6, False, []), ("9.99", None, False, ["EVA-14"]),
        ("20.01", "6.01", False, ["EVA-14", "EVA-16"]), (None, "3.99", False, ["EVA-16"]), (10, None, True, ["EVA-18"]),
    ],
)  # fmt: skip
def test_deductions_stay_in_their_bands(small, consortium, reserved, rules):
    given = [None if value is None else Decimal(value) for value in (small, consortium)]
    found = check_terms(day=date(2026, 3, 2), small=given[0], consortium=given[1], is_reserved=reserved)
    assert [row.rule for row in found] == rules


# rules: EVA-15
@pytest.mark.parametrize(
    ("budget", "share"), [("999999", 20), ("1000000", 15), ("3999999", 15), ("4000000", 10)]
)
def test_tiers(budget, share):
    assert tier(Decimal(budget)) == share


# rules: DOC-18, DOC-19
def test_a_gap_stops_the_tender_and_names_group_and_field(life, desk):
    tender = life.draft()
    assert all(not row["missing"] for row in group_states(tender))
    edit_terms(actor=desk.officer, tender=tender, content={"credit_check": ""}, now=life.now)
    with pytest.raises(Refused) as caught:
        submit_tender(actor=desk.officer, tender=tender, now=life.now)
    assert (caught.value.code, caught.value.field, caught.value.facts["number"]) == (
        "bidding.document_gap", "credit_check", 15,
    )  # fmt: skip
    tender = edit_tender(actor=desk.officer, tender=tender, content={"is_sme_reserved": True}, now=life.now)
    warned = [row for row in review_draft(tender, life.now) if row.rule == "DOC-18"]
    assert [row.effect for row in warned] == ["warn"]
    with refused("deduction_reserved"):
        edit_terms(actor=desk.officer, tender=tender, content={"small_deduction": Decimal(10)}, now=life.now)


def test_the_document_is_frozen_with_all_chapters_and_shown_to_everybody(life, desk):
    tender = life.draft()
    given = {
        "agent_name": "示例招标代理公司", "agent_address": "示例路9号", "agent_phone": "0562-7654321",
        "agent_fee": "由采购人支付3000元", "key_requirements": "服务期限不得缩短\n\n", "subcontract_parts": "场地保洁",
        "allows_consortium": False, "small_deduction": Decimal(10), "consortium_deduction": Decimal(4),
    }  # fmt: skip
    edit_terms(actor=desk.officer, tender=tender, content=given, now=life.now)
    edit_tender(actor=desk.officer, tender=tender, content={"deposit": Decimal(1000)}, now=life.now)
    submitted = submit_tender(actor=desk.officer, tender=tender, now=life.now)
    tender = publish_tender(actor=desk.approver, tender=submitted, now=life.now)
    html = tender.document.html
    assert tender.notice["html_sha256"] == digest(html.encode())
    assert html.count("<h3") == 16
    for words in ("示例招标代理公司", "★ 服务期限不得缩短", "场地保洁", "信用中国"):
        assert words in html
    page = Client().get(f"/tenders/{tender.public_id}/document/")
    assert (page.status_code, tender.document_digest in page.text) == (200, True)
    assert Client().get(f"/tenders/{tender.public_id}/versions/2/").status_code == 404
    with refused("not_a_draft"):
        edit_terms(actor=desk.officer, tender=tender, content={"other": "x"}, now=life.now)


def test_the_pdf_is_one_and_says_so_where_none_is_made(life, monkeypatch):
    tender = life.published()
    monkeypatch.setattr("bidding.views.papers.pdf_of", lambda html, **_title: html.encode())
    answer = Client().get(f"/tenders/{tender.public_id}/document.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert tender.document_digest.encode() in answer.content

    def none(_html, title):
        raise Refused("web.no_pdf", status=503, title=title)

    monkeypatch.setattr("bidding.views.papers.pdf_of", none)
    assert Client().get(f"/tenders/{tender.public_id}/versions/1.pdf").status_code == 503


# rules: DOC-06
def test_who_took_the_document_is_told_of_every_change(life, desk, enter):
    tender = life.published()
    person, organization = life.bidder()
    client = enter(person)
    path = f"/tenders/{tender.public_id}/document/"
    assert client.get(path).context["may_take"] is True
    assert client.post(f"{path}take/", {"organization": organization.pk}).status_code == 302
    assert client.get(path).context["taken"] is True
    assert DocumentTaker.objects.get().organization == organization
    with refused("document_taken"):
        take_document(actor=person, tender=tender, organization=organization, now=life.now)
    organization.categories = []
    organization.save()
    amendment = propose_amendment(
        actor=desk.officer, tender=tender, content={"contact": "养老科"}, reason="换人", now=life.now
    )
    publish_amendment(actor=desk.approver, amendment=amendment, now=life.now)
    assert Notification.objects.filter(kind="bidding.tender_amended", recipient=person).count() == 1
    page = Client().get(f"/tenders/{tender.public_id}/versions/1/")
    assert page.context["newest"] is False
    assert "养老科" in Client().get(path).text


def test_the_buyer_writes_the_terms_and_sees_what_is_missing(life, desk, enter):
    tender = life.draft()
    client = enter(desk.officer)
    path = f"/work/tenders/{tender.public_id}/document/"
    page = client.get(path)
    assert len(page.context["groups"]) == 16
    given = {**page.context["form"].initial, "validity_days": "0", "other": "自拟条款"}
    given = {name: "" if value is None else value for name, value in given.items() if value is not False}
    bad = client.post(path, given)
    assert (bad.status_code, "自拟条款" in bad.text) == (422, True)
    assert client.post(path, {**given, "validity_days": "60", "credit_check": ""}).status_code == 302
    assert terms_of(tender).validity_days == 60
    assert f"{path}#id_credit_check" in client.get(f"/work/tenders/{tender.public_id}/").text
    assert "自拟条款" in client.get(f"{path}preview/").text
