"""Refusals: an act that rules, states or time forbid, with the article that says so."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Citation:
    """Where a rule stands: instrument key of `marketplace.statutes`, article, and its trust mark.

    `trust` is V (text of the law), P (public page), R (second-hand), G (to confirm), I (inference), D (house rule).
    """

    instrument: str
    article: str = ""
    trust: str = "V"

    def __str__(self) -> str:
        return f"{self.instrument} {self.article}".strip()


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """An act was refused.

    `code` is `<room>.<reason>` and stable (audit, API, open data); its sentence stands in the room's `phrases`.
    `status` is the HTTP answer: 422 a rule, 409 state or time, 403 four eyes and other forbidden acts.
    `field` names the form field that can cure it; `facts` fill the sentence.
    """

    def __init__(
        self,
        code: str,
        *,
        citation: Citation | None = None,
        status: int = 422,
        field: str | None = None,
        **facts: object,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.citation = citation
        self.status = status
        self.field = field
        self.facts = facts
