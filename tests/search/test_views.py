"""/search/ in both languages; whatever is typed, it answers 200 within a second and never an error."""

import pytest
from django.db import OperationalError

from search.actions import rebuild
from search.gateways import embedded
from search.models import SearchDocument
from search.rules.asked import EngineDown
from tests.factories.search import PastFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def indexed(now, any_engine):
    PastFactory(title="居家养老服务采购", title_en="Home care", amount="1350000.00")
    PastFactory(title="<script>alert(1)</script>养老", summary="<b>粗体</b>")
    rebuild(now=now)


@pytest.mark.parametrize(("prefix", "word"), [("", "搜索"), ("/en", "Search")])
def test_the_page_stands_in_both_languages(client, indexed, prefix, word):
    page = client.get(f"{prefix}/search/")
    assert page.status_code == 200
    assert word in page.content.decode()


def test_found_words_are_marked_and_texts_escaped(client, indexed):
    text = client.get("/search/", {"q": "养老"}).content.decode()
    assert "<mark>养老</mark>" in text
    assert "<script>alert" not in text
    assert "&lt;script&gt;" in text


def test_the_english_title_is_shown_to_english_readers(client, indexed):
    assert "Home" in client.get("/en/search/", {"q": "养老"}).content.decode()


BAD = [
    "x" * 10_000,
    "养" * 10_000,
    "*",
    '"unbalanced',
    "a~9",
    ".*(a+)+$",
    "' OR 1=1 --",
    "\\",
    "養\x00老",
    "&|!<->:*",
    "\u202e老养",
    "🙂🙂",
    "a " * 3000,
]


@pytest.mark.parametrize("typed", BAD)
def test_bad_questions_are_answered(client, indexed, typed):
    page = client.get("/search/", {"q": typed})
    assert page.status_code == 200
    assert not page.context["server_down"]


@pytest.mark.parametrize(
    "query",
    [
        "page=0", "page=-1", "page=abc", "page=99999999", "sort=password", "kind=<x>", "amount_from=NaN",
        "amount_to=1e400", "amount_from=-5", "day_from=0001-01-01", "day_to=tomorrow", "community=%00",
        "state=%27", "category=" + "x" * 500, "q=%ED%A0%80", "q[]=1", "day_from=9999-12-31",
    ],
)  # fmt: skip
def test_bad_narrowings_never_break_the_page(client, indexed, query):
    page = client.get(f"/search/?q=养老&{query}")
    assert page.status_code == 200
    assert not page.context["server_down"]


def test_a_slip_is_answered_with_a_proposal(client, indexed):
    assert "?q=%E5%85%BB%E8%80%81" in client.get("/search/", {"q": "养劳"}).content.decode()


def test_nothing_found_says_what_to_do(client, indexed):
    assert 'class="empty"' in client.get("/search/", {"q": "zzzzzz"}).content.decode()


def test_what_became_private_after_indexing_is_not_shown(client, indexed):
    from projects.models import PastProcess

    PastProcess.objects.all().delete()
    page = client.get("/search/", {"q": "养老"})
    assert SearchDocument.objects.filter(is_gone=False).exists()
    assert "/projects/past/" not in page.content.decode()


def test_a_server_that_is_down_is_said_and_the_built_in_search_answers(client, indexed, monkeypatch):
    class Down:
        def search(self, asked):
            raise EngineDown

    monkeypatch.setattr("search.gateways.engine", Down)
    page = client.get("/search/", {"q": "养老"})
    assert page.context["server_down"]
    assert "<mark>养老</mark>" in page.content.decode()


def test_a_question_that_takes_too_long_is_stopped_and_said(client, now, monkeypatch):
    def slow(self, asked):
        raise OperationalError("canceling statement due to statement timeout")

    monkeypatch.setattr(embedded.Embedded, "_answer", slow)
    assert client.get("/search/", {"q": "养老"}).context["found"].took_too_long


@pytest.mark.parametrize("rows", [1, 10, 60])
def test_the_number_of_queries_does_not_grow(client, rows, now, django_assert_max_num_queries):
    PastFactory.create_batch(rows, title="养老服务")
    rebuild(now=now)
    with django_assert_max_num_queries(22):
        assert client.get("/search/", {"q": "养老"}).status_code == 200


def test_posting_is_refused(client):
    assert client.post("/search/", {"q": "养老"}).status_code == 405
