"""The shipped service catalogue: 8 groups, 28 categories; the bureau may edit rows, codes stay stable.

Indicator: (Chinese, English, unit, unit in English, measures effect). Texts in Chinese and English pairs.
"""

GROUPS = (
    ("EL", "为老", "Older people"),
    ("HE", "健康", "Health"),
    ("DI", "助残", "Disability"),
    ("CH", "儿童与家庭", "Children and family"),
    ("RE", "救助", "Relief"),
    ("PR", "家园环境", "Home environment"),
    ("GO", "治理与法治", "Governance and law"),
    ("OR", "组织与文化", "Organizations and culture"),
)

COMMON_SCORE = (
    ("volume", "完成量", "Volume delivered", 25),
    ("quality", "服务质量抽查", "Spot checks of quality", 20),
    ("residents", "居民评议", "Residents' evaluation", 20),
    ("punctual", "按期与资料", "On time, with documents", 15),
    ("funds", "资金规范", "Proper use of funds", 10),
    ("complaints", "投诉处理", "Handling of complaints", 10),
)

RAISED = {("PR1", "residents"): 30}
"""How the other parts shrink is for the bureau to say: the form refuses a sum other than 100."""

ANY = (
    "依法登记、具有独立承担民事责任能力的社会组织、企业或机构，符合政府采购法第二十二条",
    "A lawfully registered organization, company or institution that meets article 22 of the Government Procurement Law",
)
CARE = (
    ANY[0] + "；护理人员持相应职业技能证书",
    ANY[1] + "; care workers hold the vocational certificates",
)
SOCIAL = (ANY[0] + "；项目负责人为持证社会工作者", ANY[1] + "; led by a licensed social worker")
FOOD = (ANY[0] + "；持有效食品经营许可证", ANY[1] + "; holds a valid food business license")
MEDICAL = ("持有效医疗机构执业许可证的医疗卫生机构", "A medical institution with a valid practice license")
MIND = (ANY[0] + "；心理咨询人员持证", ANY[1] + "; counselors are certified")
CHILD = (
    ANY[0] + "；全部人员经违法犯罪记录查询",
    ANY[1] + "; criminal records of all staff are checked",
)
NURSERY = ("在卫生健康部门备案的托育机构", "A childcare institution filed with the health department")
LAW = ("律师事务所、基层法律服务所或持证法律服务机构", "A law firm or licensed legal service body")
MEDIATION = (ANY[0] + "；调解员经培训聘任", ANY[1] + "; mediators are trained and appointed")
PROPERTY = (ANY[0] + "；有物业服务经验", ANY[1] + "; with experience in property service")

PERCENT = ("%", "%")
PEOPLE = ("人", "people")
VISITS = ("人次", "visits")
TIMES = ("次", "times")
HOUSEHOLDS = ("户", "households")
HOURS = ("小时", "hours")
CASES = ("个案", "cases")
SESSIONS = ("场", "sessions")
DAYS = ("天", "days")

V, E = False, True  # volume, effect


def _i(name: str, english: str, unit: tuple[str, str], is_outcome: bool = V) -> dict:
    return {"name": name, "name_en": english, "unit": unit[0], "unit_en": unit[1], "is_outcome": is_outcome}


# code, name, English, unit, unit in English, indicators, criteria, criteria in English, qualification, basis,
# basis in English, flags (v vulnerable group, w works guard, s identities stay secret)
CATEGORIES = (
    (
        "EL1", "居家上门照护", "Home care visits", "人·小时", "person-hour",
        (
            _i("服务人数", "People served", PEOPLE),
            _i("上门小时", "Hours at home", HOURS),
            _i("助浴次数", "Assisted baths", TIMES),
            _i("24小时内响应率", "Answered within 24 hours", PERCENT, E),
        ),
        ("上门签到完整率≥98%", "照护计划与记录一致", "家属回访满意"),
        ("At least 98% of visits signed in", "Care plan and records agree", "Families are satisfied when called back"),
        CARE,
        "铜官山区2013年购买服务实践（135万元）；北京居家养老条例第3条；德州养老条例第50条",
        "Tongguanshan district 2013 (1.35 million yuan); Beijing Home Care Regulation art. 3; Dezhou Elderly Care Regulation art. 50",
        "v",
    ),
    (
        "EL2", "老年助餐", "Meals for elders", "份 / 人次", "meal",
        (
            _i("就餐人次", "Meals eaten on site", VISITS),
            _i("送餐份数", "Meals delivered", ("份", "meals")),
            _i("特困老人覆盖率", "Destitute elders reached", PERCENT, E),
        ),
        ("留样记录齐全", "食品许可有效", "价格公示", "送达温度抽查"),
        ("Food samples are kept", "Food license is valid", "Prices are posted", "Temperature on delivery is spot-checked"),
        FOOD,
        "北京居家养老条例第3条第1项；德州养老条例第22条",
        "Beijing Home Care Regulation art. 3(1); Dezhou Elderly Care Regulation art. 22",
        "v",
    ),
    (
        "EL3", "空巢独居老人巡访", "Visits to empty-nest and lone elders", "户·次", "household visit",
        (
            _i("在册户数", "Households on the list", HOUSEHOLDS),
            _i("巡访次数", "Visits made", TIMES),
            _i("异常发现与2小时内上报率", "Problems reported within 2 hours", PERCENT, E),
        ),
        ("频次达到约定", "有事有记录", "隐私保护"),
        ("Visits are as frequent as agreed", "Every event is recorded", "Privacy is protected"),
        SOCIAL,
        "铜官山区2013年购买服务实践；威海养老条例第22条（高龄独居每两天一次）；山东养老条例第28条",
        "Tongguanshan district 2013; Weihai Elderly Care Regulation art. 22 (every two days for the oldest living alone); Shandong art. 28",
        "v",
    ),
    (
        "EL4", "日间照料", "Day care", "人·日", "person-day",
        (
            _i("开放天数", "Days open", DAYS),
            _i("日均人数", "People per day", PEOPLE),
            _i("活动场次", "Activities", SESSIONS),
            _i("家属满意率", "Satisfied families", PERCENT, E),
        ),
        ("消防与无障碍达标", "出入登记完整", "家属满意"),
        ("Fire safety and access meet the standard", "Entries are registered", "Families are satisfied"),
        CARE,
        "北京居家养老条例第3条第5项",
        "Beijing Home Care Regulation art. 3(5)",
        "v",
    ),
    (
        "EL5", "适老化评估与辅具适配", "Ageing-friendly assessment and aids", "户", "household",
        (
            _i("评估户数", "Homes assessed", HOUSEHOLDS),
            _i("适配件数", "Aids fitted", ("件", "items")),
            _i("3个月后使用率", "Still used after 3 months", PERCENT, E),
        ),
        ("不含施工", "评估报告逐户有照片前后对比"),
        ("No works are included", "Each report has photos before and after"),
        CARE,
        "德州养老条例第50条；绍兴居家养老条例第15条；财预〔2017〕87号（不含施工）",
        "Dezhou art. 50; Shaoxing Home Care Regulation art. 15; Caiyu 2017 no. 87 (no works)",
        "vw",
    ),
    (
        "EL6", "精神慰藉与数字助老", "Companionship and digital help", "人次", "person-visit",
        (
            _i("陪伴小时", "Hours of company", HOURS),
            _i("培训人次", "People trained", VISITS),
            _i("能独立使用人数", "People who manage alone", PEOPLE, E),
        ),
        ("训后一周仍会用≥60%",),
        ("At least 60% still manage one week after training",),
        SOCIAL,
        "北京居家养老条例第3条第7项；绍兴居家养老条例第14条",
        "Beijing Home Care Regulation art. 3(7); Shaoxing art. 14",
        "v",
    ),
    (
        "HE1", "健康体检", "Health checks", "人", "person",
        (
            _i("体检人数", "People checked", PEOPLE),
            _i("重点人群覆盖率", "Priority groups reached", PERCENT, E),
            _i("异常告知率", "People told of a finding", PERCENT, E),
            _i("随访率", "Followed up", PERCENT, E),
        ),
        ("机构资质有效", "7日内出报告", "异常逐人告知"),
        ("The institution is licensed", "Reports within 7 days", "Findings are told person by person"),
        MEDICAL,
        "铜官山区2013年购买服务实践（18,399人）；绍兴居家养老条例第15条；基本医疗卫生与健康促进法第18条",
        "Tongguanshan district 2013 (18,399 people); Shaoxing art. 15; Basic Healthcare Law art. 18",
        "",
    ),
    (
        "HE2", "社区基本医疗卫生服务", "Community health services", "人次", "person-visit",
        (
            _i("签约人数", "People with a family doctor", PEOPLE),
            _i("慢病管理人数", "Chronic patients in care", PEOPLE, E),
            _i("入户次数", "Home visits", TIMES),
        ),
        ("由医疗机构承接", "按国家规范质控"),
        ("Provided by a medical institution", "Quality control by the national standard"),
        MEDICAL,
        "铜官山区2013年购买服务实践（1,755万元）；基本医疗卫生与健康促进法第18条",
        "Tongguanshan district 2013 (17.55 million yuan); Basic Healthcare Law art. 18",
        "",
    ),
    (
        "HE3", "重病患者关爱", "Care for the seriously ill", "户·月", "household-month",
        (
            _i("在册户数", "Households on the list", HOUSEHOLDS),
            _i("探访次数", "Visits made", TIMES),
            _i("转介成功数", "Successful referrals", CASES, E),
        ),
        ("每户有个案计划", "转介有回音"),
        ("Every household has a plan", "Every referral is answered"),
        SOCIAL,
        "铜官山区2013年购买服务实践",
        "Tongguanshan district 2013",
        "v",
    ),
    (
        "HE4", "社区心理健康服务", "Mental-health care", "人次 / 个案", "visit or case",
        (
            _i("筛查人数", "People screened", PEOPLE),
            _i("咨询个案", "Counseling cases", CASES),
            _i("危机转介", "Crisis referrals", CASES, E),
            _i("讲座人次", "People at talks", VISITS),
        ),
        ("咨询师持证", "签订保密协议", "个案目标达成率"),
        ("Counselors are certified", "Confidentiality is signed", "Share of case goals reached"),
        MIND,
        "上海精神卫生条例第16、55条",
        "Shanghai Mental Health Regulation arts. 16, 55",
        "",
    ),
    (
        "HE5", "精神障碍社区康复", "Community rehabilitation for mental illness", "人·月", "person-month",
        (
            _i("在册人数", "People on the list", PEOPLE),
            _i("康复活动", "Rehabilitation activities", SESSIONS),
            _i("家访", "Home visits", TIMES),
            _i("复发住院率", "Relapses with hospital stay", PERCENT, E),
        ),
        ("与精防医生联动有记录", "开设家属支持小组"),
        ("Work with the psychiatrist is recorded", "A support group for families exists"),
        SOCIAL,
        "铜官山区2013年购买服务实践；山东精神卫生条例第47条；四部门精康融合行动通知",
        "Tongguanshan district 2013; Shandong Mental Health Regulation art. 47; Rehabilitation Action of four ministries",
        "v",
    ),
    (
        "DI1", "残疾人居家与托养服务", "Home and day support for disabled people", "人·小时", "person-hour",
        (
            _i("服务人数", "People served", PEOPLE),
            _i("照护小时", "Hours of care", HOURS),
            _i("家庭喘息天数", "Days of respite for families", DAYS, E),
        ),
        ("每人有护理计划", "沟通方式无障碍"),
        ("Everybody has a care plan", "Communication is accessible"),
        CARE,
        "北京残疾人保障办法第49条",
        "Beijing Measures on Protecting Disabled People art. 49",
        "v",
    ),
    (
        "DI2", "社区康复与辅具", "Community rehabilitation and aids", "人次", "person-visit",
        (
            _i("训练人次", "Training sessions", VISITS),
            _i("功能评分改善人数", "People whose function improved", PEOPLE, E),
        ),
        ("训练前后测对比", "人员有专业资质"),
        ("Measured before and after", "Staff are qualified"),
        CARE,
        "残疾预防和残疾人康复条例第20条",
        "Regulation on Disability Prevention and Rehabilitation art. 20",
        "v",
    ),
    (
        "CH1", "课后与假期托管", "After-school and holiday care", "人·日", "person-day",
        (
            _i("开放天数", "Days open", DAYS),
            _i("日均人数", "Children per day", PEOPLE),
            _i("师生比", "Staff per 100 children", ("人/百人", "per 100")),
            _i("家长满意率", "Satisfied parents", PERCENT, E),
        ),
        ("人员背景查询", "接送登记", "有应急预案"),
        ("Staff backgrounds are checked", "Handovers are registered", "An emergency plan exists"),
        CHILD,
        "广州公益创投“青少年类”；本区目录",
        "Guangzhou venture grants for young people; district catalogue",
        "",
    ),
    (
        "CH2", "婴幼儿照护", "Care for children under three", "人·日", "person-day",
        (_i("托位数", "Places", ("个", "places")), _i("托位使用率", "Places in use", PERCENT, E)),
        ("已备案", "安全检查零重大隐患"),
        ("Filed with the health department", "No serious safety finding"),
        NURSERY,
        "北京未成年人保护条例第21条",
        "Beijing Regulation on Protecting Minors art. 21",
        "",
    ),
    (
        "CH3", "困境与留守儿童关爱", "Care for children in difficulty", "个案", "case",
        (
            _i("建档数", "Children on file", CASES),
            _i("家访次数", "Home visits", TIMES),
            _i("个案改善数", "Cases improved", CASES, E),
        ),
        ("监护人同意", "不公开个人信息"),
        ("The guardian agrees", "No personal information is published"),
        CHILD,
        "北京未成年人保护条例第41条；个人信息保护法第31条（不公开个人信息）",
        "Beijing Regulation on Protecting Minors art. 41; Personal Information Protection Law art. 31",
        "vs",
    ),
    (
        "CH4", "家庭教育指导", "Family education", "场 / 家庭", "session or family",
        (
            _i("指导场次", "Sessions", SESSIONS),
            _i("参与家庭数", "Families taking part", ("户", "families")),
            _i("跟进咨询", "Follow-up consultations", TIMES, E),
        ),
        ("参与家庭3个月回访",),
        ("Families are called back after 3 months",),
        SOCIAL,
        "家庭教育促进法第7条；北京未成年人保护条例第42条",
        "Family Education Promotion Law art. 7; Beijing Regulation on Protecting Minors art. 42",
        "",
    ),
    (
        "RE1", "社会救助探访与评估", "Relief visits and assessment", "户·次", "household visit",
        (
            _i("入户核查", "Home checks", HOUSEHOLDS),
            _i("需求评估", "Needs assessed", HOUSEHOLDS),
            _i("转介成功数", "Successful referrals", CASES, E),
        ),
        ("抽查复核一致率≥95%",),
        ("At least 95% of spot checks agree",),
        SOCIAL,
        "社会救助暂行办法第54条",
        "Interim Measures for Social Assistance art. 54",
        "v",
    ),
    (
        "PR1", "社区基础性物业管理", "Basic property management", "户·月 / 楼栋·月", "household-month or building-month",
        (
            _i("保洁频次", "Cleanings per month", TIMES),
            _i("公共报修24小时响应率", "Repair calls answered within 24 hours", PERCENT, E),
            _i("公共部位完好率", "Shared parts in good order", PERCENT, E),
        ),
        ("居民评议权重上浮至30（其余各项由区局确定，合计100）", "收支每季公示"),
        ("Residents' evaluation counts 30 (the bureau sets the rest; the sum stays 100)", "Accounts are posted every quarter"),
        PROPERTY,
        "铜官山区2013年购买服务实践（1,877万元）；北京物业管理条例第13条",
        "Tongguanshan district 2013 (18.77 million yuan); Beijing Property Management Regulation art. 13",
        "w",
    ),
    (
        "PR2", "停车自治", "Parking self-governance", "小区·月", "estate-month",
        (
            _i("登记车辆", "Cars registered", ("辆", "cars")),
            _i("错时泊位数", "Shared spaces", ("个", "spaces")),
            _i("停车纠纷数", "Parking disputes", ("起", "disputes"), E),
            _i("地锁清除数", "Private locks removed", ("个", "locks")),
        ),
        ("公约经居民会议通过", "收支定期公示"),
        ("The covenant was adopted by the residents' meeting", "Accounts are posted regularly"),
        PROPERTY,
        "南京鼓楼社区协商实践；北京机动车停车条例第13、30条",
        "Gulou (Nanjing) practice of deliberation; Beijing Parking Regulation arts. 13, 30",
        "",
    ),
    (
        "PR3", "环境卫生与分类宣导", "Sanitation and waste sorting", "点·月", "site-month",
        (
            _i("点位达标率", "Sites up to standard", PERCENT, E),
            _i("宣导户数", "Households informed", HOUSEHOLDS),
        ),
        ("盲查得分",),
        ("Score of unannounced checks",),
        ANY,
        "铜官山区2013年购买服务实践（市容环卫）",
        "Tongguanshan district 2013 (sanitation)",
        "",
    ),
    (
        "PR4", "改造协商与过程监督", "Renovation: participation and supervision (no works)", "小区", "estate",
        (
            _i("意见征集户数", "Households asked", HOUSEHOLDS),
            _i("议事场次", "Deliberation meetings", SESSIONS),
            _i("公示次数", "Public notices", TIMES),
            _i("整改闭环数", "Defects followed to the end", ("项", "defects"), E),
        ),
        ("征集覆盖≥三分之二户", "施工另行招标"),
        ("At least two thirds of the households are asked", "Works are tendered elsewhere"),
        SOCIAL,
        "江西城乡社区协商实践（2016）；财预〔2017〕87号（不含施工）",
        "Jiangxi practice of community deliberation (2016); Caiyu 2017 no. 87 (no works)",
        "w",
    ),
    (
        "GO1", "矛盾纠纷调解", "Mediation", "件", "case",
        (
            _i("受理数", "Cases taken", ("件", "cases")),
            _i("调解成功率", "Cases settled", PERCENT, E),
            _i("30日内结案率", "Closed within 30 days", PERCENT, E),
            _i("回访数", "Call-backs", TIMES),
        ),
        ("调解协议合规", "当事人满意", "保密"),
        ("Agreements are lawful", "The parties are satisfied", "Confidentiality"),
        MEDIATION,
        "铜官山区2013年购买服务实践；山东多元化解纠纷条例第55条；深圳矛盾纠纷多元化解条例第25、30条",
        "Tongguanshan district 2013; Shandong Dispute Resolution Regulation art. 55; Shenzhen Regulation arts. 25, 30",
        "",
    ),
    (
        "GO2", "公共法律服务", "Legal service", "人次", "person-visit",
        (
            _i("咨询人次", "Consultations", VISITS),
            _i("讲座场次", "Talks", SESSIONS),
            _i("转援助件数", "Passed on to legal aid", ("件", "cases"), E),
        ),
        ("律师执业信息公开",),
        ("Lawyers' licenses are published",),
        LAW,
        "山东公共法律服务条例第23条",
        "Shandong Public Legal Service Regulation art. 23",
        "",
    ),
    (
        "GO3", "协商与参与式治理支持", "Support of deliberation and participation", "场 / 社区", "session or community",
        (
            _i("培训人次", "People trained", VISITS),
            _i("协商场次", "Deliberations supported", SESSIONS),
            _i("形成公约数", "Covenants adopted", ("份", "covenants"), E),
            _i("主动议题占比", "Topics raised by residents", PERCENT, E),
        ),
        ("发言面≥60%", "记录完整"),
        ("At least 60% of those present speak", "Records are complete"),
        SOCIAL,
        "铜官山区2013年购买服务实践；南京鼓楼社区协商实践",
        "Tongguanshan district 2013; Gulou (Nanjing) practice of deliberation",
        "",
    ),
    (
        "GO4", "社区矫正、帮教与禁毒社会工作", "Probation, resettlement and anti-drug social work", "个案", "case",
        (
            _i("个案数", "Cases", CASES),
            _i("面谈次数", "Interviews", TIMES),
            _i("就业或就学数", "Back in work or school", PEOPLE, E),
        ),
        ("司法、公安部门确认", "身份绝不公开"),
        ("Confirmed by justice and police", "Identities are never published"),
        SOCIAL,
        "江苏2018年省级指导性目录；财政部2022年政府购买服务通知",
        "Jiangsu directory of 2018; Ministry of Finance notice of 2022",
        "vs",
    ),
    (
        "OR1", "社会组织培育孵化", "Incubation of social organizations", "家", "organization",
        (
            _i("入驻家数", "Admitted", ("家", "organizations")),
            _i("出壳家数", "Graduated", ("家", "organizations")),
            _i("一年存活家数", "Alive after one year", ("家", "organizations"), E),
            _i("首单数", "First contracts", ("份", "contracts"), E),
        ),
        ("出壳率与存活率", "导师时长"),
        ("Graduation and survival", "Hours of mentoring"),
        ANY,
        "铜官山区2013年购买服务实践；北京街道办事处条例第37条",
        "Tongguanshan district 2013; Beijing Sub-district Offices Regulation art. 37",
        "",
    ),
    (
        "OR2", "志愿服务与社区文体", "Volunteering, culture and sport", "场 / 小时", "session or hour",
        (
            _i("志愿时长", "Volunteer hours", HOURS),
            _i("活动场次", "Activities", SESSIONS),
            _i("覆盖人次", "People reached", VISITS),
            _i("居民满意率", "Satisfied residents", PERCENT, E),
        ),
        ("目录、标准、预算公开",),
        ("Directory, standards and budget are public",),
        ANY,
        "志愿服务条例第30条；公共文化服务保障法第49条；体育法第80条",
        "Volunteer Service Regulation art. 30; Public Cultural Services Law art. 49; Sports Law art. 80",
        "",
    ),
)


def category_fields(row: tuple) -> dict:
    """Return the columns of a category row."""
    code, name, english, unit, unit_en, indicators, criteria, criteria_en, who, basis, basis_en, flags = row
    return {
        "code": code,
        "group_id": code[:2],
        "name": name,
        "name_en": english,
        "unit": unit,
        "unit_en": unit_en,
        "indicators": list(indicators),
        "criteria": [{"text": a, "text_en": b} for a, b in zip(criteria, criteria_en, strict=True)],
        "scores": [
            {"code": key, "name": zh, "name_en": en, "points": RAISED.get((code, key), points)}
            for key, zh, en, points in COMMON_SCORE
        ],
        "qualification": who[0],
        "qualification_en": who[1],
        "basis": basis,
        "basis_en": basis_en,
        "is_vulnerable": "v" in flags,
        "is_works_guarded": "w" in flags,
        "is_identity_secret": "s" in flags,
    }
