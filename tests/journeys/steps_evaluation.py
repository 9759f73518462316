"""B6 and B7: opened after the deadline by two officials; a committee declares, scores alone; ranking, award, notice."""

from datetime import datetime

from .cast import Cast
from .codes import PASSPHRASE
from .steps_bids import PLAN
from .steps_needs import EMPTY_LINE
from .steps_project import TITLE

JUDGES = {
    "沈若谷": "approver",
    "宋慎言": "expert1",
    "陶衡之": "expert2",
    "俞公权": "expert3",
    "白简之": "expert4",
}
QUALITY = {"暖阳": "0.9", "春藤": "0.8", "同心": "0.7"}


def opens(cast: Cast) -> None:
    """Before the deadline there is no way; after it two officials open with their passphrases; the record is public."""
    notebook = cast.notebook
    opening = notebook.reached["tender"].replace("/tenders/", "/work/openings/")
    first = cast("opener1").go("/desk/").shot("desk")
    first.go(opening).sees("截止").shot("opening-too-early")
    assert first.main.get_by_role("button", name="交出我的密钥").count() == 0
    first.go(notebook.reached["tender"])
    cast.until(_deadline(first))
    first.go(opening).sees("3 ").type(passphrase="wrong words")
    first.bad_here("交出我的密钥", says="口令")
    first.type(passphrase=PASSPHRASE).submit_twice("交出我的密钥", patience=90)
    first.sees("顾明德").sees_not("56000", "55,000").shot("first-key")
    second = cast("opener2").go(opening).type(passphrase=PASSPHRASE)
    second.submit_twice("交出我的密钥", again=False, patience=90)


def shows_record(cast: Cast) -> None:
    """The record of the opening is public, with every price."""
    notebook = cast.notebook
    cast("visitor").go(f"{notebook.reached['tender']}opening/").sees("55,000", "57,500", "52,000").shot(
        "opening-record"
    )


def _deadline(person) -> datetime:
    """Read the deadline off the public notice's document."""
    answer = person.context.request.get(f"{person.page.url}document.json").json()
    return datetime.fromisoformat(answer["bid_deadline"])


def qualifies(cast: Cast) -> None:
    """The officer checks the conditions of the notice bid by bid, and appoints the committee."""
    officer = cast("officer").go(cast.notebook.reached["work_tender"])
    officer.shot("opened")
    for name in QUALITY:
        officer.go(cast.notebook.reached["work_tender"])
        row = officer.main.locator("tr, li", has_text=name).first
        officer.press(row.get_by_role("link").first)
        if name == "暖阳":
            officer.choose("is_qualified", "no").bad("保存决定", says="理由")
        officer.choose("is_qualified", "yes").submit_twice("保存决定")


def appoints(cast: Cast) -> None:
    """Experts are drawn, or chosen with a reason; the names stay secret until the result."""
    officer = cast("officer").go(cast.notebook.reached["work_tender"])
    if officer.main.get_by_role("link", name="组建评审委员会").count():
        officer.press("组建评审委员会").shot("committee-form")
        officer.page.locator("label", has_text="沈若谷").first.click()
        officer.choose("way", "choose")
        for expert in ("宋慎言", "陶衡之"):
            officer.page.locator("label", has_text=expert).first.click()
        officer.bad("组建", says="理由")
        officer.type(reason="按品目从专家库指定").submit_twice("组建")
    names = [name for name in JUDGES if officer.main.locator("li", has_text=name).count()]
    cast.notebook.reach(members=",".join(JUDGES[name] for name in names))
    officer.shot("committee")
    cast("visitor").go(cast.notebook.reached["tender"]).sees_not(*JUDGES)


def members(cast: Cast) -> list[str]:
    """Return who sits on the committee."""
    return cast.notebook.reached["members"].split(",")


def declares(cast: Cast) -> None:
    """Every member declares before seeing anything of the bids; then the officer starts the evaluation."""
    for key in members(cast):
        member = cast(key).go("/work/evaluations/").press(TITLE)
        member.sees_not(PLAN).shot("declare")
        cast.notebook.reach(**{f"seat_{key}": member.path})
        if key == members(cast)[0]:
            member.bad("声明", says="声明")
        member.choose("has_conflict", "no").submit_twice("声明")
    officer = cast("officer").go(cast.notebook.reached["work_tender"])
    officer.press("开始评审").submit_twice("开始")


def scores(cast: Cast) -> None:
    """Every member scores alone; points above the maximum are refused; final scores cannot be changed."""
    for key in members(cast):
        member = cast(key).go(cast.notebook.reached[f"seat_{key}"])
        for name, share in QUALITY.items():
            member.go(cast.notebook.reached[f"seat_{key}"]).press(
                member.main.get_by_role("link", name=name).first
            )
            _fills(member, share, is_bad=(key == members(cast)[0] and name == "暖阳"))
            member.submit_twice(member.main.get_by_role("button", name="保存", exact=True))
        member.go(cast.notebook.reached[f"seat_{key}"]).shot("scored")
        member.press("确定我的最终评分").submit_twice("确定")
        member.sees("最终")


def _fills(member, share: str, *, is_bad: bool) -> None:
    fields = member.main.locator("form .with-unit")
    for place in range(fields.count()):
        most = float(fields.nth(place).locator(".unit").inner_text().strip(" /"))
        fields.nth(place).locator("input").fill(f"{most * float(share):.1f}")
    if is_bad:
        first = fields.first.locator("input")
        kept = first.input_value()
        first.fill("1000")
        member.bad(member.main.get_by_role("button", name="保存", exact=True), says="不")
        member.shot("score-bad")
        first.fill(kept)


def awards(cast: Cast) -> None:
    """The ranking is computed; the officer proposes, a colleague confirms; result and dates are public."""
    officer = cast("officer").go(cast.notebook.reached["work_tender"])
    officer.press("计算结果").submit_twice("计算")
    officer.shot("ranking")
    officer.press("提出中标结果").type(reason=EMPTY_LINE).bad("提出", says="理由")
    officer.type(reason="综合得分第一，方案贴合居民需要。").submit_twice("提出")
    officer.sees("暖阳", "综合得分第一")
    approver = cast("approver").go(cast.notebook.reached["work_tender"])
    approver.press("确认中标结果").submit_twice(
        approver.main.locator("form button[type=submit]").first, again=False
    )
    cast("visitor").go(f"{cast.notebook.reached['tender']}result/").sees("暖阳", "综合得分第一").shot(
        "result"
    )
    bidder = cast("chunteng").go("/messages/").shot("messages")
    bidder.go("/bids/").shot("bids-after")
