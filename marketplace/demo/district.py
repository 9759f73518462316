"""The invented demo district: departments, 18 communities on a schematic grid, people of every role."""

from dataclasses import dataclass, field

PASSWORD = "demo-marketplace-2026"
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSPHRASE = "spring river lantern orchard bridge swallow"

DEPARTMENTS = [
    ("mzj", "和美区民政局", "Hemei Civil Affairs Bureau", "bureau", "0562-2600001"),
    ("czj", "和美区财政局", "Hemei Finance Bureau", "finance", "0562-2600002"),
    ("jjjc", "和美区纪检监察组", "Hemei Supervision Office", "supervision", "0562-2600003"),
    ("yangguang", "阳光街道办事处", "Yangguang Sub-district Office", "subdistrict", "0562-2600011"),
    ("binjiang", "滨江街道办事处", "Binjiang Sub-district Office", "subdistrict", "0562-2600012"),
    ("chengnan", "城南街道办事处", "Chengnan Sub-district Office", "subdistrict", "0562-2600013"),
    ("cgj", "和美区城市管理局", "Hemei City Management Bureau", "department", "0562-2600021"),
    ("wjw", "和美区卫生健康委", "Hemei Health Commission", "department", "0562-2600022"),
]

# code, name, English, sub-district, households, residents, row, column
COMMUNITIES = [
    ("yangguang", "阳光社区", "Yangguang", "yangguang", 1680, 4310, 0, 1),
    ("chunhui", "春晖社区", "Chunhui", "yangguang", 1240, 3120, 0, 2),
    ("xianlu", "线路新村社区", "Xianlu New Village", "yangguang", 1020, 3200, 0, 3),
    ("wenxing", "文兴社区", "Wenxing", "yangguang", 980, 2510, 1, 1),
    ("jinkou", "金口岭社区", "Jinkouling", "yangguang", 1430, 3690, 1, 2),
    ("tianqiao", "天桥社区", "Tianqiao", "yangguang", 1110, 2870, 1, 3),
    ("binjiang", "滨江社区", "Binjiang", "binjiang", 2050, 5260, 0, 4),
    ("heting", "荷亭社区", "Heting", "binjiang", 890, 2300, 0, 5),
    ("matou", "码头社区", "Matou", "binjiang", 760, 1940, 1, 4),
    ("shuian", "水岸社区", "Shui'an", "binjiang", 1560, 4010, 1, 5),
    ("yanjiang", "沿江社区", "Yanjiang", "binjiang", 1320, 3380, 2, 4),
    ("qingshui", "清水社区", "Qingshui", "binjiang", 640, 1650, 2, 5),
    ("chengnan", "城南社区", "Chengnan", "chengnan", 1890, 4870, 2, 1),
    ("nanchai", "南柴社区", "Nanchai", "chengnan", 1150, 2960, 2, 2),
    ("xingfu", "幸福社区", "Xingfu", "chengnan", 1470, 3790, 2, 3),
    ("heping", "和平社区", "Heping", "chengnan", 1230, 3150, 3, 2),
    ("taoyuan", "桃源社区", "Taoyuan", "chengnan", 820, 2090, 3, 3),
    ("songlin", "松林社区", "Songlin", "chengnan", 1010, 2610, 3, 4),
]


LIVELY = (
    "chunhui", "wenxing", "jinkou", "tianqiao", "binjiang", "heting", "shuian", "chengnan", "nanchai", "xingfu",
    "heping", "taoyuan",
)  # fmt: skip
"""Communities besides Xianlu and Yangguang in which residents have accounts and things happen."""


@dataclass(frozen=True)
class Person:
    """A demo account: key (also the e-mail's local part), name, and what they are."""

    key: str
    name: str
    phone: str
    posts: tuple[tuple[str, str], ...] = ()
    works: tuple[str, ...] = ()
    directs: tuple[str, ...] = ()
    lives: str = ""
    expert: tuple[str, str] | None = None
    label: str = ""
    label_en: str = ""
    fields: tuple[str, ...] = field(default_factory=tuple)

    @property
    def email(self) -> str:
        """The address to sign in with."""
        return f"{self.key}@demo.example"


PEOPLE = [
    Person("officer", "林知远", "13900000001", posts=(("mzj", "project_officer"),), label="区民政局项目经办", label_en="project officer"),
    Person("approver", "沈若谷", "13900000002", posts=(("mzj", "approver"), ("mzj", "registrar"), ("mzj", "finance")), label="区民政局审批、登记", label_en="approver and registrar"),
    Person("approver2", "钟复明", "13900000008", posts=(("mzj", "approver"),), label="区民政局复核审批", label_en="second approver"),
    Person("opener1", "顾明德", "13900000003", posts=(("mzj", "opening_officer"), ("mzj", "finance")), label="开标人员、财务（民政）", label_en="opening and finance officer (bureau)"),
    Person("opener2", "蒋守正", "13900000004", posts=(("czj", "opening_officer"), ("czj", "finance")), label="开标人员、财务（财政）", label_en="opening and finance officer"),
    Person("opener3", "秦镜明", "13900000005", posts=(("jjjc", "opening_officer"), ("jjjc", "auditor")), label="开标人员、监督（纪检）", label_en="opening officer and auditor"),
    Person("admin", "管平安", "13900000006", posts=(("mzj", "administrator"),), label="系统管理员", label_en="administrator"),
    Person("registrar", "祁立信", "13900000007", posts=(("mzj", "registrar"),), label="区民政局登记", label_en="registrar"),
    Person("worker", "何暖阳", "13900000011", works=("yangguang", "xianlu"), label="社区工作者（阳光、线路新村）", label_en="community worker"),
    Person("director", "苗向群", "13900000012", directs=("yangguang", "xianlu"), label="社区书记", label_en="community director"),
    Person("worker2", "常乐群", "13900000013", works=("chunhui", "wenxing", "jinkou", "tianqiao", "binjiang", "heting", "matou", "shuian", "yanjiang", "qingshui"), label="社区工作者（滨江等十个社区）", label_en="community worker, ten communities"),
    Person("worker3", "祝安邻", "13900000014", works=("chengnan", "nanchai", "xingfu", "heping", "taoyuan", "songlin"), label="社区工作者（城南六个社区）", label_en="community worker, six communities"),
    Person("director2", "邹同心", "13900000015", directs=("chunhui", "wenxing", "jinkou", "tianqiao", "binjiang", "heting", "matou", "shuian", "yanjiang", "qingshui"), label="社区书记（滨江等十个社区）", label_en="community director, ten communities"),
    Person("director3", "柳为民", "13900000016", directs=("chengnan", "nanchai", "xingfu", "heping", "taoyuan", "songlin"), label="社区书记（城南六个社区）", label_en="community director, six communities"),
    Person("expert1", "宋慎言", "13900000021", expert=("社会工作督导", "和美大学"), label="评审专家", label_en="expert"),
    Person("expert2", "陶衡之", "13900000022", expert=("养老服务管理", "省养老服务协会"), label="评审专家", label_en="expert"),
    Person("expert3", "俞公权", "13900000023", expert=("财务与审计", "明审会计师事务所"), label="评审专家", label_en="expert"),
    Person("expert4", "白简之", "13900000024", expert=("第三方评估", "同衡评估中心"), label="第三方评估", label_en="third-party reviewer"),
    Person("resident", "乔安心", "13900000031", lives="xianlu", label="居民（线路新村）", label_en="resident"),
]  # fmt: skip
