"""Approval chains: by track and amount, step by step, deputies, due dates, return; nobody decides on the own work."""

from decimal import Decimal

from bidding.actions.approvals import approve_tender, end_chain, make_chain, send_back_tender
from bidding.actions.tenders import publish_tender, submit_tender
from bidding.models import Approval, ApprovalChain
from bidding.queries.approvals import steps_for
from bidding.queries.duties import duties_of
from bidding.states import TenderState
from organizations.states import PostRole
from tests.factories.organizations import DepartmentFactory, official

from .test_actions_tenders import refused


def step(name, role=PostRole.FINANCE, **given):
    return {"name": name, "role": role, "department": None, "deputy": None, "days": 3, **given}


def chain(life, *steps, track="", budget_from=0):
    return make_chain(
        actor=life.desk.auditor, track=track, budget_from=Decimal(budget_from), basis="内控制度第3条",
        steps=list(steps), now=life.now,
    )  # fmt: skip


def test_the_chain_of_the_own_track_and_highest_amount_holds(life):
    tender = life.draft()
    assert steps_for(tender) == []
    chain(life, step("甲"))
    chain(life, step("乙"), budget_from=10_000)
    assert [row.name for row in steps_for(tender)] == ["乙"]
    own = chain(life, step("丙"), step("丁"), track=tender.track)
    assert [row.name for row in steps_for(tender)] == ["丙", "丁"]
    chain(life, step("戊"), track=tender.track)
    assert ApprovalChain.objects.get(pk=own.pk).ended_at is not None
    with refused("chain_ended"):
        end_chain(actor=life.desk.auditor, chain=own, now=life.now)
    with refused("chain_steps"):
        chain(life)


def test_steps_are_decided_in_order_by_others_and_only_then_published(life, desk, enter):
    finance = DepartmentFactory(code="finance")
    head, deputy = official(PostRole.FINANCE, finance), official(PostRole.REGISTRAR, finance)
    chain(
        life,
        step("科室负责人", PostRole.APPROVER),
        step("财政部门", department=finance, deputy=deputy, days=1),
    )
    tender = life.submitted()
    rows = list(Approval.objects.all())
    assert [(row.name, row.due_on is not None) for row in rows] == [("科室负责人", True), ("财政部门", False)]
    with refused("approval_waits"):
        publish_tender(actor=desk.second_approver, tender=tender, now=life.now)
    with refused("four_eyes"):
        approve_tender(actor=desk.officer, tender=tender, comment="", now=life.now)
    with refused("not_this_step"):
        approve_tender(actor=head, tender=tender, comment="", now=life.now)
    assert [duty.code for duty in duties_of(head, life.now)] == []
    approve_tender(actor=desk.approver, tender=tender, comment="同意", now=life.now)
    assert "bidding.approve" in [duty.code for duty in duties_of(head, life.now)]
    assert "bidding.approve" in [duty.code for duty in duties_of(deputy, life.now)]
    assert "bidding.publish" not in [duty.code for duty in duties_of(desk.second_approver, life.now)]
    client, path = enter(deputy), f"/work/tenders/{tender.public_id}/approve/"
    assert "同意" in client.get(path).text
    assert client.post(path, {"return": "1", "reason": ""}).status_code == 422
    assert client.post(path, {"return": "1", "reason": "预算依据不足"}).status_code == 302
    tender.refresh_from_db()
    assert (tender.state, tender.return_reason) == (TenderState.DRAFT, "预算依据不足")
    tender = submit_tender(actor=desk.officer, tender=tender, now=life.now)
    assert Approval.objects.filter(round=2).count() == 2
    approve_tender(actor=desk.approver, tender=tender, comment="", now=life.now)
    assert client.post(path, {"comment": ""}).status_code == 302
    assert "bidding.publish" in [duty.code for duty in duties_of(desk.second_approver, life.now)]
    with refused("nothing_to_approve"):
        send_back_tender(actor=head, tender=tender, reason="x", now=life.now)
    assert (
        publish_tender(actor=desk.second_approver, tender=tender, now=life.now).state == TenderState.PUBLISHED
    )


def test_administrators_keep_the_chains(life, desk, enter):
    admin = enter(official(PostRole.ADMINISTRATOR, desk.officer.posts.get().department))
    assert enter(desk.officer).get("/work/approval-chains/").status_code == 403
    page = admin.get("/work/approval-chains/new/")
    names = [field.html_name for form in page.context["rows"] for field in form]
    given = dict.fromkeys(names, "") | {"track": "", "budget_from": "", "basis": "内控制度"}
    given |= {name: "3" for name in names if name.endswith("days")}
    given |= {name: "finance" for name in names if name.endswith("role")}
    given |= {"s-TOTAL_FORMS": "4", "s-INITIAL_FORMS": "0", "s-MIN_NUM_FORMS": "4", "s-MAX_NUM_FORMS": "4"}
    bad = admin.post("/work/approval-chains/new/", {**given, "s-0-name": "科室", "s-0-days": "99"})
    assert (bad.status_code, "内控制度" in bad.text) == (422, True)
    assert admin.post("/work/approval-chains/new/", {**given, "s-0-name": "科室"}).status_code == 302
    assert "科室" in admin.get("/work/approval-chains/").text
    row = ApprovalChain.objects.get()
    assert admin.post(f"/work/approval-chains/{row.pk}/end/").status_code == 302
    assert admin.get(f"/work/approval-chains/{row.pk}/end/").status_code == 404
