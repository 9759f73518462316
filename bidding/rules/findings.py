"""What a check answers: the rule, whether it blocks or warns, and where it stands."""

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass

from marketplace.core.refusals import Citation, Refused

BLOCK, WARN, INFO = "block", "warn", "info"


@dataclass(frozen=True)
class Finding:
    """One answer of a check: rule id, effect, code of its sentence, citation, form field, facts."""

    rule: str
    effect: str
    code: str
    citation: Citation
    field: str = ""
    facts: dict[str, object] = dataclasses.field(default_factory=dict)

    @property
    def refusal(self) -> Refused:
        """The refusal that this finding means when it blocks."""
        return Refused(self.code, citation=self.citation, field=self.field or None, **self.facts)  # type: ignore[arg-type]


def blocks(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that forbid the act."""
    return [finding for finding in findings if finding.effect == BLOCK]


def require(findings: Iterable[Finding]) -> None:
    """Raise the refusal of the first finding that blocks."""
    for finding in blocks(findings):
        raise finding.refusal
