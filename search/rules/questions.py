"""Read what somebody typed into the search box: bounded, never an error, never a pattern language."""

from dataclasses import dataclass

from .tokens import bigrams, is_han, normalize, question_words, quoted, runs

LONGEST = 100
MOST_TERMS = 8
SHORTEST_STEM = 3


@dataclass(frozen=True)
class Question:
    """A question as typed (cut to a bounded length) and its terms; every term must be found."""

    text: str
    terms: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.terms)

    @property
    def words(self) -> list[str]:
        """The words that rank."""
        found = [word for term in self.terms for word in [term, *question_words(term)]]
        return list(dict.fromkeys(found))


def read_question(typed: str) -> Question:
    """Return the question; anything that is no letter, digit or Han character only separates terms."""
    text = " ".join(typed.replace("\x00", " ")[: LONGEST * 4].split())[:LONGEST]
    terms = list(dict.fromkeys(runs(text)))[:MOST_TERMS]
    return Question(text=text, terms=tuple(terms))


def membership(question: Question) -> str:
    """Return the tsquery text that decides membership: a phrase of bigrams for each Han term, all required."""
    return " & ".join(_member(term) for term in question.terms)


def _member(term: str) -> str:
    if not is_han(term):
        return quoted(term) + (":*" if len(term) >= SHORTEST_STEM else "")
    if len(term) == 1:
        return f"{quoted(term)}:*"
    return "(" + " <-> ".join(quoted(pair) for pair in bigrams(term)) + ")"


def ranking(question: Question) -> str:
    """Return the tsquery text whose words rank: any of them counts."""
    return " | ".join(quoted(word) for word in question.words)


def same_question(one: str, other: str) -> bool:
    """Say whether two texts ask the same."""
    return normalize(one).split() == normalize(other).split()
