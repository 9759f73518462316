"""Walk service projects through the loop by the rooms' own actions, each up to a chosen stop."""

from .answers import Answers
from .beginnings import Beginnings
from .changes import Changes
from .deposits import Deposits
from .endings import Endings
from .lateness import Lateness
from .lots import Lots
from .objections import Objections
from .parts import Parts
from .penalties import Penalized
from .procedures import Procedures
from .purchase import Purchase


class Loop(
    Lots,
    Procedures,
    Deposits,
    Beginnings,
    Purchase,
    Penalized,
    Lateness,
    Changes,
    Parts,
    Endings,
    Answers,
    Objections,
):
    """One walk, from a resident's need to the published review or to another end."""
