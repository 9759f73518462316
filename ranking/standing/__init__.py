"""Method MER-1: how milestones and evaluations become a standing. Pure: no framework, no database, no clock."""

from .calibration import DEFAULT, Calibration, CalibrationUnreadable, read_calibration, write_calibration
from .estimation import calibrate
from .events import COLUMNS, Event, EventsUnreadable, input_hash, read_events
from .ledger import Evidence, Ledger, build_ledger
from .method import Line, Result, results_at
from .parameters import KINDS, MER1, VERSION, Parameters, params_hash
from .tables import explanation_csv, ranking_csv

__all__ = [
    "COLUMNS",
    "DEFAULT",
    "KINDS",
    "MER1",
    "VERSION",
    "Calibration",
    "CalibrationUnreadable",
    "Event",
    "EventsUnreadable",
    "Evidence",
    "Ledger",
    "Line",
    "Parameters",
    "Result",
    "build_ledger",
    "calibrate",
    "explanation_csv",
    "input_hash",
    "params_hash",
    "ranking_csv",
    "read_calibration",
    "read_events",
    "results_at",
    "write_calibration",
]
