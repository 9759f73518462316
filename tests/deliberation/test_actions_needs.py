"""Needs: from a resident's words to a screened, supported need; every act leaves its trace."""

import threading
from datetime import datetime, timedelta

import pytest
from django.db import connection

from deliberation.actions import (
    accept_need,
    answer_question,
    appeal_refusal,
    ask_author,
    confirm_rule_set,
    count_due_needs,
    decide_appeal,
    deliver_need,
    merge_need,
    move_due_needs,
    raise_need,
    redirect_need,
    refuse_need,
    replace_rule_set,
    review_refusal,
    settle_need,
    start_direct_action,
    support_need,
)
from deliberation.models import Need, RuleSet, ScreeningRule, Support
from deliberation.queries.needs import public_needs, refused_needs, with_numbers
from deliberation.queries.rule_sets import current_rule_set
from deliberation.queries.supports import households_behind
from deliberation.rules.lives import need_state_at
from deliberation.states import NeedState
from marketplace.audit.models import AuditEvent
from marketplace.core.clock import SHANGHAI
from marketplace.core.refusals import Refused
from marketplace.notifications.models import Notification
from tests.factories.deliberation import NeedFactory, SupportFactory, SupportingNeedFactory
from tests.factories.organizations import HouseholdFactory, ResidencyFactory, UserFactory

from .conftest import resident_of

pytestmark = pytest.mark.django_db
LONG = "该事项属于个人之间的经济纠纷，不列入协商。"


def raised(place, now, **changes):
    fields = {"kind": "elders", "title": "独居老人没人看望", "body": "三栋有几位独居老人。", **changes}
    return raise_need(actor=place.resident, community=place.community, now=now, **fields)


def accepted(place, rule, now, **changes):
    need = raised(place, now, **changes)
    return accept_need(
        actor=place.worker,
        need=need,
        rule=rule("Y3"),
        who_acts="organization",
        reason="关系居民安全",
        now=now,
    )


def test_a_need_gets_a_number_a_receipt_and_a_day_of_answer(place, now):
    need = raised(place, now)
    assert need.state == NeedState.SCREENING
    assert need.reference.startswith("XQ-2026-")
    assert need.due_at == datetime(2026, 3, 4, 23, 59, 59, tzinfo=SHANGHAI)
    assert AuditEvent.objects.filter(act="need.raised", subject_id=str(need.pk)).count() == 1
    kinds = set(Notification.objects.values_list("kind", flat=True))
    assert kinds == {"deliberation.need_received", "deliberation.need_to_screen"}
    assert not public_needs().exists()


def test_fast_kinds_are_due_a_day_earlier(place, now):
    assert raised(place, now, kind="property").due_at.day == 3


def test_the_same_text_sent_twice_is_one_need(place, now):
    assert raised(place, now) == raised(place, now + timedelta(seconds=2))
    assert AuditEvent.objects.filter(act="need.raised").count() == 1


def test_six_needs_a_day_and_not_seven(place, now):
    for number in range(6):
        raised(place, now, title=f"第{number}件")
    with pytest.raises(Refused) as refused:
        raised(place, now, title="第七件")
    assert (refused.value.code, refused.value.status) == ("deliberation.daily_limit", 429)
    raised(place, now + timedelta(days=1), title="第七件")


def test_nobody_without_verified_phone_and_nothing_without_words_or_photo(place, now):
    with pytest.raises(Refused, match="nothing_said"):
        raised(place, now, body="  ")
    place.resident = place.stranger
    with pytest.raises(Refused, match="phone_unverified"):
        raised(place, now)


def test_accepting_opens_the_need_with_its_threshold(place, rule, now):
    need = accepted(place, rule, now)
    assert (need.state, need.threshold, need.rule.code) == (NeedState.SUPPORTING, 21, "Y3")
    assert need.moves_at.date().isoformat() == "2026-04-01"
    assert list(public_needs()) == [need]
    assert need.spine.stops.get().reference == need.reference
    assert (
        Notification.objects.filter(kind="deliberation.need_screened", recipient=place.resident).count() == 1
    )
    with pytest.raises(Refused) as refused:
        accept_need(
            actor=place.worker, need=need, rule=rule("Y3"), who_acts="residents", reason="再次", now=now
        )
    assert refused.value.status == 409


def test_personal_numbers_are_masked_when_the_text_becomes_public(place, rule, now):
    need = accepted(place, rule, now, body="联系13812345678")
    assert need.body == "联系138****5678"
    event = AuditEvent.objects.get(act="need.accepted")
    assert event.before["body"] == "联系13812345678"


# rules: CNS-01
def test_a_refusal_needs_a_long_reason_and_a_second_person(place, rule, now):
    need = raised(place, now)
    with pytest.raises(Refused, match="reason_short"):
        refuse_need(actor=place.worker, need=need, rule=rule("N3"), reason="太短", channel="", now=now)
    refuse_need(actor=place.worker, need=need, rule=rule("N3"), reason=LONG, channel="人民调解", now=now)
    assert Need.objects.get().state == NeedState.SCREENING
    with pytest.raises(Refused, match="refusal_waits"):
        accept_need(
            actor=place.second, need=need, rule=rule("Y3"), who_acts="residents", reason="可以", now=now
        )
    for person in (place.worker, place.resident):
        with pytest.raises(Refused, match="own_screening") as refused:
            review_refusal(actor=person, need=need, is_confirmed=True, reason="同意", now=now)
        assert refused.value.status == 403
    need = review_refusal(actor=place.second, need=need, is_confirmed=True, reason="同意", now=now)
    assert (need.state, need.rule.code, need.channel) == (NeedState.REFUSED, "N3", "人民调解")
    assert list(refused_needs()) == [need]
    with pytest.raises(Refused) as refused:
        review_refusal(actor=place.second, need=need, is_confirmed=True, reason="同意", now=now)
    assert refused.value.status == 409


def test_a_returned_refusal_is_screened_again(place, rule, now):
    need = raised(place, now)
    refuse_need(actor=place.worker, need=need, rule=rule("N1"), reason=LONG, channel="", now=now)
    need = review_refusal(actor=place.director, need=need, is_confirmed=False, reason="属于公共事务", now=now)
    assert need.state == NeedState.SCREENING
    accept_need(
        actor=place.worker, need=need, rule=rule("Y4"), who_acts="community", reason="公共事务", now=now
    )


def test_codes_fit_the_answer(place, rule, now):
    need = raised(place, now)
    for act, code in ((refuse_need, "Y1"), (redirect_need, "N1")):
        with pytest.raises(Refused, match="wrong_rule"):
            act(actor=place.worker, need=need, rule=rule(code), reason=LONG, channel="窗口", now=now)
    with pytest.raises(Refused, match="channel_missing"):
        redirect_need(actor=place.worker, need=need, rule=rule("E1"), reason="办事", channel=" ", now=now)
    need = redirect_need(
        actor=place.worker, need=need, rule=rule("E1"), reason="办事", channel="社区窗口", now=now
    )
    assert need.state == NeedState.REDIRECTED


def test_one_appeal_goes_to_the_level_above(place, rule, now):
    need = raised(place, now)
    refuse_need(actor=place.worker, need=need, rule=rule("N2"), reason=LONG, channel="法院", now=now)
    need = review_refusal(actor=place.second, need=need, is_confirmed=True, reason="同意", now=now)
    with pytest.raises(Refused, match="not_author"):
        appeal_refusal(actor=place.stranger, need=need, reason="不服", now=now)
    appeal_refusal(actor=place.resident, need=need, reason="这是公共的事", now=now)
    with pytest.raises(Refused, match="appealed_already"):
        appeal_refusal(actor=place.resident, need=need, reason="这是公共的事", now=now)
    assert move_due_needs(now=now + timedelta(days=60)) == 0
    with pytest.raises(Refused, match="reason_short"):
        decide_appeal(actor=place.above, need=need, is_upheld=True, answer="好", now=now)
    need = decide_appeal(
        actor=place.above, need=need, is_upheld=True, answer="涉及整栋居民的公共安全，应予受理。", now=now
    )
    assert (need.state, need.rule) == (NeedState.SCREENING, None)


def test_an_appeal_after_the_ten_days_is_late(place, rule, now):
    need = raised(place, now)
    refuse_need(actor=place.worker, need=need, rule=rule("N1"), reason=LONG, channel="", now=now)
    review_refusal(actor=place.second, need=need, is_confirmed=True, reason="同意", now=now)
    with pytest.raises(Refused, match="appeal_late"):
        appeal_refusal(actor=place.resident, need=need, reason="不服", now=now + timedelta(days=20))


def test_a_question_waits_seven_days_and_can_be_answered_later(place, now):
    need = ask_author(actor=place.worker, need=raised(place, now), question="是哪几栋楼？", now=now)
    assert need.state == NeedState.NEED_INFO
    later = now + timedelta(days=8)
    assert move_due_needs(now=later) == 1
    assert move_due_needs(now=later) == 0
    need = answer_question(actor=place.resident, need=need, answer="三栋和五栋", now=later)
    assert (need.state, need.screenings.get().answer) == (NeedState.SCREENING, "三栋和五栋")


def test_merged_needs_carry_their_supporters_over(place, rule, now):
    target = accepted(place, rule, now)
    neighbor = resident_of(place.community)
    need = raise_need(
        actor=neighbor, community=place.community, kind="elders", title="同样的事", body="也有老人", now=now
    )
    Support.objects.create(
        need=need, user=neighbor, household=neighbor.residency.household, at=now, counts_from=now
    )
    with pytest.raises(Refused, match="merge_elsewhere"):
        merge_need(actor=place.worker, need=need, target=SupportingNeedFactory(), reason="相同", now=now)
    need = merge_need(actor=place.worker, need=need, target=target, reason="与此件相同", now=now)
    assert (need.state, need.merged_into) == (NeedState.MERGED, target)
    assert households_behind(target, now) == 1


def test_supports_count_households_not_people(place, rule, now):
    need = accepted(place, rule, now)
    first = resident_of(place.community)
    second = UserFactory()
    type(second).objects.update(joined_at=now - timedelta(days=9))
    second.refresh_from_db()
    ResidencyFactory(
        user=second, community=place.community, level="verified", household=first.residency.household
    )
    for person in (first, second, first):
        support_need(actor=person, need=need, now=now)
    assert need.supports.count() == 2
    assert households_behind(need, now) == 1
    assert AuditEvent.objects.filter(act="need.supported").count() == 2
    with pytest.raises(Refused, match="not_resident_here"):
        support_need(actor=place.stranger, need=need, now=now)


def test_the_twenty_first_household_reaches_the_threshold_and_tells_people(place, rule, now):
    need = accepted(place, rule, now)
    SupportFactory.create_batch(20, need=need, at=now, counts_from=now)
    support_need(actor=place.resident, need=need, now=now)
    need.refresh_from_db()
    assert need.threshold_reached_at == now
    assert Notification.objects.filter(kind="deliberation.threshold_reached", recipient=place.worker).exists()
    assert move_due_needs(now=now + timedelta(days=40)) == 0


def test_one_fifth_of_the_households_is_a_statutory_proposal(place, rule, now):
    place.community.households = 100
    place.community.save()
    need = accepted(place, rule, now)
    SupportFactory.create_batch(19, need=need, at=now, counts_from=now)
    support_need(actor=place.resident, need=need, now=now)
    need.refresh_from_db()
    assert need.proposal_reached_at == now


def test_a_new_account_counts_after_a_day_without_any_click(place, rule, now):
    need = accepted(place, rule, now)
    SupportFactory.create_batch(20, need=need, at=now, counts_from=now)
    newcomer = resident_of(place.community)
    type(newcomer).objects.filter(pk=newcomer.pk).update(joined_at=now)
    newcomer.refresh_from_db()
    support_need(actor=newcomer, need=need, now=now)
    need.refresh_from_db()
    assert need.threshold_reached_at is None
    tomorrow = now + timedelta(days=1)
    assert households_behind(need, tomorrow) == 21
    Need.objects.filter(pk=need.pk).update(changed_at=now)
    assert count_due_needs(now=tomorrow) == 1
    need.refresh_from_db()
    assert need.threshold_reached_at == tomorrow


def test_a_resting_need_wakes_with_ten_new_households(place, rule, now):
    need = accepted(place, rule, now)
    later = now + timedelta(days=31)
    SupportFactory.create_batch(9, need=need, at=later, counts_from=later)
    support_need(actor=place.resident, need=need, now=later)
    need.refresh_from_db()
    assert need.state == NeedState.SUPPORTING
    assert need.moves_at.date().isoformat() == "2026-05-02"


def test_small_matters_are_solved_directly(place, rule, now):
    need = accepted(place, rule, now)
    with pytest.raises(Refused, match="day_past"):
        start_direct_action(
            actor=place.worker, need=need, owner="居委会", due_on=now.date() - timedelta(days=1), now=now
        )
    start_direct_action(actor=place.worker, need=need, owner="居委会", due_on=now.date(), now=now)
    with pytest.raises(Refused, match="result_missing"):
        deliver_need(actor=place.worker, need=need, result=" ", now=now)
    assert deliver_need(actor=place.worker, need=need, result="已换灯", now=now).state == NeedState.DELIVERED


def test_an_adopted_need_becomes_a_covenant(place, now):
    from tests.factories.deliberation import OutcomeFactory

    need = OutcomeFactory().deliberation.needs.get()
    need = settle_need(actor=place.worker, need=need, to="covenant", result="文明养犬公约", now=now)
    assert need.state == NeedState.COVENANT


@pytest.mark.parametrize("state", ["need_info", "supporting", "dormant", "refused", "redirected", "merged"])
@pytest.mark.parametrize("days", [-1, 0, 1, 89, 90, 91])
def test_the_database_and_the_pure_function_agree_on_the_state(place, now, state, days):
    target = SupportingNeedFactory(community=place.community)
    need = NeedFactory(community=place.community, state=state, threshold=20, moves_at=now, merged_into=target)
    at = now + timedelta(days=days)
    row = with_numbers(Need.objects.filter(pk=need.pk), at).get()
    assert row.state_now == need_state_at(state=state, moves_at=now, now=at)


def test_editing_the_rules_leaves_past_codes_unchanged(place, rule, now):
    need = accepted(place, rule, now)
    shipped = RuleSet.objects.get(version=1)
    assert current_rule_set() == shipped
    confirm_rule_set(actor=place.above, rule_set=shipped, now=now)
    made = replace_rule_set(
        actor=place.above, basis=shipped, changes=[{"code": "Y3", "label": "新的说法"}], now=now
    )
    assert current_rule_set() == made
    assert ScreeningRule.objects.get(rule_set=made, code="Y3").label == "新的说法"
    assert Need.objects.get(pk=need.pk).rule.label == "涉及居民切身利益的公共事务、公益事业"
    with pytest.raises(Refused, match="rule_set_stale") as refused:
        replace_rule_set(actor=place.above, basis=shipped, changes=[], now=now)
    assert refused.value.status == 409
    with pytest.raises(Refused, match="not_in_this_state"):
        confirm_rule_set(actor=place.above, rule_set=made, now=now)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_parallel_supports_of_one_household_count_once(now):
    need = SupportingNeedFactory(threshold=1, moves_at=now + timedelta(days=30))
    home = HouseholdFactory(community=need.community)
    people = UserFactory.create_batch(2)
    type(people[0]).objects.update(joined_at=now - timedelta(days=9))
    for person in people:
        ResidencyFactory(user=person, community=need.community, level="verified", household=home)
        person.refresh_from_db()
    barrier = threading.Barrier(2)
    errors = []

    def work(person):
        try:
            barrier.wait()
            support_need(actor=person, need=need, now=now)
        except Exception as error:  # noqa: BLE001 - shown by the assertion
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert need.supports.count() == 2
    assert households_behind(need, now) == 1
    assert (
        Notification.objects.filter(kind="deliberation.threshold_reached", recipient=people[0]).count() <= 1
    )
    assert AuditEvent.objects.filter(act="need.supported").count() == 2
