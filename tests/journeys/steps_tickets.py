"""Journey 9: a resident says that something is not as promised; the organization answers without learning who said so;
the resident has the last word."""

from .cast import Cast
from .pictures import disguised, photo
from .steps_needs import EMPTY_LINE

WORDS = "登记表写了两次看望，实际只来过一次。"
SHOWN = "登记的看望次数与实际不符。"


def reports_problem(cast: Cast) -> None:
    """Four taps from the contract's page: the milestone, what is wrong, a photo, send."""
    resident = cast("resident").go(cast.notebook.reached["contract"])
    with resident.within_clicks(4, "report a problem"):
        resident.press(resident.main.get_by_role("link", name="有问题").first)
        used = resident.clicks
        resident.type(line=WORDS).bad("提交", says="什么问题", keeps={"line": WORDS})
        resident.choose("kind", "not_done").attach("photos", disguised("现场.jpg")).bad(
            "提交", says="现场.jpg", keeps={"line": WORDS}
        ).shot("ticket-bad")
        resident.clicks = used
        resident.choose("kind", "not_done").attach("photos", photo("现场.jpg")).submit_twice("提交")
    resident.sees("已收到").shot("ticket-filed")
    cast.notebook.reach(my_ticket=resident.path)
    resident.go("/my/tickets/")
    assert resident.main.get_by_role("link", name="没做到").count() == 1


def releases_report(cast: Cast) -> None:
    """The community worker decides which words everybody may read; until then nobody else sees the report."""
    public = cast.notebook.reached["my_ticket"].removeprefix("/my")
    visitor = cast("visitor")
    visitor.page.goto(public)
    assert visitor.answer.status == 404
    worker = cast("worker").go(f"/work{public}").sees(WORDS).shot("ticket-to-read")
    form = worker.main.locator("form", has=worker.page.locator("[name=shown_line]"))
    worker.type(shown_line=SHOWN).submit_twice("转组织答复", within=form)
    visitor.go(public).sees(SHOWN).sees_not(WORDS, "乔安心").shot("ticket")


def answers_report(cast: Cast) -> None:
    """The organization reads the released words, never who reported, and answers with evidence."""
    public = cast.notebook.reached["my_ticket"].removeprefix("/my/tickets")
    supplier = cast("nuanyang").go(f"/my/answers{public}").sees(SHOWN).sees_not("乔安心", WORDS)
    supplier.type(text=EMPTY_LINE).bad("提交答复", says="处理情况").shot("answer-bad")
    supplier.type(text="已核对台账，补做一次看望，社工当面致歉。").attach(
        "photos", photo("补访.jpg")
    ).submit_twice("提交答复")


def judges_answer(cast: Cast) -> None:
    """Not solved, reopened with a reason, answered again, solved: the resident closes it, nobody else."""
    resident, supplier = cast("resident"), cast("nuanyang")
    mine = cast.notebook.reached["my_ticket"]
    answers = mine.replace("/my/tickets", "/my/answers")
    resident.go(mine).shot("ticket-judge").submit_twice("没有解决")
    resident.bad("重新提出", says="重新提出").choose("reason", "only_part").submit_twice("重新提出")
    supplier.go(answers).type(text="第二次上门已完成，老人子女在场确认。").submit_twice("提交答复")
    resident.go(mine).submit_twice("已解决")
    cast("visitor").go(mine.removeprefix("/my")).sees("已办成").shot("ticket-solved")
