"""A whole purchase over HTTP: from the draft to the award, each act by whom it belongs to, every proof checked."""

import json

import pytest
from pyrage import decrypt, x25519

from bidding.actions.opening import open_bids
from bidding.models import Bid
from bidding.sealing.keys import is_signed
from marketplace.audit.actions import write_checkpoint
from marketplace.audit.keys import public_verifier
from marketplace.audit.models import AuditEvent
from marketplace.core.canonical import digest
from tests.factories.bidding import PASSPHRASE
from tests.opendata.program import Program, fresh_key
from tests.opendata.test_log import verifier

pytestmark = pytest.mark.django_db
PRICES = ("118000.00", "120000.00", "122000.00")


@pytest.fixture
def opened(purchase):
    """Three organizations sealed, the deadline passed, two officers opened."""
    purchase.published()
    purchase.bidders = [purchase.sealed(price) for price in PRICES]
    purchase.life.past_deadline()
    open_all(purchase)
    return purchase


def open_all(purchase):
    for officer in purchase.desk.openers[:2]:
        open_bids(actor=officer, tender=purchase.life.tender, passphrase=PASSPHRASE, now=purchase.life.now)
    purchase.life.tender.refresh_from_db()


@pytest.fixture
def evaluating(opened):
    officer, path = opened.officer, opened.path
    for bid in officer.get(f"{path}/bids").json()["bids"]:
        officer.put(f"{path}/bids/{bid['bid']}/qualification", {"is_qualified": True})
    body = {"representatives": [opened.desk.buyer.public_id]}
    assert officer.post(f"{path}/committee", body, expect=201).json()["members"] == 3
    assert officer.post(f"{path}/evaluation/start", expect=200).json()["state"] == "evaluating"
    return opened


def seats_of(purchase):
    from bidding.queries.evaluation import active_seats

    return [(seat.pk, purchase.of(seat.member)) for seat in active_seats(purchase.life.lot)]


def score_all(purchase):
    for seat, program in seats_of(purchase):
        program.post(f"/seats/{seat}/declaration", {"has_conflict": False}, expect=201)
        sheet = program.get(f"/seats/{seat}/scores").json()
        for bid in sheet["bids"]:
            points = {str(row["id"]): row["points"] for row in sheet["criteria"]}
            program.put(f"/seats/{seat}/scores/{bid['bid']}", {"points": points, "comment": "好"})
        assert program.post(f"/seats/{seat}/lock", expect=200).json()["state"] == "locked"


def test_a_purchase_from_draft_to_award(evaluating, client, tmp_path):
    purchase, path = evaluating, evaluating.path
    score_all(purchase)
    evaluation = purchase.officer.post(f"{path}/evaluation/conclude", expect=200).json()
    assert evaluation["result"]["outcome"] == "ranked"
    award = purchase.officer.post(f"{path}/award", {"reason": "综合得分第一"}, expect=201).json()
    assert award["organization"] == purchase.bidders[0].organization.public_id
    confirmed = purchase.approver.post(f"{path}/award/confirm", expect=200).json()
    assert (confirmed["state"], confirmed["amount"]) == ("confirmed", "118000.00")
    assert purchase.officer.get(f"{path}/award").json() == confirmed
    assert purchase.officer.get(f"{path}/evaluation").json() == evaluation


def test_the_opening_record_is_signed_and_every_price_opens_again(opened, client):
    answer = client.get(f"/api/v1{opened.path}/opening-record").json()
    assert is_signed(answer["record"], answer["signature"])
    assert digest(answer["record"]) == answer["digest"]
    assert {bid["price"] for bid in answer["record"]["bids"]} == set(PRICES)
    by_receipt = {bidder.receipt["receipt"]["receipt"]: bidder for bidder in opened.bidders}
    for price in answer["prices"]:
        sealed = client.get(price["ciphertext"].removeprefix("http://testserver")).content
        receipt = by_receipt[price["receipt"]].receipt["receipt"]
        assert digest(sealed) == price["sha256"] == receipt["envelopes"]["price_form"]["files"][0]["sha256"]
        text = decrypt(sealed, [x25519.Identity.from_str(price["key"])])
        assert any(shown.encode() in text for shown in PRICES)


def test_a_receipt_leads_into_the_log(opened, client, tmp_path):
    from bidding.sealing.keys import public_key

    write_checkpoint(now=opened.life.now, at_once=True)
    bidder = opened.bidders[0]
    kept = bidder.program.get(f"/receipts/{bidder.receipt['receipt']['receipt']}").json()
    assert {**kept, "state": "sealed"} == bidder.receipt
    (tmp_path / "receipt").write_text(json.dumps(bidder.receipt))
    proof = client.get("/api/v1/log/proof", {"leaf": bidder.receipt["log"]["leaf"]})
    (tmp_path / "proof").write_bytes(proof.content)
    arguments = ["receipt", str(tmp_path / "receipt"), "--receipt-key", public_key()]
    arguments += ["--proof", str(tmp_path / "proof"), "--key", public_verifier()]
    assert verifier.main(arguments) == 0
    stranger = Program()
    assert stranger.post("/receipts/verify", bidder.receipt).json()["is_valid"]
    changed = {**bidder.receipt["receipt"], "bid_version": 9}
    body = {"receipt": changed, "signature": bidder.receipt["signature"]}
    assert not stranger.post("/receipts/verify", body).json()["is_valid"]
    assert stranger.get("/receipts/key").json()["key"] == public_key()


# --- sealing -----------------------------------------------------------------------------------------------------------


def test_a_late_seal_is_a_conflict_and_its_parts_stay(purchase):
    purchase.published()
    bidder = purchase.bidder()
    body = purchase.prepared(bidder)
    purchase.life.past_deadline()
    answer = bidder.program.post(f"{purchase.path}/seal", body, key=fresh_key())
    assert (answer.status_code, answer.json()["code"]) == (409, "bidding.late")
    assert not Bid.objects.exists()
    (noted,) = AuditEvent.objects.filter(act="bid.late")
    assert noted.after == {"organization": bidder.organization.public_id, "code": "bidding.late"}
    assert bidder.program.get(f"{purchase.path}/parts").json()["parts"]


def test_a_repeated_seal_gives_the_same_answer_byte_for_byte(purchase):
    purchase.published()
    bidder, key = purchase.bidder(), fresh_key()
    body = purchase.prepared(bidder)
    first = bidder.program.post(f"{purchase.path}/seal", body, key=key, expect=201)
    second = bidder.program.post(f"{purchase.path}/seal", body, key=key, expect=201)
    assert first.content == second.content
    other = purchase.prepared(bidder, "117000.00")
    answer = bidder.program.post(f"{purchase.path}/seal", other, key=key)
    assert (answer.status_code, answer.json()["code"]) == (422, "bidding.token_reused")
    purchase.life.past_deadline()
    assert bidder.program.post(f"{purchase.path}/seal", body, key=key, expect=201).content == first.content


def test_a_seal_needs_a_key_and_a_fresh_second_factor(purchase):
    from tests.opendata.test_sessions import age

    purchase.published()
    bidder = purchase.bidder()
    body = purchase.prepared(bidder)
    assert bidder.program.post(f"{purchase.path}/seal", body).status_code == 422
    assert bidder.program.post(f"{purchase.path}/seal", body, key="x" * 201).status_code == 422
    age(bidder.program, 16 * 60)
    answer = bidder.program.post(f"{purchase.path}/seal", body, key=fresh_key())
    assert (answer.status_code, answer.json()["code"]) == (403, "organizations.second_factor_stale")


def test_a_bid_is_withdrawn_once(purchase):
    purchase.published()
    bidder, key = purchase.sealed(), fresh_key()
    first = bidder.program.post(f"{purchase.path}/withdraw", {}, key=key, expect=200)
    assert first.json()["state"] == "withdrawn"
    again = bidder.program.post(f"{purchase.path}/withdraw", {}, key=key, expect=200)
    assert (again.content, again["Idempotent-Replayed"]) == (first.content, "true")
    assert bidder.program.post(f"{purchase.path}/withdraw", {}).status_code == 409


def test_an_interrupted_upload_goes_on(purchase):
    purchase.published()
    bidder = purchase.bidder()
    path, content = (
        f"{purchase.path}/parts/{'ab' * 16}?size=200000",
        b"age-encryption.org/v1" + b"x" * 199_979,
    )
    bidder.program.call("put", f"{path}&offset=0", raw=content[:100_000])
    wrong = bidder.program.call("put", f"{path}&offset=150000", raw=content[150_000:])
    assert (wrong.status_code, wrong.json()["facts"]["received"]) == (409, 100_000)
    part = bidder.program.get(f"{purchase.path}/parts/{'ab' * 16}").json()
    assert (part["received"], part["is_complete"]) == (100_000, False)
    assert bidder.program.call("delete", f"{purchase.path}/parts/{'ab' * 16}").status_code == 204
    assert bidder.program.get(f"{purchase.path}/parts/{'ab' * 16}").status_code == 404
    assert bidder.program.call("delete", f"{purchase.path}/parts/{'ab' * 16}").status_code == 404
    assert bidder.program.call("put", f"{path}&offset=0", raw=b"x" * 3_000_000).status_code == 413
    assert (
        bidder.program.call("put", f"{path}&offset=0", raw=b"x", content_type="text/plain").status_code == 415
    )


# --- who may ---------------------------------------------------------------------------------------------------------


def test_nobody_learns_of_bids_before_the_opening(purchase, client):
    purchase.published()
    readers = [purchase.officer, purchase.approver, purchase.of(purchase.desk.openers[0]), Program()]
    paths = [
        purchase.path,
        f"{purchase.path}/file",
        f"{purchase.path}/bids",
        f"{purchase.path}/opening-record",
    ]

    def seen():
        return [(r.status_code, r.content) for reader in readers for r in map(reader.get, paths)]

    before = seen()
    bidder = purchase.sealed()
    assert seen() == before
    assert before[3][0] == 404
    rival = purchase.bidder()
    number = bidder.receipt["receipt"]["receipt"]
    for reader in (rival.program, purchase.officer):
        assert reader.get(f"/receipts/{number}").status_code == 404
    assert rival.program.get(f"{purchase.path}/parts").json() == {"parts": []}


def test_the_organization_of_somebody_else_is_not_found(purchase):
    purchase.published()
    mine, rival = purchase.bidder(), purchase.bidder()
    body = {**purchase.prepared(mine), "organization": rival.organization.public_id}
    assert mine.program.post(f"{purchase.path}/seal", body, key=fresh_key()).status_code == 404
    assert purchase.officer.get(f"{purchase.path}/parts").status_code == 403
    assert purchase.officer.get(f"{purchase.path}/sealing-terms").status_code == 403


def test_a_draft_is_seen_by_its_department_only_and_four_eyes_publish(purchase, bureau):
    from organizations.states import PostRole
    from tests.factories.organizations import DepartmentFactory, PostFactory, official

    purchase.draft()
    foreign = purchase.of(official(PostRole.APPROVER, DepartmentFactory()))
    bidder = purchase.bidder()
    for program in (foreign, bidder.program):
        assert program.get(f"{purchase.path}/file").status_code == 404
        assert program.post(f"{purchase.path}/publish", {}).status_code == 404
        assert program.get(purchase.path).status_code == 404
    purchase.officer.post(f"{purchase.path}/submit", expect=200)
    PostFactory(user=purchase.desk.officer, department=bureau, role=PostRole.APPROVER)
    own = purchase.officer.post(f"{purchase.path}/publish", {})
    assert (own.status_code, own.json()["code"]) == (403, "bidding.own_work")
    again = purchase.approver.post(f"{purchase.path}/publish", {}, expect=200)
    assert again.json()["state"] == "published"
    assert purchase.approver.post(f"{purchase.path}/publish", {}).status_code == 409
    assert foreign.get(f"{purchase.path}/file").status_code == 403
    assert foreign.get(purchase.path).json()["state"] == "published"


def test_a_purchase_is_divided_and_a_failed_lot_begins_anew(purchase):
    purchase.draft(budget="100,000")
    path = f"{purchase.path}/lots"
    assert purchase.officer.get(path).json() == {"lots": []}
    assert purchase.officer.post(path, {"lots": [{"title": "东片", "budget": "很多"}]}).status_code == 422
    two = [{"title": "东片", "budget": "60,000"}, {"title": "西片", "budget": "40000", "ceiling": "39000"}]
    assert purchase.officer.post(path, {"lots": two[:1]}).json()["code"] == "bidding.lots_count"
    lots = purchase.officer.post(path, {"lots": two, "most_lots": 1}, expect=200).json()["lots"]
    assert [(row["lot"], row["budget"]) for row in lots] == [(1, "60000.00"), (2, "40000.00")]
    purchase.officer.post(f"{purchase.path}/submit", expect=200)
    purchase.approver.post(f"{purchase.path}/publish", {}, expect=200)
    second = f"/tenders/{lots[1]['id']}"
    assert purchase.officer.get(f"{second}/file").json()["state"] == "published"
    assert purchase.officer.post(f"{second}/again").status_code == 409
    purchase.approver.post(f"{second}/cancel", {"reason": "任务取消"}, expect=200)
    again = purchase.officer.post(f"{second}/again", expect=201).json()
    assert (again["lot"], again["state"]) == (2, "draft")


def test_a_tender_is_returned_changed_and_ended(purchase):
    purchase.draft(title="第一稿", ceiling="110,000")
    assert purchase.tender["ceiling"] == "110000.00"
    answer = purchase.officer.call("patch", purchase.path, {"criteria": [
        {"text": "服务方案", "points": "90", "bands": "有具体人员与时间安排得 90 分，缺一项扣 10 分"}]})  # fmt: skip
    assert [row["points"] for row in answer.json()["criteria"]] == ["90.00"]
    purchase.officer.post(f"{purchase.path}/submit", expect=200)
    back = purchase.approver.post(f"{purchase.path}/return", {"reason": "请补充地点"}, expect=200).json()
    assert (back["state"], back["return_reason"]) == ("draft", "请补充地点")
    ended = purchase.officer.post(f"{purchase.path}/cancel", {"reason": "任务取消"}, expect=200).json()
    assert ended["state"] == "cancelled"


def test_one_key_begins_one_tender(purchase):
    key, body = fresh_key(), {"project": purchase.life.project.public_id}
    first = purchase.officer.post("/tenders", body, key=key, expect=201)
    assert purchase.officer.post("/tenders", body, key=key, expect=201).content == first.content
    answer = purchase.officer.post("/tenders", {**body, "title": "其他"}, key=key)
    assert answer.status_code == 409 or answer.json()["code"] == "opendata.key_reused"
    assert purchase.officer.post("/tenders", body).status_code in {403, 409}


def test_a_refused_request_keeps_nothing_and_can_be_repeated(purchase):
    key = fresh_key()
    body = {"project": purchase.life.project.public_id, "budget": "0"}
    answer = purchase.officer.post("/tenders", body, key=key)
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["budget"])
    purchase.officer.post("/tenders", {**body, "budget": "1000"}, key=key, expect=201)


# --- scores and award ----------------------------------------------------------------------------------------------


def test_scores_are_read_by_their_member_and_final_once_locked(evaluating):
    (seat, program), (_other, colleague), *_ = seats_of(evaluating)
    assert colleague.get(f"/seats/{seat}/scores").status_code == 404
    early = program.get(f"/seats/{seat}/scores")
    assert (early.status_code, early.json()["code"]) == (403, "bidding.declare_first")
    program.post(f"/seats/{seat}/declaration", {"has_conflict": False}, expect=201)
    assert (
        program.post(f"/seats/{seat}/declaration", {"has_conflict": True, "statement": "x"}).status_code
        == 409
    )
    sheet = program.get(f"/seats/{seat}/scores").json()
    bid, row = sheet["bids"][0]["bid"], sheet["criteria"][0]
    for wrong in ("101", "-1", "4_2", "1e1", "NaN", "٣", "1.005"):
        program.put(f"/seats/{seat}/scores/{bid}", {"points": {str(row["id"]): wrong}}, expect=422)
    program.put(f"/seats/{seat}/scores/{bid}", {"points": {"999999": "1"}}, expect=422)
    program.put(f"/seats/{seat}/scores/{'x' * 12}", {"points": {}}, expect=404)
    kept = program.put(f"/seats/{seat}/scores/{bid}", {"points": {str(row["id"]): "７.5"}}).json()
    assert kept["sheets"][0]["points"] == {str(row["id"]): "7.50"}
    assert program.post(f"/seats/{seat}/lock").status_code == 422
    score_rest(program, seat, sheet)
    program.post(f"/seats/{seat}/lock", expect=200)
    program.put(f"/seats/{seat}/scores/{bid}", {"points": {}}, expect=409)
    assert [row["state"] for row in program.get("/seats").json()["seats"]] == ["locked"]


def score_rest(program, seat, sheet):
    points = {str(row["id"]): "1" for row in sheet["criteria"]}
    for bid in sheet["bids"]:
        program.put(f"/seats/{seat}/scores/{bid['bid']}", {"points": points})


def test_who_declared_a_conflict_takes_no_part(evaluating):
    seat, program = seats_of(evaluating)[0]
    program.post(f"/seats/{seat}/declaration", {"has_conflict": True, "statement": "曾任职"}, expect=201)
    answer = program.get(f"/seats/{seat}/scores")
    assert (answer.status_code, answer.json()["code"]) == (403, "bidding.has_conflict")


def test_an_award_goes_to_the_first_by_two_people_once(evaluating):
    purchase, path = evaluating, evaluating.path
    early = purchase.officer.post(f"{path}/award", {"reason": "最好"})
    assert early.status_code == 409
    assert purchase.officer.get(f"{path}/award").status_code == 404
    score_all(purchase)
    purchase.officer.post(f"{path}/evaluation/conclude", expect=200)
    third = Bid.objects.get(organization=purchase.bidders[2].organization).public_id
    for bid in (third, "x" * 12):
        answer = purchase.officer.post(f"{path}/award", {"reason": "更好", "bid": bid})
        assert answer.json()["code"] == "bidding.not_first"
    purchase.officer.post(f"{path}/award", {"reason": "综合得分第一"}, expect=201)
    assert purchase.officer.post(f"{path}/award", {"reason": "再来一次"}).status_code == 409
    assert purchase.officer.post(f"{path}/award/confirm").status_code == 403
    back = purchase.approver.post(f"{path}/award/revoke", {"reason": "写错理由"}, expect=200)
    assert back.json()["state"] == "revoked"


def test_a_committee_needs_known_people(opened):
    body = {"representatives": ["nobody"], "experts": None}
    assert opened.officer.post(f"{opened.path}/committee", body).status_code == 422
    named = {"experts": [user.public_id for user in opened.desk.experts[:3]], "reason": "抽取人数不足"}
    assert opened.officer.post(f"{opened.path}/committee", named, expect=201).json() == {"members": 3}
    assert opened.officer.get(f"{opened.path}/evaluation").status_code == 404
