"""The calibration: means of the kinds, slope of difficulty and strictness of raters, estimated from a record.

The mixed model of the method (docs/recompute.md): a row says 70 + effect of its contract + intercept of its kind
+ leniency of its rater - slope * (difficulty - 3) + noise, in quality points around the defaults.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from .calibration import Calibration
from .contract import EXPERT, OFFICIAL, Voice, corrected, held, limited
from .events import Event
from .ledger import Evidence, build_ledger
from .parameters import KINDS, MER1, Parameters
from .prediction import Block, Floats, Predictor

NAMED = (OFFICIAL, EXPERT)
SLOPE = len(KINDS)  # the unknowns: four intercepts, the slope, then the raters
DECIMALS = 9  # what rounding of sums may change stays behind them, so that order and names do not matter


@dataclass(slots=True)
class _Contract:
    """A contract with its rows around the defaults, their precision without doubt about raters."""

    evidence: Evidence
    voices: list[Voice]


@dataclass(slots=True)
class _Organization:
    """The contracts of one organization, and for each row of them: the numbers of its unknowns, its level."""

    contracts: list[_Contract]
    kinds: list[int]
    raters: list[int]
    levels: list[int]


def calibrate(events: Iterable[Event], as_of: date, parameters: Parameters = MER1) -> Calibration:
    """Return the calibration of the record on the day; without evidence it is the default with no known rater."""
    ledger = build_ledger(events, as_of, parameters)
    return calibrated(ledger.contracts, as_of, parameters)


def calibrated(contracts: Iterable[Evidence], as_of: date, parameters: Parameters = MER1) -> Calibration:
    """Return the calibration from the contracts of a ledger."""
    organizations, names, variances = _organized(contracts, parameters)
    predictor = Predictor(variances, [_block(row, as_of, parameters) for row in organizations])
    values = [
        np.array(
            [voice.value - parameters.typical for contract in row.contracts for voice in contract.voices]
        )
        for row in organizations
    ]
    found = predictor.predict(values)
    for _ in range(parameters.passes - 1):
        found = predictor.predict(
            [
                rows + _shift(row, rows, found, parameters)
                for row, rows in zip(organizations, values, strict=True)
            ]
        )
    return _read(found, predictor.variances(), names, parameters)


def _organized(
    contracts: Iterable[Evidence], parameters: Parameters
) -> tuple[list[_Organization], list[str], Floats]:
    """Return the organizations in a fixed order, the names of the raters, the prior variance of each unknown."""
    flat = replace(parameters, leniency=(0.0,) * len(KINDS), outer_window=parameters.residual_window)
    default = Calibration(parameters.means, parameters.difficulty)
    by_org: dict[str, list[_Contract]] = defaultdict(list)
    prior: dict[str, float] = {}
    for evidence in sorted(contracts, key=lambda row: row.contract_id):
        voices = limited(corrected(_in_order(evidence), default, flat), flat)
        if voices:
            by_org[evidence.org_id].append(_Contract(evidence, voices))
        for voice in voices:
            if voice.kind in NAMED and voice.rater:
                variance = parameters.leniency[voice.kind] ** 2
                prior[voice.rater] = max(variance, prior.get(voice.rater, 0.0))
    names = sorted(prior)
    numbers = {name: SLOPE + 1 + index for index, name in enumerate(names)}
    variances = [parameters.intercept_spread**2] * SLOPE + [parameters.slope_spread**2]
    rows = [_numbered(by_org[key], numbers) for key in sorted(by_org)]
    return rows, names, np.array(variances + [prior[name] for name in names])


def _in_order(evidence: Evidence) -> Evidence:
    return replace(
        evidence,
        officials=sorted(evidence.officials),
        experts=sorted(evidence.experts),
        stars=sorted(evidence.stars),
        milestones=sorted(evidence.milestones),
    )


def _numbered(contracts: list[_Contract], numbers: dict[str, int]) -> _Organization:
    voices = [(voice, row.evidence.difficulty - 3) for row in contracts for voice in row.voices]
    return _Organization(
        contracts,
        [voice.kind for voice, _ in voices],
        [numbers.get(voice.rater, 0) if voice.kind in NAMED else 0 for voice, _ in voices],
        [level for _, level in voices],
    )


def _block(row: _Organization, as_of: date, parameters: Parameters) -> Block:
    raters = sorted(set(row.raters) - {0})
    places = np.array([*range(SLOPE + 1), *raters])
    column = {number: SLOPE + 1 + index for index, number in enumerate(raters)}
    design = np.zeros((len(row.kinds), len(places)))
    every = np.arange(len(row.kinds))
    design[every, row.kinds] = 1.0
    design[:, SLOPE] = -np.array(row.levels)
    for index, number in enumerate(row.raters):
        if number:
            design[index, column[number]] = 1.0
    sizes = [len(contract.voices) for contract in row.contracts]
    return Block(
        places,
        design,
        np.repeat(np.arange(len(sizes)), sizes),
        np.array([_precision(voice, parameters) for contract in row.contracts for voice in contract.voices]),
        _covariance([contract.evidence for contract in row.contracts], as_of, parameters),
    )


def _precision(voice: Voice, parameters: Parameters) -> float:
    """Return the row's precision; whoever is not named may be as strict as anybody."""
    doubt = parameters.leniency[voice.kind] ** 2 if voice.kind in NAMED and not voice.rater else 0.0
    return 1 / (1 / voice.precision + doubt)


def _covariance(contracts: list[Evidence], as_of: date, parameters: Parameters) -> Floats:
    days = np.array([min(row.end, as_of).toordinal() for row in contracts]) / parameters.year
    codes = {name: number for number, name in enumerate(sorted({row.category for row in contracts}))}
    category = np.array([codes[row.category] for row in contracts])
    alike = np.where(category[:, None] == category[None, :], 1.0, parameters.kinship)
    apart = np.abs(days[:, None] - days[None, :])
    fading = 0.5 ** (apart / (parameters.memory * parameters.half_life))
    luck = parameters.luck**2 * np.eye(len(contracts))
    return parameters.spread**2 * alike * fading + luck


def _shift(row: _Organization, values: Floats, found: Floats, parameters: Parameters) -> Floats:
    """Return by how much the windows move each row under the calibration found so far."""
    strict = np.where(np.array(row.raters) > 0, found[row.raters], 0.0)
    corrected_values = values - found[row.kinds] - strict + found[SLOPE] * np.array(row.levels)
    reach = parameters.outer_window
    near = np.clip(corrected_values, -reach, reach) + parameters.typical
    moved: list[float] = []
    start = 0
    for contract in row.contracts:
        stop = start + len(contract.voices)
        voices = [
            replace(voice, value=value)
            for voice, value in zip(contract.voices, near[start:stop].tolist(), strict=True)
        ]
        moved += [voice.value for voice in held(voices, parameters)]
        start = stop
    return np.array(moved) - parameters.typical - corrected_values


def _read(found: Floats, variances: Floats, names: list[str], parameters: Parameters) -> Calibration:
    def tidy(value: float) -> float:
        return round(float(value), DECIMALS) + 0.0  # never -0.0

    means = tuple(
        tidy(mean + scale * shift)
        for mean, scale, shift in zip(parameters.means, parameters.scales, found[:SLOPE], strict=True)
    )
    raters = {
        name: (tidy(found[SLOPE + 1 + index]), tidy(variances[SLOPE + 1 + index]))
        for index, name in enumerate(names)
    }
    return Calibration(means, tidy(parameters.difficulty + found[SLOPE]), raters)
