"""The numbers of method MER-1, dated and cited, each with its reason; their hash is published with every result.

Chosen by simulation of five-year markets against a simple mean, a Bayesian average, a Wilson bound, Glicko-2, beta
reputation with decay and a government scorecard; measured again in docs/ranking-figures.md. A change is a decision
record with figures and a new version, never an edit.
"""

from dataclasses import asdict, dataclass
from datetime import date

from marketplace.core.canonical import digest

VERSION = "MER-1"
IN_FORCE_FROM = date(2026, 1, 1)
SOURCE = "House rule: docs/recompute.md, docs/decisions/0002-ranking.md (trust D)"

OFFICIAL, EXPERT, RESIDENT, MILESTONE = KINDS = ("official", "expert", "resident", "milestone")


@dataclass(frozen=True)
class Parameters:
    """Units: quality points (70 = typical); raw points or stars where said; years of 365.25 days."""

    # 70 reads as "typical" on a scale of 100; organizations differ by about nine points around it, so that nine in
    # ten lie between 55 and 85. Whoever has no evidence stands at 70: new is not weak.
    typical: float = 70.0
    spread: float = 9.0  # standard deviation between organizations
    # A contract counts half after a year and a half: teams change within two or three years, contracts last one.
    half_life: float = 1.5
    # Another service says something of the same organization, but little: three tenths.
    other_category: float = 0.3
    # One contract goes better or worse than the organization is, for reasons that are nobody's merit.
    luck: float = 6.0
    # Quality may have moved since the evidence; it widens the interval so that nine in ten intervals hold the truth.
    drift: float = 5.5
    # Before a calibration a level of difficulty costs two and a half points.
    difficulty: float = 2.5
    # Raw means and raw points per quality point: officials crowd at the top (86, narrow), experts use more of the
    # scale, stars hardly move, milestones are mostly on time.
    means: tuple[float, ...] = (86.0, 80.0, 4.0, 88.0)
    scales: tuple[float, ...] = (0.55, 0.80, 0.05, 1.1)
    # What one voice misses by chance, in quality points: a single resident or milestone says little.
    noise: tuple[float, ...] = (9.0, 7.5, 18.0, 22.0)
    # What all voices of a kind share on one contract: a hundred residents are not a hundred independent facts.
    shared: tuple[float, ...] = (0.0, 4.0, 6.0, 4.0)
    # How much named raters differ in strictness; officials differ twice as much as experts.
    leniency: tuple[float, ...] = (9.0, 4.7, 0.0, 0.0)
    # How far a kind may stand from what the other kinds say before it is held: against single loud voices.
    windows: tuple[float, ...] = (10.0, 25.0, 6.0, 0.0)  # 0 = no window
    outer_window: float = 30.0  # no row says more than thirty points from typical
    panel_window: float = 6.0  # an expert stays near the median of the panel
    panel_size: int = 3  # a median needs three
    # Nobody decides alone: experts have at most half beside milestones and officials, residents 30 % of everything.
    expert_share: float = 0.5
    resident_share: float = 0.3
    floor_precision: float = 1 / 15**2  # a voice that stands alone counts as if a vague one stood beside it
    trim: float = 0.2  # a fifth of the stars at each end is left out: against stuffing
    # Priors of the calibration: wide for the means, so that the record decides; narrow for the slope, which few
    # contracts of levels 1 and 5 carry.
    intercept_spread: float = 15.0
    slope_spread: float = 1.0
    kinship: float = 0.8  # correlation between contracts of different categories of one organization
    memory: float = 1.5  # half-lives after which the correlation of two contracts has halved
    residual_window: float = 40.0  # what the calibration believes of one row at most
    passes: int = 2  # the second sees the rows as the windows of the first left them
    interval: float = 1.645  # 90 %
    year: float = 365.25
    # A place needs two contracts of the last three years: one can be luck.
    ranked_contracts: int = 2
    ranked_years: float = 3.0
    # Points of a milestone: two per day late, never below 40 for lateness alone; rework weighs like 22 days late.
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
