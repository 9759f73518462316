"""B8: the contract is signed by both, reports with photos, acceptance, payment by bank file released by a second person."""

from .cast import Cast
from .pictures import disguised, photo
from .steps_bids import fills_in_report
from .steps_needs import EMPTY_LINE
from .steps_project import TITLE

ANSWER = "指令号,金额,结果,支付日期,银行流水号,说明"


def signs(cast: Cast) -> None:
    """The officer looks through the milestones and offers the document; supplier and buyer sign it."""
    officer = cast("officer").awaits("/work/contracts/", TITLE).press(TITLE)
    cast.notebook.reach(work_contract=officer.path)
    officer.shot("contract-draft").press("编辑里程碑")
    share = officer.main.locator("[name=m0-share]").input_value()
    officer.type(**{"m0-share": "1_000", "m0-title": "启动、建档与首月看望"})
    officer.bad("保存", says="%", keeps={"m0-share": "1_000", "m0-title": "启动、建档与首月看望"})
    officer.type(**{"m0-share": "10"}).bad("保存", says="100")
    officer.type(**{"m0-share": share}).submit_twice("保存")
    officer.go(cast.notebook.reached["work_contract"]).submit_twice("发出签署")
    supplier = cast("nuanyang").go("/my/contracts/").press(TITLE)
    cast.notebook.reach(my_contract=supplier.path)
    supplier.press("阅读并签署").bad("签署", says="勾选").shot("sign")
    supplier.choose("agreed").submit_twice("签署")
    buyer = cast("approver").go(cast.notebook.reached["work_contract"]).press("阅读并签署")
    buyer.choose("agreed").submit_twice("签署", again=False)
    public = cast.notebook.reached["work_contract"].removeprefix("/work")
    cast.notebook.reach(contract=public)
    cast("visitor").go(public).sees(TITLE, "55,000").shot("contract")


def milestones(person) -> list[str]:
    """Return the due moments of the milestones, as the page shows them."""
    return person.main.locator("article.milestone").all()


def reports(cast: Cast) -> None:
    """The supplier reports the first milestone with numbers and photos: four clicks; a disguised file is refused."""
    supplier = cast("nuanyang").go(cast.notebook.reached["my_contract"])
    with supplier.within_clicks(4, "report a milestone"):
        supplier.press(supplier.main.get_by_role("link", name="去填报").first)
        supplier.type(summary=EMPTY_LINE)
        used = supplier.clicks
        supplier.attach("photos", disguised("现场.jpg")).bad("提交报告", says="现场.jpg").shot("report-bad")
        supplier.clicks = used
        fills_in_report(supplier)
        supplier.attach("photos", photo("现场.jpg")).submit_twice("提交报告")
    supplier.go(cast.notebook.reached["my_contract"]).shot("reported")


def accepts(cast: Cast) -> None:
    """The officer checks and accepts within five clicks; the payment order waits for a second person."""
    officer = cast("officer").go(cast.notebook.reached["work_contract"])
    with officer.within_clicks(5, "accept a milestone"):
        officer.press("核对并验收")
        officer.type(recipients_asked="1_000", recipients_satisfied="18", recipients_opinion="大家满意。")
        used = officer.clicks
        officer.bad("下一步", says="听取", keeps={"recipients_asked": "1_000"}).shot("accept-bad")
        officer.clicks = used
        officer.type(recipients_asked="20").press("下一步").shot("accept-check")
        officer.submit_twice("通过验收并申请拨付")
    officer.go(cast.notebook.reached["work_contract"]).shot("accepted")


def pays(cast: Cast) -> None:
    """A second person releases; the bank file goes out; the bank's answer is checked line by line and imported once."""
    finance = cast("approver").go("/work/payments/?state=ordered").shot("payments")
    row = finance.main.locator("tr", has_text="暖阳").first
    finance.press(row.get_by_role("link").first).press("核对并放行").submit_twice("放行")
    reference, amount = finance.main.locator("h1").inner_text(), _amount(finance)
    finance.press("生成银行文件")
    boxes = finance.main.locator("input[name=orders]")
    chosen = finance.main.locator("label", has_text=reference).locator("input").get_attribute("value")
    for place in range(boxes.count()):
        boxes.nth(place).uncheck()
    finance.bad("生成银行文件", says="至少")
    finance.choose("orders", chosen).submit_twice("生成银行文件")
    finance.sees(reference).shot("bank-file")
    finance.press("导入银行回执").attach("file", _csv("错误.csv", "第一列,第二列\r\n1,2\r\n"))
    finance.bad("核对文件", says="列").shot("bank-bad")
    cast.tomorrow(day=1)
    day = finance.go("/work/payments/answers/").demo_now.date().isoformat()
    line = f"{reference},{amount},成功,{day},BK{reference[-4:]},"
    finance.attach("file", _csv("回执.csv", f"{ANSWER}\r\n{line}\r\n")).submit_twice("核对文件", again=False)
    finance.sees(reference).shot("bank-answer").submit_twice("确认导入")
    supplier = cast("nuanyang").go("/my/payments/").sees(reference).shot("payments")
    assert supplier.main.locator("tr", has_text=reference).count() == 1


def _amount(person) -> str:
    text = person.main.locator(".fact", has_text="金额").locator("dd").first.inner_text()
    return "".join(c for c in text if c.isdigit() or c == ".")


def _csv(name: str, text: str) -> dict:
    return {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
