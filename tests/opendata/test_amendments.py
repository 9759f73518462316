"""`amend` and `extend` over HTTP, and the opening by shares."""

import base64
from datetime import timedelta

import pytest
from pyrage import decrypt, x25519

from bidding.models import OfficerKey
from bidding.sealing import officers
from tests.factories.bidding import PASSPHRASE
from tests.opendata.program import fresh_key

pytestmark = pytest.mark.django_db


def test_a_tender_is_amended_by_two_officials(purchase):
    purchase.published()
    body = {"need": "每天看望一次", "reason": "居民意见", "ceiling": "110,000"}
    proposed = purchase.officer.post(f"{purchase.path}/amendments", body, expect=201).json()
    assert (proposed["state"], proposed["is_material"], proposed["digest"]) == ("proposed", True, None)
    path = f"{purchase.path}/amendments/{proposed['number']}"
    assert purchase.officer.post(f"{path}/publish").status_code == 403
    done = purchase.approver.post(f"{path}/publish", expect=200).json()
    shown = purchase.officer.get(f"{purchase.path}/file").json()
    assert (done["digest"], shown["need"], shown["ceiling"]) == (shown["digest"], "每天看望一次", "110000.00")
    assert purchase.officer.get(f"{purchase.path}/amendments").json()["amendments"] == [done]
    assert purchase.approver.post(f"{path}/publish").status_code == 409
    assert purchase.approver.post(f"{path}/drop", {"reason": "x"}).status_code == 409


def test_a_sealed_bid_is_confirmed_for_the_new_version(purchase):
    purchase.published()
    bidder = purchase.sealed()
    nothing = bidder.program.post(f"{purchase.path}/reconfirm", {}, key=fresh_key())
    assert nothing.json()["code"] == "bidding.nothing_to_confirm"
    body = {"payment": "验收后一次支付", "reason": "更正"}
    purchase.officer.post(f"{purchase.path}/amendments", body, expect=201)
    purchase.approver.post(f"{purchase.path}/amendments/1/publish", expect=200)
    again = bidder.program.post(f"{purchase.path}/reconfirm", {}, key=fresh_key(), expect=201).json()
    assert again["receipt"]["document"] != bidder.receipt["receipt"]["document"]


def test_a_deadline_is_moved_later_before_it_has_passed(purchase):
    tender = purchase.published()
    old = tender.bid_deadline

    def extend(to):
        body = {"bid_deadline": to.isoformat(), "reason": "节假日"}
        return purchase.officer.post(f"{purchase.path}/extension", body)

    assert extend(old - timedelta(minutes=1)).status_code == 409
    assert extend(old + timedelta(days=1)).status_code == 201
    assert extend(old + timedelta(days=2)).json()["code"] == "bidding.amendment_waits"
    dropped = purchase.officer.post(f"{purchase.path}/amendments/1/drop", {"reason": "重来"}, expect=200)
    assert dropped.json()["state"] == "dropped"
    assert purchase.officer.post(f"{purchase.path}/amendments/9/publish").status_code == 404
    assert purchase.officer.post(f"{purchase.path}/amendments/{10**9}/publish").status_code == 404
    purchase.life.past_deadline()
    assert extend(old + timedelta(days=3)).status_code == 409


@pytest.mark.parametrize(
    "body",
    [
        {"qualification": "x"}, {"title": "x"}, {"need": ""}, {"need": "\x07"}, {"ceiling": "1e3"}, {"ends_on": "2026-02-30"},
        {"bid_deadline": "9999-12-31T00:00:00Z"}, {}, {"criteria": [{"text": "x"}]},
    ],
)  # fmt: skip
def test_bad_changes_are_refused(purchase, body):
    purchase.published()
    answer = purchase.officer.post(f"{purchase.path}/amendments", {**body, "reason": "更正"})
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")


# --- opening ----------------------------------------------------------------------------------------------------------


def decrypted(purchase, officer):
    """What an officer's own program posts."""
    key = OfficerKey.objects.get(officer=officer)
    identity = x25519.Identity.from_str(
        officers.age_passphrase.decrypt(bytes(key.locked_identity), PASSPHRASE).decode()
    )
    rows = purchase.of(officer).get(f"{purchase.path}/opening-shares").json()["shares"]
    return [
        {
            "bid": row["bid"],
            "envelope": row["envelope"],
            "share": decrypt(base64.b64decode(row["blob"]), [identity]).hex(),
        }
        for row in rows
    ]


def test_two_officers_open_by_shares(purchase, client):
    purchase.published()
    for price in ("118000.00", "120000.00", "122000.00"):
        purchase.sealed(price)
    first, second, third = purchase.desk.openers
    early = purchase.of(first).get(f"{purchase.path}/opening-shares")
    assert (early.status_code, early.json()["code"]) == (409, "bidding.opening_early")
    purchase.life.past_deadline()
    for stranger in (purchase.officer, purchase.bidder().program):
        assert stranger.post(f"{purchase.path}/opening-shares", {"shares": []}).status_code == 403
    path, mine = f"{purchase.path}/opening-shares", decrypted(purchase, first)
    assert purchase.of(first).post(path, {"shares": mine}, expect=200).json()["state"] == "closed"
    again = purchase.of(first).post(path, {"shares": mine})
    assert again.status_code in {200, 409}
    theirs = decrypted(purchase, second)
    wrong = [{**theirs[0], "share": mine[0]["share"]}, *theirs[1:]]
    refused = purchase.of(second).post(path, {"shares": wrong})
    assert (refused.status_code, refused.json()["code"]) == (422, "bidding.share_wrong")
    assert purchase.of(second).post(path, {"shares": theirs}, expect=200).json()["state"] == "opened"
    assert purchase.of(third).post(path, {"shares": []}, expect=200).json()["state"] == "opened"
    record = client.get(f"/api/v1{purchase.path}/opening-record").json()["record"]
    assert [bid["result"] for bid in record["bids"]] == ["opened"] * 3


def test_with_too_few_bids_nothing_is_opened(purchase, client):
    purchase.published()
    purchase.sealed()
    purchase.life.past_deadline()
    first = purchase.desk.openers[0]
    answer = purchase.of(first).post(
        f"{purchase.path}/opening-shares", {"shares": decrypted(purchase, first)}, expect=200
    )
    assert (answer.json()["state"], answer.json()["end_reason"]) == ("failed", "failed_few_bidders")
    assert client.get(f"/api/v1{purchase.path}/opening-record").status_code == 404


def test_a_lost_key_counts_as_a_turn(purchase):
    purchase.published()
    for price in ("118000.00", "120000.00", "122000.00"):
        purchase.sealed(price)
    purchase.life.past_deadline()
    program = purchase.of(purchase.desk.openers[0])
    answer = program.post(f"{purchase.path}/opening-shares/lost", {"reason": "密钥介质损坏"}, expect=200)
    assert answer.json()["state"] == "closed"


def test_a_bid_that_was_not_confirmed_for_the_amended_document_stays_closed(purchase, client):
    purchase.published()
    bidders = [purchase.sealed(price) for price in ("118000.00", "120000.00", "122000.00")]
    body = {"payment": "验收后一次支付", "reason": "更正"}
    purchase.officer.post(f"{purchase.path}/amendments", body, expect=201)
    purchase.approver.post(f"{purchase.path}/amendments/1/publish", expect=200)
    for bidder in bidders[1:]:
        bidder.program.post(f"{purchase.path}/reconfirm", {}, key=fresh_key(), expect=201)
    purchase.life.tender.refresh_from_db()
    purchase.life.past_deadline()
    for officer in purchase.desk.openers[:2]:
        shares = {"shares": decrypted(purchase, officer)}
        purchase.of(officer).post(f"{purchase.path}/opening-shares", shares, expect=200)
    record = client.get(f"/api/v1{purchase.path}/opening-record").json()["record"]
    found = {row["organization_id"]: row["result"] for row in record["bids"]}
    assert found[bidders[0].organization.public_id] == "document_outdated"
    assert sorted(found.values()) == ["document_outdated", "opened", "opened"]
