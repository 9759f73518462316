"""The calibration in use, and when the next one is due."""

from datetime import date

from ranking.models import FrozenCalibration
from ranking.standing import DEFAULT, VERSION, Calibration, params_hash, read_calibration


def frozen_calibration() -> FrozenCalibration | None:
    """Return the newest calibration of the method and parameters in force, or None before the first one."""
    return FrozenCalibration.objects.filter(version=VERSION, params_hash=params_hash()).first()


def calibration_in_use() -> Calibration:
    """Return what the site computes with; the parameter table before the first calibration."""
    row = frozen_calibration()
    return read_calibration(row.content) if row else DEFAULT


def is_calibration_due(day: date) -> bool:
    """Say whether the quarter of the day has no calibration yet."""
    row = frozen_calibration()
    return row is None or quarter_of(row.day) < quarter_of(day)


def quarter_of(day: date) -> tuple[int, int]:
    """Return (year, quarter)."""
    return day.year, (day.month + 2) // 3  # three months each


def calibrations(count: int = 8) -> list[FrozenCalibration]:
    """Return the newest calibrations."""
    return list(FrozenCalibration.objects.all()[:count])
