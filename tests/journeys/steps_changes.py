"""A contract in force: a supplement that both sides and an approver sign, and a performance deposit that two people see."""

from datetime import timedelta

from .cast import Cast
from .steps_needs import EMPTY_LINE


def changes_contract(cast: Cast) -> None:
    """More than the cap is named to the fen; within it the supplier reads and agrees, the approver puts it in force."""
    officer = cast("officer").go(cast.notebook.reached["work_contract"]).press("提出变更")
    amount = officer.main.locator("[name=amount]").input_value()
    cap = f"{float(amount) * 1.1 + 0.01:.2f}"
    officer.type(explanation="新增两户独居老人，服务次数相应增加。", amount=cap)
    officer.bad("提交变更", says="0.01", keeps={"amount": cap}).shot("change-bad")
    officer.type(amount=f"{float(amount) * 1.05:.2f}", explanation=EMPTY_LINE).bad(
        "提交变更", says="情况说明"
    )
    officer.type(explanation="新增两户独居老人，服务次数相应增加。").submit_twice("提交变更")
    cast.notebook.reach(change=officer.path.removeprefix("/work"))
    officer.shot("change")
    supplier = cast("nuanyang").go(f"/my{cast.notebook.reached['change']}").press("阅读并确认")
    supplier.bad("同意", says="勾选").choose("agreed").submit_twice("同意")
    approver = cast("approver").go(f"/work{cast.notebook.reached['change']}").press("阅读并批准")
    approver.choose("agreed").submit_twice("批准生效")
    public = cast.notebook.reached["contract"]
    cast("visitor").go(f"{public}versions/2/").sees("新增两户独居老人").shot("change-public")


def asks_for_deposit(cast: Cast) -> None:
    """The officer asks within ten per cent; the organization reports the transfer; finance confirms that it came."""
    officer = cast("officer").go(f"{cast.notebook.reached['work_contract']}deposit/")
    until = (officer.demo_now + timedelta(days=9)).strftime("%Y-%m-%dT17:00")
    officer.type(amount="99999999", due_at=until).bad("提出要求", says="10%", keeps={"amount": "99999999"})
    officer.type(amount="2,000").submit_twice("提出要求")
    supplier = cast("nuanyang").go("/my/deposits/")
    supplier.press(supplier.main.locator("tr", has_text="履约保证金").get_by_role("link").first)
    cast.notebook.reach(my_deposit=supplier.path)
    supplier.select("way", "transfer").type(
        document="转账 20260301", given_on=supplier.demo_now.date().isoformat(), account=""
    )
    supplier.bad("登记交纳情况", says="付款账号").shot("deposit-bad")
    supplier.type(account="6222000088880002").submit_twice("登记交纳情况")
    finance = (
        cast("approver").go(cast.notebook.reached["my_deposit"].replace("/my/", "/work/")).press("确认到账")
    )
    finance.submit_twice(finance.main.locator("form button[type=submit]").last)
    finance.sees("已到账").shot("deposit-held")
