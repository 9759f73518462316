"""Published records of real purchases and venture grants, shown as history with their sources.

Facts and figures only; where a page gives no exact day the first day of the period stands and `is_day_exact` is false.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from projects.models.catalogue import in_language


@dataclass(frozen=True)
class Record:
    """One published line: title, who paid, how much (yuan), when, what it was, and where it stands."""

    key: str
    title: str
    title_en: str
    buyer: str
    amount: Decimal
    day: date
    category: str
    summary: str
    source_title: str
    source_address: str
    supplier: str = ""
    method: str = ""
    is_day_exact: bool = False


def _wan(value: str) -> Decimal:
    return Decimal(value) * 10_000


TONGGUANSHAN = ("铜官山区政府购买社会服务调研（2014）", "003_771581272e8859bb.txt")
PUTUO = ("沪民计发〔2012〕59号 普陀区社区公益服务项目招标预算", "fsou.com/html/text/lar/174126/17412676.html")

_PUTUO_LINES = [
    ("社区老年人健康服务", "Health services for older residents", "478320", "EL6"),
    ("社区助老服务", "Help for older residents", "478080", "EL1"),
    ("老年教育服务", "Education for older residents", "225850", "EL6"),
    ("老年人结对关爱", "Pairing with older residents", "258575", "EL3"),
    ("癌症患者关爱服务", "Care for cancer patients", "65150", "HE3"),
    ("优抚对象服务", "Services for veterans", "200000", "RE1"),
    ("甘泉路街道困难居民帮扶", "Help for poor residents, Ganquan", "129150", "RE1"),
    ("长寿路街道困难居民帮扶", "Help for poor residents, Changshou", "129150", "RE1"),
    ("长风新村街道困难居民帮扶", "Help for poor residents, Changfeng", "129150", "RE1"),
    ("失业人员就业服务", "Employment services for the jobless", "152920", "RE1"),
    ("困难家庭青少年教育服务", "Education for young people of poor families", "174300", "CH1"),
]

RECORDS: list[Record] = [
    Record(
        "X1-HE2", "铜官山区社区基本医疗卫生服务", "Community health services, Tongguanshan", "铜陵市铜官山区", _wan("1755"),
        date(2013, 1, 1), "HE2", "2013 年购买社区基本医疗卫生服务 1755 万元；同年另为 18,399 人提供健康体检（两项为各自独立的公布数字）。", *TONGGUANSHAN,
    ),
    Record(
        "X1-EL1", "铜官山区居家养老服务", "Home care for older people, Tongguanshan", "铜陵市铜官山区", _wan("135"),
        date(2013, 1, 1), "EL1", "2013 年购买居家养老服务 135 万元。", *TONGGUANSHAN,
    ),
    Record(
        "X1-PR1", "铜官山区老旧小区基础性物业服务", "Basic property service, Tongguanshan", "铜陵市铜官山区", _wan("1877"),
        date(2013, 1, 1), "PR1", "2013 年购买社区基础性物业管理服务 1877 万元。", *TONGGUANSHAN,
    ),
    *(
        Record(
            f"X3-{number:02d}", f"普陀区{title}", f"{title_en}, Putuo", "上海市普陀区民政局", Decimal(amount),
            date(2012, 7, 14), category, "2012 年社区公益服务项目招投标预算十一项之一，十一项合计 2,420,645 元。", *PUTUO,
            method="公开招标", is_day_exact=True,
        )
        for number, (title, title_en, amount, category) in enumerate(_PUTUO_LINES, 1)
    ),
    Record(
        "X4", "杨浦区公益服务项目（2014 年度）", "Public-welfare projects of Yangpu for 2014", "上海市杨浦区八个部门", _wan("1074"),
        date(2013, 8, 29), "OR2", "八个部门 25 个项目，资金逾 1074 万元；评审后否决 3 个、合并 4 个、修改 18 个。", "杨浦时报", "yptimes.shyp.gov.cn/html/2013-08/29/content_2_7.htm",
        is_day_exact=True,
    ),
    Record(
        "X5", "上海社区公益服务招投标试点", "Shanghai pilot of tendering for community services", "上海市民政局", _wan("3980"),
        date(2009, 1, 1), "OR2", "23 批招标，299 家组织参与，127 个项目中标，资金逾 3980 万元，中标价比预算低 6% 以上；创投 4 轮，124 家组织 154 个方案，59 个入选。",
        "新浪新闻 2010-07-15", "news.sina.com.cn/c/2010-07-15/133717810960s.shtml", method="公开招标",
    ),
    Record(
        "X6-1", "沈阳市和平区居家养老服务（001 包）", "Home care, Heping district, package 001", "沈阳市和平区", Decimal(2833380),
        date(2025, 2, 13), "EL1", "项目编号 JH24-210102-00236，成交得分 87.2，服务至 2025-12-31。", "成交结果公告 JH24-210102-00236",
        "pipechina.dnezb.com/detail/23643083", method="竞争性磋商", is_day_exact=True,
    ),
    Record(
        "X6-2", "沈阳市和平区居家养老服务（002 包）", "Home care, Heping district, package 002", "沈阳市和平区", Decimal(2862000),
        date(2025, 2, 13), "EL1", "项目编号 JH24-210102-00236，成交得分 90.5，服务至 2025-12-31。", "成交结果公告 JH24-210102-00236",
        "pipechina.dnezb.com/detail/23643083", method="竞争性磋商", is_day_exact=True,
    ),
    Record(
        "X7", "宁国市特殊困难老年人居家养老服务（两年）", "Home care for poor older people, Ningguo, two years", "宁国市民政局", Decimal(7524000),
        date(2023, 11, 1), "EL1", "采购意向：每人每月 120 元，两年；因投标人为民办非企业单位，不专门面向中小企业。", "政府采购意向公开",
        "ggzyjy.xuancheng.gov.cn/…/1451000000780738.html",
    ),
    Record(
        "X8", "恩平市居家养老上门服务（2026）", "Home care visits, Enping, 2026", "恩平市", _wan("77"), date(2026, 1, 1), "EL1",
        "不少于 250 人（两个片区 120 人与 130 人），每月 3 次、每次不少于 30 分钟，服务一年，最高 77 万元。", "采购公告", "www.qianlima.com/bid-580757170.html",
    ),
    Record(
        "X9", "沙坡头区公益服务项目（2023）", "Public-welfare projects, Shapotou, 2023", "中卫市沙坡头区", _wan("189.91"), date(2023, 11, 27), "CH3",
        "5 个项目，15 家申报，11 月 24 日评审，11 月 27 日起公示 5 个工作日。", "评审结果公示", "ixbang.com/bid/detail/CDF76E30645135C1AF9705DA0CA65FAB.html", is_day_exact=True,
    ),
    Record(
        "X10", "石滩镇社工服务站（2025）", "Social-work station of Shitan town, 2025", "广州市增城区石滩镇", Decimal(1854000), date(2025, 2, 6), "GO3",
        "固定价格 1,854,000 元，价格分以承诺服务工时代替；不专门面向中小企业。", "采购文件", "cgwenjian.com/view/file/202502060001598145", method="公开招标",
    ),
    Record(
        "X11", "南海区社会服务项目（2017）", "Social-service projects of Nanhai, 2017", "佛山市南海区", _wan("16312"), date(2017, 1, 1), "OR2",
        "441 个项目；分项合计 1.6312 亿元；大沥镇 91 个项目 2366 万元。", "南海区社会服务洽谈会", "old.xbbidcn.com/index.php/news-detail-2040713.html",
    ),
    Record(
        "X12", "淄博市公益创投（2020）", "Venture grants of Zibo, 2020", "淄博市民政局", Decimal(500000), date(2020, 9, 30), "OR1",
        "42 个申报，10 个入选，每个 5 万元；全年 60 万元，其中资助 50 万元、运营 10 万元。", "鲁中网 2020-09-30", "news.lznews.cn/luzhong/zibo/202009/t20200930_11622656.html",
        method="公益创投", is_day_exact=True,
    ),
    Record(
        "X13", "东莞市公益创投（2011）", "Venture grants of Dongguan, 2011", "东莞市民政局", _wan("1000"), date(2011, 1, 1), "OR1",
        "资金池 1000 万元，60 个项目中选出 28 个，每个不超过 50 万元。", "公开报道", "www.qingl.net/thread-20900-1-1.html", method="公益创投",
    ),
    Record(
        "X14", "武进区公益创投（2017）", "Venture grants of Wujin, 2017", "常州市武进区", _wan("60"), date(2017, 9, 21), "OR1",
        "37 个项目路演，30 个获资助，每个 1 万至 3 万元，资金池 60 万元。", "公开报道 2017-09-21", "www.fan-hu.cn/yhw/hotspot/wjxw/2017-09-21/32176.html",
        method="公益创投", is_day_exact=True,
    ),
    Record(
        "X16", "宜兴市公益创投（2020）", "Venture grants of Yixing, 2020", "宜兴市民政局", _wan("300"), date(2020, 1, 1), "OR1",
        "当年 300 万元、约 35 个项目；八年累计 2000 万元、302 个项目、惠及 110 万人次。", "公开报道", "2019.zhcw.com/gongyi/gongyihuodong/28888726.shtml", method="公益创投",
    ),
    Record(
        "X17", "常州市公益创投（2018）", "Venture grants of Changzhou, 2018", "常州市民政局", _wan("200"), date(2018, 11, 20), "OR1",
        "资金 200 万元，60 个项目进入路演，至 11 月 20 日。", "公开报道", "shadafang.com/c/tj022Y91H62018.html", method="公益创投",
    ),
    Record(
        "X19", "昆山市第四届公益创投（2015）", "Fourth venture round of Kunshan, 2015", "昆山市民政局", _wan("500"), date(2015, 1, 1), "OR1",
        "资金 500 万元；在原有五个环节前增设需求征集。", "公开报道", "nanjing.baogaosu.com/…/30125203", method="公益创投",
    ),
    Record(
        "X21", "昭苏县养老院食堂服务（2020）", "Canteen of the home for older people, Zhaosu, 2020", "昭苏县", Decimal(913668), date(2020, 1, 1), "EL2",
        "项目编号 XJDB-2020CS-096，竞争性磋商，3 名专家，每年 913,668 元，成交公告期 1 个工作日。", "成交结果公告 XJDB-2020CS-096",
        "cyzbt.com/detail/1013_208118579_2", method="竞争性磋商",
    ),
]  # fmt: skip


@dataclass(frozen=True)
class Unpriced:
    """A published record without a sum of its own: shown beside the others, not loaded as a process."""

    key: str
    title: str
    title_en: str
    summary: str
    summary_en: str
    source_title: str
    source_address: str

    @property
    def label(self) -> str:
        """The title in the reader's language."""
        return in_language(self.title, self.title_en)

    @property
    def note(self) -> str:
        """What the record says, in the reader's language."""
        return in_language(self.summary, self.summary_en)


UNPRICED = [
    Unpriced(
        "X2", "铜官山区社区减负", "Less paperwork for communities, Tongguanshan",
        "此前社区承担 280 余项任务、挂牌 60 余块；改革后挂牌 3 块、考核 2 项；全区 18 个社区。",
        "More than 280 tasks and 60 plates per community before, 3 plates and 2 assessments after; 18 communities.", *TONGGUANSHAN,
    ),
    Unpriced(
        "X15", "南夏墅街道公益创投（2017）", "Venture grants of Nanxiashu, 2017",
        "14 家组织、16 个项目，每个 5,000 元至 20,000 元。",
        "14 organizations, 16 projects, ¥5,000 to ¥20,000 each.", "公开报道 2017-12-16", "www.wjyanghu.com/yhw/hotspot/wjxw/2017-12-16/36097.html",
    ),
    Unpriced(
        "X18", "厦门市海沧区公益创投（2016）", "Venture grants of Haicang, 2016", "收到 31 个项目，28 个路演，5 名专家评审。",
        "31 projects received, 28 pitched before 5 experts.", "公开报道 2016-11-21",
        "www.thegame168.cn/2016/gundong_1121/40684.html",
    ),
    Unpriced(
        "X20", "深圳市福田区第十一届公益创投（2021）", "Eleventh venture round of Futian, 2021",
        "24 个项目，7 名专家，2021 年 8 月 18 日至 24 日公示 5 个工作日。",
        "24 projects, 7 experts; on notice for 5 working days, 18 to 24 August 2021.", "公示", "www.fidelisretail.com/note.php?id=11180",
    ),
    Unpriced(
        "X22", "中央财政支持社会组织参与社会服务项目（2022）", "Projects funded by the central budget, 2022",
        "民办函〔2022〕41 号：立项 139 个，分 A 至 D 四类，全部审计和评估。",
        "139 projects of kinds A to D, all of them audited and evaluated.", "民办函〔2022〕41 号", "m.oy3.com/news/show-zrfmulzilz.html",
    ),
]  # fmt: skip
