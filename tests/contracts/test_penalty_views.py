"""Pages of penalties through the client: each side its act, clear refusals, the public reads cause, sum and day."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from contracts.models import Penalty
from contracts.queries.duties import duties_of
from contracts.states import PenaltyState
from marketplace.core.canonical import digest
from organizations.states import PostRole
from payments.models import Recovery
from payments.queries.duties import duties_of as money_duties
from payments.states import RecoveryState
from tests.client import sign_in
from tests.contracts.test_parts import accept_part
from tests.contracts.test_penalties import decided, judged, late, objected, proposed
from tests.factories.contracts import MOMENT, accepted, active, evaluated, photo, submitted, world
from tests.factories.organizations import UserFactory, member, official

pytestmark = pytest.mark.django_db
D = Decimal
P = PenaltyState
SECRET = "约定日未提交，经两次催告。"


def codes(user, now, of=duties_of) -> set[str]:
    return {row.code for row in of(user, now)}


def test_a_penalty_goes_through_the_pages_of_three_people(client, move_clock):
    here, now = late()
    move_clock(now)
    base = here.contract.desk_path
    sign_in(client, here.officer)
    assert f"{base}penalties/new/" in client.get(base).content.decode()
    page = client.get(f"{base}penalties/new/").content.decode()
    assert "¥62,500.00 × 0.05% × 3天 = ¥93.75" in page
    data = {"cause": "late:1", "reason": "首期服务逾期。", "facts": SECRET}
    refused = client.post(f"{base}penalties/new/", data | {"facts": ""})
    assert refused.status_code == 422
    assert "首期服务逾期。" in refused.content.decode()
    assert client.post(f"{base}penalties/new/", data | {"cause": "late:3"}).status_code == 422
    for _again in range(2):
        assert client.post(f"{base}penalties/new/", data).status_code in {302, 422}
    row = Penalty.objects.get()
    assert "contracts.decide_penalty" not in codes(here.approver, now)
    assert "contracts.answer_penalty" in codes(here.writer, now)
    client.logout()
    sign_in(client, here.writer)
    assert SECRET in client.get(row.supplier_path).content.decode()
    assert client.post(f"{row.supplier_path}answer/", {"answer": ""}).status_code == 422
    file = SimpleUploadedFile("情况说明.jpg", photo(), content_type="image/jpeg")
    assert (
        client.post(f"{row.supplier_path}answer/", {"answer": "因暴雨停工。", "files": [file]}).status_code
        == 302
    )
    assert client.post(f"{row.supplier_path}answer/", {"answer": "再说"}).status_code == 409
    client.logout()
    sign_in(client, here.approver)
    assert "contracts.decide_penalty" in codes(here.approver, now)
    page = client.get(row.desk_path).content.decode()
    assert "因暴雨停工。" in page
    [kept] = row.files.all()
    assert client.get(f"{base}penalties/files/{kept.public_id}/").status_code == 200
    assert client.post(f"{row.desk_path}decide/", {"outcome": "reduce", "reason": "酌减"}).status_code == 422
    over = {"outcome": "reduce", "amount": "93.76", "reason": "酌减"}
    assert "0.01" in client.post(f"{row.desk_path}decide/", over).content.decode()
    assert client.post(f"{row.desk_path}decide/", over | {"amount": "50"}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.amount) == (P.REDUCED, D("50.00"))
    client.logout()
    public = client.get(here.contract.path).content.decode()
    assert "逾期履行" in public
    assert "50.00" in public
    assert SECRET not in public
    assert "因暴雨停工。" not in public


def test_an_objection_goes_to_another_approver(client, move_clock):
    here, now = late()
    move_clock(now)
    row = decided(here, now)
    sign_in(client, here.legal)
    assert client.post(f"{row.supplier_path}object/", {"text": ""}).status_code == 422
    assert client.post(f"{row.supplier_path}object/", {"text": "计算有误。"}).status_code == 302
    client.logout()
    other = official(PostRole.APPROVER, department=here.department)
    assert "contracts.decide_penalty" not in codes(here.approver, now)
    assert "contracts.decide_penalty" in codes(other, now)
    sign_in(client, here.approver)
    data = {"outcome": "annulled", "reason": "复核成立。"}
    assert client.post(f"{row.desk_path}judge/", data).status_code == 403
    client.logout()
    sign_in(client, other)
    assert "计算有误。" in client.get(row.desk_path).content.decode()
    assert client.post(f"{row.desk_path}judge/", data).status_code == 302
    assert client.post(f"{row.desk_path}judge/", data).status_code == 409
    assert Penalty.objects.get().state == P.ANNULLED
    assert 'id="penalties"' not in client.get(here.contract.path).content.decode()


def test_others_see_nothing(client, move_clock):
    here, now = late()
    move_clock(now)
    row = proposed(here, now)
    for person in (UserFactory(), member(active_elsewhere())):
        sign_in(client, person)
        for path in (row.supplier_path, row.desk_path, f"{here.contract.desk_path}penalties/new/"):
            assert client.get(path).status_code == 404
        client.logout()
    sign_in(client, here.approver)
    assert client.get(f"{here.contract.desk_path}penalties/new/").status_code == 403
    client.logout()
    assert SECRET not in client.get(here.contract.path).content.decode()


def active_elsewhere():
    from tests.factories.payments import PayeeFactory

    return PayeeFactory()


def test_finance_notes_the_arrival_of_a_claim(client, move_clock):
    here, now = late()
    from contracts import actions

    row = decided(here, now)
    end = {"actor": here.approver, "contract": here.contract, "reason": "拒不履行", "ground": "breach"}
    actions.terminate_contract(**end, now=now)
    claim = Recovery.objects.get()
    assert "payments.penalty_pay" in codes(here.legal, now, money_duties)
    late_day = now + timedelta(days=31)
    assert "payments.penalty_check" in codes(here.finance, late_day, money_duties)
    move_clock(now)
    sign_in(client, here.legal)
    assert row.reference in client.get("/my/payments/").content.decode()
    client.logout()
    sign_in(client, here.finance)
    assert claim.reference in client.get("/work/recoveries/?state=claimed&q=HT").content.decode()
    data = {"amount": "93.74", "received_on": now.date().isoformat(), "bank_number": "SK1"}
    refused = client.post(claim.path, data)
    assert refused.status_code == 422
    assert "-0.01" in refused.content.decode()
    assert client.post(claim.path, data | {"amount": "93.75"}).status_code == 302
    assert client.post(claim.path, data | {"amount": "93.75"}).status_code == 409
    assert Recovery.objects.get().state == RecoveryState.RECEIVED
    assert "SK1" in client.get(claim.path).content.decode()


def test_the_pages_tell_what_was_held_back_and_given_back(client, move_clock):
    here, now = late()
    row = decided(here, now)
    submitted(here, 1, now)
    accept_part(here, "100.00", now=now, cure_by=now + timedelta(days=5))
    row = judged(here, objected(here, row, now), "annulled", now)
    move_clock(now)
    sign_in(client, here.legal)
    page = client.get(row.supplier_path).content.decode()
    assert row.repayment.reference in page
    assert "抵扣" in page
    assert "93.75" in client.get(here.contract.path).content.decode()


def test_the_desk_says_that_a_day_to_cure_has_passed():
    from contracts import actions

    here = submitted()
    accept_part(here)
    other = official(PostRole.APPROVER, department=here.department)
    later = MOMENT + timedelta(days=15)
    assert "contracts.cure_passed" not in codes(other, MOMENT)
    assert "contracts.cure_passed" in codes(other, later)
    due = MOMENT + timedelta(days=3)
    actions.order_rectification(
        actor=here.officer, contract=here.contract, reason="x", items=["甲"], due_at=due, now=MOMENT
    )
    assert "contracts.rectification_passed" not in codes(here.officer, MOMENT)
    assert "contracts.rectification_passed" in codes(here.officer, due)


def test_the_clause_is_edited_with_the_contract(client, move_clock):
    move_clock(MOMENT)
    here = world()
    sign_in(client, here.officer)
    page = client.get(f"{here.contract.desk_path}edit/").content.decode()
    assert 'name="late_day" value="0.05"' in page.replace("\n", " ") or "0.05" in page


def test_the_old_page_does_not_end_an_unsigned_contract(client, move_clock):
    move_clock(MOMENT)
    here = world()
    sign_in(client, here.approver)
    assert f"{here.contract.desk_path}terminate/" not in client.get(here.contract.desk_path).content.decode()
    refused = client.post(f"{here.contract.desk_path}terminate/", {"ground": "agreed", "reason": "x"})
    assert refused.status_code == 409
    assert "中标" in refused.content.decode()


def test_a_contract_without_a_clause_offers_no_penalty(client, move_clock):
    move_clock(MOMENT)
    here = active()
    type(here.contract).objects.filter(pk=here.contract.pk).update(late_day_share=0, breach_amount=0)
    sign_in(client, here.officer)
    assert "penalties/new/" not in client.get(here.contract.desk_path).content.decode()
    assert client.get(f"{here.contract.desk_path}penalties/new/").status_code == 200


def test_the_final_certificate_lists_parts_deductions_and_penalties(client, move_clock):
    from contracts import actions

    here = submitted()
    accept_part(here, "40000.00")
    now = MOMENT + timedelta(days=15)
    actions.deduct_remainder(
        actor=official(PostRole.APPROVER, department=here.department), milestone=here.milestone(1),
        reason="整改期满未补做。", now=now,
    )  # fmt: skip
    decided(here, now, cause="standard:1")
    for number in (2, 3):
        accepted(here, number, now)
    evaluated(here, now=now)
    given = {"actor": here.officer, "contract": here.contract, "now": now, "unchecked_reason": "均已迁出"}
    contract = actions.close_contract(**given)
    kept = contract.settlement
    assert (kept["accepted"], kept["released"], kept["withheld"]) == ("102500.00", "22500.00", "625.00")
    assert kept["penalties"] == [
        {"ground": "standard", "milestone": 1, "amount": "625.00", "decided_on": now.date().isoformat()}
    ]
    page = client.get(f"{contract.path}final/").content.decode()
    for text in ("巡访少于约定。", "整改期满未补做。", "未达到合同标准", "625.00", digest(kept)):
        assert text in page
    assert f"{contract.path}final/" in client.get(contract.path).content.decode()
