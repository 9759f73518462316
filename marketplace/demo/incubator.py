"""The incubator of the demo district: its intakes, and organizations at every step of the way. All invented."""

from datetime import date

from incubation.actions import open_intake
from incubation.models import Intake
from organizations.states import OrganizationKind

from .clockwork import on, set_clock
from .growth import Growth, Path
from .script import Cast

INTAKES = [
    ("2024 年上半年入驻", "Intake of spring 2024", "2024-01-02", "2024-06-28", 8),
    ("2025 年入驻", "Intake of 2025", "2025-03-03", "2025-12-31", 8),
    ("2026 年春季入驻", "Intake of spring 2026", "2026-01-05", "2026-03-31", 6),
]
PATHS = [
    Path(0, date(2024, 1, 3), "qingmiao", "graduated"),
    Path(0, date(2024, 1, 5), "anju", "graduation", ("extended",)),
    Path(0, date(2024, 2, 19), "mingde", "graduation"),
    Path(0, date(2024, 5, 13), "tongxin", "ready"),
    Path(1, date(2025, 4, 14), "yuedong", "growth"),
    Path(1, date(2025, 4, 21), "qihang", "seed", ("exited",)),
    Path(1, date(2025, 5, 12), "wenxin", "seed", ("withdrawn",)),
    Path(1, date(2025, 6, 9), "lvye", "reviewed", ("declined",)),
    Path(1, date(2025, 6, 16), "fangzhou", "submitted", ("taken_back",)),
    Path(1, date(2025, 12, 15), "xiyang", "seed", ("suspended",)),
    Path(2, date(2026, 1, 8), "xinya", "seed"),
    Path(2, date(2026, 1, 26), "mingyue", "agreement"),
    Path(2, date(2026, 2, 9), "qiaoliang", "noticed"),
    Path(2, date(2026, 2, 6), "anning", "proposed"),
    Path(2, date(2026, 2, 6), "heqi", "reviewed"),
    Path(2, date(2026, 2, 12), "xiaoju", "reviewing"),
    Path(2, date(2026, 2, 10), "wenxin", "checking", ("returned",)),
    Path(2, date(2026, 2, 25), "fangzhou", "checking"),
    Path(2, date(2026, 2, 26), "lvye", "submitted"),
    Path(2, date(2026, 2, 27), "qihang", "started"),
]


def run_incubator(cast: Cast) -> None:
    """Open the intakes and let every organization go its way."""
    intakes = [_intake(cast, row) for row in INTAKES]
    for path in PATHS:
        Growth(path, intakes[path.intake], cast).walk()


def _intake(cast: Cast, row: tuple[str, str, str, str, int]) -> Intake:
    title, title_en, opens, closes, seats = row
    return open_intake(
        actor=cast.people["officer"], title=title, title_en=title_en, opens_at=on(opens), closes_at=on(closes, 17),
        seats=seats, kinds=OrganizationKind.values, now=set_clock(on(opens)), is_demo=True,
        summary="提供办公场地、财务代理、能力培训和督导；两年内分萌芽期、成长期、出壳准备期。",
    )  # fmt: skip
