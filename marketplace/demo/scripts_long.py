"""Contracts of a whole year, which are evaluated half way and drawn for spot checks; a service that failed."""

from datetime import date

from .script import Script
from .scripts import EL2, EL3, GO1

LONG = (
    Script(
        date(2025, 7, 1), "taoyuan", need="巡访要有长期安排", need_body="短期巡访结束后又没人来，希望按年安排。",
        topic="独居老人全年巡访", title="桃源社区独居老人全年巡访", title_en="Visits all year, Taoyuan",
        summary="全年每周巡访在册独居老人，异常当日报告社区，每季度公布情况。", budget="168000", months=12, term=365,
        bids=(("kangjian", "159000", 90), ("mingde", "162000", 82), ("anju", "164000", 78)), until="accepted_first",
        ends=("midterm",), **EL3,
    ),
    Script(
        date(2025, 9, 15), "tianqiao", need="助餐点希望全年不断供", need_body="每年换约时会停几周。",
        topic="全年助餐", title="天桥社区老年助餐全年服务", title_en="Meals all year, Tianqiao",
        summary="全年工作日供应午餐并送餐，菜单与价格公示。", budget="186000", months=12, term=365,
        bids=(("kangjian", "178000", 88), ("mingde", "181000", 80), ("anju", "183000", 76)), until="signed", **EL2,
    ),
    Script(
        date(2025, 7, 7), "heting", need="楼上楼下吵得没人管", need_body="噪声纠纷多，希望有人上门调解。",
        topic="噪声纠纷调解", title="荷亭社区噪声纠纷调解", title_en="Noise disputes, Heting",
        summary="受理噪声纠纷，七日内上门，三十日内办结并回访。", budget="66000", months=3,
        bids=(("anju", "59000", 90), ("kangjian", "63000", 74), ("mingde", "64500", 70)), days_late=(12, 15, 9),
        official=54, expert=56, stars=(2, 1, 2, 3, 1, 2), ends=("excluded",), **GO1,
    ),
)  # fmt: skip
