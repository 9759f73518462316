"""What the style guide shows: invented examples of every component in all its states."""

from datetime import datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .duties import Duty
from .fields import DayField, FileField, LineField, MoneyField, TextField
from .formats import is_chinese
from .models import Stop
from .plots import (
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
from .spine import shown_stops


class SampleForm(forms.Form):
    """A form with every kind of control."""

    title = LineField(
        label=gettext_lazy("Title"),
        max_length=40,
        help_text=gettext_lazy("One line that a neighbor understands."),
    )
    body = TextField(label=gettext_lazy("What it is about"), max_length=2000, required=False)
    budget = MoneyField(label=gettext_lazy("Budget"), help_text=gettext_lazy("For example 125,000.00"))
    day = DayField(label=gettext_lazy("First day"))
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=(("care", gettext_lazy("Care for the old")), ("home", gettext_lazy("House and yard"))),
        widget=forms.RadioSelect,
    )
    place = forms.ChoiceField(
        label=gettext_lazy("Community"),
        choices=(("", "—"), ("wusong", gettext_lazy("Wusong Road"))),
        required=False,
    )
    picture = FileField(label=gettext_lazy("Picture"), required=False)
    agreed = forms.BooleanField(label=gettext_lazy("I have read what will be public."))


def forms_shown() -> dict[str, Any]:
    """Return the form empty and with errors."""
    wrong = SampleForm(
        {"title": "", "budget": "1e3", "day": "2026-02-30", "body": _("Kept text")}, prefix="wrong"
    )
    return {"form": SampleForm(prefix="empty"), "wrong_form": wrong}


def stops() -> dict[str, list]:
    """Return a thread that has reached its contract, with two tenders."""
    made = {value: [] for value in Stop.values}
    names = {
        Stop.NEED: [("XQ-2026-0042", _("Meals for people over 80"))],
        Stop.DELIBERATION: [("XS-2026-0009", _("Who cooks, who pays"))],
        Stop.PROJECT: [("FW-2026-0017", _("Meal service, 12 months"))],
        Stop.TENDER: [("ZB-2026-0020", _("First tender, failed")), ("ZB-2026-0031", _("Second tender"))],
        Stop.CONTRACT: [("HT-2026-0011", _("Contract of the meal service"))],
    }
    for stop, rows in names.items():
        made[stop] = [SimpleNamespace(reference=ref, title=title, path="/styleguide/") for ref, title in rows]
    return made


def duties(now: datetime) -> list[Duty]:
    """Return a late, a pressing, a later and an undated duty."""
    rows = (
        (
            "HT-2026-0011",
            _("Report of milestone 2: meals for people over 80"),
            _("Hand in the report"),
            timedelta(days=-2),
        ),
        ("XQ-2026-0057", _("Broken lamps between blocks 3 and 5"), _("Answer"), timedelta(hours=5)),
        ("ZB-2026-0031", _("Open the bids for the meal service"), _("Open the bids"), timedelta(days=6)),
        ("FH-2026-0004", _("Application to the incubation center"), _("Read the application"), None),
    )
    return [
        Duty(
            "sample",
            ref,
            title,
            "/styleguide/",
            label,
            now + due if due is not None else None,
            _("Wusong Road"),
        )
        for ref, title, label, due in rows
    ]


def timeline(now: datetime) -> list[dict[str, Any]]:
    """Return entries done, late and ahead."""
    return [
        {
            "at": now - timedelta(days=60),
            "title": _("Contract signed"),
            "text": "HT-2026-0011",
            "tone": "good",
        },
        {"at": now - timedelta(days=20), "title": _("Milestone 1 accepted"), "url": "/styleguide/"},
        {
            "at": now - timedelta(days=2),
            "title": _("Report of milestone 2 is overdue"),
            "text": _("Due two days ago; the mark is public until it is handed in."),
            "tone": "late",
        },
        {"at": now + timedelta(days=80), "title": _("Performance review"), "done": False},
    ]


def _communities() -> list[tuple]:
    chinese = "吴淞路 和平 望江 桥北 桥南 螺蛳山 官塘 露采 天井湖 幸福 阳光 滨江 朝阳 友好 映湖 长江路 东郊 矿工新村"
    english = "Wusong Road|Heping|Wangjiang|Qiaobei|Qiaonan|Luosi Hill|Guantang|Lucai|Tianjing Lake|Xingfu"
    english += "|Yangguang|Binjiang|Chaoyang|Youhao|Yinghu|Changjiang Road|Dongjiao|Miners' New Village"
    names = chinese.split() if is_chinese() else english.split("|")
    counts = (3, 1, 0, 2, 5, 1, 4, 0, 7, 2, 1, 3, 0, 2, 12, 1, 1, 2)
    return [(name, count, "/styleguide/") for name, count in zip(names, counts, strict=True)]


def plots(now: datetime) -> dict[str, Any]:
    """Return plots A to F, and their empty states."""
    rows = (
        (_("Care for the old and meals"), Decimal(3770000), Decimal(3120000)),
        (_("Professional social work"), Decimal(1876500), Decimal(2015000)),
        (_("Community governance"), Decimal(1350000), None),
        (_("Help for persons with disabilities and their families"), Decimal(420500), Decimal(0)),
    )
    marks = (
        Mark(_("Start and list of recipients"), now - timedelta(days=60), now - timedelta(days=61)),
        Mark(_("First 4,000 meals"), now - timedelta(days=30), now - timedelta(days=28)),
        Mark(_("Report at half time"), now - timedelta(days=2)),
        Mark(_("Final report and accounts"), now + timedelta(days=90)),
    )
    return {
        "budget_bar": budget_bar(
            budget=Decimal(12305000), set_up=9800000, contracted=7420000, paid=5291000, closed=2100000
        ),
        "no_budget": budget_bar(budget=0),
        "categories": category_bars(rows, year=now.year),
        "communities": community_grid(_communities()),
        "milestones": milestone_timeline(marks, now=now),
        "indicators": indicator_bars(
            [
                Bullet(_("Meals delivered"), _("meals"), Decimal(12000), Decimal(11200)),
                Bullet(_("Satisfaction of the people served"), "%", Decimal(85), Decimal(91)),
                Bullet(_("Home visits"), _("visits"), Decimal(400)),
            ]
        ),
        "trend": standing_trend(
            [
                Place(f"{now.year - 1}Q{number}", rank, evidence)
                for number, rank, evidence in ((1, None, 2), (2, 5, 9), (3, 3, 14), (4, 2, 21))
            ]
        ),
    }


def thread() -> list[dict[str, Any]]:
    """Return the stops as the step bar shows them at the contract."""
    return shown_stops(stops(), Stop.CONTRACT.value)


def facts(now: datetime) -> list[tuple[object, object]]:
    """Return facts of an organization."""
    return [
        (_("Unified social credit code"), "52340700MJA0000000"),
        (_("Registered on"), now.date()),
        (_("Fields of work"), _("Care for the old, community governance")),
        (_("Empty values are left out"), ""),
    ]


def files() -> list[dict[str, Any]]:
    """Return two files."""
    return [
        {"name": _("Tender document.pdf"), "size": 1_482_331, "url": "/styleguide/", "note": _("version 2")},
        {"name": _("List of services.pdf"), "size": 18_331, "url": "/styleguide/"},
    ]


def rows(now: datetime) -> list[dict[str, Any]]:
    """Return rows of a list."""
    return [
        {
            "reference": "ZB-2026-0031",
            "title": _("Meal service, 12 months"),
            "place": _("Wusong Road"),
            "amount": Decimal(480000),
            "due": now + timedelta(days=6),
            "state": _("Open for bids"),
            "tone": "info",
        },
        {
            "reference": "ZB-2026-0020",
            "title": _("Evening school for volunteers"),
            "place": _("Wusong Road"),
            "amount": Decimal("62500.5"),
            "due": now - timedelta(days=16),
            "state": _("Failed: fewer than three bids"),
            "tone": "late",
        },
    ]


def answers() -> list[dict[str, Any]]:
    """Return answers to be checked before sending."""
    return [
        {"label": _("Title"), "value": _("Meal service, 12 months"), "url": "/styleguide/#forms"},
        {"label": _("Budget"), "value": "¥480,000.00", "url": "/styleguide/#forms"},
    ]
