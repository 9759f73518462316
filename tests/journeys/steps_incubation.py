"""B11: the centre announces an intake; the new organization applies, is reviewed, noticed in public and admitted."""

from datetime import timedelta

from playwright.sync_api import Locator

from .cast import Cast
from .steps_deliberation import moment
from .steps_needs import EMPTY_LINE, ORGANIZATION

INTAKE = "2026年春季入驻招募"
REVIEWERS = {"expert1": "宋慎言", "expert2": "陶衡之", "expert3": "俞公权"}


def act(person, label: str) -> Locator:
    """Open the panel of an act and return its form."""
    panel = person.main.locator("details", has=person.page.locator("summary", has_text=label)).first
    if panel.get_attribute("open") is None:
        person.press(panel.locator("summary"))
    return panel.locator("form")


def does(person, label: str, *, again: bool = True) -> None:
    """Press the button of an act that asks for nothing, twice."""
    person.submit_twice(act(person, label).locator("button[type=submit]"), again=again)


def announces(cast: Cast) -> None:
    """The centre announces an intake; its days must be in order."""
    officer = cast("officer").go("/work/incubation/").press("发布招募").shot("intake")
    now = officer.demo_now
    officer.type(
        title=INTAKE,
        summary="办公位、导师和首单机会。",
        opens_at=moment(now - timedelta(hours=2)),
        seats="1_000",
    )
    officer.choose("kinds", "service_institution")
    button = officer.main.locator("form button[type=submit]").last
    officer.type(closes_at=moment(now - timedelta(days=9))).bad(button, says="数字", keeps={"title": INTAKE})
    officer.type(seats="5").bad(button, says="")
    officer.type(closes_at=moment(now + timedelta(days=40))).submit_twice(button)
    officer.go("/work/incubation/").sees(INTAKE)
    cast("visitor").go("/incubator/").sees(INTAKE).shot("incubator")


def applies(cast: Cast) -> None:
    """The organization finds its profile filled in, adds the rest, and hands in within the click budget."""
    founder = cast("founder").go("/incubator/apply/").shot("apply")
    with founder.within_clicks(8, "apply to the incubator"):
        founder.submit_twice("开始或继续填写")
        cast.notebook.reach(application=founder.path)
        used = founder.clicks
        founder.type(staff="1_000", team="社工两名。").bad(
            "保存", says="数字", keeps={"team": "社工两名。"}
        ).shot("application-bad")
        founder.clicks = used
        founder.type(
            staff="4", need="独居老人缺少陪伴。", plan="每周入户一次，三个月服务四十户。", support="导师与办公位。",
            income="会费与政府购买服务。", finance="代理记账，账目公开。",
        )  # fmt: skip
        founder.select(
            "residence", founder.main.locator("select[name=residence] option").nth(1).get_attribute("value")
        )
        founder.submit_twice("保存")
        does(founder, "提交申请")
    founder.shot("application")


def is_checked(cast: Cast) -> None:
    """The centre checks the documents and begins the review."""
    officer = cast("officer").go("/work/incubation/")
    officer.press(officer.main.locator("tr", has_text=ORGANIZATION).first.get_by_role("link").first)
    cast.notebook.reach(work_application=officer.path)
    does(officer, "开始材料初审")
    does(officer, "材料齐全，进入评审")


def is_reviewed(cast: Cast) -> None:
    """Three reviewers declare and score alone; the centre visits and proposes."""
    officer = cast("officer").go(cast.notebook.reached["work_application"])
    for name in REVIEWERS.values():
        form = act(officer, "指定评审人")
        value = form.locator("select[name$=reviewer] option", has_text=name).get_attribute("value")
        form.locator("select[name$=reviewer]").select_option(value)
        officer.submit_twice(form.locator("button[type=submit]"))
    for key in REVIEWERS:
        _scores(cast(key).go(cast.notebook.reached["work_application"]), is_first=key == "expert1")
    officer.go(cast.notebook.reached["work_application"]).shot("reviewed")
    does(officer, "结束评审")
    form = act(officer, "提出同意入驻的意见")
    form.locator("[name$=interview]").fill(EMPTY_LINE)
    officer.bad(form.locator("button[type=submit]"), says="请")
    form = act(officer, "提出同意入驻的意见")
    form.locator("[name$=interviewed_on]").fill(officer.demo_now.date().isoformat())
    form.locator("[name$=interview]").fill("走访两户，服务真实，账目清楚。")
    officer.submit_twice(form.locator("button[type=submit]"))


def _scores(reviewer, *, is_first: bool) -> None:
    form = act(reviewer, "声明利益冲突")
    form.locator("input[name$=has_conflict][value=False]").check()
    form.locator("[name$=declaration]").fill("与申请组织没有利益关系。")
    reviewer.submit_twice(form.locator("button[type=submit]"))
    form = act(reviewer, "评分并锁定")
    fields = form.locator(".with-unit")
    for place in range(fields.count()):
        most = float("".join(c for c in fields.nth(place).locator(".unit").inner_text() if c.isdigit()))
        fields.nth(place).locator("input").fill("999" if is_first and not place else f"{most * 0.8:.0f}")
    form.locator("[name$=comment]").fill("团队稳定，计划可行。")
    if is_first:
        reviewer.bad(form.locator("button[type=submit]"), says="不").shot("incubation-score-bad")
        form = act(reviewer, "评分并锁定")
        form.locator(".with-unit input").first.fill("8")
    reviewer.submit_twice(form.locator("button[type=submit]"))


def is_admitted(cast: Cast) -> None:
    """A second official publishes the notice and, after five working days, admits; both sign the agreement."""
    approver = cast("approver").go(cast.notebook.reached["work_application"])
    does(approver, "发布公示")
    cast.tomorrow(week=2, day=1)  # whatever holiday lies between
    approver.go(cast.notebook.reached["work_application"])
    does(approver, "同意入驻")
    approver.shot("admitted")
    cast("visitor").go("/incubator/").shot("incubator-after")
