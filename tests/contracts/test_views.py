"""Pages of contracts through the client: journey 8, who sees what, bad input, one effect."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from contracts import actions
from contracts.models import Contract, Report, ReportFile, ResidentCheck
from contracts.states import ContractState, MilestoneState
from organizations.states import PostRole
from payments.models import PaymentOrder
from projects.models import Category
from tests.client import sign_in
from tests.factories.contracts import (
    MOMENT,
    accepted,
    active,
    checked,
    closed,
    delivered,
    neighbor,
    offered,
    photo,
    saved,
    submitted,
    world,
)
from tests.factories.organizations import DepartmentFactory, UserFactory, member, official

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _moment(move_clock):
    move_clock(MOMENT)


def jpeg(name="现场.jpg", **options):
    return SimpleUploadedFile(name, photo(**options), content_type="image/jpeg")


def report_data(milestone, **changes):
    values = {f"value_{row.pk}": str(row.planned) for row in milestone.indicators.all()}
    return {"summary": "按约定完成。", **values, "photos": [jpeg(exif=True)], **changes}


def report_path(here, number=1):
    return f"{here.contract.supplier_path}milestones/{number}/"


def accept_path(here, number=1):
    return f"{here.contract.desk_path}milestones/{number}/"


ACCEPT = {
    "verdict_0": "met",
    "verdict_1": "met",
    "verdict_2": "tolerated",
    "note_2": "一户搬迁",
    "recipients_asked": "12",
    "recipients_satisfied": "11",
    "recipients_opinion": "多数满意",
    "opinion": "同意验收",
}


# --- journey 8 ----------------------------------------------------------------
def test_report_accept_and_order_within_the_click_budget(client):
    here = active()
    milestone = here.milestone()
    sign_in(client, here.writer)
    assert client.get(report_path(here)).status_code == 200
    sent = client.post(report_path(here), report_data(milestone, submit="1"))
    assert sent.status_code == 302
    assert client.post(report_path(here), report_data(milestone, submit="1")).status_code == 302
    assert Report.objects.count() == 1
    client.logout()
    sign_in(client, here.officer)
    page = client.get(accept_path(here)).content.decode()
    assert "按约定完成" in page
    asked = client.post(accept_path(here), ACCEPT)
    assert asked.status_code == 200
    assert not PaymentOrder.objects.exists()
    done = client.post(accept_path(here), ACCEPT | {"confirm": "1"})
    assert done.status_code == 302
    assert client.post(accept_path(here), ACCEPT | {"confirm": "1"}).status_code == 409
    order = PaymentOrder.objects.get()
    assert (order.amount, order.payee) == (milestone.amount, here.organization)
    text = client.get(here.contract.path).content.decode()
    assert "一户搬迁" not in text
    certificate = client.get(f"{here.contract.path}milestones/1/certificate/").content.decode()
    assert "一户搬迁" in certificate
    file = ReportFile.objects.get()
    picture = client.get(f"{here.contract.path}photos/{file.public_id}/")
    assert picture["Content-Type"] == "image/jpeg"
    with Image.open(file.file.path) as kept:
        assert not kept.getexif()


def test_nothing_typed_is_lost_when_a_number_is_wrong(client):
    here = active()
    milestone = here.milestone()
    first = milestone.indicators.first()
    sign_in(client, here.writer)
    data = report_data(milestone, submit="1") | {f"value_{first.pk}": "1e3"}
    answer = client.post(report_path(here), data)
    assert answer.status_code == 422
    assert "1e3" in answer.content.decode()
    report = Report.objects.get()
    assert (report.summary, report.files.count()) == ("按约定完成。", 1)
    good = report_data(milestone, summary="改好了", photos=[], submit="1", version=report.version)
    good[f"value_{first.pk}"] = "7,500"
    assert client.post(report_path(here), good).status_code == 302
    assert here.milestone().state == MilestoneState.SUBMITTED


@pytest.mark.parametrize("number", ["-1", "NaN", "0.001", "٣", "1_000", "9" * 20, "abc"])
def test_numbers_that_are_none_are_refused(client, number):
    here = active()
    milestone = here.milestone()
    sign_in(client, here.writer)
    name = f"value_{milestone.indicators.first().pk}"
    assert client.post(report_path(here), {"summary": "x", name: number}).status_code == 422


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [
        ("a.jpg", b"", 422),
        ("a.jpg", b"<html>", 422),
        ("a.svg", b"<svg/>", 422),
        ("a.exe", b"MZ", 422),
        ("../../etc/照片.jpg", None, 302),
        ("x" * 300 + ".jpg", None, 302),
    ],
)
def test_photos_are_pictures_whatever_they_are_called(client, name, content, status):
    here = active()
    sign_in(client, here.writer)
    upload = SimpleUploadedFile(name, photo() if content is None else content)
    answer = client.post(report_path(here), {"summary": "x", "photos": [upload], "save": "1"})
    assert answer.status_code == status
    assert ReportFile.objects.count() == (status == 302)
    assert Report.objects.get().summary == "x"


def test_a_colleagues_version_is_shown_not_overwritten(client):
    here = active()
    report = saved(here)
    saved(here)
    sign_in(client, here.legal)
    answer = client.post(report_path(here), {"summary": "我的稿子", "version": report.version})
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "我的稿子" in text
    assert "按约定完成巡访" in text


def test_a_returned_report_shows_its_reasons(client):
    here = submitted()
    sign_in(client, here.officer)
    path = f"{accept_path(here)}return/"
    assert client.get(path).status_code == 200
    for day in ("2026-02-30", "tomorrow", "0001-01-01", "9999-12-31", "2026-03-01"):
        assert client.post(path, {"reason": "缺签到表", "resubmit_by": day}).status_code == 422
    assert client.post(path, {"reason": "缺签到表", "resubmit_by": "2026-03-30"}).status_code == 302
    client.logout()
    sign_in(client, here.writer)
    assert "缺签到表" in client.get(report_path(here)).content.decode()


# --- drawing up and signing ---------------------------------------------------
def edit_data(contract, shares=("50", "30", "20"), **changes):
    data = {
        "version": contract.version,
        "starts_on": contract.starts_on.isoformat(),
        "ends_on": contract.ends_on.isoformat(),
        "acceptance_plan": "按约定",
    }
    for place, share in enumerate(shares):
        data |= {
            f"m{place}-title": f"节点{place}",
            f"m{place}-due_on": "2026-06-30",
            f"m{place}-share": share,
            f"m{place}-planned_0": "10",
        }
    return data | changes


def test_shares_that_miss_one_hundredth_are_named_and_kept(client):
    here = world()
    sign_in(client, here.officer)
    path = f"{here.contract.desk_path}edit/"
    assert client.get(path).status_code == 200
    answer = client.post(path, edit_data(here.contract, ("33.33", "33.33", "33.33")))
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "0.01" in text
    assert "33.33" in text
    assert client.post(path, edit_data(here.contract, ("33.33", "33.33", "33.34"))).status_code == 302
    stale = client.post(path, edit_data(here.contract))
    assert stale.status_code == 409
    assert client.post(path, edit_data(here.contract, ("0", "100"))).status_code == 422
    assert client.post(path, edit_data(here.contract, starts_on="9999-12-31")).status_code == 422


def test_both_sides_sign_by_pages_and_the_public_reads_it(client):
    here = world()
    sign_in(client, here.officer)
    assert client.get(f"{here.contract.desk_path}offer/").status_code == 405
    client.post(f"{here.contract.desk_path}offer/")
    contract = here.reload()
    assert contract.state == ContractState.OFFERED
    client.post(f"{here.contract.desk_path}offer/")
    sign = {"digest": contract.digest, "agreed": "on"}
    client.logout()
    sign_in(client, here.legal)
    assert contract.digest in client.get(f"{contract.supplier_path}sign/").content.decode()
    assert client.post(f"{contract.supplier_path}sign/", {"digest": contract.digest}).status_code == 422
    assert client.post(f"{contract.supplier_path}sign/", sign | {"digest": "0" * 64}).status_code == 409
    assert client.post(f"{contract.supplier_path}sign/", sign).status_code == 302
    assert client.get(contract.path).status_code == 404
    client.logout()
    sign_in(client, here.approver)
    assert client.post(f"{contract.desk_path}sign/", sign).status_code == 302
    client.logout()
    for path in ("", "document/", "document.json"):
        assert client.get(f"{contract.path}{path}").status_code == 200
    assert contract.digest in client.get(f"{contract.path}document/").content.decode()
    import hashlib

    data = client.get(f"{contract.path}document.json").content
    assert hashlib.sha256(data).hexdigest() == contract.digest


def test_recall_terminate_and_close_by_pages(client):
    here = offered()
    sign_in(client, here.approver)
    base = here.contract.desk_path
    assert client.post(f"{base}recall/", {"reason": ""}).status_code == 422
    assert client.post(f"{base}recall/", {"reason": "日期有误"}).status_code == 302
    assert client.get(f"{base}terminate/").status_code == 200
    ends = {"not_signed": 422, "agreed": 409}
    for ground, status in ends.items():
        data = {"reason": "供应商拒签", "ground": ground}
        assert client.post(f"{base}terminate/", data).status_code == status
    done = delivered()
    client.logout()
    sign_in(client, done.officer)
    close = f"{done.contract.desk_path}close/"
    assert client.get(close).status_code == 200
    assert client.post(close).status_code == 302
    assert client.post(close).status_code == 409
    assert done.reload().state == ContractState.CLOSED


# --- who sees what ------------------------------------------------------------
def people(here):
    return {
        "supplier": here.writer,
        "other_supplier": member(),
        "officer": here.officer,
        "other_officer": official(PostRole.PROJECT_OFFICER, department=DepartmentFactory()),
        "approver": here.approver,
        "auditor": official(PostRole.AUDITOR, department=DepartmentFactory()),
        "neighbor": neighbor(here),
        "stranger": UserFactory(),
        "nobody": None,
    }


MATRIX = {
    # who: public page, own contract, report, desk, accept, check
    "supplier": (200, 200, 200, 404, 404, 403),
    "other_supplier": (200, 404, 404, 404, 404, 403),
    "officer": (200, 404, 404, 200, 200, 403),
    "other_officer": (200, 404, 404, 404, 404, 403),
    "approver": (200, 404, 404, 200, 403, 403),
    "auditor": (200, 404, 404, 200, 403, 403),
    "neighbor": (200, 404, 404, 404, 404, 200),
    "stranger": (200, 404, 404, 404, 404, 403),
    "nobody": (200, 302, 302, 302, 302, 302),
}


def test_who_opens_which_page(client):
    here = submitted()
    paths = (
        here.contract.path,
        here.contract.supplier_path,
        report_path(here, 2),
        here.contract.desk_path,
        accept_path(here),
        f"{here.contract.path}milestones/1/check/",
    )
    found = {}
    for name, person in people(here).items():
        client.logout()
        if person is not None:
            sign_in(client, person)
        found[name] = tuple(client.get(path).status_code for path in paths)
    assert found == MATRIX


def test_drafts_and_their_files_stay_with_the_supplier(client):
    here = active()
    file = saved(here).files.get()
    own = f"{here.contract.supplier_path}files/{file.public_id}/"
    desk = f"{here.contract.desk_path}files/{file.public_id}/"
    public = f"{here.contract.path}photos/{file.public_id}/"
    assert client.get(public).status_code == 404
    sign_in(client, here.writer)
    assert client.get(own).status_code == 200
    client.logout()
    sign_in(client, member())
    assert client.get(own).status_code == 404
    client.logout()
    sign_in(client, here.officer)
    assert client.get(desk).status_code == 404
    actions.submit_report(actor=here.writer, milestone=here.milestone(), now=MOMENT)
    assert client.get(desk).status_code == 200
    assert client.get(public).status_code == 404


def test_an_unsigned_contract_is_nobodys_business(client):
    here = world()
    assert client.get(here.contract.path).status_code == 404
    sign_in(client, here.legal)
    assert client.get(here.contract.supplier_path).status_code == 404
    assert here.contract.reference not in client.get("/my/contracts/").content.decode()


def test_photos_of_secret_recipients_are_never_public(client):
    here = accepted()
    file = ReportFile.objects.get()
    path = f"{here.contract.path}photos/{file.public_id}/"
    assert client.get(path).status_code == 200
    Category.objects.filter(pk=here.contract.category_id).update(is_identity_secret=True)
    assert client.get(path).status_code == 404
    assert file.public_id not in client.get(here.contract.path).content.decode()


# --- the public page and the residents' check ---------------------------------
def test_a_late_report_is_marked_in_public_without_any_worker(client, move_clock):
    here = active()
    assert "逾期" not in client.get(here.contract.path).content.decode()
    move_clock(here.milestone().due_at + timedelta(days=1))
    assert "逾期" in client.get(here.contract.path).content.decode()
    assert "逾期" in client.get("/contracts/").content.decode()


def test_a_neighbor_checks_in_four_taps_and_stays_unnamed(client):
    here = active()
    person = neighbor(here)
    sign_in(client, person)
    path = f"{here.contract.path}milestones/1/check/"
    assert client.post(path, {"result": "no", "line": ""}).status_code == 422
    assert client.post(path, {"result": "maybe"}).status_code == 422
    data = {"result": "partly", "line": "<script>有两次没来</script>", "photo": jpeg(exif=True)}
    assert client.post(path, data).status_code == 302
    assert client.post(path, {"result": "yes"}).status_code == 409
    check = ResidentCheck.objects.get()
    client.logout()
    text = client.get(here.contract.path).content.decode()
    assert "&lt;script&gt;有两次没来" in text
    assert person.name not in text
    picture = client.get(f"{here.contract.path}checks/{check.photo.public_id}/")
    assert picture.status_code == 200
    with Image.open(check.photo.file.path) as kept:
        assert not kept.getexif()


def test_lists_filter_and_survive_strange_questions(client):
    here = closed()
    for query in ("", "?state=closed", f"?q={here.contract.reference}", f"?community={here.community.pk}"):
        assert here.contract.reference in client.get(f"/contracts/{query}").content.decode()
    for query in ("?state=active", "?q=zzzz"):
        assert here.contract.reference not in client.get(f"/contracts/{query}").content.decode()
    for query in (
        "?after=%00x",
        "?state=drawn_up",
        "?category=%00",
        "?community=" + "9" * 20,
        "?q=" + "长" * 500,
    ):
        assert client.get(f"/contracts/{query}").status_code == 200
    for path in ("/contracts/none/", "/contracts/99999999999999999999/", "/en/contracts/none/"):
        assert client.get(path).status_code == 404
    number = "9" * 20
    assert client.get(f"{here.contract.path}milestones/{number}/certificate/").status_code == 404
    assert client.get("/en/contracts/").status_code == 200
    assert "Milestones" in client.get(f"/en{here.contract.path}").content.decode()


def questions(client, path):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_pages_ask_the_same_number_of_questions_whatever_they_show(client):
    here = accepted()
    first = questions(client, "/contracts/"), questions(client, here.contract.path)
    for _ in range(3):
        accepted()
    accepted(here, 2)
    actions.record_check(
        actor=neighbor(here), milestone=here.milestone(1), result="yes", photo=checked(), now=MOMENT
    )
    actions.record_check(actor=neighbor(here), milestone=here.milestone(2), result="yes", now=MOMENT)
    assert questions(client, "/contracts/") == first[0]
    assert questions(client, here.contract.path) <= first[1] + 1
    assert Contract.objects.count() == 4
    sign_in(client, here.officer)
    assert questions(client, "/work/contracts/") < 25
    client.logout()
    sign_in(client, here.writer)
    assert questions(client, "/my/contracts/") < 25
    assert client.get(here.contract.supplier_path).status_code == 200
