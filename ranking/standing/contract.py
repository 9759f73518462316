"""How well one contract went: its rows of evidence, corrected, capped and held within windows."""

from dataclasses import dataclass
from math import floor, fsum
from statistics import median

from .calibration import Calibration
from .ledger import Evidence
from .parameters import KINDS, Parameters

OFFICIAL, EXPERT, RESIDENT, MILESTONE = range(len(KINDS))


@dataclass(frozen=True, slots=True)
class Voice:
    """One row of evidence: kind, rater (named kinds only), value in quality points, precision, how many speak."""

    kind: int
    rater: str
    value: float
    precision: float
    count: int


@dataclass(frozen=True, slots=True)
class Effect:
    """A contract's result: value and information, and its voices with their share of the value."""

    value: float
    information: float
    voices: tuple[Voice, ...]
    precision: float


def contract_effect(contract: Evidence, calibration: Calibration, parameters: Parameters) -> Effect | None:
    """Return what the contract says (None without evidence): x_k, u_k and the voices with their precision."""
    voices = corrected(contract, calibration, parameters)
    if not voices:
        return None
    voices = held(limited(voices, parameters), parameters)
    total = fsum(voice.precision for voice in voices)
    value = fsum(voice.precision * voice.value for voice in voices) / total
    information = 1 / (parameters.luck**2 + 1 / total)
    return Effect(value, information, tuple(voices), total)


def trimmed_mean(values: list[float], share: float) -> float:
    """Return the mean without floor(share * n) values at each end."""
    cut = floor(share * len(values))
    kept = sorted(values)[cut : len(values) - cut]
    return fsum(kept) / len(kept)


def corrected(contract: Evidence, calibration: Calibration, parameters: Parameters) -> list[Voice]:
    """Return the rows of a contract, corrected for mean, strictness and difficulty, within 70 +- 30."""

    def voice(kind: int, raw: float, count: int = 1, rater: str = "") -> Voice:
        strictness, variance = (0.0, 0.0)
        if kind in (OFFICIAL, EXPERT):
            strictness, variance = calibration.of(rater, kind, parameters)
        lift = calibration.slope * (contract.difficulty - 3) - strictness
        value = parameters.typical + (raw - calibration.means[kind]) / parameters.scales[kind] + lift
        reach = parameters.outer_window
        value = min(max(value, parameters.typical - reach), parameters.typical + reach)
        base = count / parameters.noise[kind] ** 2
        return Voice(kind, rater, value, 1 / (1 / base + variance), count)

    found = [voice(OFFICIAL, raw, rater=rater) for rater, raw in contract.officials]
    found += [voice(EXPERT, raw, rater=rater) for rater, raw in contract.experts]
    if contract.stars:
        found.append(
            voice(RESIDENT, trimmed_mean(contract.stars, parameters.trim), count=len(contract.stars))
        )
    if contract.milestones:
        points = fsum(contract.milestones) / len(contract.milestones)
        found.append(voice(MILESTONE, points, count=len(contract.milestones)))
    return found


def limited(voices: list[Voice], parameters: Parameters) -> list[Voice]:
    """Limit each kind by what its voices share, experts to half, residents to 30 %; spread over their rows."""
    base = [fsum(voice.precision for voice in voices if voice.kind == kind) for kind in range(len(KINDS))]
    bound = [
        1 / (parameters.shared[kind] ** 2 + 1 / weight) if weight else 0.0 for kind, weight in enumerate(base)
    ]
    floor_precision = parameters.floor_precision
    known = bound[MILESTONE] + bound[OFFICIAL]
    share = parameters.expert_share
    bound[EXPERT] = min(bound[EXPERT], share / (1 - share) * max(known, floor_precision))
    known += bound[EXPERT]
    share = parameters.resident_share
    bound[RESIDENT] = min(bound[RESIDENT], share / (1 - share) * max(known, floor_precision))
    return [
        Voice(row.kind, row.rater, row.value, row.precision * bound[row.kind] / base[row.kind], row.count)
        for row in voices
    ]


def held(voices: list[Voice], parameters: Parameters) -> list[Voice]:
    """Hold the rows within the windows: a panel near its median, every kind near what the others say."""
    return _windowed(_panel(voices, parameters), parameters)


def _panel(voices: list[Voice], parameters: Parameters) -> list[Voice]:
    """Clip the experts of a panel of three or more to the panel's median +- 6."""
    values = [voice.value for voice in voices if voice.kind == EXPERT]
    if len(values) < parameters.panel_size:
        return voices
    middle, reach = median(values), parameters.panel_window
    return [_clipped(voice, middle, reach) if voice.kind == EXPERT else voice for voice in voices]


def _windowed(voices: list[Voice], parameters: Parameters) -> list[Voice]:
    """Clip every row to the centre of the other, non-resident kinds +- the window of its kind."""
    centres = [_centre(voices, kind, parameters) for kind in range(len(KINDS))]
    return [
        _clipped(voice, centres[voice.kind], parameters.windows[voice.kind])
        if parameters.windows[voice.kind]
        else voice
        for voice in voices
    ]


def _centre(voices: list[Voice], kind: int, parameters: Parameters) -> float:
    others = [voice for voice in voices if voice.kind not in (kind, RESIDENT)]
    pull = fsum(voice.precision * (voice.value - parameters.typical) for voice in others)
    return parameters.typical + pull / (
        parameters.floor_precision + fsum(voice.precision for voice in others)
    )


def _clipped(voice: Voice, centre: float, reach: float) -> Voice:
    value = min(max(voice.value, centre - reach), centre + reach)
    return (
        voice if value == voice.value else Voice(voice.kind, voice.rater, value, voice.precision, voice.count)
    )
