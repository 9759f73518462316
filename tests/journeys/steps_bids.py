"""B5: three organizations bid, sealed; receipts; one replaces its bid, one withdraws and bids again."""

from .cast import Cast
from .pictures import disguised, document, photo
from .steps_needs import EMPTY_LINE
from .steps_project import TITLE

BIDS = {"nuanyang": "56000", "chunteng": "57500", "tongxin": "52000"}
PLAN = "第一周建档，之后每两天看望一次；社工两名，志愿者十名，按月向社区报告。"


def cures_overdue_report(cast: Cast) -> None:
    """An overdue report, once marked (every five minutes), stands in the way of a bid; handing it in cures that."""
    bidder = cast("nuanyang").go("/desk/").shot("desk")
    bidder.go(cast.notebook.reached["tender"]).press("我要投标")
    if not bidder.main.locator("[name=price]").count():
        bidder.sees("逾期").shot("overdue")
    _reports(bidder)


def _reports(bidder) -> None:
    bidder.go("/desk/").press(bidder.main.get_by_role("link", name="去填报").first)
    fills_in_report(bidder)
    bidder.attach("photos", photo("巡访.jpg")).submit_twice("提交报告")


def _comes_to_the_form(bidder, address: str) -> None:
    """Open the form; a report that was marked as overdue meanwhile is handed in first."""
    while not bidder.go(address).main.locator("[name=price]").count():
        _reports(bidder.sees("逾期"))


def bid(cast: Cast) -> None:
    """The first organization finds the tender and seals its bid within the click budget, after bad input."""
    bidder = cast("nuanyang")
    _comes_to_the_form(bidder, f"{cast.notebook.reached['tender']}bid/")
    bidder.go("/desk/")
    with bidder.within_clicks(10, "find a tender and bid"):
        bidder.go(cast.notebook.reached["tender"]).press("我要投标")
        _fills_in(bidder, price="1_000")
        used = bidder.clicks
        bidder.bad_here("密封提交", says="数字", keeps={"price": "1_000", "plan": PLAN}).shot("bid-bad")
        bidder.type(price="99999999").bad_here("密封提交", says="报价")
        bidder.type(price="56000", plan=EMPTY_LINE).bad_here(
            "密封提交", says="服务方案", keeps={"price": "56000"}
        )
        bidder.attach("files", disguised("方案.jpg")).type(plan=PLAN).bad_here("密封提交", says="方案.jpg")
        bidder.clicks = used
        bidder.attach("files", document("方案.pdf"), photo("证书.jpg")).seals()
    bidder.sees("回执").shot("receipt")
    bidder.go("/bids/").shot("bids")
    assert bidder.main.get_by_text(TITLE).count() == 1


def fills_in_report(supplier) -> None:
    """Write a report: what was done, and every indicator as planned."""
    supplier.type(summary="按计划完成，服务情况已在社区公示。")
    numbers = supplier.main.locator("input[name^=value_]")
    for place in range(numbers.count()):
        hint = supplier.main.locator(f"#{numbers.nth(place).get_attribute('id')}_helptext").inner_text()
        numbers.nth(place).fill("".join(c for c in hint if c.isdigit() or c == "."))


def _fills_in(bidder, *, price: str) -> None:
    bidder.type(price=price, plan=PLAN, team="社工两名，助理一名。", quality="每月抽查，异常两小时内上报。")
    bidder.choose("statements").choose("checked")


def others_bid(cast: Cast) -> None:
    """Two more bid, one where the server seals; nobody sees how many bids there are."""
    bidder = cast("chunteng").go(f"{cast.notebook.reached['tender']}bid/")
    _fills_in(bidder, price=BIDS["chunteng"])
    bidder.seals()
    bidder = cast("tongxin").go(f"{cast.notebook.reached['tender']}bid/?by=server")
    _fills_in(bidder, price="1_000")
    bidder.bad("密封提交", says="数字", keeps={"price": "1_000", "plan": PLAN})
    bidder.type(price="99999999999999").bad("密封提交", says="报价")
    bidder.attach("files", disguised("方案.jpg")).type(price=BIDS["tongxin"]).bad("密封提交", says="方案.jpg")
    bidder.attach("files", document("方案.pdf")).submit_twice("密封提交")
    officer = cast("officer").go(cast.notebook.reached["work_tender"])
    officer.sees("任何人都看不到").sees_not(*BIDS.values()).shot("sealed")


def one_replaces(cast: Cast) -> None:
    """A new bid replaces the old one; the receipt counts the versions."""
    bidder = cast("nuanyang")
    _comes_to_the_form(bidder, f"{cast.notebook.reached['tender']}bid/")
    bidder.sees("替换")
    _fills_in(bidder, price="55000")
    bidder.attach("files", document("方案.pdf")).seals()
    bidder.go("/bids/").shot("bids-replaced")


def one_withdraws(cast: Cast) -> None:
    """A withdrawn bid leaves no trace for others; the organization may bid again until the deadline."""
    bidder = cast("tongxin").go("/bids/")
    bidder.go(f"{cast.notebook.reached['tender']}bid/withdraw/").shot("withdraw")
    bidder.submit_twice(bidder.main.locator("form button[type=submit]").first)
    bidder.sees("已撤回").shot("withdrawn")
    bidder.go(f"{cast.notebook.reached['tender']}bid/?by=server")
    _fills_in(bidder, price=BIDS["tongxin"])
    bidder.submit_twice("密封提交").sees("回执")
