"""The numbers of method MER-1, dated and cited; their hash is published with every result.

Chosen by simulation of five-year markets against a simple mean, a Bayesian average, a Wilson bound, Glicko-2, beta
reputation with decay and a government scorecard. A change is a decision record with figures, never an edit.
"""

from dataclasses import asdict, dataclass
from datetime import date

from marketplace.core.canonical import digest

VERSION = "MER-1"
IN_FORCE_FROM = date(2026, 1, 1)
SOURCE = "House rule: docs/recompute.md, decision on the ranking method (trust D)"

OFFICIAL, EXPERT, RESIDENT, MILESTONE = KINDS = ("official", "expert", "resident", "milestone")


@dataclass(frozen=True)
class Parameters:
    """Units: quality points (70 = typical); raw points or stars where said; years of 365.25 days."""

    typical: float = 70.0
    spread: float = 9.0  # standard deviation between organizations
    half_life: float = 1.5  # years until a contract counts half
    other_category: float = 0.3  # weight of a contract of another category
    luck: float = 6.0  # standard deviation of the luck of one contract
    drift: float = 5.5  # how far quality may have moved since the evidence
    difficulty: float = 2.5  # points per level of difficulty, unless calibrated
    means: tuple[float, ...] = (86.0, 80.0, 4.0, 88.0)  # raw mean of each kind, unless calibrated
    scales: tuple[float, ...] = (0.55, 0.80, 0.05, 1.1)  # raw points per quality point
    noise: tuple[float, ...] = (9.0, 7.5, 18.0, 22.0)
    shared: tuple[float, ...] = (0.0, 4.0, 6.0, 4.0)  # what voices of one kind share on one contract
    leniency: tuple[float, ...] = (9.0, 4.7, 0.0, 0.0)  # standard deviation of strictness of named raters
    windows: tuple[float, ...] = (10.0, 25.0, 6.0, 0.0)  # 0 = no window
    outer_window: float = 30.0
    panel_window: float = 6.0
    panel_size: int = 3
    expert_share: float = 0.5  # of milestones, officials and experts together
    resident_share: float = 0.3  # of everything
    floor_precision: float = 1 / 15**2
    trim: float = 0.2
    intercept_spread: float = 15.0  # prior sd of the mean of a kind around `means`, in quality points
    slope_spread: float = 1.0  # prior sd of the points per level around `difficulty`
    kinship: float = 0.8  # correlation between contracts of different categories of one organization
    memory: float = 1.5  # half-lives after which the correlation of two contracts has halved
    residual_window: float = 40.0  # what the calibration believes of one row at most
    passes: int = 2
    interval: float = 1.645  # 90 %
    year: float = 365.25
    ranked_contracts: int = 2
    ranked_years: float = 3.0
    on_time: float = 100.0
    per_day_late: float = 2.0
    most_late: float = 60.0
    rework: float = 55.0
    rejected: float = 0.0


MER1 = Parameters()


def params_hash(parameters: Parameters = MER1) -> str:
    """Return the SHA-256 over version and parameters."""
    values = {
        name: [repr(v) for v in value] if isinstance(value, tuple) else repr(value)
        for name, value in asdict(parameters).items()
    }
    return digest({"version": VERSION, "parameters": values})
