"""Evaluation rounds: what the clock has done, what counts as an answer, what may be shown (participation.md 9)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from marketplace.core.clock import is_late
from marketplace.core.refusals import Citation, Refused

HOUSE = Citation("HOUSE", "", "D")
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 8
UNKNOWN = 0
BEST = 5
SATISFIED = 4
"""From this answer on a voice counts as satisfied; 3 ("basically") is printed beside it."""


def state_at(
    now: datetime, *, state: str, opens_at: datetime, closes_at: datetime, reply_until: datetime | None
) -> str:
    """Return where a round stands at a moment: opening, closing and the end of the reply are read off the clock."""
    if state in {"notice", "open"}:
        if is_late(now, closes_at):
            return "closed"
        return "open" if is_late(now, opens_at) else state
    if state == "replying" and reply_until is not None and is_late(now, reply_until):
        return "final"
    return state


def clean_code(text: str) -> str:
    """Return a household code as it is kept: capital letters, without spaces and hyphens."""
    return "".join(character for character in text.upper() if character.isalnum())


def check_questions(questions: Sequence[str], most: int) -> None:
    """Refuse a round without questions or with more than the form may have."""
    if not 1 <= len(questions) <= most:
        raise Refused("ranking.questions_number", citation=HOUSE, field="questions", most=most)


def check_answers(answers: Sequence[int], questions: int) -> None:
    """Refuse answers that do not fit the questions: 1 to 5 each, or 0 for "I do not know"."""
    if len(answers) != questions or any(not UNKNOWN <= value <= BEST for value in answers):
        raise Refused("ranking.answers_incomplete", citation=HOUSE)


def value_of(answers: Sequence[int]) -> Decimal | None:
    """Return the mean of what one ballot says, to two places; None when it knows nothing."""
    known = [value for value in answers if value != UNKNOWN]
    if not known:
        return None
    return (Decimal(sum(known)) / len(known)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def shrunk_mean(values: Sequence[Decimal], *, strength: int, typical: Decimal) -> Decimal:
    """Return the mean pulled to what is typical in the district: (sum + m * mu) / (n + m), to two places."""
    total = sum(values, Decimal(0)) + strength * typical
    return (total / (len(values) + strength)).quantize(Decimal("0.01"), ROUND_HALF_UP)


@dataclass(frozen=True)
class Question:
    """What one question of a round got; everything but `n` is None where fewer than five said something."""

    text: str
    n: int
    unknown: int | None
    mean: Decimal | None
    satisfied: int | None
    basically: int | None
    counts: tuple[int, ...] = ()


def tally(texts: Sequence[str], ballots: Sequence[Sequence[int]], minimum: int) -> list[Question]:
    """Return each question's result; shares are whole percent, rounded down."""
    return [_question(text, [row[place] for row in ballots], minimum) for place, text in enumerate(texts)]


def _question(text: str, values: list[int], minimum: int) -> Question:
    known = [value for value in values if value != UNKNOWN]
    n = len(known)
    if n < minimum:
        return Question(text, n, None, None, None, None)
    satisfied = sum(value >= SATISFIED for value in known)
    mean = (Decimal(sum(known)) / n).quantize(Decimal("0.01"), ROUND_HALF_UP)
    counts = tuple(known.count(value) for value in range(BEST, 0, -1))
    return Question(
        text=text,
        n=n,
        unknown=len(values) - n,
        mean=mean,
        satisfied=satisfied * 100 // n,
        basically=(satisfied + known.count(SATISFIED - 1)) * 100 // n,
        counts=counts,
    )


def may_show_slices(counts: Mapping[object, int], minimum: int) -> bool:
    """Say whether parts may be shown beside the whole: with one part below the minimum, subtraction would show it."""
    return len(counts) > 1 and all(number >= minimum for number in counts.values())


def may_compare(before: int, after: int, minimum: int) -> bool:
    """Say whether the results before and after an exclusion may stand side by side: the difference has enough voices."""
    removed = before - after
    return after >= minimum and (removed == 0 or removed >= minimum)
