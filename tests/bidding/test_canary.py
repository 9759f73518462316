"""What a bid says is, until its opening, in no page, export, index, mail, log, job, session, file or dump."""

import gzip
import io
import json
import logging
import re
import tempfile
import urllib.request
import zipfile
import zlib
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from celery.signals import task_prerun
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client
from django.urls import reverse

from bidding.models import Bid
from marketplace.launch import logs
from marketplace.notifications.actions import send_due
from marketplace.notifications.models import Notification
from opendata.queries.tables import TABLES
from organizations.models import User
from search.actions import push, rebuild
from tests.database import dump
from tests.factories.organizations import enroll

from .canary import WORDS, coats, letters, smell
from .clicks import bid_data, work

PAGES_EACH = 30  # pages that a reader follows from link to link, beyond those where he begins
FEWEST_PAGES = 350
LINK = re.compile(rb'href="(/[^"#]*)"')
NOT_FOLLOWED = ("/static/", "/media/", "/account/logout", "/language/", "/documents/")


# --- the nose itself ---------------------------------------------------------


@pytest.mark.parametrize("coat", coats("金丝雀"))
def test_the_word_is_smelled_in_every_coat(coat):
    assert smell(b"before " + coats(WORDS["plan"])[coat] + b" after")


def test_the_word_is_smelled_in_what_is_packed_and_nothing_is_smelled_where_it_is_not():
    plain = f"计划：{WORDS['plan']}。".encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word.xml", plain)
    for content in (gzip.compress(plain), zlib.compress(plain), packed.getvalue()):
        assert smell(content) == {"plan as utf-8", "mark as utf-8"}
    assert all(smell(b64encode(b"x" * shift + plain)) for shift in range(3))
    assert smell("另一份计划，报价 118000.00".encode()) == set()


# --- a sealed bid ------------------------------------------------------------


@contextmanager
def listening() -> Iterator[dict[str, Callable[[], bytes]]]:
    """Hear every log line, as production writes it and bare, with every query; and what jobs are handed."""
    lines, jobs = io.StringIO(), []
    handlers = [logging.StreamHandler(lines), logging.StreamHandler(lines)]
    form = logs.configuration(level="DEBUG", as_json=True)["formatters"]["lines"]
    handlers[0].setFormatter(
        form["()"](processors=form["processors"], foreign_pre_chain=form["foreign_pre_chain"])
    )
    loggers = [logging.getLogger(name) for name in (None, "django", "django.db.backends", "django.request")]
    levels = [logger.level for logger in loggers]

    def note(task, args, kwargs, **_more):
        jobs.append(f"{task.name} {args!r} {kwargs!r}")

    task_prerun.connect(note)
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
    for handler in handlers:
        loggers[0].addHandler(handler)
    yield {"log lines": lambda: lines.getvalue().encode(), "jobs": lambda: "\n".join(jobs).encode()}
    for handler in handlers:
        loggers[0].removeHandler(handler)
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)
    task_prerun.disconnect(note)


@pytest.fixture
def folders(settings, tmp_path, monkeypatch):
    """Where anything is kept: files, texts and keys, and what the system keeps for a while."""
    for name in ("DATA_DIR", "FILE_UPLOAD_TEMP_DIR"):
        setattr(settings, name, tmp_path / name)
        (tmp_path / name).mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "FILE_UPLOAD_TEMP_DIR"))
    return [tmp_path, settings.PRIVATE_ROOT, settings.MEDIA_ROOT]


def canary_bid(client: Client, tender) -> dict[str, object]:
    """A filled form in which every field that is free holds its word."""
    pdf = {name: f"%PDF-1.4 {WORDS[name]}".encode() for name in ("file", "price_file")}
    free = {name: word for name, word in WORDS.items() if name not in pdf}
    files = {
        f"{field}s": [SimpleUploadedFile(f"{WORDS[field]}.pdf", pdf[field], "application/pdf")]
        for field in ("file", "price_file")
    }
    return bid_data(client, tender, **free, **files, price="113,579.24")


@pytest.fixture
def sealed(folders, life, enter, monkeypatch):
    """Two bids sealed by their pages, one of them with every query logged, one refused, one broken, one late."""
    with listening() as life.heard:
        seal_all(life, enter, monkeypatch)
    assert b'INSERT INTO "bidding_bid"' in life.heard["log lines"]()
    assert b"send_mail_due" in life.heard["jobs"]()
    send_due()
    rebuild(now=life.now)
    return life


def seal_all(life, enter, monkeypatch) -> None:
    """Hand in by the page whatever can be handed in, until after the deadline."""
    tender = life.published()
    for is_watched in (False, True):
        client = enter(life.bidder()[0])
        data = canary_bid(client, tender)
        monkeypatch.setattr(connections["default"], "force_debug_cursor", is_watched)
        assert client.post(work("bid_seal", tender), data).status_code == 200
    other = enter(life.bidder()[0])
    too_high = canary_bid(other, tender) | {"price": "999,999,999"}
    assert other.post(work("bid_seal", tender), too_high).status_code == 422
    with monkeypatch.context() as broken:
        broken.setattr("bidding.actions.bids._write_envelopes", _stumble)
        other.raise_request_exception = False
        assert other.post(work("bid_seal", tender), canary_bid(other, tender)).status_code == 500
    late = canary_bid(other, tender)
    life.seal("118000.00")
    life.past_deadline()
    assert other.post(work("bid_seal", tender), late).status_code == 409
    monkeypatch.setattr(connections["default"], "force_debug_cursor", False)


def _stumble(*_given):
    raise RuntimeError("the disk is full")


# --- the places --------------------------------------------------------------


def files(folders: list[Path]) -> Iterator[tuple[str, bytes]]:
    """Every file beneath the folders, and its name."""
    for path in (path for folder in folders for path in folder.rglob("*")):
        yield str(path), str(path).encode() + (path.read_bytes() if path.is_file() else b"")


def sessions() -> bytes:
    """What every session holds, unpacked: the table shows it signed and compressed."""
    return json.dumps([row.get_decoded() for row in Session.objects.all()], ensure_ascii=False).encode()


def mails() -> bytes:
    """Every mail as it goes out, and as it is read; and the messages of the site."""
    assert mail.outbox
    rows = [f"{row.kind} {row.path} {row.facts}" for row in Notification.objects.all()]
    return b"\n".join([*(letters(one.message()) for one in mail.outbox), "\n".join(rows).encode()])


def readers(life, enter) -> dict[str, Client]:
    """Everybody who could be curious, the bidder included."""
    root = User.objects.create_superuser(email="root@example.org", password="x" * 20, name="管理员")
    enroll(root)
    desk, bid = life.desk, Bid.objects.order_by("pk").first()
    people = {
        "bidder": bid.sealed_by, "rival": life.bidder()[0], "officer": desk.officer, "approver": desk.approver,
        "opening officer": desk.openers[0], "expert": desk.experts[0], "auditor": desk.auditor, "root": root,
    }  # fmt: skip
    return {"anybody": Client(), **{name: enter(person) for name, person in people.items()}}


def about(life) -> list[str]:
    """The tender and the bid from every side, and where a signed-in reader finds work."""
    tender, bid = life.tender, Bid.objects.order_by("pk").first()
    sides = ("tender_detail", "tender_document", "opening_record", "opening_json", "tender_result", "bid_seal",
             "bid_withdraw", "tender_work", "evaluation_file", "committee", "opening")  # fmt: skip
    return [
        *(work(name, tender) for name in sides),
        *(reverse(f"bidding:{name}", args=[bid.receipt_number]) for name in ("receipt", "receipt_json")),
        work("bid_qualify", tender, bid.public_id),
        *(reverse(f"bidding:{name}") for name in ("bid_list", "work_list", "opening_list", "seat_list")),
        *("/desk/", "/messages/", "/explain/", "/cms/", "/account/sessions/"),
    ]


def public(life) -> list[str]:
    """Pages, exports, feeds, search, and the interface for programs."""
    rows = ("openapi.json", "needs", "projects", "tenders", "contracts", "organizations", "ranking")
    return [
        *(f"/api/v1/{name}" for name in rows),
        *(f"/api/v1/tenders/{key}" for key in (life.tender.public_id, life.tender.reference)),
        *(f"/data/{name}.csv" for name in TABLES),
        *("/data/", "/data/tenders.atom", "/data/awards.atom", "/", "/en/", "/search/?q=养老", "/readyz"),
        *("/tenders/", "/organizations/", "/projects/", reverse("bidding:sealing")),
    ]


def followed(client: Client, start: list[str]) -> Iterator[tuple[str, bytes]]:
    """Read the pages and, link by link, those that they lead to."""
    waiting, known = list(start), set(start)
    for number, path in enumerate(waiting):  # grows while it is read
        if number == len(start) + PAGES_EACH:
            return
        yield path, _read(client, path, waiting, known)


def _read(client: Client, path: str, waiting: list[str], known: set[str]) -> bytes:
    answer = client.get(path)
    assert answer.status_code < 500, path
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    for raw in LINK.findall(content):
        link = raw.decode().replace("&amp;", "&")
        if link not in known and not link.startswith(NOT_FOLLOWED):
            known.add(link)
            waiting.append(link)
    return content + str(dict(answer.headers)).encode()


def places(life, enter, folders) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """The table of places where nothing may be."""
    yield "a dump of the database", dump
    yield "sessions", sessions
    yield "mails and messages", mails
    yield from life.heard.items()
    for name, content in files(folders):
        yield f"file {name}", lambda content=content: content
    for reader, client in readers(life, enter).items():
        start = about(life) if reader != "anybody" else about(life) + public(life)
        for path, content in followed(client, start):
            yield f"{path} as {reader}", lambda content=content: content


@pytest.mark.django_db(transaction=True)
# rules: NOT-05
def test_a_sealed_bid_is_nowhere_before_its_opening(sealed, enter, folders):
    life = sealed
    found = {name: smell(content()) for name, content in places(life, enter, folders)}
    assert {name: words for name, words in found.items() if words} == {}
    assert len([name for name in found if " as " in name]) > FEWEST_PAGES
    first, second = life.desk.openers[:2]
    life.open(first)  # one officer alone opens nothing
    assert smell(dump()) == set()
    assert [name for name, content in files(folders) if smell(content)] == []
    assert [name for name, _content in files(folders) if "/sealed/" in name]
    life.open(second)
    assert {f"{name} as utf-8" for name in WORDS if "file" not in name} <= smell(dump())
    bid = Bid.objects.order_by("pk").first()
    shown = enter(life.desk.officer).get(work("bid_qualify", life.tender, bid.public_id)).content
    assert "file as utf-8" in smell(shown)
    assert "price as utf-8" in smell(Client().get(work("opening_json", life.tender)).content)


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_the_index_of_the_search_server_has_nothing_of_a_sealed_bid(search_server, sealed):
    push()
    address = f"{settings.SEARCH_URL}/{settings.SEARCH_INDEX}/_search?size=1000"
    with urllib.request.urlopen(address, timeout=30) as answer:
        content = answer.read()
    assert sealed.tender.reference.encode() in content
    assert smell(content) == set()
