"""Statutory numbers and instruments: pure, cited, dated. Import STATUTES and INSTRUMENTS from here."""

from . import procurement, services
from .instruments import INSTRUMENTS, Instrument
from .parameters import STATUTES, Parameter, Unit, UnknownParameter

__all__ = [
    "INSTRUMENTS",
    "STATUTES",
    "Instrument",
    "Parameter",
    "Unit",
    "UnknownParameter",
    "procurement",
    "services",
]
