"""Statutory numbers, instruments and coded rules: pure, cited, dated. Import STATUTES, INSTRUMENTS, RULES from here."""

from . import procurement, services
from .instruments import INSTRUMENTS, Instrument
from .parameters import STATUTES, Parameter, Unit, UnknownParameter
from .rules import RULES, Effect, Phase, Rule

from . import coded_bidding, coded_delivery, coded_evaluation, coded_money, coded_objections  # isort: skip - they read the numbers above

__all__ = [
    "INSTRUMENTS",
    "RULES",
    "STATUTES",
    "Effect",
    "Instrument",
    "Parameter",
    "Phase",
    "Rule",
    "Unit",
    "UnknownParameter",
    "coded_bidding",
    "coded_delivery",
    "coded_evaluation",
    "coded_money",
    "coded_objections",
    "procurement",
    "services",
]
