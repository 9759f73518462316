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
    Person("opener1", "顾明德", "13900000003", posts=(("mzj", "opening_officer"),), label="开标人员（民政）", label_en="opening officer (bureau)"),
    Person("opener2", "蒋守正", "13900000004", posts=(("czj", "opening_officer"), ("czj", "finance")), label="开标人员、财务（财政）", label_en="opening and finance officer"),
    Person("opener3", "秦镜明", "13900000005", posts=(("jjjc", "opening_officer"), ("jjjc", "auditor")), label="开标人员、监督（纪检）", label_en="opening officer and auditor"),
    Person("admin", "管平安", "13900000006", posts=(("mzj", "administrator"),), label="系统管理员", label_en="administrator"),
    Person("worker", "何暖阳", "13900000011", works=("yangguang", "xianlu"), label="社区工作者（阳光、线路新村）", label_en="community worker"),
    Person("director", "苗向群", "13900000012", directs=("yangguang", "xianlu"), label="社区书记", label_en="community director"),
    Person("expert1", "宋慎言", "13900000021", expert=("社会工作督导", "和美大学"), label="评审专家", label_en="expert"),
    Person("expert2", "陶衡之", "13900000022", expert=("养老服务管理", "省养老服务协会"), label="评审专家", label_en="expert"),
    Person("expert3", "俞公权", "13900000023", expert=("财务与审计", "明审会计师事务所"), label="评审专家", label_en="expert"),
    Person("expert4", "白简之", "13900000024", expert=("第三方评估", "同衡评估中心"), label="第三方评估", label_en="third-party reviewer"),
    Person("resident", "乔安心", "13900000031", lives="xianlu", label="居民（线路新村）", label_en="resident"),
]  # fmt: skip


@dataclass(frozen=True)
class DemoOrganization:
    """An invented social organization with a synthetic, valid code and its people."""

    key: str
    uscc: str
    name: str
    name_en: str
    kind: str
    grade: int | None
    categories: tuple[str, ...]
    summary: str
    community: str
    legal: tuple[str, str, str]
    writer: tuple[str, str, str] | None = None
    registered: str = "2017-05-12"


ORGANIZATIONS = [
    DemoOrganization("nuanyang", "52340702MJA0010783", "和美区暖阳社会工作服务中心", "Nuanyang Social Work Centre", "service_institution", 4,
        ("EL1", "EL3", "EL6", "GO3"), "专注居家养老、独居老人巡访和社区协商支持，持证社工 18 名。", "yangguang",
        ("nuanyang", "温知秋", "13900000101"), ("nuanyang.bid", "柏青禾", "13900000102")),
    DemoOrganization("chunteng", "52340702MJA00114XN", "和美区春藤养老服务中心", "Chunteng Elder Care Centre", "service_institution", 3,
        ("EL1", "EL2", "EL3", "EL4"), "社区日间照料与助餐，运营 4 个助餐点。", "chunhui", ("chunteng", "段长乐", "13900000111")),
    DemoOrganization("tongxin", "51340702MJA001211M", "和美区同心志愿服务协会", "Tongxin Volunteer Association", "social_group", 3,
        ("EL3", "OR2", "GO1"), "邻里互助与矛盾调解，登记志愿者 620 人。", "xianlu", ("tongxin", "方从容", "13900000121")),
    DemoOrganization("kangjian", "52340702MJA001289J", "和美区康健社区卫生服务社", "Kangjian Community Health Service", "service_institution", 5,
        ("HE1", "HE3", "HE4"), "健康体检组织、重病患者关爱与心理支持。", "binjiang", ("kangjian", "易平和", "13900000131")),
    DemoOrganization("anju", "52340702MJA0013509", "和美区安居物业服务社", "Anju Property Service", "service_institution", 2,
        ("PR1", "PR2", "PR3"), "老旧小区基础物业与停车自治支持。", "nanchai", ("anju", "施广厦", "13900000141")),
    DemoOrganization("qingmiao", "52340702MJA0014222", "和美区青苗儿童发展中心", "Qingmiao Children's Centre", "service_institution", 4,
        ("CH1", "CH3", "CH4"), "课后托管、困境儿童陪伴与家庭教育指导。", "xingfu", ("qingmiao", "童乐然", "13900000151")),
    DemoOrganization("heyu", "53340702MJA00149XR", "和美区和煦公益基金会", "Hexu Foundation", "foundation", 4,
        ("OR1", "RE1"), "资助社区微项目，支持初创社会组织。", "heping", ("hexu", "高怀远", "13900000161")),
    DemoOrganization("mingde", "52340702MJA001561Q", "和美区明德公共法律服务中心", "Mingde Legal Service Centre", "service_institution", None,
        ("GO1", "GO2"), "社区法律咨询与调解。", "tianqiao", ("mingde", "郑方圆", "13900000171")),
    DemoOrganization("yuedong", "51340702MJA001633L", "和美区悦动社区文体协会", "Yuedong Culture and Sport Association", "social_group", None,
        ("OR2",), "社区文体活动与场地轮值。", "shuian", ("yuedong", "乐未央", "13900000181"), None, "2025-03-18"),
    DemoOrganization("xinya", "52340702MJA001705A", "和美区新芽助残服务中心", "Xinya Disability Service", "service_institution", None,
        ("DI1", "DI2"), "残疾人日间训练与家庭喘息服务，初创机构。", "songlin", ("xinya", "苏新生", "13900000191"), None, "2025-06-09"),
]  # fmt: skip
