"""Composed public pages: both languages, empty and filled, bad input, constant queries."""

import pytest

from organizations.models import Badge, OverdueMark
from projects.models import PastProcess
from tests.factories.organizations import CommunityFactory, OrganizationFactory
from tests.factories.projects import ProjectFactory
from tests.factories.search import PastFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("planted")]
EMPTY = ("/", "/projects/", "/projects/past/", "/organizations/", "/communities/", "/rules/")


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("path", EMPTY)
def test_an_empty_installation_says_what_will_appear(client, prefix, path):
    page = client.get(prefix + path)
    assert page.status_code == 200
    text = page.content.decode()
    assert ('lang="en"' if prefix else 'lang="zh-Hans"') in text
    if path != "/rules/":
        assert 'class="empty"' in text


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_everything_is_shown_where_it_belongs(client, prefix):
    community = CommunityFactory(name="柳荫社区", name_en="Willow Shade")
    organization = OrganizationFactory(community=community, name="柳荫助老服务中心")
    project = ProjectFactory(title="居家养老服务", title_en="Home care")
    project.communities.add(community)
    past = PastFactory(title="2012年招投标", source_title="沪民计发〔2012〕59号", amount="2420645.00")
    for path, words in {
        "/": ("居家养老服务", "Home care"),
        "/projects/": ("居家养老服务", "Home care"),
        project.path: ("居家养老服务", "Home care"),
        "/projects/past/": ("沪民计发〔2012〕59号",) * 2,
        past.path: ("沪民计发〔2012〕59号",) * 2,
        "/organizations/": ("柳荫助老服务中心",) * 2,
        organization.path: ("柳荫助老服务中心",) * 2,
        "/communities/": ("柳荫社区", "Willow Shade"),
        f"/communities/{community.code}/": ("柳荫社区", "Willow Shade"),
    }.items():
        page = client.get(prefix + path)
        assert page.status_code == 200, path
        assert words[bool(prefix)] in page.content.decode(), path


@pytest.mark.parametrize(
    "path",
    [
        "/projects/nothing/", "/projects/past/nothing/", "/organizations/nothing/", "/communities/nothing/",
        "/projects/99999999999999999999/", "/organizations/%00/", "/no/such/page/",
    ],
)  # fmt: skip
def test_what_is_not_there_is_not_found(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("state", ["draft"])
def test_drafts_are_not_there(client, state):
    project = ProjectFactory(state=state, listed_at=None)
    assert client.get(project.path).status_code == 404
    assert project.title not in client.get("/projects/").content.decode()


@pytest.mark.parametrize("state", ["draft", "submitted", "returned"])
def test_unverified_organizations_are_not_there(client, state):
    organization = OrganizationFactory(state=state)
    assert client.get(organization.path).status_code == 404
    assert organization.name not in client.get("/organizations/").content.decode()


def test_private_facts_of_organizations_are_never_shown(client):
    organization = OrganizationFactory(
        bank_account="6222CANARY", email="canary@example.org", legal_representative="金丝雀"
    )
    text = client.get(organization.path).content.decode()
    assert not [word for word in ("6222CANARY", "canary@example.org", "金丝雀") if word in text]


@pytest.mark.parametrize(
    "query",
    [
        "page=-1", "after=xxxx", "after=W10", "after=WyJhIiwiYiJd", "after=" + "x" * 5000, "category=<x>",
        "community=%00", "state=password", "amount_from=1e400", "amount_from=NaN", "amount_to=-1", "q=%00",
        "q=" + "x" * 10_000, "order=password", "badge=x", "kind=x", "field=%27", "view=table", "sort=password",
        "amount_from=9999999999999999999999", "after=WyIwMDAxLTAxLTAxIiwgMV0",
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/projects/", "/projects/past/", "/organizations/"])
def test_bad_narrowings_never_break_a_list(client, path, query):
    ProjectFactory()
    PastFactory()
    OrganizationFactory()
    assert client.get(f"{path}?{query}").status_code == 200


def test_narrowing_keeps_what_matches(client):
    wanted = ProjectFactory(title="社区助餐")
    other = ProjectFactory(title="物业服务")
    text = client.get("/projects/", {"q": "助餐"}).content.decode()
    assert wanted.title in text
    assert other.title not in text
    assert wanted.title in client.get("/projects/", {"category": wanted.category_id}).content.decode()


def test_pages_follow_each_other_without_loss(client):
    PastFactory.create_batch(45)
    seen, after = set(), ""
    for _round in range(3):
        page = client.get("/projects/past/", {"after": after}).context["page"]
        seen |= {row.pk for row in page.rows}
        after = page.after
    assert len(seen) == PastProcess.objects.count() == 45
    assert not after


def test_marks_and_badges_stand_in_directory_and_profile(client, now):
    organization = OrganizationFactory()
    Badge.objects.create(organization=organization, kind="incubating", since=now.date().replace(year=2020))
    OverdueMark.objects.create(
        organization=organization, contract_reference="HT-2026-0001", milestone="2 期中", due_at=now
    )
    for path in ("/organizations/", organization.path):
        text = client.get(path).content.decode()
        assert "tag-late" in text or "notice-late" in text
        assert "tag-info" in text
    assert organization.name in client.get("/organizations/", {"badge": "incubating"}).content.decode()
    assert organization.name not in client.get("/organizations/", {"badge": "graduated"}).content.decode()


def test_an_organization_without_evidence_is_new_and_not_ranked(client):
    OrganizationFactory()
    text = client.get("/en/organizations/?order=standing").content.decode()
    assert "New" in text


FACTORIES = {
    "/projects/": ProjectFactory,
    "/projects/?view=table": ProjectFactory,
    "/projects/past/": PastFactory,
    "/organizations/": OrganizationFactory,
    "/communities/": CommunityFactory,
}


@pytest.mark.parametrize("path", FACTORIES)
def test_lists_ask_the_same_number_of_questions(client, path):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for rows in (1, 9, 15):
        FACTORIES[path].create_batch(rows)
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1] == counts[2] <= 25


@pytest.mark.parametrize("path", EMPTY)
def test_pages_are_only_read(client, path):
    assert client.post(path).status_code == 405


@pytest.mark.parametrize("path", EMPTY)
def test_no_inline_script_or_style(client, path):
    text = client.get(path).content.decode()
    assert "<style" not in text
    assert " style=" not in text
    assert "onclick=" not in text
