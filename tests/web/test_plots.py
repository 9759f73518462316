"""Plots: well-formed, escaped, and every figure of the drawing stands in its table and its alternative text."""

from datetime import date, timedelta
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
from django.utils.translation import override

from marketplace.web.plots import (
    Bullet,
    Mark,
    Place,
    budget_bar,
    category_bars,
    community_grid,
    indicator_bars,
    milestone_timeline,
    standing_trend,
)
from marketplace.web.plots.drawing import ROOM, cut, width_of, wrapped

EVIL = '<script>alert("x")</script> & Söhne'


def drawings(plot):
    """Parse all drawings of a plot (the grid has a wide and a narrow one)."""
    return list(ET.fromstring(f"<all>{plot.svg}</all>"))  # noqa: S314 - our own drawing


def names(tree):
    return [text.text for text in tree.iter() if text.tag.endswith("text")]


def plots(now):
    day = timedelta(days=1)
    return [
        budget_bar(budget=1000, set_up=800, contracted=600, paid=430, closed=100),
        budget_bar(budget=0),
        budget_bar(budget=100, paid=250),
        indicator_bars(
            [
                Bullet(EVIL, "人次", Decimal(12000), Decimal(11200)),
                Bullet("满意率", "%", Decimal(85), Decimal(91)),
                Bullet("巡访", "次", Decimal(400)),
            ]
        ),
        standing_trend([Place("2025Q3", None, 0), Place("2025Q4", 4, 9), Place("2026Q1", 2, 14)]),
        category_bars([(EVIL, 5, 3), ("b", 9, None), (EVIL, 2, 2, "/catalogue/EL3/?x=1&y=2")], year=2026),
        category_bars([], year=2026),
        community_grid([(EVIL, 3, "/communities/a/?x=1&y=2"), ("b", 0)]),
        community_grid([]),
        milestone_timeline([Mark(EVIL, now - day, now), Mark("b", now + day)], now=now),
        milestone_timeline([], now=now),
    ]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_plot_is_well_formed_named_and_described(now, language):
    with override(language):
        for plot in plots(now):
            assert plot.title
            for tree in drawings(plot):
                title, desc = tree[0], tree[1]
                assert title.text == plot.title
                assert (desc.text or "") == plot.alt
                assert not [
                    node for node in tree.iter() if "style" in node.attrib or node.tag.endswith("script")
                ]


def test_the_alternative_text_and_the_table_hold_the_same_figures(now):
    with override("en"):
        for plot in plots(now):
            for row in plot.table.rows:
                assert len(row) == len(plot.table.head)
                assert all(cell in plot.alt for cell in row)


def test_what_people_type_is_escaped(now):
    for plot in plots(now):
        assert "<script" not in plot.svg


def test_budget_bar_parts_are_as_long_as_their_share():
    with override("en"):
        plot = budget_bar(budget=1000, set_up=800, contracted=600, paid=430, closed=100)
    (tree,) = drawings(plot)
    widths = [node.attrib["width"] for node in tree.iter() if node.tag.endswith("rect")]
    assert [width for width in widths if width.endswith("%")] == [
        "99.8%",
        "80.00%",
        "60.00%",
        "43.00%",
        "10.00%",
    ]
    assert plot.sentence.startswith("Of every 100 yuan of budget, 43 are paid")
    assert plot.table.rows[3] == ("Paid", "¥430.00", "43%")


def test_category_bars_are_sorted_and_the_rest_is_added_up():
    rows = [(f"c{number}", number * 100, number) for number in range(1, 11)]
    with override("en"):
        plot = category_bars(rows, year=2026, top=4)
    (tree,) = drawings(plot)
    shown = [name for name in names(tree) if name.startswith("c") or "more" in name]
    assert shown == ["c10", "c9", "c8", "7 more categories"]
    assert "¥2,800" in names(tree)
    assert len(plot.table.rows) == 10
    assert plot.title == "c10 receives the most: ¥1,000, 18% of the whole"


def test_category_bars_lead_to_their_categories():
    (tree,) = drawings(category_bars([("a", 5, 3, "/catalogue/A/"), ("b", 9, None)], year=2026))
    link = tree.find(".//{http://www.w3.org/2000/svg}a")
    assert link.get("href") == "/catalogue/A/"
    assert "".join(link.itertext()).startswith("a")
    assert tree.get("role") == "group"


def test_community_grid_hatches_zero_and_counts_it():
    with override("en"):
        plot = community_grid([("A", 0), ("B", 12, "/communities/b/"), ("C", 0)])
    wide, narrow = drawings(plot)
    assert plot.title == "2 of 3 communities have no project yet"
    for tree in (wide, narrow):
        hatched = [node for node in tree.iter() if node.attrib.get("fill", "").startswith("url(#")]
        assert len(hatched) == 3  # two squares and the legend
        assert tree.attrib["role"] == "group"
    links = [node.attrib["href"] for node in wide.iter() if node.tag.endswith("}a") or node.tag == "a"]
    assert links == ["/communities/b/"]


def test_milestones_say_what_is_late():
    today = date(2026, 3, 9)
    marks = [
        Mark("one", date(2026, 2, 1), date(2026, 2, 1)),
        Mark("two", date(2026, 3, 1), date(2026, 3, 3)),
        Mark("three", date(2026, 3, 7)),
        Mark("four", date(2026, 4, 8)),
    ]
    with override("en"):
        plot = milestone_timeline(marks, now=today)
    assert plot.title == "Milestones: 1 on time, 1 late (by up to 2 days), 1 overdue, 1 ahead"
    assert [row[3] for row in plot.table.rows] == ["on time", "2 days late", "2 days overdue", "30 days left"]


def test_words_fit_their_room():
    long = "Help for persons with disabilities and their families in all eighteen communities"
    assert width_of(cut(long)) <= ROOM
    assert cut("短") == "短"
    lines = wrapped("残疾人及其家庭支持服务与社区融合项目（十八个社区）", 120)
    assert len(lines) == 2
    assert all(width_of(line) <= 120 for line in lines)
    assert lines[-1].endswith("…")


def test_amounts_may_be_decimals_or_text():
    assert budget_bar(budget=Decimal("10.5"), paid="5.25").table.rows[1][1] == "¥5.25"


def test_indicators_say_how_many_reached_the_plan_and_each_has_its_own_scale():
    with override("en"):
        plot = indicator_bars(
            [
                Bullet("Meals", "meals", Decimal(12000), Decimal(11200)),
                Bullet("Satisfied", "%", Decimal(85), Decimal(91)),
            ]
        )
        assert plot.title == "1 of 2 indicators have reached the plan"
        assert plot.table.rows[0] == ("Meals", "12,000", "11,200", "meals")
        planned = indicator_bars([Bullet("Meals", "meals", Decimal(12000))])
        assert "nothing has been reported" in planned.title
    assert indicator_bars([]) is None


def test_a_trend_has_a_gap_where_there_was_no_place_and_needs_two_quarters():
    with override("en"):
        plot = standing_trend(
            [Place("2025Q2", 5, 3), Place("2025Q3", None, 3), Place("2025Q4", 4, 9), Place("2026Q1", 2, 14)]
        )
        assert plot.title == "From place 5 to place 2 in 4 quarters"
    joined = [line for line in drawings(plot)[0].iter() if line.get("stroke-width") == "3"]
    assert len(joined) == 1
    assert standing_trend([Place("2026Q1", 1, 3)]) is None


def test_every_plot_hands_out_its_table_as_a_file():
    from urllib.parse import unquote

    plot = indicator_bars([Bullet("餐, 热", "人次", Decimal(12), Decimal(7))])
    head, _comma, kept = plot.csv.partition(",")
    assert head == "data:text/csv;charset=utf-8"
    assert unquote(kept).splitlines()[1] == '"餐, 热",12,7,人次'
