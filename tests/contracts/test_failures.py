"""CON-06: the winner does not sign; the next candidate or a new procedure follows, decided by two officials."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from bidding.models import BidEvaluation
from bidding.states import AwardState, TenderState
from contracts import actions
from contracts.models import SigningFailure
from contracts.queries.failures import candidates_after
from contracts.queries.years import organization_year, years_of
from contracts.rules.failures import check_failure
from contracts.states import ContractState
from marketplace.core.refusals import Refused
from tests.factories.contracts import MOMENT, accept, accepted, active, neighbor, offered, submitted, world

pytestmark = pytest.mark.django_db
LAST = date(2026, 4, 15)
FITS = {
    "state": "offered", "kind": "refused", "next_step": "anew", "today": LAST, "sign_by": LAST, "candidates_left": 0,
}  # fmt: skip


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"state": "supplier_signed"}, "contracts.signed_already"),
        ({"state": "active"}, "contracts.signed_already"),
        ({"kind": "late"}, "contracts.still_time_to_sign"),
        ({"next_step": "next"}, "contracts.no_next_candidate"),
    ],
)
def test_what_does_not_fit_is_refused(given, code):
    with pytest.raises(Refused) as refused:
        check_failure(**(FITS | given))
    assert refused.value.code == code


@pytest.mark.parametrize(
    "given", [{}, {"kind": "late", "today": date(2026, 4, 16)}, {"next_step": "next", "candidates_left": 1}]
)
def test_what_fits_passes(given):
    assert check_failure(**(FITS | given)) is None


def ranked(here, *others: str) -> None:
    """Give the lot an evaluation in which the winner is first and others follow."""
    award = here.contract.award
    names = [award.bid.receipt_number, *others]
    rows = [{"bidder": name, "rank": place, "total": "80"} for place, name in enumerate(names, start=1)]
    BidEvaluation.objects.create(
        lot=award.lot, input={"bids": []}, result={"bids": rows}, digest="0" * 64,
        made_by=here.officer, made_at=MOMENT - timedelta(days=4),
    )  # fmt: skip


def say(here, **changes) -> SigningFailure:
    given = {"kind": "refused", "next_step": "next", "explanation": "第一中标人书面放弃签约。", "now": MOMENT}
    return actions.report_signing_failure(actor=here.officer, contract=here.contract, **(given | changes))


def test_the_next_candidate_follows_with_the_consent_of_a_second_person():
    here = offered()
    assert candidates_after(here.contract) == 0
    ranked(here, "SJ-2")
    with pytest.raises(Refused):
        say(here, explanation=" ")
    failure = say(here)
    with pytest.raises(Refused) as refused:
        say(here)
    assert refused.value.code == "contracts.failure_waits"
    decide = {"failure": failure, "is_consented": True, "reason": "", "now": MOMENT}
    with pytest.raises(Refused) as refused:
        actions.decide_signing_failure(actor=here.officer, **decide)
    assert refused.value.status == 403
    actions.decide_signing_failure(actor=here.approver, **decide)
    award = here.reload().award
    assert here.contract.state == ContractState.TERMINATED
    assert award.state == AwardState.REVOKED
    assert award.lot.tender.state == TenderState.EVALUATED
    with pytest.raises(Refused) as refused:
        actions.decide_signing_failure(actor=here.approver, **decide)
    assert refused.value.status == 409


def test_a_new_procedure_ends_the_tender_and_a_refusal_changes_nothing():
    here = world()
    failure = say(here, next_step="anew")
    asked = {"failure": failure, "is_consented": False, "now": MOMENT}
    with pytest.raises(Refused):
        actions.decide_signing_failure(actor=here.approver, reason=" ", **asked)
    actions.decide_signing_failure(actor=here.approver, reason="再催一次", **asked)
    assert here.reload().state == ContractState.DRAWN_UP
    again = say(here, next_step="anew")
    actions.decide_signing_failure(
        actor=here.approver, failure=again, is_consented=True, reason="", now=MOMENT
    )
    tender = here.reload().award.lot.tender
    assert tender.state == TenderState.FAILED
    assert tender.end_reason == "winner_refused"


def test_both_officials_do_it_on_the_page(client, move_clock):
    move_clock(MOMENT)
    here = offered()
    ranked(here, "SJ-2")
    base = f"/en/work/contracts/{here.contract.public_id}/"
    url = f"{base}not-signed/"
    client.force_login(here.approver)
    assert client.get(url).status_code == 403
    client.force_login(here.officer)
    assert "1 candidate is left" in client.get(url).content.decode()
    wrong = {"kind": "late", "next_step": "next", "explanation": "已逾期"}
    assert client.post(url, wrong).status_code == 422
    assert client.post(url, wrong | {"kind": "refused", "explanation": "书面放弃"}).status_code == 302
    assert "waits for the approver" in client.get(base).content.decode()
    client.force_login(here.approver)
    assert "书面放弃" in client.get(url).content.decode()
    done = client.post(url, {"is_consented": "yes"})
    assert done["Location"].endswith(f"/work/tenders/{here.contract.award.lot.tender.public_id}/")
    assert client.get(url).status_code == 403


def test_a_year_counts_what_was_accepted_and_paid(client, move_clock):
    move_clock(MOMENT)
    here = accepted()
    submitted(here, 2, MOMENT + timedelta(days=1))
    order = accept(here, 2, MOMENT + timedelta(days=2)).order
    year = organization_year(here.organization, 2026, MOMENT)
    assert [line.milestone.number for line in year.lines] == [1, 2]
    assert year.accepted == here.milestone(1).amount + order.amount
    assert (year.paid, year.deducted, year.on_time, year.asked, year.satisfied) == (0, 0, 2, 24, 22)
    assert years_of(here.organization, MOMENT + timedelta(days=365)) == [2027, 2026]
    client.force_login(here.writer)
    assert client.get(reverse("contracts:this_year")).headers["Location"].endswith("/my/year/2026/")
    page = client.get("/en/my/year/2026/").content.decode()
    assert "Our year 2026" in page
    assert here.contract.title in page
    table = b"".join(client.get("/en/my/year/2026.csv").streaming_content).decode("utf-8-sig")
    assert table.count(here.contract.reference) == 2
    assert "No accepted report" in client.get("/en/my/year/2025/").content.decode()
    client.force_login(neighbor(active()))
    assert client.get("/en/my/year/2026/").status_code == 404
