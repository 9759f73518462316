"""The invented social organizations of the demo district: established ones, and young ones for the incubator."""

from dataclasses import dataclass


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

YOUNG = [
    DemoOrganization("qihang", "51340702MJA001772B", "和美区启航青年志愿者协会", "Qihang Young Volunteers", "social_group", None,
        ("GO1",), "青年志愿者，周末陪伴与社区活动。", "chunhui", ("qihang", "路启明", "13900000201"), None, "2024-09-02"),
    DemoOrganization("wenxin", "52340702MJA0018441", "和美区温馨家庭服务中心", "Wenxin Family Service", "service_institution", None,
        ("CH3",), "家庭教育指导与亲子活动。", "wenxing", ("wenxin", "安若素", "13900000202"), None, "2024-08-19"),
    DemoOrganization("lvye", "52340702MJA001916R", "和美区绿野环保服务中心", "Lvye Environment Service", "service_institution", None,
        ("OR2",), "垃圾分类宣传与社区花园。", "jinkou", ("lvye", "林青野", "13900000203"), None, "2024-10-14"),
    DemoOrganization("xiyang", "51340702MJA001983T", "和美区夕阳红文艺协会", "Xiyang Arts Association", "social_group", None,
        ("OR2",), "老年合唱与戏曲。", "binjiang", ("xiyang", "戚雅音", "13900000204"), None, "2025-02-10"),
    DemoOrganization("fangzhou", "52340702MJA002054U", "和美区方舟应急服务中心", "Fangzhou Emergency Service", "service_institution", None,
        ("GO1",), "社区应急演练与急救培训。", "heting", ("fangzhou", "石安澜", "13900000205"), None, "2025-04-21"),
    DemoOrganization("mingyue", "52340702MJA002126L", "和美区明月心理服务中心", "Mingyue Counselling", "service_institution", None,
        ("HE4",), "青少年心理咨询。", "shuian", ("mingyue", "柯明月", "13900000206"), None, "2025-05-12"),
    DemoOrganization("xiaoju", "51340702MJA002193M", "和美区小桔灯阅读协会", "Xiaoju Reading Association", "social_group", None,
        ("CH1",), "儿童阅读推广。", "xingfu", ("xiaoju", "桑梓青", "13900000207"), None, "2025-06-03"),
    DemoOrganization("heqi", "52340702MJA002265B", "和美区和气调解服务中心", "Heqi Mediation", "service_institution", None,
        ("GO1",), "婚姻家庭与邻里调解。", "heping", ("heqi", "容和之", "13900000208"), None, "2025-07-07"),
    DemoOrganization("anning", "52340702MJA0023374", "和美区安宁照护服务中心", "Anning Care", "service_institution", None,
        ("EL1",), "失能老人照护者支持。", "taoyuan", ("anning", "宁静远", "13900000209"), None, "2025-08-11"),
    DemoOrganization("qiaoliang", "51340702MJA0024090", "和美区桥梁社工协会", "Qiaoliang Social Workers", "social_group", None,
        ("GO3",), "社工实训与督导。", "songlin", ("qiaoliang", "梁渡之", "13900000210"), None, "2025-09-15"),
]  # fmt: skip
"""Young organizations: members of the incubator, and applicants at every step."""

NEWCOMERS = [
    DemoOrganization("chenxi", "52340702MJA002476T", "和美区晨曦助学服务中心", "Chenxi Learning Support", "service_institution", None,
        ("CH4",), "困境儿童助学。", "nanchai", ("chenxi", "晏晨曦", "13900000211"), None, "2025-11-03"),
    DemoOrganization("jiayuan", "52340702MJA002548K", "和美区家园物业协作中心", "Jiayuan Property Cooperation", "service_institution", None,
        ("PR1",), "业主议事支持。", "chengnan", ("jiayuan", "项家和", "13900000212"), None, "2025-12-08"),
    DemoOrganization("qiuguo", "51340702MJA00261XA", "和美区秋果义工协会", "Qiuguo Volunteers", "social_group", None,
        ("OR2",), "助老义工。", "tianqiao", ("qiuguo", "郁秋实", "13900000213"), None, "2025-10-20"),
    DemoOrganization("shuiyun", "52340702MJA002687A", "和美区水云文化服务中心", "Shuiyun Culture Service", "service_institution", None,
        ("OR2",), "社区文化活动。", "shuian", ("shuiyun", "江水云", "13900000214"), None, "2024-03-11"),
]  # fmt: skip
"""Records in other states than verified: draft, submitted, returned, suspended, in this order."""
