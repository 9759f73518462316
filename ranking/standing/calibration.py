"""What the scheduled calibration freezes: means of the kinds, slope of difficulty, strictness of raters."""

import json
from dataclasses import dataclass, field

from .parameters import KINDS, MER1, VERSION, Parameters

FARTHEST = 1e6  # no mean, slope, leniency or variance comes near it


class CalibrationUnreadable(ValueError):  # noqa: N818 - a fact about a file, named so
    """The calibration file does not have the stated format."""


@dataclass(frozen=True)
class Calibration:
    """`means` by kind (raw units), `slope` points per level, `strictness` of raters as (value, variance)."""

    means: tuple[float, ...]
    slope: float
    strictness: dict[str, tuple[float, float]] = field(default_factory=dict)

    def of(self, rater: str, kind: int, parameters: Parameters) -> tuple[float, float]:
        """Return leniency and its variance; an unknown rater has 0 with the variance of the prior."""
        return self.strictness.get(rater, (0.0, parameters.leniency[kind] ** 2))


DEFAULT = Calibration(MER1.means, MER1.difficulty)


def write_calibration(calibration: Calibration) -> str:
    """Return the file's text (JSON, sorted, one trailing newline)."""
    record = {
        "version": VERSION,
        "m": list(calibration.means),
        "beta": calibration.slope,
        "sev": {name: list(pair) for name, pair in sorted(calibration.strictness.items())},
    }
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"


def read_calibration(text: str) -> Calibration:
    """Read the file's text; raises CalibrationUnreadable with one clear sentence."""
    try:
        record = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise CalibrationUnreadable("calibration: not JSON") from error
    if not isinstance(record, dict) or record.get("version") != VERSION:
        raise CalibrationUnreadable(f"calibration: version is not {VERSION}")
    means, severities = record.get("m"), record.get("sev")
    if not isinstance(means, list) or len(means) != len(KINDS):
        raise CalibrationUnreadable("calibration: m must be a list of four numbers")
    if not isinstance(severities, dict):
        raise CalibrationUnreadable("calibration: sev must be an object")
    return Calibration(
        tuple(_number(value, "m") for value in means),
        _number(record.get("beta"), "beta"),
        {name: _pair(name, value) for name, value in severities.items()},
    )


def _pair(name: str, value: object) -> tuple[float, float]:
    if not isinstance(value, list) or len(value) != 2:  # noqa: PLR2004 - value and variance
        raise CalibrationUnreadable(f"calibration: sev of {name} must be [value, variance]")
    leniency, variance = _number(value[0], "sev"), _number(value[1], "sev")
    if variance < 0:
        raise CalibrationUnreadable(f"calibration: variance of {name} is negative")
    return leniency, variance


def _number(value: object, place: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise CalibrationUnreadable(f"calibration: {place} holds something that is not a number")
    if not -FARTHEST <= value <= FARTHEST:  # so says NaN too
        raise CalibrationUnreadable(f"calibration: {place} holds a number out of range")
    return float(value)
