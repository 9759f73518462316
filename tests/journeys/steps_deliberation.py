"""B2: the six steps of a deliberation, without skipping; residents vote by household; the decision is on record."""

from datetime import datetime, timedelta

from .cast import Cast
from .steps_needs import EMPTY_LINE, TOPIC

NEIGHBORS = ("resident01", "resident02", "resident03")
STATEMENT = "请区民政局把独居老人上门照应列入政府购买服务，每月在社区公布服务情况。"


def demo_now(person) -> datetime:
    """Read the clock of the demo district off the page."""
    return datetime.fromisoformat(person.page.locator(".demo-clock time").get_attribute("datetime"))


def moment(at: datetime) -> str:
    """Write a moment as the browser's field takes it."""
    return at.strftime("%Y-%m-%dT%H:%M")


def panel(person, title: str):
    """Return the panel of one act."""
    return person.main.locator("details.panel", has=person.page.locator("summary", has_text=title))


def opens(cast: Cast) -> None:
    """The worker opens the deliberation on the need and sends the topic with its parties to be confirmed."""
    worker = cast("worker").go(cast.notebook.reached["work_need"])
    here = panel(worker, "发起协商")
    worker.type(topic=EMPTY_LINE, reason="几位老人独居，邻居反映集中。")
    worker.bad(
        "发起协商", says="议题", keeps={"reason": "几位老人独居，邻居反映集中。"}, within=here.locator("form")
    )
    worker.type(topic=TOPIC)
    with worker.within_clicks(4, "open a deliberation"):
        worker.submit_twice(here.locator("form button[type=submit]"))
    cast.notebook.reach(work_deliberation=worker.path)
    worker.shot("deliberation-opened")


def fixes_topic(cast: Cast) -> None:
    """The topic card names the parties; those with an address have a ballot."""
    worker = cast("worker").go(cast.notebook.reached["work_deliberation"])
    with worker.within_clicks(4, "fix the topic"):
        worker.type(
            representatives="居民代表，resident01@demo.example",
            stakeholders="受益居民，resident02@demo.example",
        )
        worker.submit_twice("提交确认")
    worker.sees("等待社区书记或主任确认")
    worker.shot("topic-sent")


def is_confirmed(cast: Cast) -> None:
    """The director returns nothing and confirms; the worker announces the meeting with lawful notice."""
    director = cast("director").go(cast.notebook.reached["work_deliberation"])
    director.submit_twice("确认议题").shot("topic-confirmed")
    worker = cast("worker").go(cast.notebook.reached["work_deliberation"])
    tomorrow = demo_now(worker) + timedelta(days=1)
    worker.type(starts_at=moment(tomorrow), place="社区二楼议事厅")
    worker.bad("发布会议通知", says="工作日", keeps={"place": "社区二楼议事厅"})
    worker.type(starts_at=moment((tomorrow + timedelta(days=7)).replace(hour=19, minute=0)), chair="老书记")
    with worker.within_clicks(3, "announce a meeting"):
        worker.submit_twice("发布会议通知")
    assert worker.main.get_by_role("heading", name="议事厅").count() == 1
    worker.shot("meeting-announced")


def discusses(cast: Cast) -> None:
    """After the meeting the record with both sides is published; then the ballot is opened."""
    cast.tomorrow(week=1, day=2)
    worker = cast("worker").go(cast.notebook.reached["work_deliberation"])
    worker.type(present="1_000", spoke="9", favor="有人定期来，子女放心。", against="担心次数太少。")
    worker.bad("公开会议记录", says="到场", keeps={"present": "1_000", "favor": "有人定期来，子女放心。"})
    worker.type(present="21", agreed="请社会组织承接\n每月公布一次情况")
    with worker.within_clicks(3, "publish a record"):
        worker.submit_twice("公开会议记录")
    worker.submit_twice("进入决事")
    here = panel(worker, "发起投票")
    worker.press(here.locator("summary"))
    worker.type(question="是否同意列入政府购买服务？", closes_at="2020-01-01T09:00")
    worker.select("electorate", "residents")
    button = here.locator("form button[type=submit]")
    worker.bad(button, says="截止", keeps={"question": "是否同意列入政府购买服务？"})
    worker.type(closes_at=moment(demo_now(worker) + timedelta(hours=20))).submit_twice(button)
    worker.sees("是否同意列入政府购买服务？").shot("ballot-open")


def votes(cast: Cast) -> None:
    """Residents vote, one household one vote; the convener has no button and nobody sees the ballots."""
    worker = cast("worker").go(cast.notebook.reached["work_deliberation"])
    public = worker.main.get_by_role("link", name="公开页面").get_attribute("href")
    cast.notebook.reach(deliberation=public)
    worker.go(public)
    assert worker.main.get_by_role("button", name="赞成").count() == 0
    for key in ("resident", *NEIGHBORS):
        voter = cast(key).go(public)
        voter.submit_twice("反对" if key == "resident03" else "赞成")
        voter.sees("您已投票")
    voter.shot("voted")


def decides(cast: Cast) -> None:
    """The ballot's counts make the decision; a commitment names the bureau; the record is public."""
    cast.tomorrow(day=1)
    worker = cast("worker").go(cast.notebook.reached["work_deliberation"])
    here = panel(worker, "公布决定")
    worker.choose("method", "vote")
    here.locator("[name=statement]").fill(EMPTY_LINE)
    button = here.locator("form button[type=submit]")
    worker.bad(button, says="决定")
    here.locator("[name=statement]").fill(STATEMENT)
    with worker.within_clicks(3, "publish the decision"):
        worker.choose("method", "vote").submit_twice(button)


def promises(cast: Cast) -> None:
    """A commitment names who does what by when; the decision is public with its counts."""
    worker = cast("worker").go(cast.notebook.reached["work_deliberation"])
    worker.type(text="列入政府购买服务项目", owner="区民政局", due_on="1900-01-01")
    worker.bad("添加承诺事项", says="截止", keeps={"owner": "区民政局"})
    due = (demo_now(worker) + timedelta(days=30)).date().isoformat()
    worker.type(due_on=due).submit_twice("添加承诺事项")
    worker.shot("decision")
    public = cast("resident").go(cast.notebook.reached["deliberation"]).sees(STATEMENT)
    assert public.main.locator("td", has_text="列入政府购买服务项目").count() == 1
    public.shot("decision")
