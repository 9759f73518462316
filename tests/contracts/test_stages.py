"""Evaluations of a running contract and rectification: what is done, refused, shown and told."""

from datetime import date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bidding.models import Tender
from bidding.rules.draws import order_by_draw
from contracts import actions
from contracts.models import Contract, Rectification, StageEvaluation
from contracts.queries.duties import duties_of
from contracts.queries.stages import is_at_level_above
from contracts.rules.milestones import due_moment
from contracts.rules.stages import expanded
from marketplace.audit.models import AuditEvent
from marketplace.core.clock import SHANGHAI
from marketplace.core.refusals import Refused
from marketplace.notifications.models import Notification
from marketplace.web.files import Checked
from marketplace.workdays.queries import load_calendar
from marketplace.workdays.rules import Calendar
from organizations.states import PostRole
from tests.client import sign_in
from tests.factories.contracts import MOMENT, accepted, active, delivered, evaluated, sampled
from tests.factories.contracts import photo as jpeg
from tests.factories.organizations import official

pytestmark = pytest.mark.django_db
DUE = MOMENT + timedelta(days=7)


def upload():
    return SimpleUploadedFile("现场.jpg", jpeg(), content_type="image/jpeg")


def begun(here, **changes):
    given = {
        "actor": here.officer,
        "contract": here.contract,
        "kind": "spot",
        "register": "签到簿",
        "records": 40,
    }
    return actions.begin_stage(**{**given, "now": MOMENT, **changes})


def ordered(here, **changes):
    given = {"reason": "抽查发现缺签到", "items": ["补齐签到", "公示值班表"], "due_at": DUE}
    return actions.order_rectification(
        actor=here.officer, contract=here.contract, now=MOMENT, **{**given, **changes}
    )


def answered(here, row, now=MOMENT):
    return actions.answer_rectification(
        actor=here.legal, rectification=row, answers={1: "已补齐", 2: "已公示"}, now=now
    )


def test_the_sample_is_drawn_once_and_can_be_drawn_again():
    here = accepted()
    stage = begun(here)
    assert begun(here) == stage
    keys = order_by_draw(stage.seed, expanded(stage.frame))
    drawn = [item.key for item in stage.sample.all()]
    assert drawn == keys[: len(drawn)]
    assert len(drawn) == 5
    assert AuditEvent.objects.filter(act="stage.begun").count() == 1


def test_what_cannot_be_drawn_or_is_not_due_is_refused():
    here = active()
    with pytest.raises(Refused, match="frame_empty"):
        begun(here, records=0)
    type(here.contract).objects.update(ends_on=here.contract.starts_on + timedelta(days=90))
    with pytest.raises(Refused, match="stage_not_due"):
        begun(here, kind="midterm")
    with pytest.raises(Refused, match="not_officer"):
        begun(here, actor=here.legal)


def test_a_finding_waits_for_the_whole_sample_and_orders_what_is_wrong():
    here = accepted()
    stage = begun(here)
    with pytest.raises(Refused, match="sample_open"):
        actions.publish_stage(
            actor=here.officer, stage=stage, findings="x", conclusion="on_track", now=MOMENT
        )
    with pytest.raises(Refused, match="sample_note"):
        actions.record_sample(
            actor=here.officer, stage=stage, position=1, result="defect", note=" ", now=MOMENT
        )
    sampled(here, "spot", result="defect")
    publish = {
        "actor": here.officer,
        "stage": stage,
        "findings": "缺签到",
        "conclusion": "rectify",
        "now": MOMENT,
    }
    with pytest.raises(Refused, match="rectification_wanted"):
        actions.publish_stage(**publish)
    stage = actions.publish_stage(**publish, items=["补齐签到"], due_at=DUE)
    assert stage.progress["sample"]["defect"] == stage.progress["sample"]["n"] == 5
    assert (stage.progress["accepted"], stage.progress["milestones"]) == (1, 3)
    assert stage.rectifications.get().items.get().text == "补齐签到"
    with pytest.raises(Refused, match="not_in_this_state"):
        actions.record_sample(actor=here.officer, stage=stage, position=1, result="ok", note="", now=MOMENT)
    with pytest.raises(Refused, match="not_in_this_state"):
        actions.publish_stage(**publish, items=["补齐签到"], due_at=DUE)


def test_closing_waits_for_the_final_evaluation_and_open_orders():
    here = delivered()
    StageEvaluation.objects.update(state="begun", published_at=None, findings="", conclusion="")
    close = {"actor": here.officer, "contract": here.contract, "now": MOMENT}
    with pytest.raises(Refused, match="final_missing"):
        actions.close_contract(**close)
    evaluated(here)
    row = ordered(here)
    with pytest.raises(Refused, match="rectification_open"):
        actions.close_contract(**close)
    actions.check_rectification(
        actor=here.officer, rectification=answered(here, row), is_done=True, remark="已核实", now=MOMENT
    )
    assert actions.close_contract(**close).closed_at == MOMENT


def test_an_order_is_answered_sent_back_and_put_right():
    here = active()
    row = ordered(here)
    assert ordered(here) == row
    assert ordered(here, items=["另一件事"]).number == 2
    with pytest.raises(Refused, match="not_supplier"):
        actions.answer_rectification(actor=here.officer, rectification=row, answers={}, now=MOMENT)
    with pytest.raises(Refused, match="unanswered"):
        actions.answer_rectification(actor=here.legal, rectification=row, answers={1: "已补齐"}, now=MOMENT)
    row = answered(here, row)
    check = {"actor": here.officer, "rectification": row, "remark": "仍缺一天", "now": MOMENT}
    with pytest.raises(Refused, match="resubmit_day"):
        actions.check_rectification(**check, is_done=False)
    back = actions.check_rectification(**check, is_done=False, due_at=DUE + timedelta(days=3))
    assert (back.state, back.turns) == ("ordered", 1)
    row = answered(here, row)
    assert actions.check_rectification(**check, is_done=True).state == "done"
    with pytest.raises(Refused, match="not_in_this_state"):
        answered(here, row)
    acts = AuditEvent.objects.filter(act__startswith="rectification.").values_list("act", flat=True)
    assert sorted(acts) == sorted(
        ["rectification.ordered"] * 2 + ["rectification.answered"] * 2 + ["rectification.checked"] * 2
    )


def test_what_is_late_goes_to_an_approver_who_did_not_order_it():
    here = active()
    row, late = ordered(here), DUE + timedelta(days=7)
    fail = {"rectification": row, "remark": "逾期未改"}
    with pytest.raises(Refused, match="not_escalated"):
        actions.fail_rectification(actor=here.approver, now=DUE, **fail)
    assert actions.escalate_rectifications(now=DUE) == 0
    assert actions.escalate_rectifications(now=late) == actions.escalate_rectifications(now=late) == 1
    told = Notification.objects.filter(recipient=here.approver, kind="contracts.rectification_escalated")
    assert told.count() == 1
    assert "contracts.decide_rectification" in {duty.code for duty in duties_of(here.approver, late)}
    row.refresh_from_db()
    assert not is_at_level_above(row, Calendar(years=frozenset()), late)
    assert is_at_level_above(row, load_calendar(), late)
    with pytest.raises(Refused, match="not_approver"):
        actions.fail_rectification(actor=here.officer, now=late, **fail)
    assert actions.fail_rectification(actor=here.approver, now=late, **fail).state == "failed"


def test_duties_of_evaluations_and_orders():
    here = accepted()
    middle = here.contract.starts_on + (here.contract.ends_on - here.contract.starts_on) / 2
    codes = {duty.code for duty in duties_of(here.officer, due_moment(middle))}
    assert "contracts.begin_stage" in codes
    begun(here)
    row = ordered(here)
    assert "contracts.finish_stage" in {duty.code for duty in duties_of(here.officer, MOMENT)}
    assert "contracts.answer_rectification" in {duty.code for duty in duties_of(here.legal, MOMENT)}
    answered(here, row)
    assert "contracts.check_rectification" in {duty.code for duty in duties_of(here.officer, MOMENT)}


def test_pages_of_an_evaluation(client, move_clock):
    move_clock(MOMENT)
    here = accepted()
    sign_in(client, here.officer)
    home = here.contract.desk_path
    assert "中期评估" in client.get(home).content.decode()
    start = f"{home}stages/new/spot/"
    assert client.get(start).status_code == 200
    for bad in (
        {"register": "签到簿"},
        {"records": "4_2", "register": "簿"},
        {"records": "5001", "register": "簿"},
    ):
        assert client.post(start, bad).status_code == 422
    page = client.post(start, {"register": "签到簿", "records": "40"}, follow=True)
    stage = StageEvaluation.objects.get()
    assert page.redirect_chain[-1][0] == stage.desk_path
    assert client.post(f"{stage.desk_path}sample/", {"position": "99"}).status_code == 404
    assert client.post(f"{stage.desk_path}sample/", {"position": "x"}).status_code == 404
    kept = {"position": "1", "result": "defect", "note": ""}
    assert client.post(f"{stage.desk_path}sample/", kept).status_code == 422
    for item in stage.sample.all():
        data = {"position": item.position, "result": "ok", "note": ""}
        if item.position == 1:
            data["photo"] = upload()
        assert client.post(f"{stage.desk_path}sample/", data).status_code == 302
    data = {"findings": "记录齐全", "conclusion": "rectify", "items": "补签到\n贴公示"}
    bad = client.post(f"{stage.desk_path}publish/", data)
    assert bad.status_code == 422
    assert "记录齐全" in bad.content.decode()
    assert client.get(stage.path).status_code == 404
    assert client.post(f"{stage.desk_path}publish/", {**data, "due_on": "2026-03-30"}).status_code == 302
    shown = client.get(stage.path).content.decode()
    assert "n=5" in shown
    assert stage.seed in shown
    assert "补签到" in client.get(here.contract.path).content.decode()
    photo = stage.sample.get(position=1).photo
    assert client.get(f"{home}stages/photos/{photo.public_id}/").status_code == 200
    sign_in(client, here.legal)
    assert photo.public_id in client.get(stage.path).content.decode()
    assert client.get(f"{here.contract.supplier_path}stages/photos/{photo.public_id}/").status_code == 200
    assert client.get(start).status_code == 404


def test_pages_of_an_order(client, move_clock):
    move_clock(MOMENT)
    here = active()
    sign_in(client, here.officer)
    start = f"{here.contract.desk_path}rectifications/new/"
    assert client.get(start).status_code == 200
    data = {"reason": "缺签到", "items": "补签到", "due_on": "2026-03-25"}
    for bad in (
        {"items": "x" * 301},
        {"items": "\n".join("abcdefghijk")},
        {"due_on": "2026-02-30"},
        {"items": "\u200b"},
    ):
        assert client.post(start, {**data, **bad}).status_code == 422
    assert client.post(start, data).status_code == 302
    row = Rectification.objects.get()
    assert client.post(f"{row.supplier_path}answer/", {}).status_code == 404
    sign_in(client, here.legal)
    assert client.get(row.desk_path).status_code == 404
    assert client.get(row.supplier_path).status_code == 200
    assert client.post(f"{row.supplier_path}answer/", {"answer_1": " "}).status_code == 422
    given = {"answer_1": "已补签到", "files_1": upload()}
    assert client.post(f"{row.supplier_path}answer/", given).status_code == 302
    file = row.items.get().files.get()
    assert (
        client.get(f"{here.contract.supplier_path}rectifications/files/{file.public_id}/").status_code == 200
    )
    sign_in(client, here.officer)
    assert file.public_id in client.get(row.desk_path).content.decode()
    assert client.post(f"{row.desk_path}check/", {"is_done": "no", "remark": "还差"}).status_code == 422
    back = {"is_done": "no", "remark": "还差", "due_on": "2026-03-20"}
    assert client.post(f"{row.desk_path}check/", back).status_code == 302
    move_clock(MOMENT + timedelta(days=14))
    sign_in(client, here.approver)
    assert "不" in client.get(row.desk_path).content.decode()
    assert client.post(f"{row.desk_path}fail/", {"remark": ""}).status_code == 422
    assert client.post(f"{row.desk_path}fail/", {"remark": "逾期"}).status_code == 302
    assert Rectification.objects.get().state == "failed"


def test_photos_are_kept_under_neutral_names():
    here = active()
    stage = begun(here)
    for _ in range(2):
        item = actions.record_sample(
            actor=here.officer, stage=stage, position=1, result="ok", note="", now=MOMENT,
            photo=Checked("张三.png", "image/png", 3, "0" * 64, b"png"),
        )  # fmt: skip
    assert "张三" not in item.photo.name


def test_the_orderer_does_not_decide():
    here = active()
    both = official(PostRole.PROJECT_OFFICER, department=here.department)
    official_post = here.approver.posts.first()
    official_post.pk, official_post.user = None, both
    official_post.save()
    row = actions.order_rectification(
        actor=both, contract=here.contract, reason="x", items=["x"], due_at=DUE, now=MOMENT
    )
    with pytest.raises(Refused, match="orderer_decides"):
        actions.fail_rectification(actor=both, rectification=row, remark="x", now=DUE)


def test_the_missing_report_of_a_grant_fills_in_the_finding_and_a_person_publishes(client, move_clock):
    """VEN-06: nothing was delivered, so nothing is drawn; the officer decides what is published."""
    here = active()
    contract = here.contract
    contract.starts_on, contract.ends_on = date(2025, 9, 1), date(2026, 8, 31)
    contract.save(update_fields=["starts_on", "ends_on"])
    contract.milestones.filter(number=1).update(due_at=datetime(2026, 1, 30, 18, tzinfo=SHANGHAI))
    contract.milestones.exclude(number=1).update(due_at=datetime(2026, 8, 30, 18, tzinfo=SHANGHAI))
    now = datetime(2026, 3, 16, 10, tzinfo=SHANGHAI)
    with pytest.raises(Refused, match=r"contracts\.frame_empty"):
        actions.begin_stage(actor=here.officer, contract=contract, kind="midterm", now=now)
    Tender.objects.filter(pk=contract.award.lot.tender_id).update(track="grant")
    contract = Contract.objects.get(pk=contract.pk)
    stage = actions.begin_stage(actor=here.officer, contract=contract, kind="midterm", now=now)
    assert (stage.sample.count(), StageEvaluation.objects.get().state) == (0, "begun")
    move_clock(now)
    sign_in(client, here.officer)
    page = client.get(stage.desk_path).content.decode()
    assert "VEN-06" in page
    assert "第 1 阶段在期中前未填报" in page
    given = {
        "findings": "未提交中期报告。",
        "conclusion": "failing",
        "items": "补交报告",
        "due_on": "2026-03-30",
    }
    assert client.post(f"{stage.desk_path}publish/", given).status_code == 302
    stage.refresh_from_db()
    assert (stage.conclusion, stage.progress["unreported"]) == ("failing", [1])
    assert AuditEvent.objects.get(act="stage.published").after["rule"] == "VEN-06"
    client.logout()
    assert "VEN-06" in client.get(stage.path).content.decode()
