"""Every page: strict policy, no inline code, light, in two languages and in large print."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import translation

from marketplace.web.sentences import reason_text
from marketplace.web.views import server_error

pytestmark = pytest.mark.django_db
LIMIT = 300_000
INLINE = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)


@pytest.fixture
def guide(client):
    return client.get("/styleguide/")


def test_the_style_guide_shows_every_component(guide):
    html = guide.content.decode()
    for name in ("steps", "task", "four", "timeline", "empty", "error-summary", "file-drop", "stat", "facts",
                 "tag-late", "chip", "data-table", "pager", "crumbs", "notice", "answers", "plot"):  # fmt: skip
        assert re.search(rf'class="[^"]*\b{name}\b', html), name
    assert html.count("<h1") == 1


@pytest.mark.parametrize(
    "address", ["/styleguide/", "/en/styleguide/", "/account/login/", "/account/signup/", "/nope/"]
)
@pytest.mark.parametrize("elder", ["", "?elder=1"])
def test_pages_have_a_strict_policy_and_nothing_inline(client, address, elder):
    response = client.get(address + elder)
    html = response.content.decode()
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not INLINE.search(html)
    assert not re.search(r'(?:src|href)="(?:https?:)?//', html)


def test_the_first_load_is_light(guide):
    html = guide.content.decode()
    weight = len(guide.content)
    for path in set(re.findall(r'(?:href|src)="/static/([^"#?]+)', html)):
        with open(finders.find(path), "rb") as file:  # noqa: PTH123
            weight += len(file.read())
    assert weight < LIMIT


def test_every_symbol_that_a_page_uses_is_drawn(guide):
    with open(finders.find("web/icons.svg")) as file:  # noqa: PTH123
        drawn = set(re.findall(r'<symbol id="([^"]+)"', file.read()))
    used = set(re.findall(r'icons\.svg#([a-z-]+)"', guide.content.decode()))
    assert used - drawn == set()
    assert used


def test_large_print_is_remembered_and_left(client):
    html = client.get("/styleguide/?elder=1").content.decode()
    assert 'class="elder"' in html
    assert "web/elder.css" in html
    assert (
        html.count("<li", html.index('class="elder-ways"'), html.index("</nav>", html.index("elder-ways")))
        == 6
    )
    assert 'class="elder"' in client.get("/styleguide/").content.decode()
    assert 'class="elder"' not in client.get("/styleguide/?elder=0").content.decode()
    assert 'class="elder"' not in client.get("/styleguide/").content.decode()


def test_the_language_switch_keeps_the_page(client):
    assert 'href="/en/styleguide/?x=1"' in client.get("/styleguide/?x=1").content.decode()
    english = client.get("/en/styleguide/").content.decode()
    assert '<html lang="en"' in english
    assert re.search(r'href="/styleguide/"[^>]*lang="zh-Hans"', english)


def test_nothing_at_an_address_says_what_to_do(client):
    response = client.get("/en/nope/")
    assert response.status_code == 404
    assert b"There is nothing at this address" in response.content
    assert b'href="/en/search/"' in response.content


def test_a_stale_form_token_keeps_what_was_typed():
    response = Client(enforce_csrf_checks=True).post("/en/account/login/", {"login": "a", "password": "b"})
    assert response.status_code == 403
    assert b"What you typed is still there" in response.content


def test_editors_have_a_policy_of_their_own(client):
    response = client.get("/cms/login/")
    assert "frame-ancestors 'self'" in response.headers["Content-Security-Policy"]
    assert "object-src 'none'" in response.headers["Content-Security-Policy"]


def test_the_heading_is_the_title_where_a_page_gives_only_one(client):
    html = client.get("/en/account/login/").content.decode()
    assert "<title>Sign in · Community Service Marketplace</title>" in html
    assert re.search(r"<h1>\s*Sign in\s*</h1>", html)


@pytest.mark.parametrize(("path", "words"), [("/x/", "系统出错了"), ("/en/x/", "Something went wrong")])
def test_the_page_of_a_fault_looks_like_the_product_and_asks_no_database(
    rf, django_assert_num_queries, path, words
):
    with django_assert_num_queries(0):
        response = server_error(rf.get(path))
    html = response.content.decode()
    assert response.status_code == 500
    assert words in html
    assert "web/tokens.css" in html
    assert not INLINE.search(html)


def test_a_person_reads_a_sentence_even_when_the_page_of_a_fault_fails(rf, monkeypatch):
    def fails(*_given):
        raise RuntimeError

    monkeypatch.setattr("marketplace.web.views.render_to_string", fails)
    assert "系统出错" in server_error(rf.get("/x/")).content.decode()


def test_a_reason_is_told_with_its_facts():
    with translation.override("en"):
        sentence = reason_text("bidding.report_overdue", {"count": 2})
    assert sentence.startswith("2 report")
    assert "{" not in sentence


def test_plain_data_has_a_mark_too(client):
    answer = client.get("/favicon.ico")
    assert (answer.status_code, answer["Location"]) == (302, "/static/web/mark.svg")
