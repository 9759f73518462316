"""What the sealing script asks for: terms, parts, the container; officers' keys that never leave their machine."""

import base64
import hashlib
import json
import re
from pathlib import Path

import pyrage
import pytest
from pyrage import x25519

from bidding.models import Bid, OfficerKey
from marketplace.audit.models import AuditEvent
from organizations.states import PostRole

from .conftest import official
from .containers import container

pytestmark = pytest.mark.django_db
TOKEN = "ab" * 32
LOCKED = b"age-encryption.org/v1\n-> scrypt c2FsdA 18\nYm9keQ\n--- bWFj\n"  # as the browser posts it


@pytest.fixture
def offer(life, enter):
    """A bidder in a browser, with a container made from the terms that the page hands out."""
    life.published()
    life.person = life.bidder()
    life.client = enter(life.person[0])
    life.base = f"/tenders/{life.tender.public_id}/bid/"
    return life


def part(offer, name, content, *, size=None, offset=0):
    query = f"size={size or len(content)}&offset={offset}&organization={offer.person[1].pk}"
    return offer.client.post(
        f"{offer.base}parts/{name}/?{query}", content, content_type="application/octet-stream"
    )


def post(offer, **changes):
    body = {"organization": str(offer.person[1].pk), "token": TOKEN, **changes}
    return offer.client.post(f"{offer.base}container/", json.dumps(body), content_type="application/json")


def test_terms_are_those_of_the_own_organization_only(offer, enter):
    own, other = offer.person[1], offer.bidder()
    terms = offer.client.get(f"{offer.base}terms.json", {"organization": own.pk}).json()
    assert terms["header"]["organization"] == own.public_id
    assert len(terms["holders"]) == 3
    assert terms["price_limit"] == f"{offer.lot.limit:.2f}"
    for wrong in (other[1].pk, "", "x", "9" * 90, "-1"):
        assert offer.client.get(f"{offer.base}terms.json", {"organization": wrong}).status_code == 404
    assert (
        enter(offer.desk.officer).get(f"{offer.base}terms.json", {"organization": own.pk}).status_code == 404
    )


def test_what_the_page_sealed_is_uploaded_sealed_and_answered_once(offer):
    envelopes, files, _ = container(offer.lot, offer.person[1], sealed_by="browser")
    for name, content in files.items():
        half = len(content) // 2
        assert part(offer, name, content[:half], size=len(content)).json()["received"] == half
        wrong = part(offer, name, content[half:], size=len(content), offset=half + 1)
        assert wrong.status_code in {409, 422}
        done = part(offer, name, content[half:], size=len(content), offset=half).json()
        assert done == {"received": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    first, again = post(offer, envelopes=envelopes), post(offer, envelopes=envelopes)
    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    bid = Bid.objects.get()
    assert bid.receipt["sealed_by"] == "browser"
    assert first.json()["receipt"] == bid.receipt_number
    assert offer.client.get(first.json()["address"]).status_code == 200


@pytest.mark.parametrize("wrong", [{"token": "short"}, {"envelopes": []}, {"organization": 7}])
def test_a_malformed_container_is_refused_in_words(offer, wrong):
    envelopes, _, _ = container(offer.lot, offer.person[1], sealed_by="browser")
    answer = post(offer, **{"envelopes": envelopes, **wrong})
    assert answer.status_code in {404, 422}
    assert answer.status_code == 404 or answer.json()["text"]
    assert not Bid.objects.exists()


def test_no_json_a_late_post_and_a_strange_offset_are_refused(offer):
    address = f"{offer.base}container/"
    assert offer.client.post(address, "{", content_type="application/json").status_code == 422
    assert part(offer, "0" * 32, b"x" * 300, offset=-1).status_code == 422
    assert part(offer, "0" * 32, b"x" * 3_000_000).status_code == 413
    envelopes, _, _ = container(offer.lot, offer.person[1], sealed_by="browser")
    offer.past_deadline()
    late = post(offer, envelopes=envelopes)
    assert (late.status_code, late.json()["code"]) == (409, "bidding.late")


def test_the_second_factor_is_asked_again_without_losing_anything(offer, monkeypatch):
    monkeypatch.setattr("organizations.permissions.is_second_factor_fresh", lambda _request: False)
    answer = post(offer, envelopes=[])
    assert (answer.status_code, answer.json()["code"]) == (403, "bidding.confirm_again")


def test_the_page_serves_exactly_the_published_script(offer):
    shown = offer.client.get(offer.base).content.decode()
    assert 'data-sealing="bid"' in shown
    assert re.search(r'<script src="[^"]*bidding/sealing[^"]*\.js" defer>', shown)
    assert "sealing.js" not in offer.client.get(f"{offer.base}?by=server").content.decode()
    folder = Path(__file__).parents[2] / "bidding/static/bidding"
    script = (folder / "sealing.js").read_bytes()
    assert (folder / "sealing.js.sha256").read_text().split() == [
        hashlib.sha256(script).hexdigest(),
        "sealing.js",
    ]
    assert b"sourceMappingURL" not in script
    assert hashlib.sha256(script).hexdigest() in offer.client.get("/tenders/sealing/").content.decode()


# --- officers' keys ------------------------------------------------------------


@pytest.fixture
def officer(bureau, enter):
    """An opening officer without a key, in a browser that has made one."""
    person = official(PostRole.OPENING_OFFICER, bureau)
    client, identity = enter(person), x25519.Identity.generate()

    def ask(name, **body):
        return client.post(f"/work/openings/key/{name}/", json.dumps(body), content_type="application/json")

    return person, identity, ask


def answered(ask, identity, locked=b"", recipient=None):
    given = ask("challenge", recipient=recipient or str(identity.to_public())).json()
    secret = pyrage.decrypt(base64.b64decode(given["challenge"]), [identity])
    return ask("proof", proof=base64.b64encode(secret).decode(), locked=base64.b64encode(locked).decode())


def test_a_key_made_in_the_browser_is_kept_after_its_proof(officer):
    person, identity, ask = officer
    locked = LOCKED
    assert answered(ask, identity, locked).json()["address"] == "/work/openings/"
    key = OfficerKey.objects.get(officer=person)
    assert (key.recipient, bytes(key.locked_identity)) == (str(identity.to_public()), locked)
    assert AuditEvent.objects.filter(act="officer_key.enrolled").count() == 1
    assert answered(ask, identity).status_code == 200
    assert AuditEvent.objects.filter(act="officer_key.checked").count() == 1


def test_without_proof_no_key_is_kept(officer):
    _, identity, ask = officer
    locked = base64.b64encode(LOCKED).decode()
    assert ask("proof", proof="", locked=locked).status_code == 422
    ask("challenge", recipient=str(identity.to_public()))
    assert ask("proof", proof=base64.b64encode(b"0" * 32).decode(), locked=locked).status_code == 422
    assert ask("proof", proof="not base64", locked=locked).status_code == 422, "a challenge is answered once"
    assert ask("challenge", recipient="age1nothing").status_code == 422
    for open_file in (b"", str(identity).encode(), b"age-encryption.org/v1\n-> scrypt " + b"x" * 3000):
        assert answered(ask, identity, open_file).status_code == 422
    assert not OfficerKey.objects.exists()


def test_only_opening_officers_prove_keys(bureau, enter):
    client = enter(official(PostRole.PROJECT_OFFICER, bureau))
    answer = client.post("/work/openings/key/challenge/", "{}", content_type="application/json")
    assert (answer.status_code, bool(answer.json()["text"])) == (403, True)
