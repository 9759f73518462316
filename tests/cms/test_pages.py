"""Written pages stand in both languages from the first migration on, and come back after an emptied database."""

import pytest
from wagtail.models import Locale, Page, Site

from cms.actions import plant_pages
from cms.models import HomePage, PolicyPage
from marketplace.statutes import STATUTES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("planted")]

ADDRESSES = (
    "how-it-works/", "how-the-ranking-is-computed/", "accessibility/", "news/", "news/opening/", "policy/",
    "policy/gpl/", "policy/o87/", "policy/house/", "rules/",
)  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("prefix", ["/", "/en/"])
def test_every_first_page_stands_in_both_languages(client, prefix, address):
    page = client.get(prefix + address)
    assert page.status_code == 200
    text = page.content.decode()
    assert ('lang="en"' if prefix == "/en/" else 'lang="zh-Hans"') in text
    assert "<h1>" in text


def test_the_trees_are_translations_of_each_other():
    chinese = HomePage.objects.get(locale__language_code="zh-hans")
    english = HomePage.objects.get(locale__language_code="en")
    assert chinese.translation_key == english.translation_key
    for page in chinese.get_descendants():
        assert page.get_translations().count() == 1, page


def test_the_tree_is_sound():
    from django.core.management import call_command

    assert Page.find_problems() == ([], [], [], [], [])
    call_command("check")


def test_planting_again_changes_nothing():
    HomePage.objects.update(lead="改过的")
    assert plant_pages() == 0
    assert set(HomePage.objects.values_list("lead", flat=True)) == {"改过的"}


def test_planting_brings_back_an_emptied_site():
    Site.objects.all().delete()
    Page.objects.all().delete()
    Locale.objects.all().delete()
    made = plant_pages()
    assert made == Page.objects.count()
    assert Site.objects.get().root_page.specific.title == "社区服务集市"
    assert Page.find_problems() == ([], [], [], [], [])


def test_a_policy_page_lists_every_number_that_cites_it(client):
    page = PolicyPage.objects.get(instrument="GPL", locale__language_code="en")
    text = client.get("/en/policy/gpl/").content.decode()
    keys = [row.key for row in STATUTES.all() if row.citation.instrument == "GPL"]
    assert [row.key for row in page.citing()] == keys
    for key in keys:
        assert f'id="{key}"' in text


def test_the_language_switch_leads_to_the_translation(client):
    assert 'href="http://testserver/en/policy/gpl/"' in client.get("/policy/gpl/").content.decode() or (
        'href="/en/policy/gpl/"' in client.get("/policy/gpl/").content.decode()
    )


def test_unpublished_pages_are_not_there(client):
    page = PolicyPage.objects.get(instrument="GPL", locale__language_code="zh-hans")
    page.unpublish()
    assert client.get("/policy/gpl/").status_code == 404
    assert 'href="/policy/gpl/"' not in client.get("/policy/").content.decode()


def test_texts_of_pages_are_escaped(client):
    page = PolicyPage.objects.get(instrument="GPL", locale__language_code="zh-hans")
    page.body = [("heading", "<script>alert(1)</script>"), ("paragraph", "<p>{{ 7 }}</p>")]
    page.save()
    text = client.get("/policy/gpl/").content.decode()
    assert "<script>alert" not in text
    assert "{{ 7 }}" in text
