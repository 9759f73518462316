"""Two older communities of the demo district: their projects since 2025 and how far each has come. All invented."""

from datetime import date

from .script import Script

EL3 = {"kind": "elders", "category": "EL3", "line": "2082804", "recipients": "独居、空巢老人", "count": 86}
EL1 = {"kind": "elders", "category": "EL1", "line": "2082804", "recipients": "失能、半失能老人", "count": 42}
EL2 = {"kind": "elders", "category": "EL2", "line": "2082804", "recipients": "六十岁以上老人", "count": 120}
CH1 = {"kind": "children", "category": "CH1", "line": "2082001", "recipients": "小学生", "count": 60}
GO1 = {"kind": "disputes", "category": "GO1", "line": "2080208", "recipients": "社区居民", "count": 90}
PR2 = {"kind": "property", "category": "PR2", "line": "2080208", "recipients": "小区居民", "count": 300}
HE4 = {"kind": "health", "category": "HE4", "line": "2082001", "recipients": "社区居民", "count": 110}

OLDER = [
    Script(
        date(2025, 1, 8), "xianlu", need="独居老人没人看望", need_body="楼里几位老人独居，子女在外地，希望有人定期看望。",
        topic="独居老人巡访怎么做", title="线路新村独居老人巡访", title_en="Visits to lone elders, Xianlu New Village",
        summary="为在册独居老人每两天电话或上门看望一次，每月入户一次，异常两小时内报告社区。", budget="125000", months=3,
        bids=(("nuanyang", "118000", 92), ("chunteng", "121500", 86), ("tongxin", "112000", 80)),
        days_late=(0, 2, 0), official=93, expert=90, **EL3,
    ),
    Script(
        date(2025, 1, 14), "yangguang", need="社区食堂中午吃不上饭", need_body="食堂停了，老人中午没地方吃热饭。",
        topic="老年助餐点恢复供应", title="阳光社区老年助餐", title_en="Meals for elders, Yangguang",
        summary="工作日供应午餐并为行动不便者送餐，公示菜单和价格，留样四十八小时。", budget="260000", months=4,
        bids=(("chunteng", "248000", 90), ("nuanyang", "251000", 84), ("tongxin", "239000", 76)),
        official=86, expert=82, stars=(4, 4, 5, 3, 4, 4), **EL2,
    ),
    Script(
        date(2025, 2, 10), "xianlu", need="楼道里吵架没人劝", need_body="停车、漏水经常吵架，希望有人来调解。",
        topic="邻里纠纷由谁来调解", title="线路新村矛盾纠纷调解", title_en="Mediation, Xianlu New Village",
        summary="受理邻里纠纷，三十日内办结并回访，调解协议依法规范、保密。", budget="90000", months=4,
        bids=(("tongxin", "84000", 91), ("mingde", "86500", 85), ("nuanyang", "88000", 79)),
        days_late=(3, 0, 5), official=78, expert=76, stars=(5, 4, 5, 4, 5, 4), **GO1,
    ),
    Script(
        date(2025, 3, 3), "yangguang", need="放学后孩子没人管", need_body="双职工家庭下班晚，孩子放学后没有去处。",
        topic="课后托管办在哪里", title="阳光社区课后托管", title_en="After-school care, Yangguang",
        summary="工作日放学后至十九点托管，接送登记，人员背景查询，应急预案公示。", budget="180000", months=4,
        bids=(("qingmiao", "172000", 93), ("nuanyang", "176000", 82), ("tongxin", "165000", 75)),
        official=91, expert=88, stars=(5, 5, 5, 4, 5, 4), **CH1,
    ),
    Script(
        date(2025, 4, 8), "xianlu", need="老人洗澡不方便", need_body="半失能老人在家洗澡危险，希望有助浴。",
        topic="居家照护和助浴服务", title="线路新村居家上门照护", title_en="Home care visits, Xianlu New Village",
        summary="为失能、半失能老人提供上门照护与助浴，签到完整，照护计划与记录一致。", budget="298000", months=4,
        bids=(("nuanyang", "286000", 91), ("chunteng", "281000", 87), ("kangjian", "293000", 83)),
        official=89, expert=87, paid_after=38, ends=("interest_paid",), **EL1,
    ),
    Script(
        date(2025, 5, 12), "yangguang", need="心里闷没人说", need_body="退休后孤单，年轻人压力大，希望有人聊聊。",
        topic="社区心理健康服务", title="阳光社区心理健康服务", title_en="Mental-health care, Yangguang",
        summary="筛查、个案咨询与讲座，持证咨询师，签订保密协议。", budget="150000", months=3,
        bids=(("kangjian", "141000", 90), ("nuanyang", "146000", 85), ("tongxin", "138000", 74)),
        official=90, expert=86, paid_after=33, ends=("interest_waived",), **HE4,
    ),
    Script(
        date(2025, 9, 1), "xianlu", need="中午送餐到家", need_body="腿脚不便的老人希望送餐上门。",
        topic="送餐上门怎么收费", title="线路新村老年送餐", title_en="Meal delivery, Xianlu New Village",
        summary="为行动不便老人送餐上门，温度抽查，价格公示。", budget="140000", months=3,
        bids=(("chunteng", "131000", 88), ("nuanyang", "136000", 84), ("tongxin", "129000", 77)),
        days_late=(0, 0, 1), official=84, expert=80, stars=(4, 4, 4, 5, 3, 4),
        until="closed", ends=("asked_reply",), **EL2,
    ),
    Script(
        date(2025, 7, 7), "yangguang", need="假期孩子没处去", need_body="暑假希望有安全的地方学习和活动。",
        topic="假期托管开在社区", title="阳光社区假期托管", title_en="Holiday care, Yangguang",
        summary="假期工作日托管，安排阅读与体育活动，接送登记。", budget="110000", months=3,
        bids=(("qingmiao", "104000", 92), ("tongxin", "99000", 78), ("nuanyang", "108000", 83)),
        official=92, expert=90, stars=(5, 5, 4, 5, 5, 5), **CH1,
    ),
    Script(
        date(2025, 9, 8), "xianlu", need="停车位总被地锁占着", need_body="晚上回来没地方停，地锁占了公共车位。",
        topic="错时停车公约", title="线路新村停车自治支持", title_en="Parking self-governance, Xianlu New Village",
        summary="协助居民议定停车公约，登记车辆，组织错时停车，收支定期公示。", budget="96000", months=3,
        bids=(("anju", "91000", 81), ("tongxin", "89500", 88), ("nuanyang", "94000", 79)),
        days_late=(0, 9, 0), term=94, official=72, expert=70, stars=(3, 3, 4, 2, 3, 4), until="closed",
        ends=("penalized",), **PR2,
    ),
    Script(
        date(2025, 9, 1), "yangguang", need="老人怕出事没人知道", need_body="独居老人突发疾病没人发现。",
        topic="独居老人巡访进楼", title="阳光社区独居老人巡访", title_en="Visits to lone elders, Yangguang",
        summary="为在册独居老人定期巡访，有事有记录，注意隐私保护。", budget="118000", months=6,
        bids=(("tongxin", "109000", 86), ("nuanyang", "112000", 90), ("chunteng", "115500", 82)), until="accepted_first",
        ends=("change_proposed", "draft_report"), **EL3,
    ),
    Script(
        date(2025, 10, 13), "xianlu", need="吵架找律师说理", need_body="纠纷多，希望有懂法律的人来调解。",
        topic="请专业人员调解", title="线路新村专业调解", title_en="Professional mediation, Xianlu New Village",
        summary="由专业调解员受理纠纷，回访率公示。", budget="88000", months=6,
        bids=(("mingde", "82000", 90), ("tongxin", "85000", 84), ("nuanyang", "86000", 80)), until="signed",
        ends=("changed", "subcontracted", "suspended"), parts="调解文书的规范性审核", **GO1,
    ),
    Script(
        date(2025, 12, 1), "yangguang", need="日常照护请不到人", need_body="半失能老人白天没人照看。",
        topic="居家照护扩大名额", title="阳光社区居家上门照护", title_en="Home care visits, Yangguang",
        summary="为失能、半失能老人提供上门照护。", budget="210000", months=6,
        bids=(("nuanyang", "199000", 91), ("chunteng", "196000", 86), ("kangjian", "205000", 82)), until="drawn_up", **EL1,
    ),
    Script(
        date(2026, 1, 5), "xianlu", need="助餐点菜品单一", need_body="希望增加软食和少盐菜。", topic="助餐点菜单改进",
        title="线路新村老年助餐改进", title_en="Better meals for elders, Xianlu New Village",
        summary="增加软食、少盐餐，菜单每周公示。", budget="160000", months=6,
        bids=(("chunteng", "151000", 88), ("nuanyang", "155000", 84), ("tongxin", "149000", 78)), until="opened", ends=("committee",), **EL2,
    ),
    Script(
        date(2026, 1, 27), "yangguang", need="老人夜里需要有人应", need_body="希望夜间有紧急响应。", topic="夜间响应服务",
        title="阳光社区夜间照护响应", title_en="Night response for elders, Yangguang",
        summary="夜间电话响应与上门照护。", budget="190000", months=6,
        bids=(("nuanyang", "181000", 90), ("chunteng", "179000", 85), ("tongxin", "176000", 78)), until="sealed",
        ends=("changed_bids", "reconfirmed"), **EL1,
    ),
    Script(
        date(2026, 1, 29), "xianlu", need="出院后没人指导康复", need_body="出院回家后希望有人教怎么锻炼。", topic="居家心理与康复陪伴",
        title="线路新村心理陪伴", title_en="Companionship and counselling, Xianlu New Village",
        summary="个案咨询、小组与讲座，签订保密协议。", budget="120000", months=5, until="published", ends=("tender_questions", "amended"), **HE4,
    ),
    Script(
        date(2026, 1, 29), "yangguang", need="巡访人手不够", need_body="独居老人增加，希望扩大巡访。", topic="巡访扩面",
        title="阳光社区独居老人巡访扩面", title_en="More visits to lone elders, Yangguang",
        summary="新增在册独居老人巡访。", budget="99000", months=5, until="published", ends=("amendment_dropped",), **EL3,
    ),
    Script(
        date(2026, 1, 28), "xianlu", need="寒假孩子没人看", need_body="寒暑假双职工家庭困难。", topic="寒暑假托管",
        title="线路新村假期托管", title_en="Holiday care, Xianlu New Village", summary="假期托管服务。", budget="98000", months=4,
        until="submitted", **CH1,
    ),
    Script(
        date(2026, 2, 2), "yangguang", need="停车收费不透明", need_body="停车收支希望公示。", topic="停车收支公示",
        title="阳光社区停车自治支持", title_en="Parking self-governance, Yangguang", summary="协助议定公约并公示收支。", budget="76000",
        months=4, until="project", **PR2,
    ),
    Script(
        date(2026, 2, 3), "xianlu", need="老人学用手机", need_body="想学会手机挂号和视频。", topic="数字助老课堂",
        title="线路新村数字助老", title_en="Digital help for elders, Xianlu New Village", summary="开设小班课。", budget="60000", months=4,
        until="outcome", supporters=6, **EL3,
    ),
    Script(
        date(2026, 2, 11), "yangguang", need="楼道灯坏了没人修", need_body="晚上看不清，老人容易摔。", topic="楼道照明谁来管",
        title="楼道照明维护", title_en="Stair lights", summary="照明维护。", budget="30000", months=3, until="discussing", **PR2,
    ),
    Script(
        date(2026, 2, 24), "xianlu", need="想有人教八段锦", need_body="早上一起锻炼，希望有老师教。", topic="文体活动",
        title="文体活动", title_en="Sport", summary="文体活动。", budget="20000", months=3, until="accepted", supporters=23, **EL3,
    ),
    Script(
        date(2026, 2, 27), "yangguang", need="垃圾点夏天有味道", need_body="垃圾房离居民楼太近，夏天味道大。", topic="垃圾点",
        title="垃圾点", title_en="Waste", summary="垃圾点。", budget="20000", months=3, until="need", **PR2,
    ),
]  # fmt: skip
