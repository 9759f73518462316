"""Plots as SVG made on the server: readable without script, printed, shared; every figure also in a table."""

from .categories import category_bars
from .communities import community_grid
from .drawing import Mark, Plot, Table
from .milestones import milestone_timeline
from .money import budget_bar

__all__ = [
    "Mark",
    "Plot",
    "Table",
    "budget_bar",
    "category_bars",
    "community_grid",
    "milestone_timeline",
]
