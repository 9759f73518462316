"""Only what is public becomes findable, and nothing private goes with it."""

import pytest
from django.apps import apps

from organizations.states import OrganizationState
from search.actions import index_objects, rebuild, sweep
from search.models import Kind, SearchDocument
from search.queries.sources import SOURCES
from tests.factories.bidding import TenderFactory
from tests.factories.deliberation import NeedFactory, SupportingNeedFactory
from tests.factories.organizations import OrganizationFactory
from tests.factories.projects import ProjectFactory

pytestmark = pytest.mark.django_db


def findable(word: str) -> bool:
    rows = SearchDocument.objects.filter(is_gone=False)
    return any(word in f"{row.title} {row.title_en} {row.body} {row.reference}" for row in rows)


def test_every_kind_has_a_source():
    assert set(SOURCES) == set(Kind.values)


@pytest.mark.parametrize("kind", Kind.values)
def test_every_source_reads_its_rows_without_a_question_each(kind, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        for row in SOURCES[kind].public():
            SOURCES[kind].face(row)


def test_nothing_unpublished_can_be_found(now):
    OrganizationFactory(name="CANARYORG", state="submitted")
    OrganizationFactory(
        bank_account="CANARYBANK", legal_representative="CANARYNAME", email="canary@example.org"
    )
    ProjectFactory(title="CANARYDRAFT", state="draft", listed_at=None)
    TenderFactory(title="CANARYTENDER")
    NeedFactory(title="CANARYNEED", state="draft")
    NeedFactory(title="CANARYPRIVATE", is_private=True)
    rebuild(now=now)
    sweep(now=now)
    assert not findable("CANARY")
    assert not findable("canary")


def test_an_author_is_never_part_of_a_need(now):
    need = SupportingNeedFactory(title="楼道照明", author__name="金丝雀")
    rebuild(now=now)
    assert SearchDocument.objects.filter(kind="need", key=str(need.pk)).exists()
    assert not findable("金丝雀")


def test_a_suspended_organization_leaves_at_once(now):
    organization = OrganizationFactory(name="柳荫中心")
    index_objects(Kind.ORGANIZATION, [organization.pk])
    assert findable("柳荫中心")
    organization.state = OrganizationState.SUSPENDED
    organization.save()
    index_objects(Kind.ORGANIZATION, [organization.pk])
    assert not findable("柳荫中心")


def test_events_reach_the_index():
    from marketplace.outbox.registry import HANDLERS

    listening = {
        handler for handlers in HANDLERS.values() for handler in handlers if handler.startswith("search.")
    }
    assert {
        "search.index_project",
        "search.index_published_tender",
        "search.index_signed_contract",
    } <= listening


def test_an_event_indexes_its_object():
    from projects.events import ProjectListed
    from search.handlers import index_project

    project = ProjectFactory(title="社区助餐")
    index_project(ProjectListed(project_id=project.pk))
    assert findable("社区助餐")


def test_english_readers_find_english_pages_and_chinese_readers_chinese_ones(client, now):
    from cms.actions import plant_pages

    plant_pages()
    rebuild(now=now)
    assert "/how-it-works/" in client.get("/search/", {"q": "居民监督"}).content.decode()
    english = client.get("/en/search/", {"q": "residents check"}).content.decode()
    assert "/en/how-it-works/" in english
    assert "平台怎么运作" not in english


def test_a_page_taken_back_is_no_longer_found(now):
    from cms.actions import plant_pages

    plant_pages()
    rebuild(now=now)
    page = apps.get_model("cms", "GuidePage").objects.get(
        slug="how-it-works", locale__language_code="zh-hans"
    )
    page.unpublish()
    sweep(now=now)
    assert not SearchDocument.objects.filter(kind="page", key=str(page.pk), is_gone=False).exists()
