"""The instruments that rules cite: laws, regulations, ministry orders, local practice, house rules."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Instrument:
    """A cited document: key used in citations, title in Chinese and English, number, day it took force."""

    key: str
    title: str
    title_en: str
    number: str = ""
    in_force_from: date | None = None
    source: str = ""


_ROWS = [
    Instrument(
        "GPL", "中华人民共和国政府采购法", "Government Procurement Law", "2014-08-31 修正", date(2003, 1, 1)
    ),
    Instrument(
        "GPR",
        "中华人民共和国政府采购法实施条例",
        "Regulation for Implementing the Government Procurement Law",
        "国务院令第658号",
        date(2015, 3, 1),
    ),
    Instrument(
        "O87",
        "政府采购货物和服务招标投标管理办法",
        "Measures for Tendering and Bidding of Goods and Services",
        "财政部令第87号",
        date(2017, 10, 1),
        "beijing.gov.cn t20230208_2913671",
    ),
    Instrument(
        "O102",
        "政府购买服务管理办法",
        "Measures for Government Purchase of Services",
        "财政部令第102号",
        date(2020, 3, 1),
    ),
    Instrument(
        "O94",
        "政府采购质疑和投诉办法",
        "Measures for Challenges and Complaints",
        "财政部令第94号",
        date(2018, 3, 1),
    ),
    Instrument(
        "O74",
        "政府采购非招标采购方式管理办法",
        "Measures for Non-tender Procurement Methods",
        "财政部令第74号",
        date(2014, 2, 1),
    ),
    Instrument(
        "O110",
        "政府采购框架协议采购方式管理暂行办法",
        "Interim Measures for Framework Agreements",
        "财政部令第110号",
        date(2022, 3, 1),
    ),
    Instrument(
        "F214",
        "政府采购竞争性磋商采购方式管理暂行办法",
        "Interim Measures for Competitive Consultation",
        "财库〔2014〕214号",
        date(2015, 1, 1),
    ),
    Instrument(
        "F124",
        "关于竞争性磋商有关问题的补充通知",
        "Supplementary Notice on Competitive Consultation",
        "财库〔2015〕124号",
        date(2015, 6, 30),
    ),
    Instrument(
        "F2026-2",
        "关于异常低价投标审查的通知",
        "Notice on Abnormally Low Prices",
        "财库〔2026〕2号",
        date(2026, 2, 1),
    ),
    Instrument(
        "F2020-46",
        "政府采购促进中小企业发展管理办法",
        "Measures on Government Procurement Promoting Small and Medium Enterprises",
        "财库〔2020〕46号",
        date(2021, 1, 1),
    ),
    Instrument(
        "F2022-19",
        "关于进一步加大政府采购支持中小企业力度的通知",
        "Notice on Supporting Small and Medium Enterprises",
        "财库〔2022〕19号",
        date(2022, 7, 1),
    ),
    Instrument(
        "F2023-243",
        "关于进一步提高政府采购透明度的通知",
        "Notice on Procurement Transparency",
        "财办库〔2023〕243号",
        date(2023, 12, 1),
    ),
    Instrument(
        "F2021-22",
        "政府采购需求管理办法",
        "Measures for Procurement Needs",
        "财库〔2021〕22号",
        date(2021, 7, 1),
    ),
    Instrument(
        "F2016-54",
        "关于通过政府购买服务支持社会组织培育发展的指导意见",
        "Opinion on Supporting Social Organizations by Purchase of Services",
        "财综〔2016〕54号",
        date(2016, 12, 1),
    ),
    Instrument(
        "Y2017-87",
        "关于坚决制止地方以政府购买服务名义违法违规融资的通知",
        "Notice against Unlawful Financing under the Name of Service Purchase",
        "财预〔2017〕87号",
        date(2017, 5, 28),
    ),
    Instrument(
        "GB32100",
        "法人和其他组织统一社会信用代码编码规则",
        "Unified Social Credit Code",
        "GB 32100-2015",
        date(2015, 10, 1),
    ),
    Instrument(
        "SGR",
        "社会团体登记管理条例",
        "Regulation on Registration of Social Groups",
        "2016 修订",
        date(2016, 2, 6),
    ),
    Instrument(
        "PNR",
        "民办非企业单位登记管理暂行条例",
        "Interim Regulation on Private Non-enterprise Units",
        "国务院令第251号",
        date(1998, 10, 25),
    ),
    Instrument("FDR", "基金会管理条例", "Regulation on Foundations", "国务院令第400号", date(2004, 6, 1)),
    Instrument("CC", "中华人民共和国民法典", "Civil Code", "", date(2021, 1, 1)),
    Instrument(
        "SMEL",
        "中华人民共和国中小企业促进法",
        "Law on Promoting Small and Medium Enterprises",
        "2017 修订",
        date(2018, 1, 1),
    ),
    Instrument("CHL", "中华人民共和国慈善法", "Charity Law", "2023 修正", date(2024, 9, 5)),
    Instrument(
        "SMEPAY",
        "保障中小企业款项支付条例",
        "Regulation on Payments to Small and Medium Enterprises",
        "2025 修订",
        date(2025, 6, 1),
    ),
    Instrument(
        "RCL18",
        "中华人民共和国城市居民委员会组织法",
        "Organic Law of Urban Residents' Committees",
        "2018 文本",
        date(2018, 12, 29),
    ),
    Instrument(
        "RCL25",
        "中华人民共和国城市居民委员会组织法（2025 修订）",
        "Organic Law of Urban Residents' Committees (2025 revision)",
        "",
        date(2026, 1, 1),
    ),
    Instrument(
        "PIPL", "中华人民共和国个人信息保护法", "Personal Information Protection Law", "", date(2021, 11, 1)
    ),
    Instrument(
        "GRADE",
        "社会组织评估管理办法",
        "Measures for Assessing Social Organizations",
        "2021",
        date(2021, 1, 1),
    ),
    Instrument("CIVIL", "中华人民共和国民法典", "Civil Code", "", date(2021, 1, 1)),
    Instrument("HOUSE", "本平台规则", "House rules of this platform", "", None),
]
INSTRUMENTS: dict[str, Instrument] = {row.key: row for row in _ROWS}
