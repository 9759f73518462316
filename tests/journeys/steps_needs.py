"""B1 and B2: an organization registers and is verified; residents raise a need, deliberate and decide."""

import time

from .cast import Cast
from .codes import credit_code, mistyped
from .pictures import disguised, document, photo

EMPTY_LINE = "\u200b\u200b"
RUN = int(time.time())
CODE = credit_code(RUN)
EMAIL = f"founder{RUN}@chenguang.example"
ORGANIZATION = "和美区晨光社区服务中心"
NEED = "楼上的独居老人没人照应"
TOPIC = "独居老人怎样有人照应"


def registers(cast: Cast) -> None:
    """Sign up, register the organization with its code and certificate, hand in."""
    legal = cast.new("founder")
    legal.go("/account/signup/")
    legal.type(name=EMPTY_LINE, email=EMAIL, password1="short", password2="short")
    legal.bad("注册", says="密码", keeps={"email": EMAIL})
    words = "晨光照进每一户人家的窗户里"
    legal.type(name="程曦", email=EMAIL, password1=words, password2=words)
    legal.submit_twice("注册", again=False)
    code = legal.page.locator("[data-demo-code]").inner_text()
    legal.type(code=code).press(legal.main.locator("form button[type=submit]").first)
    legal.shot("start")
    legal.press("登记社会组织")
    legal.choose("kind", "service_institution").type(uscc=mistyped(CODE), name=ORGANIZATION)
    legal.bad("下一步", says="校验位不符", keeps={"uscc": mistyped(CODE), "name": ORGANIZATION})
    legal.type(uscc=CODE).submit_twice("下一步")
    cast.notebook.reach(founder_organization=legal.path.removesuffix("edit/"))
    _fills_in(legal)
    _certificate(legal, cast.notebook.reached["founder_organization"])


def _fills_in(legal) -> None:
    legal.type(
        registrar="和美区民政局", supervising_unit="和美区民政局", registered_on="1900-01-01", legal_representative="程曦",
        address="和美区晨光路 8 号", phone="13900000777", summary="陪伴独居老人，组织邻里互助。",
        bank_name="和美农村商业银行", bank_account="6222000088880001",
    )  # fmt: skip
    legal.bad("保存", says="登记日期", keeps={"registrar": "和美区民政局", "registered_on": "1900-01-01"})
    legal.type(registered_on="2019-06-18").choose("categories", "EL3").submit_twice("保存")


def _certificate(legal, home: str) -> None:
    legal.go(f"{home}certificates/")
    legal.type(title="登记证书", number=CODE, expires_on="2029-06-17").attach("upload", disguised("证书.jpg"))
    legal.bad("保存证书", says="文件", keeps={"title": "登记证书"})
    legal.attach("upload", document("证书.pdf")).submit_twice("保存证书", again=False)
    assert legal.main.get_by_role("link", name="证书.pdf").count() == 1
    legal.go(home).press("核对并提交").shot("check-and-send")
    legal.submit_twice(legal.main.locator("form button[type=submit]").last)
    legal.sees("待审核").shot("organization-submitted")


def is_verified(cast: Cast) -> None:
    """The registrar returns the record once with a reason, then verifies it; the profile is public."""
    registrar = cast("approver").go("/desk/")
    registrar.shot("desk")
    registrar.go("/work/organizations/").press(ORGANIZATION).shot("review")
    address = registrar.path
    registrar.press("退回补正").type(reason=EMPTY_LINE)
    registrar.bad(registrar.main.locator("form button[type=submit]").last, says="理由")
    registrar.go(address).press("审核通过")
    registrar.submit_twice(registrar.main.locator("form button[type=submit]").last)
    registrar.sees("已审核")
    visitor = cast("visitor").go("/organizations/?q=晨光")
    visitor.press(ORGANIZATION).sees(CODE).shot("organization")


def raises_need(cast: Cast) -> None:
    """A resident raises a need within the click budget; the same text sent again is the same need."""
    resident = cast("resident")
    resident.go("/").shot("home")
    resident.go("/needs/new/")
    with resident.within_clicks(6, "raise a need"):
        resident.choose("kind", "elders").type(title=EMPTY_LINE, body="三栋两位老人八十多岁，子女在外地。")
        resident.bad("提交", says="一句话", keeps={"body": "三栋两位老人八十多岁，子女在外地。"})
        resident.attach("photos", disguised("楼道.jpg")).type(title=NEED)
        resident.bad("提交", says="楼道.jpg", keeps={"title": NEED})
        resident.attach("photos", photo("楼道.jpg")).submit_twice("提交")
    resident.sees(NEED, "XQ-2026-").shot("need")
    cast.notebook.reach(need=resident.path)
    resident.go("/my/needs/")
    assert resident.main.get_by_role("link", name=NEED).count() == 1


def screens(cast: Cast) -> None:
    """The worker screens the need by one rule, within the click budget."""
    worker = cast("worker").go("/desk/").shot("desk")
    worker.go("/work/needs/")
    row = worker.main.locator("tr", has_text=NEED)
    with worker.within_clicks(4, "screen a need"):
        worker.press("筛选", within=row)
        address = worker.path
        worker.press("确认").bad("确认", says="规则")
        worker.clicks -= 1
        rule = worker.page.locator("label", has_text="Y3").first
        worker.press(rule)
        worker.choose("who_acts", "organization").submit_twice("确认")
    cast.notebook.reach(work_need=address)
    worker.go(cast.notebook.reached["need"]).sees("Y3").shot("screened")


def supports(cast: Cast) -> None:
    """Neighbors need it too: one click each; the household counts once."""
    for key in ("resident01", "resident02", "resident03"):
        neighbor = cast(key).go(cast.notebook.reached["need"])
        with neighbor.within_clicks(2, "support a need"):
            neighbor.submit_twice("我也需要")
        neighbor.sees("已计入")
    neighbor.sees("已有 3 户").shot("supported")
