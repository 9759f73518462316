"""Pages of money through the client: who sees what, bad files, one effect."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from organizations.states import PostRole
from payments import actions
from payments.models import AnswerLine, BankAnswer, PaymentOrder
from payments.states import OrderState
from tests.client import sign_in
from tests.factories.organizations import DepartmentFactory, UserFactory, official
from tests.factories.payments import (
    MOMENT,
    PaymentOrderFactory,
    answer_file,
    finance,
    payee_member,
    sent_order,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _moment(move_clock):
    move_clock(MOMENT.replace(day=4))


def upload(content, name="answer.csv"):
    return SimpleUploadedFile(name, content, content_type="text/csv")


def test_the_list_shows_state_day_and_lateness_and_filters(client):
    officer = finance()
    order = PaymentOrderFactory(due_on=MOMENT.date())
    PaymentOrderFactory(payer=DepartmentFactory(), payee_name="别的部门")
    sign_in(client, officer)
    text = client.get("/work/payments/").content.decode()
    assert order.reference in text
    assert "62,500.00" in text
    assert "别的部门" not in text
    assert order.reference not in client.get("/work/payments/?state=paid").content.decode()
    assert order.reference in client.get(f"/work/payments/?q={order.reference}").content.decode()
    for strange in ("?state=nonsense", "?after=%00", "?after=abc", "?payer=999999999999999999999"):
        assert client.get(f"/work/payments/{strange}").status_code == 200


MATRIX = [
    # who, list, order, release, file, answers, my payments
    ("finance", 200, 200, 200, 200, 200, 403),
    ("approver", 200, 200, 200, 200, 200, 403),
    ("project_officer", 200, 200, 403, 200, 200, 403),
    ("auditor", 200, 200, 403, 200, 200, 403),
    ("other_finance", 200, 404, 404, 200, 200, 403),
    ("payee", 403, 403, 403, 403, 403, 200),
    ("stranger", 403, 403, 403, 403, 403, 403),
]


def person(kind, order):
    if kind == "payee":
        return payee_member(order.payee)
    if kind == "stranger":
        return UserFactory()
    if kind == "other_finance":
        return finance(DepartmentFactory())
    return official(PostRole(kind), department=order.payer)


@pytest.mark.parametrize("row", MATRIX, ids=[row[0] for row in MATRIX])
def test_who_opens_which_page(client, row):
    order = PaymentOrderFactory()
    sign_in(client, person(row[0], order))
    paths = (
        "/work/payments/",
        f"/work/payments/{order.public_id}/",
        f"/work/payments/{order.public_id}/release/",
        "/work/payments/files/",
        "/work/payments/answers/",
        "/my/payments/",
    )
    assert tuple(client.get(path).status_code for path in paths) == row[1:]


def test_from_release_to_the_banks_answer_by_pages(client):
    order, officer = PaymentOrderFactory(), finance()
    sign_in(client, officer)
    release = f"/work/payments/{order.public_id}/release/"
    assert order.payee.bank_account in client.get(release).content.decode()
    assert client.post(release, {"account": "changed"}).status_code == 409
    assert client.post(release, {"account": order.payee.bank_account}).status_code == 302
    assert client.post(release, {"account": order.payee.bank_account}).status_code == 409
    assert client.post("/work/payments/files/", {}).status_code == 422
    sent = client.post("/work/payments/files/", {"orders": [order.public_id]})
    assert client.post("/work/payments/files/", {"orders": [order.public_id]}).status_code == 422
    page = client.get(sent["Location"])
    file = page.context["file"]
    assert file.sha256 in page.content.decode()
    download = client.get(f"/work/payments/files/{file.public_id}/download/")
    assert download["Content-Disposition"].startswith("attachment")
    assert order.reference in b"".join(download.streaming_content).decode("utf-8-sig")
    content = answer_file((order.reference, "62500.00", "成功"))
    form = {"payer": order.payer.pk, "file": upload(content)}
    taken = client.post("/work/payments/answers/", form)
    assert PaymentOrder.objects.get().state == OrderState.SENT
    assert order.reference in client.get(taken["Location"]).content.decode()
    for _ in range(2):
        assert client.post(taken["Location"]).status_code == 302
    assert PaymentOrder.objects.get().state == OrderState.PAID
    assert AnswerLine.objects.count() == 1
    again = client.post("/work/payments/answers/", {"payer": order.payer.pk, "file": upload(content)})
    assert again["Location"] == taken["Location"]
    assert client.get(f"/work/payments/{order.public_id}/").status_code == 200


def test_the_preview_names_a_difference_of_one_fen(client):
    order, officer = sent_order()
    sign_in(client, officer)
    content = answer_file((order.reference, "62500.01", "成功"))
    taken = client.post("/work/payments/answers/", {"payer": order.payer.pk, "file": upload(content)})
    assert "¥0.01" in client.get(taken["Location"]).content.decode()
    client.post(taken["Location"])
    assert "¥0.01" in client.get(taken["Location"]).content.decode()
    assert PaymentOrder.objects.get().state == OrderState.SENT


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"\x00\x01", b"MZ\x90", b"a,b\n1,2\n"])
def test_a_bad_answer_file_is_refused_and_nothing_kept(client, content):
    officer = finance()
    sign_in(client, officer)
    payer = officer.posts.get().department_id
    response = client.post("/work/payments/answers/", {"payer": payer, "file": upload(content)})
    assert response.status_code == 422
    assert not BankAnswer.objects.exists()


def test_cancelling_and_ordering_again_need_a_reason(client):
    order, officer = sent_order()
    sign_in(client, officer)
    answer = actions.receive_bank_answer(
        actor=officer,
        payer=order.payer,
        name="a.csv",
        content=answer_file((order.reference, "62500.00", "失败")),
        now=MOMENT,
    )
    actions.import_bank_answer(actor=officer, answer=answer, now=MOMENT.replace(day=4))
    again = f"/work/payments/{order.public_id}/again/"
    assert client.get(again).status_code == 200
    assert client.post(again, {"reason": "\u200b"}).status_code == 422
    assert client.post(again, {"reason": "账号已更正"}).status_code == 302
    cancel = f"/work/payments/{order.public_id}/cancel/"
    assert client.post(cancel, {"reason": "合同终止"}).status_code == 302
    kept = client.post(cancel, {"reason": "再次取消"})
    assert kept.status_code == 409
    assert "再次取消" in kept.content.decode()


def test_an_organization_sees_only_its_own_money(client):
    order = PaymentOrderFactory(amount=Decimal("123.45"))
    other = PaymentOrderFactory(amount=Decimal("999.99"))
    sign_in(client, payee_member(order.payee))
    text = client.get("/my/payments/").content.decode()
    assert "123.45" in text
    assert other.reference not in text
    assert client.get("/en/my/payments/").status_code == 200


def test_changing_routes_refuse_get_and_unknown_ids_are_not_found(client):
    officer = finance()
    sign_in(client, officer)
    for path in ("x", "99999999999999999999", "not-there"):
        assert client.get(f"/work/payments/{path}/").status_code == 404
        assert client.get(f"/work/payments/files/{path}/").status_code == 404
        assert client.get(f"/work/payments/answers/{path}/").status_code == 404


def test_the_list_asks_the_same_number_of_questions(client):
    sign_in(client, finance())
    PaymentOrderFactory()
    counts = []
    for size in (0, 1, 10):
        PaymentOrderFactory.create_batch(size)
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/work/payments/").status_code == 200
        counts.append(len(queries))
    assert counts[1] == counts[2]
