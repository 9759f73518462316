"""Journey 10: households rate their residents' committee with one-time codes, without an account; two people type a
paper; a second official looks at it before anything is published; the subject answers."""

import re

from .cast import Cast
from .steps_needs import EMPTY_LINE

ROUND = "居民评一评居委会"
CODE = re.compile(r"\b([2-9A-HJ-NP-Z]{4}) ([2-9A-HJ-NP-Z]{4})\b")
FACES = ("5", "4", "5", "3", "5", "4")
QUESTIONS = 5


def plans_round(cast: Cast) -> None:
    """The officer plans five questions, announces the round; prints the codes, which are shown once; whoever works for the
    rated committee may not."""
    officer = cast("officer").go("/work/rounds/").press("拟定评议")
    officer.type(
        title=ROUND, period="2026年第二季度", questions="态度好吗\n办事快吗\n公开吗\n公平吗\n总体满意吗"
    )
    officer.type(days_open="99").choose("subject_kind", "committee")
    officer.bad("保存", says="评议对象", keeps={"title": ROUND, "days_open": "99"}).shot("round-bad")
    committee = officer.main.locator("select[name=committee] option", has_text="线路新村").get_attribute(
        "value"
    )
    officer.select("committee", committee).choose("communities", committee).type(days_open="99")
    officer.bad("保存", says="7").type(days_open="14").submit_twice("保存")
    officer.sees("态度好吗").shot("round-planned").submit_twice("发布公示")
    cast.notebook.reach(work_round=officer.path)
    cast("worker").go(officer.path).sees("住户码由他人发放").shot("own-committee")
    officer.press("线路新村社区").press("打印页")
    codes = [a + b for a, b in CODE.findall(officer.main.inner_text())]
    assert len(set(codes)) == len(codes) > len(FACES)
    officer.shot("slips")
    cast.notebook.reach(household_codes=" ".join(codes[: len(FACES) + 1]))
    visitor = cast("visitor").go(f"{cast.notebook.reached['work_round'].removeprefix('/work')}answer/")
    visitor.sees(ROUND)


def answers_round(cast: Cast) -> None:
    """A household scans its slip and taps one face on each screen: six taps; the code works once; others answer too."""
    address = f"{cast.notebook.reached['work_round'].removeprefix('/work')}answer/"
    codes = cast.notebook.reached["household_codes"].split()
    home = cast.new("visitor-home")
    home.go(address).type(code="2222 2222").bad("开始", says="住户码").shot("code-bad")
    for number, (code, face) in enumerate(zip(codes, FACES, strict=False)):
        home.go(f"{address}?elder=1&c={code}")
        if not number:
            home.shot("face")
        with home.within_clicks(6, "rate as a household"):
            for _ in range(QUESTIONS):
                home.press(home.main.locator(f"button[value='{face}']"))
            home.submit_twice("提交", again=not number)
        home.sees("谢谢")
    home.shot("thanks").go(f"{address}?c={codes[0]}").sees("已经使用过").shot("code-used")
    home.go("/?elder=0")


def types_paper(cast: Cast) -> None:
    """A paper is typed by two people; it counts when both entries agree."""
    code = cast.notebook.reached["household_codes"].split()[-1]
    for key in ("officer", "approver"):
        clerk = cast(key).go(f"{cast.notebook.reached['work_round']}paper/")
        if key == "officer":
            clerk.type(code=EMPTY_LINE).bad("保存录入", says="住户码").shot("paper-bad")
        clerk.type(code=code).select("channel", "paper")
        for place in range(QUESTIONS):
            clerk.choose(f"a{place}", "4")
        clerk.submit_twice("保存录入", again=False)
        clerk.shot("paper")


def publishes_round(cast: Cast) -> None:
    """After the last day a second official looks for stuffing and publishes; everybody reads the mean with its n."""
    cast.tomorrow(week=2, day=1)
    approver = cast("approver").go(cast.notebook.reached["work_round"]).shot("fraud-desk")
    _decides(approver)
    approver.submit_twice("公布结果", again=False)
    public = cast.notebook.reached["work_round"].removeprefix("/work")
    cast("visitor").go(public).sees(ROUND, "7").shot("round-result")


def _decides(approver) -> None:
    """Keep every unusual group, with a reason: one device at the counter served all of them."""
    while (
        form := approver.main.locator("form", has=approver.page.get_by_role("button", name="作出决定"))
    ).count():
        form.first.locator("input[type=radio]").first.check()
        form.first.locator("input[name$=reason]").first.fill(
            "社区服务台同一台平板，逐户领码作答，已与登记核对。"
        )
        approver.press("作出决定", within=form.first)
