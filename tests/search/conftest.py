import pytest

from search import gateways
from search.actions import push, rebuild
from search.rules.asked import Asked, Filters
from search.rules.questions import read_question
from tests.factories.search import PastFactory

ABOUT_CARE = ("居家养老服务采购", "社区养老助餐", "养老院探访", "困难老人居家养老", "养老服务质量评估")
TRAPS = ("培养老年志愿者队伍", "社会组织理事会换届", "对老年人体检查表的说明", "动物业余保护")


@pytest.fixture(params=["embedded", pytest.param("server", marks=pytest.mark.services)])
def any_engine(request):
    """Both engines, one after the other."""
    if request.param == "server":
        return request.getfixturevalue("search_server")
    return gateways.engine()


@pytest.fixture
def records(db, any_engine, now):
    """A small public record with words, traps, and facts to narrow by."""
    for number, title in enumerate((*ABOUT_CARE, *TRAPS)):
        PastFactory(title=title, amount=1000 * (number + 1), day=now.date().replace(day=number + 1))
    PastFactory(title="基本物业服务", title_en="Basic property service", summary="老旧小区物业管理")
    PastFactory(title="老年人健康体检", title_en="Health checks for the elderly")
    rebuild(now=now)
    push()


@pytest.fixture
def titles(records):
    """Ask and get titles in order."""
    from search.models import SearchDocument

    def ask(typed: str, **more) -> list[str]:
        filters = Filters(kind="past", **more.pop("filters", {}))
        found, down = gateways.find(Asked(read_question(typed), filters, **more))
        assert not down
        rows = SearchDocument.objects.in_bulk(found.ids)
        return [rows[key].title for key in found.ids]

    return ask
