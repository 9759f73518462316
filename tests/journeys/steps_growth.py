"""B11, continued: the agreement, a stage passed with goals and capability, graduation, the badge on the profile."""

import re
from datetime import datetime, timedelta

from marketplace.core.clock import SHANGHAI

from .cast import Cast
from .steps_incubation import act, does
from .steps_needs import EMPTY_LINE, ORGANIZATION

GOAL = "在两个社区固定开展陪伴服务"
GRADUATE = "和美区同心志愿服务协会"
DAY = re.compile(r"(?:(\d{4})年)?(\d+)月(\d+)日")
EVIDENCE = "查阅台账与照片，走访两户。"


def signs_agreement(cast: Cast) -> None:
    """The centre draws the agreement up, room and mentor named; both sides sign; the first stage begins."""
    officer = cast("officer").go(cast.notebook.reached["work_application"])
    form = act(officer, "拟定协议")
    form.locator("select[name$=residence]").select_option("physical")
    form.locator("select[name$=mentor]").select_option(label="宋慎言")
    officer.bad(form.locator("button[type=submit]"), says="房间号").shot("agreement-bad")
    form = act(officer, "拟定协议")
    form.locator("[name$=room]").fill("孵化中心 208 室")
    officer.submit_twice(form.locator("button[type=submit]"))
    founder = cast("founder").go("/my/incubation/").shot("agreement")
    does(founder, "签署协议")
    officer.go("/work/incubation/").press(officer.main.get_by_role("link", name=ORGANIZATION).first)
    cast.notebook.reach(work_member=officer.path)
    does(officer, "代表孵化中心签署")
    officer.sees("萌芽期")


def grows(cast: Cast) -> None:
    """Goals are agreed; the member reports them with evidence."""
    officer = cast("officer").go(cast.notebook.reached["work_member"])
    form = act(officer, "商定目标")
    form.locator("[name$=title]").fill(EMPTY_LINE)
    officer.bad(form.locator("button[type=submit]"), says="目标")
    form = act(officer, "商定目标")
    form.locator("[name$=title]").fill(GOAL)
    officer.submit_twice(form.locator("button[type=submit]"))
    founder = cast("founder").go("/my/incubation/").sees(GOAL)
    form = act(founder, "填报目标进展")
    form.locator("select[name$=goal]").select_option(label=GOAL)
    form.locator("[name$=progress]").fill("120")
    form.locator("[name$=evidence]").fill(EVIDENCE)
    founder.bad(form.locator("button[type=submit]"), says="100").shot("goal-bad")
    form = act(founder, "填报目标进展")
    form.locator("[name$=progress]").fill("90")
    founder.submit_twice(form.locator("button[type=submit]"))
    founder.shot("member-home")


def passes_stage(cast: Cast) -> None:
    """The centre assesses with evidence; a second official moves on, not before the stage is ending."""
    officer = cast("officer").go(cast.notebook.reached["work_member"])
    form = act(officer, "评估能力")
    for row in form.locator("input[type=radio][value='3']").all():
        row.check()
    fields = form.locator("[name$=_evidence]")
    officer.bad(form.locator("button[type=submit]"), says="依据").shot("capability-bad")
    for place in range(fields.count()):
        fields.nth(place).fill(EVIDENCE)
    officer.submit_twice(act(officer, "评估能力").locator("button[type=submit]"))
    approver = cast("approver").go(cast.notebook.reached["work_member"])
    approver.bad(act(approver, "进入下一阶段").locator("button[type=submit]"), says="阶段", status=409)
    cast.until(_stage_end(approver) - timedelta(days=4))
    approver.go(cast.notebook.reached["work_member"])
    does(approver, "进入下一阶段")
    approver.sees("成长期").shot("stage-passed")


def _stage_end(person) -> datetime:
    """Read the last day of the stage off the page."""
    year, month, day = DAY.search(person.main.locator(".stats").inner_text()).groups()
    return datetime(int(year or person.demo_now.year), int(month), int(day), 10, tzinfo=SHANGHAI)


def graduates(cast: Cast) -> None:
    """A member whose last stage is over is reviewed: the last criterion is found, it graduates, everybody sees the badge."""
    officer = cast("officer").go("/work/incubation/")
    officer.press(officer.main.get_by_role("link", name=GRADUATE).first).shot("criteria")
    address = officer.path
    approver = cast("approver").go(address)
    does(approver, "开始出壳评审")
    approver.bad(act(approver, "准予出壳").locator("button[type=submit]"), says="财务", status=409)
    officer.go(address)
    form = act(officer, "登记条件核查结果")
    form.locator("select[name$=code]").select_option("financial_check")
    form.locator("input[name$=is_met][value=True]").check()
    form.locator("[name$=evidence]").fill("年度财务检查合格，账目公开。")
    officer.submit_twice(form.locator("button[type=submit]"))
    approver.go(address)
    does(approver, "准予出壳")
    approver.sees("出壳日期")
    visitor = cast("visitor").go("/incubator/").sees(GRADUATE)
    visitor.press(visitor.main.get_by_role("link", name=GRADUATE).first).sees("出壳").shot("badge")
