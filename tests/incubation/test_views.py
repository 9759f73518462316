"""Pages of the incubator through the client, and who may do what."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from incubation.models import Application, ApplicationFile, IncubatorMembership, Intake, Objection
from incubation.queries.duties import duties_of
from incubation.states import ApplicationState
from tests.client import sign_in
from tests.factories.incubation import (
    START,
    agreed,
    answers,
    begun,
    drafted,
    graduated,
    in_seed,
    noticed,
    proposed,
    reviewing,
    submitted,
)
from tests.factories.organizations import OrganizationFactory, UserFactory, official, verified_resident

pytestmark = pytest.mark.django_db


def test_the_public_page_when_nothing_is_there(client):
    page = client.get("/incubator/").content.decode()
    assert "孵化中心" in page
    assert "目前没有开放的招募" in page
    assert client.get("/en/incubator/").status_code == 200


def test_the_public_page_shows_members_graduates_and_exits(client, move_clock):
    path = graduated()
    other = in_seed()
    move_clock(path.now)
    page = client.get("/incubator/").content.decode()
    assert path.organization.name in page
    assert other.organization.name in page
    assert "退壳" in page


def test_apply_save_hand_in(client, move_clock):
    path = begun()
    move_clock(START)
    sign_in(client, path.legal)
    assert path.organization.name in client.get("/incubator/apply/").content.decode()
    second = begun()
    page = client.get("/incubator/").content.decode()
    assert path.intake.title in page
    assert second.intake.title in page
    assert client.post("/incubator/apply/", {"organization": path.organization.public_id}).status_code == 404
    started = client.post(
        "/incubator/apply/", {"organization": path.organization.public_id, "intake": path.intake.public_id}
    )
    assert started.status_code == 302
    again = client.post(
        "/incubator/apply/", {"organization": path.organization.public_id, "intake": path.intake.public_id}
    )
    assert again["Location"] == started["Location"]
    address = started["Location"]
    page = client.get(address).content.decode()
    assert path.organization.legal_representative in page
    early = client.post(f"{address}acts/submit/")
    assert early.status_code == 422
    assert "尚未填写" in early.content.decode()
    bad = client.post(address, {**answers(), "version": 1, "staff": "4_2", "need": "保留的文字"})
    assert bad.status_code == 422
    assert "保留的文字" in bad.content.decode()
    assert client.post(address, {**answers(), "version": 1}).status_code == 302
    assert client.post(address, {**answers(), "version": 1}).status_code == 409
    file = SimpleUploadedFile("章程.pdf", b"<html>", content_type="application/pdf")
    assert (
        client.post(f"{address}acts/document/", {"document-title": "章程", "document-file": file}).status_code
        == 422
    )
    file = SimpleUploadedFile("章程.pdf", b"%PDF-1.4 test", content_type="application/pdf")
    assert (
        client.post(f"{address}acts/document/", {"document-title": "章程", "document-file": file}).status_code
        == 302
    )
    stored = ApplicationFile.objects.get()
    assert client.get(f"/incubator/files/{stored.public_id}/").status_code == 200
    assert client.post(f"{address}acts/submit/").status_code == 302
    assert client.post(f"{address}acts/submit/").status_code == 409
    assert Application.objects.get().state == ApplicationState.SUBMITTED
    assert client.get(f"{address}acts/submit/").status_code == 405
    sign_in(client, UserFactory())
    assert client.get(f"/incubator/files/{stored.public_id}/").status_code == 404
    assert client.get(address).status_code == 404
    assert client.get("/my/incubation/").status_code == 200


def test_staff_check_and_review(client, move_clock):
    path = submitted()
    move_clock(path.now)
    sign_in(client, path.staff)
    base = path.application.desk_path
    assert path.application.reference in client.get("/work/incubation/").content.decode()
    assert client.get(base).status_code == 200
    assert client.post(f"{base}acts/check/").status_code == 302
    assert client.post(f"{base}acts/check/").status_code == 409
    assert client.post(f"{base}acts/return/", {"return-note": "…"}).status_code == 422
    assert client.post(f"{base}acts/review/").status_code == 302
    assert client.post(f"{base}acts/unknown/").status_code == 404
    assert client.post(f"{base}acts/admit/").status_code == 403
    sign_in(client, official())
    assert client.get("/work/incubation/").status_code == 200


def test_reviewers_see_only_their_own_scores(client, move_clock):
    path = reviewing()
    move_clock(path.now)
    first, second, _third = path.application.seats.all()
    base = path.application.desk_path
    sign_in(client, first.reviewer)
    assert client.get(base).status_code == 200
    form = {
        "score-need": "25",
        "score-team": "20",
        "score-plan": "20",
        "score-support": "15",
        "score-sustainability": "10",
    }
    assert (
        client.post(
            f"{base}acts/score/", {**form, "score-compliance": "10.3", "score-comment": "x"}
        ).status_code
        == 422
    )
    assert (
        client.post(
            f"{base}acts/score/", {**form, "score-compliance": "9.5", "score-comment": "扎实的团队"}
        ).status_code
        == 302
    )
    assert (
        client.post(
            f"{base}acts/score/", {**form, "score-compliance": "9", "score-comment": "改"}
        ).status_code
        == 409
    )
    assert "扎实的团队" in client.get(base).content.decode()
    sign_in(client, second.reviewer)
    assert "扎实的团队" not in client.get(base).content.decode()
    sign_in(client, path.staff)
    assert "扎实的团队" not in client.get(base).content.decode()


def test_objections_on_the_public_notice(client, move_clock):
    path = noticed()
    move_clock(path.now)
    address = f"/incubator/notices/{path.application.public_id}/"
    page = client.get(address)
    assert page.status_code == 200
    assert path.organization.name in client.get("/incubator/").content.decode()
    assert client.post(address, {"text": "x"})["Location"].startswith("/account/login/")
    resident = verified_resident()
    sign_in(client, resident)
    assert client.post(address, {"text": " "}).status_code == 422
    assert client.post(address, {"text": "场地未落实"}).status_code == 302
    assert client.post(address, {"text": "场地未落实"}).status_code == 409
    assert Objection.objects.count() == 1
    client.logout()
    assert resident.name not in client.get(address).content.decode()
    assert client.get("/incubator/notices/nothing/").status_code == 404


def test_the_member_signs_and_sees_what_comes(client, move_clock):
    path = agreed()
    move_clock(path.now)
    sign_in(client, path.legal)
    assert client.post("/my/incubation/acts/sign/").status_code == 302
    assert client.post("/my/incubation/acts/sign/").status_code == 409
    sign_in(client, path.staff)
    base = path.membership.desk_path
    assert client.post(f"{base}acts/sign/").status_code == 302
    assert client.post(f"{base}acts/goal/", {"goal-title": "调研"}).status_code == 302
    assert client.post(f"{base}acts/advance/").status_code == 403
    assert client.get(base).status_code == 200
    sign_in(client, path.bureau)
    assert client.post(f"{base}acts/advance/").status_code == 409
    sign_in(client, path.legal)
    goal = IncubatorMembership.objects.get().goals.get()
    assert (
        client.post(
            "/my/incubation/acts/progress/",
            {"progress-goal": goal.pk, "progress-progress": "101", "progress-evidence": "x"},
        ).status_code
        == 422
    )
    assert (
        client.post(
            "/my/incubation/acts/progress/",
            {"progress-goal": goal.pk, "progress-progress": "40", "progress-evidence": "x"},
        ).status_code
        == 302
    )
    assert "40" in client.get("/my/incubation/").content.decode()
    assert client.get(base).status_code == 404


def test_intakes_and_barring(client, move_clock):
    path = begun()
    move_clock(START)
    sign_in(client, path.staff)
    data = {
        "title": "第二批",
        "opens_at": "2024-03-01 09:00",
        "closes_at": "2024-02-01 09:00",
        "seats": "5",
        "kinds": ["social_group"],
        "criteria": ["registered"],
    }
    assert client.post("/work/incubation/intakes/new/", data).status_code == 422
    assert (
        client.post("/work/incubation/intakes/new/", {**data, "closes_at": "2024-04-01 09:00"}).status_code
        == 302
    )
    again = client.post("/work/incubation/intakes/new/", {**data, "closes_at": "2024-04-01 09:00"})
    assert again.status_code == 409
    assert "已有同名的招募" in again.content.decode()
    assert Intake.objects.count() == 2
    other = OrganizationFactory()
    record = {
        "organization": other.pk,
        "ground": "severe",
        "decided_on": "2023-05-01",
        "source": "信用中国公告",
    }
    assert client.post("/work/incubation/barring/", {**record, "decided_on": "2023-02-30"}).status_code == 422
    assert client.post("/work/incubation/barring/", record).status_code == 302
    sign_in(client, path.legal)
    assert client.get("/work/incubation/barring/").status_code == 403
    assert client.get("/work/incubation/intakes/new/").status_code == 403


MATRIX = {
    "check": "staff", "review": "staff", "appoint": "staff", "interview": "staff", "propose": "staff",
    "decline": "staff", "notice": "bureau", "admit": "bureau", "refuse": "bureau", "agreement": "staff",
    "declare": "reviewer", "score": "reviewer",
}  # fmt: skip


def test_who_may_take_which_act(client, move_clock):
    path = reviewing()
    move_clock(path.now)
    people = {
        "staff": path.staff,
        "bureau": path.bureau,
        "reviewer": path.application.seats.first().reviewer,
        "applicant": path.legal,
    }
    for role, user in people.items():
        sign_in(client, user)
        for code, allowed in MATRIX.items():
            status = client.post(f"{path.application.desk_path}acts/{code}/", {}).status_code
            assert (status in (403, 404)) == (role != allowed), (role, code, status)
            Application.objects.filter(pk=path.application.pk).update(state=ApplicationState.REVIEW)


def test_duties_follow_the_path(move_clock):
    path = proposed()
    assert [d.code for d in duties_of(path.bureau, path.now)] == ["incubation.notice"]
    assert duties_of(path.staff, path.now) == []
    fresh = submitted(begun())
    assert "incubation.centre" in [d.code for d in duties_of(fresh.staff, fresh.now)]
    seat = reviewing(begun()).application.seats.first()
    assert [d.code for d in duties_of(seat.reviewer, path.now)] == ["incubation.review"]
    drafted(begun())
    late = noticed(begun())
    after = late.now + timedelta(days=30)
    assert "incubation.decide" in [d.code for d in duties_of(late.bureau, after)]


def test_queries_do_not_grow_with_members(client, django_assert_max_num_queries):
    in_seed()
    in_seed()
    with django_assert_max_num_queries(16):
        client.get("/incubator/")
