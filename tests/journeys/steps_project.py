"""B3 and B4: a project from the decision, category and budget line; works and unfunded services refused; the tender."""

from datetime import timedelta

from .cast import Cast
from .steps_deliberation import demo_now
from .steps_needs import EMPTY_LINE, TOPIC

TITLE = "线路新村独居老人照应"
BUDGET = "60000"


def sets_up(cast: Cast) -> None:
    """The officer turns the decision into a project; works and what no budget line covers are refused with the reason."""
    officer = cast("officer").go("/desk/").shot("desk")
    officer.go("/work/projects/")
    row = officer.main.locator("tr", has_text=TOPIC)
    officer.clicks = 0
    officer.press("立项", within=row).shot("choose-category")
    officer.page.locator("#c-EL3").check()
    officer.clicks += 1
    officer.press("下一步")
    officer.type(
        title=TITLE,
        summary="每两天电话或上门看望一次，异常两小时内报告社区。",
        budget="1_000",
        recipients="独居老人",
    )
    officer.type(planned_0="86", planned_1="172", planned_2="90")
    used = officer.clicks
    officer.bad("核对", says="数字", keeps={"budget": "1_000", "recipients": "独居老人"})
    officer.shot("project-bad")
    _refuses_works(officer)
    _refuses_unfunded(officer)
    line = officer.main.locator("select[name=budget_line] option", has_text="2082804").get_attribute("value")
    officer.clicks = used
    officer.select("budget_line", line).type(
        budget=BUDGET, starts_on=_days(officer, 35), ends_on=_days(officer, 75)
    )
    officer.press("核对").sees(TITLE).shot("project-check")
    officer.submit_twice("立项并公开")
    officer.sees(TITLE, "FW-2026-")
    officer.notebook.reach(project_clicks=str(officer.clicks), work_project=officer.path)
    officer.shot("project")
    officer.go("/work/projects/")
    assert officer.main.get_by_role("link", name=TITLE, exact=True).count() == 1
    assert officer.main.locator("tr", has_text=TOPIC).get_by_role("link", name="立项").count() == 0


def _days(person, number: int) -> str:
    return (demo_now(person) + timedelta(days=number)).date().isoformat()


def _refuses_works(officer) -> None:
    officer.choose("nature", "works").type(budget=BUDGET)
    officer.press("核对")
    officer.bad("立项并公开", says="工程").shot("works-refused")
    officer.choose("nature", "service")


def _refuses_unfunded(officer) -> None:
    officer.type(budget="9000000")
    officer.press("核对")
    officer.bad("立项并公开", says="预算", keeps={"title": TITLE}).shot("unfunded-refused")


def begins_tender(cast: Cast) -> None:
    """One press begins the tender, prefilled from the project, with the earliest lawful deadline."""
    officer = cast("officer").go(cast.notebook.reached["work_project"])
    officer.clicks = int(cast.notebook.reached["project_clicks"])
    officer.submit_twice("发布招标")
    deadline = officer.main.locator("[name=bid_deadline]").input_value()
    cast.notebook.reach(tender_edit=officer.path, deadline=deadline, project_clicks=str(officer.clicks))


def tenders(cast: Cast) -> None:
    """The officer prepares the tender, a colleague publishes it: frozen text, digest, lawful deadline."""
    officer = cast("officer").go(cast.notebook.reached["tender_edit"])
    deadline, officer.clicks = cast.notebook.reached["deadline"], int(cast.notebook.reached["project_clicks"])
    officer.type(
        title=EMPTY_LINE, bid_deadline="2020-01-01T17:00", need="定期看望独居老人，异常两小时内报告。"
    )
    used = officer.clicks
    officer.bad("保存草稿", says="标题", keeps={"need": "定期看望独居老人，异常两小时内报告。"}).shot(
        "tender-bad"
    )
    officer.type(title=TITLE)
    officer.bad("保存并提交", says="投标", keeps={"title": TITLE}).shot("tender-late")
    officer.clicks = used
    officer.type(bid_deadline=deadline).submit_twice("保存并提交")
    officer.sees(TITLE, "ZB-2026-")
    cast.notebook.counted("officer", "decision to tender", officer.clicks, 8)
    assert officer.clicks <= 8, officer.clicks
    cast.notebook.reach(work_tender=officer.path)
    officer.shot("tender-handed-in")
    cast.tomorrow(hour=1)
    publisher = cast("approver").go("/desk/").shot("desk-2")
    publisher.go(cast.notebook.reached["work_tender"]).press("发布采购公告")
    publisher.submit_twice(publisher.main.locator("form button[type=submit]").first)
    publisher.sees("正在").shot("tender-published")
    tender = cast.notebook.reached["work_tender"].removeprefix("/work")
    visitor = cast("visitor").go("/tenders/?q=独居老人照应")
    assert visitor.main.get_by_role("link", name=TITLE).count() == 1
    cast.notebook.reach(tender=tender)
    visitor.go(tender).sees("SHA-256", TITLE).shot("tender")
