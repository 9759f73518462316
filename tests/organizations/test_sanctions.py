"""Warnings and bans: a person decides with reason and last day, another answers the appeal, the calendar ends them."""

from datetime import date, timedelta

import pytest

from bidding.queries.bids import passport_of
from bidding.rules.eligibility import check_bidder
from marketplace.audit.models import AuditEvent
from marketplace.core.refusals import Refused
from marketplace.notifications.models import Notification
from marketplace.web.access import Denied
from organizations import actions
from organizations.models import Sanction
from organizations.queries.duties import duties_of
from organizations.queries.sanctions import banned_until, sanctions_holding
from organizations.states import PostRole
from tests.client import sign_in
from tests.factories.organizations import OrganizationFactory, UserFactory, member, official, registrar
from tests.factories.ranking import MOMENT

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
DAY = timedelta(days=1)


def imposed(organization=None, actor=None, **changes):
    options = {
        "kind": "ban", "reason": "提供虚假材料", "citation": "政府采购法第七十七条", "document": "示民社〔2026〕1号",
        "ends_on": date(2026, 10, 31), "now": MOMENT,
    }  # fmt: skip
    organization = organization or OrganizationFactory()
    return actions.impose_sanction(
        actor=actor or registrar(), organization=organization, **(options | changes)
    )


def test_a_ban_keeps_from_bidding_until_its_last_day_and_no_longer(bid_profile):
    row = imposed()
    assert imposed(row.organization) == row
    assert banned_until(row.organization) == date(2026, 10, 31)
    passport = passport_of(row.organization)

    def codes(day):
        return {found.rule for found in check_bidder(passport, bid_profile, day)}

    assert "BID-09" in codes(date(2026, 10, 31))
    assert "BID-09" not in codes(date(2026, 11, 2))
    assert [row.holds_on(day) for day in (TODAY - DAY, TODAY, row.ends_on, row.ends_on + DAY)] == [
        False, True, True, False,
    ]  # fmt: skip


def test_a_warning_is_shown_and_keeps_from_nothing():
    row = imposed(kind="warning")
    assert banned_until(row.organization) is None
    assert sanctions_holding(row.organization, TODAY) == [row]
    assert sanctions_holding(row.organization, date(2026, 11, 1)) == []
    for last in (TODAY - DAY, TODAY + 366 * DAY):
        with pytest.raises(Refused, match="sanction_term"):
            imposed(row.organization, kind="warning", document="另一份", ends_on=last)


def test_who_may_decide_appeal_and_answer():
    decider = registrar()
    row = imposed(actor=decider)
    legal = member(row.organization)
    with pytest.raises(Denied, match="not_registrar"):
        imposed(actor=official(PostRole.PROJECT_OFFICER))
    with pytest.raises(Denied, match="not_legal_representative"):
        actions.appeal_sanction(actor=decider, sanction=row, text="x", now=MOMENT)
    answer = {"sanction": row, "is_upheld": True, "reason": "材料属实", "now": MOMENT}
    second = official(PostRole.APPROVER)
    with pytest.raises(Refused, match="appeal_closed"):
        actions.answer_sanction_appeal(actor=second, **answer)
    with pytest.raises(Refused, match="appeal_closed"):
        actions.appeal_sanction(actor=legal, sanction=row, text="迟了", now=MOMENT + 60 * DAY)
    actions.appeal_sanction(actor=legal, sanction=row, text="材料属实", now=MOMENT)
    with pytest.raises(Refused, match="appeal_closed"):
        actions.appeal_sanction(actor=legal, sanction=row, text="再说", now=MOMENT)
    assert "organizations.answer_sanction_appeal" in {duty.code for duty in duties_of(second, MOMENT)}
    with pytest.raises(Denied, match="decided_it"):
        actions.answer_sanction_appeal(actor=decider, **answer)
    with pytest.raises(Denied, match="not_registrar"):
        actions.answer_sanction_appeal(actor=legal, **answer)
    done = actions.answer_sanction_appeal(actor=second, **answer)
    assert (done.holds_on(TODAY), banned_until(row.organization)) == (False, None)
    assert Notification.objects.filter(recipient=legal, kind="organizations.sanction_answered").exists()
    acts = AuditEvent.objects.filter(chain=row.audit_chain).order_by("sequence").values_list("act", flat=True)
    assert list(acts)[-3:] == ["sanction.imposed", "sanction.appealed", "sanction.appeal_decided"]


def test_by_pages(client, move_clock):
    move_clock(MOMENT)
    organization = OrganizationFactory()
    legal, second = member(organization), official(PostRole.APPROVER)
    address = f"/work/organizations/{organization.public_id}/sanctions/"
    sign_in(client, registrar())
    assert client.get(address).status_code == 200
    given = {"kind": "ban", "reason": "提供虚假材料", "citation": "政府采购法第七十七条", "document": "1号"}
    refused = client.post(address, {**given, "ends_on": "2020-01-01"})
    assert refused.status_code == 422
    assert "提供虚假材料" in refused.content.decode()
    assert client.post(address, {**given, "ends_on": "2026-10-31"}).status_code == 302
    row = Sanction.objects.get()
    client.logout()
    shown = client.get(f"/organizations/{organization.public_id}/").content.decode()
    assert "政府采购法第七十七条" in shown
    sign_in(client, legal)
    mine = f"/my/organization/{organization.public_id}/sanctions/"
    assert "提供虚假材料" in client.get(mine).content.decode()
    act = f"/work/sanctions/{row.public_id}"
    assert client.post(f"{act}/appeal/", {"text": ""}).status_code == 422
    assert client.post(f"{act}/appeal/", {"text": "材料属实"}).status_code == 302
    assert client.post(f"{act}/nothing/").status_code == 404
    sign_in(client, second)
    assert "材料属实" in client.get(address).content.decode()
    assert client.post(f"{act}/answer/", {"is_upheld": "no", "reason": "事实清楚"}).status_code == 302
    sign_in(client, UserFactory())
    assert client.get(address).status_code == 403
    assert client.get(mine).status_code == 404


@pytest.fixture
def bid_profile():
    from bidding.rules.profiles import profile_on

    return profile_on("below_limit", "consultation", TODAY)
