"""Plots as SVG made on the server: readable without script, printed, shared; every figure also in a table."""

from .categories import category_bars
from .communities import community_grid
from .drawing import Mark, Plot, Table
from .indicators import Bullet, indicator_bars
from .milestones import milestone_timeline
from .money import budget_bar
from .trend import Place, standing_trend

__all__ = [
    "Bullet",
    "Mark",
    "Place",
    "Plot",
    "Table",
    "budget_bar",
    "category_bars",
    "community_grid",
    "indicator_bars",
    "milestone_timeline",
    "standing_trend",
]
