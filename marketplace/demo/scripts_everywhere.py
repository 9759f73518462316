"""Life in the other communities: every end that a need, a tender, a contract or a payment can take. All invented."""

from datetime import date

from .script import Script
from .scripts import CH1, EL1, EL2, EL3, GO1, HE4, PR2

CARE = (("nuanyang", "92000", 91), ("chunteng", "90500", 86), ("tongxin", "88000", 80))
MIND = (("kangjian", "76000", 92), ("nuanyang", "78500", 84), ("tongxin", "74000", 77))
KIDS = (("qingmiao", "85000", 93), ("tongxin", "81000", 79), ("nuanyang", "87500", 84))
TALK = (("mingde", "58000", 90), ("tongxin", "60500", 85), ("nuanyang", "59000", 78))
CARS = (("anju", "66000", 88), ("tongxin", "64500", 81), ("nuanyang", "68000", 79))
FOOD = (("chunteng", "97000", 91), ("nuanyang", "99500", 85), ("tongxin", "95000", 78))

RUNNING = [
    Script(
        date(2025, 11, 3), "chunhui", need="高龄老人家里没人照应", need_body="八十岁以上的老人白天一个人在家，希望有人看望。",
        topic="高龄老人定期看望", title="春晖社区高龄老人看望", title_en="Visits to the very old, Chunhui",
        summary="每周两次看望在册高龄老人，记录身体与居家安全情况。", budget="98000", months=2, bids=CARE,
        until="accepted_first", ends=("appeal_upheld", "second_report", "change_agreed"), **EL3,
    ),
    Script(
        date(2025, 11, 4), "binjiang", need="失独家庭需要陪伴", need_body="几户失独家庭情绪低落，希望有专业人员陪伴。",
        topic="特殊家庭心理陪伴", title="滨江社区心理陪伴", title_en="Companionship for bereaved families, Binjiang",
        summary="一户一案，定期陪伴与个案咨询，严格保密。", budget="82000", months=2, bids=MIND,
        until="accepted_first", ends=("appeal_dismissed", "released"), **HE4,
    ),
    Script(
        date(2025, 11, 5), "xingfu", need="放学早，孩子在街上跑", need_body="下午四点放学，家长六点才下班。",
        topic="放学后的两小时", title="幸福社区课后看护", title_en="After-school hours, Xingfu",
        summary="工作日课后看护与作业辅导，接送登记。", budget="92000", months=2, bids=KIDS,
        until="accepted_first", ends=("appealed", "at_the_bank"), **CH1,
    ),
    Script(
        date(2025, 11, 6), "heping", need="老楼漏水两家吵了半年", need_body="楼上漏水，楼下不让，希望有人说公道话。",
        topic="漏水纠纷怎么调", title="和平社区邻里调解", title_en="Mediation between neighbors, Heping",
        summary="受理漏水、噪声等邻里纠纷，当面调解并回访。", budget="64000", months=2, bids=TALK,
        until="signed", ends=("deposits_settled", "bounced", "ordered"), deposit="1200", **GO1,
    ),
    Script(
        date(2025, 11, 7), "nanchai", need="小区里外来车太多", need_body="晚上回来没有车位，外来车辆随便停。",
        topic="停车登记与错峰", title="南柴社区停车登记支持", title_en="Parking register, Nanchai",
        summary="登记车辆，商定错峰停车，收支每月公示。", budget="72000", months=2, bids=CARS,
        until="signed", ends=("cancelled_order", "returned_report"), **PR2,
    ),
    Script(
        date(2025, 11, 10), "taoyuan", need="独居老人冬天没人看", need_body="天冷以后，独居老人几天不出门，希望有人上门看看。",
        topic="冬季走访独居老人", title="桃园社区冬季走访", title_en="Winter visits, Taoyuan",
        summary="入冬后每周走访在册独居老人，查看取暖与用电安全。", budget="86000", months=2,
        bids=(("nuanyang", "79000", 86), ("tongxin", "82000", 81), ("chunteng", "80500", 78)),
        until="signed", ends=("part_deducted", "penalty_reduced", "part_open"), **EL3,
    ),
]  # fmt: skip

SIGNING = [
    Script(
        date(2026, 1, 5), "wenxing", need="出院老人没人接续护理", need_body="出院后换药、康复都不方便。",
        topic="出院后的护理", title="文兴社区出院护理衔接", title_en="Care after hospital, Wenxing",
        summary="出院七日内上门评估，连续护理一个月。", budget="98000", months=4, bids=CARE, until="drawn_up", ends=("offered", "winner_refuses"), **EL1,
    ),
    Script(
        date(2026, 1, 5), "shuian", need="夜里噪声没人管", need_body="夜里广场音响太吵，希望有人协调。",
        topic="广场音响怎么约定", title="水岸社区噪声调解", title_en="Mediation over noise, Shui'an",
        summary="协调用时段与音量，订立公约并回访。", budget="64000", months=4, bids=TALK, until="drawn_up", ends=("half_signed",), **GO1,
    ),
    Script(
        date(2025, 10, 20), "chengnan", need="周末孩子没处去", need_body="周末想让孩子参加活动，附近没有地方。",
        topic="周末活动站", title="城南社区周末活动站", title_en="Weekend club, Chengnan",
        summary="周末阅读与体育活动，家长可以旁听。", budget="92000", months=4, bids=KIDS, until="signed", ends=("deposit_kept", "terminated"), **CH1,
    ),
]  # fmt: skip

TENDERS = [
    Script(
        date(2025, 10, 13), "wenxing", need="老人出门没人陪", need_body="看病取药没人陪，子女请不了假。",
        topic="陪诊陪护", title="文兴社区老人陪诊服务", title_en="Company to the doctor, Wenxing",
        summary="预约陪诊、代取药品，家属可查记录。", budget="96000", months=4, bids=CARE, until="awarded",
        ends=("objections_decided",), **EL3,
    ),
    Script(
        date(2025, 12, 1), "jinkou", need="午餐口味单一", need_body="老人希望有软食和粗粮。",
        topic="助餐口味改进", title="金口岭社区助餐改进", title_en="Better meals, Jinkouling",
        summary="每周菜单公示，增加软食和粗粮。", budget="104000", months=4, bids=FOOD, until="awarded",
        ends=("objections_open", "challenge_waits"), **EL2,
    ),
    Script(
        date(2026, 1, 6), "xingfu", need="听力不好的老人没人管", need_body="几位老人听不清，出门过马路危险。",
        topic="听力筛查与陪伴", title="幸福社区老人听力关爱", title_en="Hearing care for elders, Xingfu",
        summary="筛查、转介与陪伴，建立名册。", budget="98000", months=4, bids=CARE, until="opened", ends=("some_deposits_checked", "evaluating", "clarified"), deposit="1900", **EL3,
    ),
    Script(
        date(2026, 1, 5), "taoyuan", need="老人食堂离得太远", need_body="走到食堂要二十分钟，冬天不方便。",
        topic="就近用餐点", title="桃源社区就近用餐点", title_en="A nearer canteen, Taoyuan",
        summary="设就近用餐点，送餐到楼。", budget="105000", months=4, bids=FOOD, until="scored", ends=("proposed",), **EL2,
    ),
    Script(
        date(2026, 1, 12), "chunhui", need="楼道堆物挡路", need_body="消防通道堆了东西，劝了也不听。",
        topic="楼道清理公约", title="春晖社区楼道自治", title_en="Stairwell self-governance, Chunhui",
        summary="组织居民议定清理公约并定期巡看。", budget="72000", months=4, bids=CARS, until="sealed", **PR2,
    ),
    Script(
        date(2026, 1, 7), "heping", need="学龄前孩子没人带", need_body="老人带不动，希望有半日托。",
        topic="半日托管", title="和平社区半日托管", title_en="Half-day care, Heping",
        summary="学龄前半日托管，人员背景查询。", budget="92000", months=4, bids=KIDS[:2], until="sealed", ends=("too_few",), **CH1,
    ),
    Script(
        date(2026, 1, 19), "binjiang", need="晨练场地有冲突", need_body="跳舞和打拳的抢场地。",
        topic="场地轮值", title="滨江社区场地轮值调解", title_en="Sharing the square, Binjiang",
        summary="商定场地轮值并回访。", budget="62000", months=4, until="published", ends=("deposit_asked", "cancelled"), deposit="1200", **GO1,
    ),
    Script(
        date(2026, 1, 30), "nanchai", need="术后病人想有人指导", need_body="出院后不知道怎么锻炼。",
        topic="术后康复指导", title="南柴社区康复指导", title_en="Rehabilitation at home, Nanchai",
        summary="上门指导康复动作，每两周评估一次。", budget="82000", months=4, until="published", ends=("amendment_waits",), **HE4,
    ),
    Script(
        date(2026, 2, 2), "heting", need="假期孩子没饭吃", need_body="寒暑假双职工家庭中午没人做饭。",
        topic="假期午餐", title="荷亭社区假期托管午餐", title_en="Holiday lunch and care, Heting",
        summary="假期托管并供应午餐。", budget="90000", months=3, until="draft", **CH1,
    ),
    Script(
        date(2026, 1, 27), "jinkou", need="老人防诈骗没人讲", need_body="老人常接到诈骗电话，希望有人讲一讲。",
        topic="防诈骗陪伴", title="金口岭社区防诈骗陪伴", title_en="Company against fraud, Jinkouling",
        summary="上门讲解并协助设置来电提醒。", budget="60000", months=4, until="submitted", ends=("returned_draft",), **EL3,
    ),
]  # fmt: skip

VOICES = [
    Script(
        date(2026, 2, 2), "taoyuan", need="公共晾衣架不够", need_body="晴天大家抢晾衣架。", topic="公共晾衣架",
        title="公共晾衣架", title_en="Drying racks", summary="商定使用办法。", budget="20000", months=3, until="outcome",
        ends=("covenant",), **PR2,
    ),
    Script(
        date(2026, 1, 21), "chengnan", need="路口没有信号灯", need_body="学校门口路口车多，过马路害怕。", topic="路口安全",
        title="路口安全", title_en="Crossing", summary="请主管部门处理。", budget="20000", months=3, until="outcome",
        ends=("department_task",), **GO1,
    ),
    Script(
        date(2026, 2, 3), "wenxing", need="车棚要不要拆", need_body="老车棚占地方，有人要拆有人要留。", topic="老车棚去留",
        title="老车棚", title_en="The old bicycle shed", summary="协商去留。", budget="20000", months=3, until="discussed",
        ends=("failed",), **PR2,
    ),
    Script(
        date(2026, 1, 13), "shuian", need="一楼搭棚占道", need_body="一楼住户搭棚子，大家走路要绕。", topic="占道棚子",
        title="占道棚子", title_en="The shed in the way", summary="协商处理。", budget="20000", months=3, until="discussed",
        ends=("closed_unsettled",), **PR2,
    ),
    Script(
        date(2026, 2, 4), "heping", need="活动室怎么排时间", need_body="下棋、合唱、跳舞都要用活动室。", topic="活动室排期",
        title="活动室排期", title_en="The common room", summary="商定排期。", budget="20000", months=3, until="discussed",
        ends=("deciding",), **GO1,
    ),
    Script(
        date(2026, 2, 9), "jinkou", need="外墙掉瓷砖", need_body="外墙瓷砖往下掉，怕砸到人。", topic="外墙安全",
        title="外墙安全", title_en="Loose tiles", summary="协商维修。", budget="20000", months=3, until="discussing",
        ends=("paused",), **PR2,
    ),
    Script(
        date(2026, 2, 12), "nanchai", need="想有个修理日", need_body="小家电坏了没处修。", topic="便民修理日",
        title="便民修理日", title_en="Repair day", summary="每月一次。", budget="20000", months=3, until="accepted",
        ends=("begun",), **GO1,
    ),
    Script(
        date(2026, 2, 23), "tianqiao", need="想加装电梯", need_body="六层楼没有电梯，老人下不了楼。", topic="加装电梯",
        title="加装电梯", title_en="A lift", summary="协商意愿与分摊。", budget="20000", months=3, until="deliberation", **PR2,
    ),
    Script(
        date(2026, 2, 25), "tianqiao", need="楼梯扶手松了", need_body="三号楼扶手松动，老人不敢扶。", topic="扶手",
        title="扶手", title_en="Handrail", summary="维修。", budget="20000", months=3, until="accepted",
        ends=("direct_action",), **PR2,
    ),
    Script(
        date(2026, 1, 26), "xingfu", need="感应灯不亮", need_body="楼道感应灯坏了两盏。", topic="感应灯",
        title="感应灯", title_en="Lamps", summary="维修。", budget="20000", months=3, until="accepted",
        ends=("direct_action", "solved"), **PR2,
    ),
    Script(
        date(2026, 1, 14), "tianqiao", need="想办跳蚤市场", need_body="闲置物品想交换。", topic="跳蚤市场",
        title="跳蚤市场", title_en="Flea market", summary="交换闲置。", budget="20000", months=3, until="accepted", **GO1,
    ),
    Script(
        date(2026, 2, 26), "tianqiao", need="居住证怎么办", need_body="想知道办居住证要带什么。", topic="居住证",
        title="居住证", title_en="Residence permit", summary="咨询。", budget="20000", months=3, until="need",
        ends=("redirected",), **GO1,
    ),
    Script(
        date(2026, 2, 24), "wenxing", need="邻居借钱不还", need_body="借给邻居的钱要不回来。", topic="借款",
        title="借款", title_en="A loan", summary="个人纠纷。", budget="20000", months=3, until="need", ends=("refused",), **GO1,
    ),
    Script(
        date(2026, 2, 26), "chunhui", need="晚上总有响声", need_body="晚上楼里有响声，睡不着。", topic="响声",
        title="响声", title_en="A noise", summary="核实。", budget="20000", months=3, until="need", ends=("asked",), **GO1,
    ),
    Script(
        date(2026, 2, 5), "shuian", need="水压时大时小", need_body="水压不稳。", topic="水压",
        title="水压", title_en="Water pressure", summary="核实。", budget="20000", months=3, until="need", ends=("asked",), **PR2,
    ),
    Script(
        date(2026, 2, 27), "xianlu", need="早上锻炼想有人带", need_body="早上一起锻炼，想请老师教八段锦。", topic="文体活动",
        title="文体活动", title_en="Sport", summary="文体活动。", budget="20000", months=3, until="need", ends=("merged",), **GO1,
    ),
]  # fmt: skip

EVERYWHERE = [*RUNNING, *SIGNING, *TENDERS, *VOICES]
