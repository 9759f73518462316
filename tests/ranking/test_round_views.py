"""Pages of rounds: a household's few taps without an account, the desk, the slips, what nobody sees."""

import re

import pytest

from organizations.states import PostRole
from ranking.models import Round, RoundBallot, RoundCode
from ranking.queries.duties import duties_of
from tests.client import sign_in
from tests.factories.organizations import HouseholdFactory, UserFactory, official, worker
from tests.factories.ranking import MOMENT, closed_contract
from tests.factories.rounds import announced, answer, answered, published_round

pytestmark = pytest.mark.django_db


def test_a_household_answers_three_questions_in_four_taps(client, move_clock):
    here = announced()
    move_clock(here.during)
    code, address = next(iter(here.codes)), f"{here.row.path}answer/"
    assert "服务态度" in client.get(f"{address}?elder=1&c={code}").content.decode()  # the slip's QR code
    given = {"code": code}
    for place, face in enumerate(("5", "4", "0")):  # taps 1 to 3
        given[f"a{place}"] = face
        shown = client.post(address, given)
        assert shown.status_code == 200
    sent = client.post(address, {**given, "send": "1"})  # tap 4
    assert (sent.status_code, sent["Location"]) == (302, f"{here.row.path}thanks/")
    assert client.get(sent["Location"]).status_code == 200
    assert RoundBallot.objects.get().answers == [5, 4, 0]
    again = client.post(address, {**given, "send": "1"})
    assert again.status_code == 409
    assert RoundBallot.objects.count() == 1


def test_a_wrong_code_keeps_what_was_typed_and_forged_answers_are_asked_again(client, move_clock):
    here = announced()
    move_clock(here.during)
    address = f"{here.row.path}answer/"
    wrong = client.post(address, {"code": "ABCD-2222"})
    assert wrong.status_code == 422
    assert "ABCD-2222" in wrong.content.decode()
    code = next(iter(here.codes))
    assert (
        client.post(address, {"code": code, "a0": "9", "a1": "5", "a2": "5", "send": "1"}).status_code == 422
    )
    assert "服务效果" in client.post(address, {"code": code, "a0": "5", "a1": "x"}).content.decode()
    assert RoundBallot.objects.count() == 0
    move_clock(here.after)
    assert client.get(address).status_code == 200
    assert client.post(address, {"code": code}).status_code == 409


def test_an_official_plans_announces_and_prints_codes_by_pages(client, move_clock):
    move_clock(MOMENT)
    contract = closed_contract()
    officer = official(PostRole.PROJECT_OFFICER, department=contract.buyer)
    community = contract.project.communities.get()
    HouseholdFactory(community=community)
    sign_in(client, officer)
    assert client.get("/work/rounds/").status_code == 200
    assert client.get("/work/rounds/new/").status_code == 200
    plan = {
        "title": "居民评一评", "period": "2026年第一季度", "subject_kind": "contract", "communities": [community.pk],
        "questions": "态度\n效果\n总体", "days_open": "10",
    }  # fmt: skip
    refused = client.post("/work/rounds/new/", plan)
    assert refused.status_code == 422
    assert "居民评一评" in refused.content.decode()
    assert client.post("/work/rounds/new/", {**plan, "contract": contract.pk}).status_code == 302
    row = Round.objects.get()
    assert client.get(row.path).status_code == 404  # not announced yet
    assert client.post(f"{row.desk_path}announce/").status_code == 302
    codes = f"{row.desk_path}codes/{community.code}/"
    sheet = client.post(codes).content.decode()
    assert re.search(r"[2-9A-Z]{4} [2-9A-Z]{4}", sheet)
    assert "<svg" in sheet
    code = RoundCode.objects.get()
    assert client.post(codes).status_code == 200  # nothing is left to print
    assert client.post(codes, {"received": "1", "household": [code.household_id]}).status_code == 302
    again = client.post(f"{row.desk_path}codes/{code.pk}/replace/", {"format": "pdf"})
    assert (again.status_code, RoundCode.objects.count()) == (200, 2)
    assert client.post(f"{row.desk_path}nothing/").status_code == 404


def test_papers_are_typed_by_two_people_through_the_page(client, move_clock):
    here = announced()
    move_clock(here.during)
    address = f"{here.row.desk_path}paper/"
    typed = {"code": next(iter(here.codes)), "channel": "paper", "a0": "5", "a1": "4", "a2": "3"}
    for person, status in ((worker(here.community), 302), (worker(here.community), 302)):
        sign_in(client, person)
        assert client.get(address).status_code == 200
        assert client.post(address, {**typed, "code": "ZZZZ2222"}).status_code == 422
        assert client.post(address, typed).status_code == status
    assert RoundBallot.objects.get().channel == "paper"
    sign_in(client, UserFactory())
    assert client.get(address).status_code == 404


def test_the_fraud_desk_publishes_and_the_subject_replies(client, move_clock):
    here = answered()
    for code in list(here.codes)[6:]:
        answer(here, code, (1, 1, 1), device="one")
    move_clock(here.after)
    assert "ranking.check_round" in {duty.code for duty in duties_of(here.approver, here.after)}
    sign_in(client, here.approver)
    shown = client.get(here.row.desk_path)
    assert shown.status_code == 200
    assert (
        client.post(
            f"{here.row.desk_path}group/", {"group": "x", "x-decision": "keep", "x-reason": "是"}
        ).status_code
        == 409
    )
    assert client.post(f"{here.row.desk_path}publish/").status_code == 302
    sign_in(client, here.answerer)
    assert "ranking.reply_to_round" in {duty.code for duty in duties_of(here.answerer, here.after)}
    assert client.post(f"{here.row.desk_path}reply/", {"text": ""}).status_code == 422
    assert client.post(f"{here.row.desk_path}reply/", {"text": "我们会改进。"}).status_code == 302
    client.logout()
    page = client.get(here.row.path).content.decode()
    assert "我们会改进。" in page
    assert "n=8" in page
    assert here.row.title in client.get("/rounds/?subject=contract").content.decode()
    assert here.row.title not in client.get("/rounds/?subject=department").content.decode()


def test_few_answers_stay_hidden_on_the_page(client, move_clock):
    here = published_round(count=4)
    move_clock(here.after)
    page = client.get(here.row.path).content.decode()
    assert "n=4" in page
    assert "%（n" not in page


def test_annulment_by_pages(client, move_clock):
    here = answered()
    move_clock(here.during)
    sign_in(client, here.officer)
    assert client.post(f"{here.row.desk_path}annul/", {"reason": ""}).status_code == 422
    assert client.post(f"{here.row.desk_path}annul/", {"reason": "问卷印错"}).status_code == 302
    sign_in(client, here.approver)
    assert "问卷印错" in client.get(here.row.desk_path).content.decode()
    assert client.post(f"{here.row.desk_path}confirm/").status_code == 302
    client.logout()
    assert "问卷印错" in client.get(here.row.path).content.decode()
