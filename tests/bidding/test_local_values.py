"""Numbers of the district: inside the national bound, with a source, by two people, kept for ever (GEN-03)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from bidding.actions.local_values import confirm_local_value, drop_local_value, propose_local_value
from bidding.models import LocalValue
from bidding.phrases.law import LOCAL_GROUPS, LOCAL_NUMBERS, key_label
from bidding.queries.drafts import review_draft
from bidding.queries.duties import duties_of
from bidding.queries.local_values import local_numbers, local_profile
from bidding.rules.local_values import as_parameter, check_local_value, editable_keys
from bidding.rules.profiles import check_track, profile_on
from marketplace.audit.models import AuditEvent
from marketplace.core.refusals import Refused
from organizations.states import PostRole
from tests.factories.organizations import official

DAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("local.purchase_limit", "299999.99", "local_too_low"), ("local.purchase_limit", "300000", None),
        ("local.open_threshold", "4000000", None), ("open.response", "19", "local_too_low"),
        ("open.response", "25", None), ("open.response", "25.5", "local_whole"),
        ("consultation.price_weight_max", "0.31", "local_too_high"), ("consultation.price_weight_max", "0.2", None),
        ("open.suppliers", "2", "local_key"), ("nothing", "2", "local_key"), ("local.nothing", "1", "local_key"),
    ],
)  # fmt: skip
# rules: GEN-03
def test_the_district_may_only_be_stricter(key, value, code):
    if code is None:
        check_local_value(key, Decimal(value), DAY, DAY)
        return
    with pytest.raises(Refused, match=code):
        check_local_value(key, Decimal(value), DAY, DAY)


def test_a_number_does_not_begin_in_the_past_and_every_one_has_a_name():
    with pytest.raises(Refused, match="local_past"):
        check_local_value("open.response", Decimal(25), DAY - timedelta(days=1), DAY)
    for key in editable_keys(DAY):
        group, _dot, what = key.partition(".")
        assert str(LOCAL_GROUPS[group]) in key_label(key)
        assert str(LOCAL_NUMBERS[what]) in key_label(key)


def test_rules_read_the_number_of_the_district_while_it_is_in_force():
    from dataclasses import replace

    row = as_parameter("local.purchase_limit", Decimal(500_000), DAY, date(2026, 6, 1), "示例文件")
    house = replace(profile_on("below_limit", "consultation", DAY), local={row.key: row})
    check_track(house, Decimal(400_000), "", DAY)
    with pytest.raises(Refused, match="above_limit"):
        check_track(house, Decimal(500_000), "", DAY)
    with pytest.raises(Refused, match="above_limit"):
        check_track(house, Decimal(400_000), "", date(2026, 6, 1))


def test_without_a_number_of_that_day_nothing_goes_on():
    with pytest.raises(Refused, match="local_missing"):
        check_track(profile_on("statutory", "open", DAY), Decimal(1), "", date(1999, 1, 1))


@pytest.fixture
def people(bureau):
    return official(PostRole.ADMINISTRATOR, bureau), official(PostRole.AUDITOR, bureau)


def proposal(actor, now, **changes):
    given = {
        "key": "consultation.response",
        "value": Decimal(15),
        "since": DAY,
        "source": "示例财采〔2026〕1号",
    }
    return propose_local_value(actor=actor, now=now, **{**given, **changes})


@pytest.mark.django_db
def test_two_people_put_a_number_in_force_and_the_earlier_one_stays_on_record(life, people):
    first, second = people
    row = proposal(first, life.now)
    assert local_numbers(DAY) == {}
    assert [duty.code for duty in duties_of(second, life.now)] == ["bidding.local_value"]
    assert duties_of(first, life.now) == []
    with pytest.raises(Refused, match="local_waits"):
        proposal(second, life.now)
    with pytest.raises(Refused, match="four_eyes"):
        confirm_local_value(actor=first, row=row, now=life.now)
    confirm_local_value(actor=second, row=row, now=life.now)
    with pytest.raises(Refused, match="local_decided"):
        confirm_local_value(actor=second, row=row, now=life.now)
    assert local_profile("statutory", "consultation", DAY).number("response", DAY).days == 15
    with pytest.raises(Refused, match="local_order"):
        proposal(first, life.now)
    later = proposal(first, life.now, since=date(2026, 4, 1), value=Decimal(12))
    confirm_local_value(actor=second, row=later, now=life.now)
    assert local_numbers(DAY)["consultation.response"].value == 15
    assert local_numbers(date(2026, 4, 1))["consultation.response"].value == 12
    assert LocalValue.objects.get(pk=row.pk).until == date(2026, 4, 1)
    assert AuditEvent.objects.filter(act="local_value.confirmed").count() == 2
    dropped = proposal(first, life.now, since=date(2026, 5, 1))
    with pytest.raises(Refused, match="reason_missing"):
        drop_local_value(actor=second, row=dropped, reason="", now=life.now)
    drop_local_value(actor=second, row=dropped, reason="文件未印发", now=life.now)
    with pytest.raises(Refused, match="local_decided"):
        drop_local_value(actor=second, row=dropped, reason="再次", now=life.now)


@pytest.mark.django_db
def test_a_longer_period_of_the_district_blocks_a_deadline_that_the_nation_allows(life, people):
    first, second = people
    tender = life.draft(
        track="statutory", procedure="consultation", bid_deadline=life.now + timedelta(days=12)
    )
    assert not [f for f in review_draft(tender, life.now) if f.code == "bidding.deadline_early"]
    row = proposal(first, life.now)
    confirm_local_value(actor=second, row=row, now=life.now)
    found = [f for f in review_draft(tender, life.now) if f.code == "bidding.deadline_early"]
    assert (found[0].rule, found[0].facts["count"]) == ("DOC-07", 15)


@pytest.mark.django_db
def test_the_pages(life, people, enter, desk, client):
    first, second = enter(people[0]), enter(people[1])
    home, new = reverse("bidding:local_value_list"), reverse("bidding:local_value_new")
    assert enter(desk.officer).get(home).status_code == 403
    assert client.get(home).status_code == 302
    assert first.get(home).status_code == 200
    sent = {
        "key": "local.open_threshold",
        "value": "4000000",
        "since": "2026-03-02",
        "source": "示例府发〔2026〕2号",
    }
    for changes in (
        {"value": "1999999"},
        {"value": "x"},
        {"key": "open.suppliers"},
        {"source": ""},
        {"since": "2020-01-01"},
    ):
        assert first.post(new, {**sent, **changes}).status_code == 422
    assert first.post(new, sent).status_code == 302
    row = LocalValue.objects.get()
    confirm = reverse("bidding:local_value_confirm", args=[row.public_id])
    assert first.get(confirm).status_code == 403
    assert second.get(confirm).status_code == 200
    assert second.post(confirm).status_code == 302
    assert second.post(confirm).status_code == 403
    assert "示例府发〔2026〕2号" in first.get(home).content.decode()
    public = client.get("/rules/numbers/?day=2026-03-02").content.decode()
    assert "¥4,000,000.00" in public
    assert "¥4,000,000.00" in client.get("/rules/?day=2026-03-02&family=GEN").content.decode()
    assert first.post(new, {**sent, "since": "2026-05-01"}).status_code == 302
    drop = reverse("bidding:local_value_drop", args=[LocalValue.objects.get(confirmed_at=None).public_id])
    assert second.post(drop, {"reason": ""}).status_code == 422
    assert second.post(drop, {"reason": "文件未印发"}).status_code == 302
