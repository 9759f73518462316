"""B9 and B10: the rest is delivered, residents look, the contract closes; three voices judge; the standing changes."""

from marketplace.demo.district import PEOPLE

from .cast import Cast
from .pictures import photo
from .steps_bids import fills_in_report
from .steps_needs import EMPTY_LINE
from .steps_project import TITLE

VOTERS = ("resident", "resident01", "resident02", "resident03", "resident04", "resident05")


def delivers(cast: Cast) -> None:
    """The other milestones are reported and accepted in their time."""
    supplier, officer = cast("nuanyang"), cast("officer")
    supplier.go(cast.notebook.reached["my_contract"])
    while (link := supplier.main.get_by_role("link", name="去填报")).count():
        supplier.press(link.first)
        fills_in_report(supplier)
        supplier.attach("photos", photo("现场.jpg", color="#DCE8F2")).submit_twice("提交报告", again=False)
        officer.go(cast.notebook.reached["work_contract"]).press("核对并验收")
        officer.type(recipients_asked="20", recipients_satisfied="18", recipients_opinion="大家满意。")
        officer.press("下一步").submit_twice("通过验收并申请拨付", again=False)
        supplier.go(cast.notebook.reached["my_contract"])


def looks(cast: Cast) -> None:
    """A resident says in four taps whether it was done as promised; the name stays private."""
    resident = cast("resident").go(cast.notebook.reached["contract"])
    with resident.within_clicks(4, "check as a resident"):
        resident.press(resident.main.get_by_role("link", name="我来查验").last)
        used = resident.clicks
        resident.bad("提交", says="做到了吗")
        resident.clicks = used
        resident.choose("result", "yes").type(line="按时来，态度好。").submit_twice("提交")
    resident.go(cast.notebook.reached["contract"]).sees("按时来，态度好。").sees_not("乔安心").shot(
        "contract"
    )


def closes(cast: Cast) -> None:
    """The contract is fulfilled; the officer closes it."""
    officer = cast("officer").go(cast.notebook.reached["work_contract"])
    officer.press("办理结项").submit_twice("办理结项", again=False)


def invites(cast: Cast) -> None:
    """The review opens by itself; the officer draws the third party by lot; whoever was drawn accepts."""
    officer = cast("officer").awaits("/work/reviews/", TITLE)
    officer.press(officer.main.locator("tr", has_text=TITLE).get_by_role("link").first)
    cast.notebook.reach(work_review=officer.path)
    officer.shot("review").submit_twice("抽签").shot("panel")
    row = officer.main.locator("#panel tbody tr", has_text="已邀请").inner_text()
    key = next(person.key for person in PEOPLE if person.expert and person.name in row)
    cast.notebook.reach(drawn=key)
    expert = cast(key).go(f"{cast.notebook.reached['work_review']}seat/")
    expert.bad("提交答复", says="答复").shot("seat")
    expert.choose("answer", "accept").submit_twice("提交答复")
    cast("visitor").go(f"{officer.path.removeprefix('/work')}draw/").sees("重新验算抽签").sees_not(
        next(person.name for person in PEOPLE if person.key == key)
    ).shot("draw")


def judges(cast: Cast) -> None:
    """Official and third party rate by the rubric with facts; residents give stars, one answer per household."""
    for key, share in (("officer", 0.92), (cast.notebook.reached["drawn"], 0.9)):
        judge = cast(key).go(f"{cast.notebook.reached['work_review']}rate/")
        fields = judge.main.locator("form .with-unit input")
        for place in range(fields.count()):
            most = float(
                "".join(c for c in judge.main.locator("form .unit").nth(place).inner_text() if c.isdigit())
            )
            fields.nth(place).fill(f"{round(most * share * 2) / 2:.1f}")
        if key == "officer":
            kept = fields.first.input_value()
            fields.first.fill("999")
            judge.type(comment="现场抽查两次，记录与台账一致。").bad("提交评分", says="不")
            judge.shot("rate-bad")
            fields.first.fill(kept)
        judge.type(comment="现场抽查两次，记录与台账一致。\n回访服务对象十人，九人满意。").submit_twice(
            "提交评分"
        )
        judge.shot("rated")
    review = cast.notebook.reached["work_review"].removeprefix("/work")
    cast.notebook.reach(review=review)
    for key in VOTERS:
        resident = cast(key).go(f"{review}rate/")
        if key == "resident":
            resident.bad("提交", says="服务").shot("stars")
        with resident.within_clicks(6, "rate as a resident"):
            resident.choose("stars", "5" if key != "resident03" else "3").submit_twice("提交")


def publishes(cast: Cast) -> None:
    """The organization reads and answers first; then a second official publishes."""
    officer = cast("officer").go(cast.notebook.reached["work_review"])
    officer.bad("征求答复", says="", status=409) if officer.main.get_by_role(
        "button", name="征求答复"
    ).count() else None
    cast.tomorrow(week=2, day=1)
    officer.go(cast.notebook.reached["work_review"]).submit_twice("征求答复")
    supplier = cast("nuanyang").go(cast.notebook.reached["work_review"]).shot("reply")
    supplier.type(text=EMPTY_LINE).bad("提交答复", says="答复")
    supplier.type(text="感谢评价，下一步加强夜间响应。").submit_twice("提交答复")
    cast.tomorrow(week=1)
    approver = cast("approver").go(cast.notebook.reached["work_review"]).shot("to-publish")
    approver.submit_twice("公布结果")
    cast("visitor").go(cast.notebook.reached["review"]).sees("感谢评价", TITLE).shot("review-public")


def ranks(cast: Cast) -> None:
    """The contract's lines stand in the organization's standing; the next tender says where past performance counts."""
    visitor = cast("visitor")
    visitor.go("/ranking/").press(visitor.main.get_by_role("link", name="暖阳").first)
    visitor.awaits(visitor.path, TITLE).shot("standing")
    visitor.go("/ranking/").shot("ranking")
    officer = cast("officer").go("/work/tenders/new/").shot("next-tender")
    officer.press("开始采购")
    officer.shot("next-tender-edit")
    officer.press("保存并提交")
    address = officer.path
    publisher = cast("approver").go(address).press("发布采购公告")
    publisher.press(publisher.main.locator("form button[type=submit]").first)
    visitor.go(address.removeprefix("/work")).sees("履约评价列为评审因素").shot("next-tender")
