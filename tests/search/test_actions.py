"""The index follows the public record: changes, disappearances, lost events."""

from datetime import timedelta

import pytest

from projects.models import PastProcess
from search import actions
from search.models import SearchDocument, SearchWord
from search.rules.asked import EngineDown
from tests.factories.search import PastFactory

pytestmark = pytest.mark.django_db


def standing() -> list[str]:
    rows = SearchDocument.objects.filter(is_gone=False, kind="past")
    return list(rows.order_by("title").values_list("title", flat=True))


def test_indexing_twice_changes_nothing():
    past = PastFactory(title="养老")
    assert actions.index_objects("past", [past.pk]) == 1
    assert actions.index_objects("past", [past.pk]) == 0
    assert standing() == ["养老"]


def test_a_changed_title_replaces_the_document():
    past = PastFactory(title="旧")
    actions.index_objects("past", [past.pk])
    past.title = "新"
    past.save()
    actions.index_objects("past", [past.pk])
    assert standing() == ["新"]


def test_an_object_that_left_the_public_record_leaves_the_index():
    past = PastFactory()
    actions.index_objects("past", [past.pk])
    PastProcess.objects.all().delete()
    assert actions.index_objects("past", [past.pk]) == 1
    assert standing() == []


def test_the_sweep_finds_what_no_event_told(now):
    actions.sweep(now=now)
    PastFactory(title="甲")
    assert actions.sweep(now=now) == 1
    PastProcess.objects.all().delete()
    assert actions.sweep(now=now + timedelta(minutes=1)) == 1
    assert standing() == []


def test_rebuild_counts_documents_and_words(now):
    PastFactory.create_batch(3, title="社区养老")
    assert actions.rebuild(now=now) >= 3
    assert SearchWord.objects.get(word="养老").documents >= 3


def test_what_the_server_did_not_get_is_sent_later(now, monkeypatch):
    PastFactory(title="甲")
    actions.rebuild(now=now)
    SearchDocument.objects.update(is_sent=False)

    class Down:
        def index(self, documents):
            raise EngineDown

    monkeypatch.setattr(actions, "engine", Down)
    with pytest.raises(EngineDown):
        actions.push()
    assert SearchDocument.objects.filter(is_sent=False).exists()
    monkeypatch.undo()
    assert actions.push() >= 1
    assert not SearchDocument.objects.filter(is_sent=False).exists()


def test_the_first_sweep_also_learns_the_words(now):
    from search.tasks import sweep_search

    PastFactory(title="社区养老")
    assert sweep_search() >= 1
    assert SearchWord.objects.filter(word="养老").exists()
    assert not SearchDocument.objects.filter(is_sent=False).exists()
