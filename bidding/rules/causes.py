"""For which legal causes another method than the open tender may be used (GEN-08; GPL art. 29-32; F214 art. 3)."""

from dataclasses import dataclass

from marketplace.core.refusals import Citation

from .findings import BLOCK, Finding
from .profiles import STATUTORY, Profile


@dataclass(frozen=True)
class Cause:
    """A cause of law: its code begins with the procedure. `suppliers` where law lets fewer than three do."""

    code: str
    citation: Citation
    suppliers: int | None = None
    needs_approval: bool = False

    @property
    def procedure(self) -> str:
        """The procedure that the cause allows."""
        return self.code.partition("_")[0]


CAUSES = {
    row.code: row
    for row in (
        Cause("invited_few", Citation("GPL", "art. 29(1)")),
        Cause("invited_cost", Citation("GPL", "art. 29(2)")),
        Cause("single_only", Citation("GPL", "art. 31(1)")),
        Cause("single_emergency", Citation("GPL", "art. 31(2)")),
        Cause("single_addition", Citation("GPL", "art. 31(3)")),
        Cause("consultation_services", Citation("F214", "art. 3(1)", "P")),
        Cause("consultation_complex", Citation("F214", "art. 3(2)", "P")),
        Cause("consultation_price", Citation("F214", "art. 3(3)", "P")),
        Cause("consultation_research", Citation("F214", "art. 3(4)", "P")),
        Cause("negotiation_failed", Citation("GPL", "art. 30(1)")),
        Cause("negotiation_complex", Citation("GPL", "art. 30(2)")),
        Cause("negotiation_urgent", Citation("GPL", "art. 30(3)")),
        Cause("negotiation_price", Citation("GPL", "art. 30(4)")),
        Cause("negotiation_two", Citation("O74", "art. 27", "R"), suppliers=2, needs_approval=True),
    )
}
PROCEDURES = frozenset(row.procedure for row in CAUSES.values())


def causes_of(procedure: str) -> list[Cause]:
    """Return the legal causes of a procedure; none for the open tender and for procedures without a list."""
    return [row for row in CAUSES.values() if row.procedure == procedure]


def least_suppliers(profile: Profile, cause: str, usual: int) -> int:
    """Return how many suppliers the procedure needs under its cause (GEN-08; O74 art. 27: two after a failed tender)."""
    row = CAUSES.get(cause)
    is_here = row is not None and row.procedure == profile.procedure and profile.track == STATUTORY
    return row.suppliers if is_here and row.suppliers else usual  # type: ignore[union-attr]


def check_cause(profile: Profile, cause: str, note: str, approval_number: str) -> list[Finding]:
    """Block a statutory method without its cause, without the facts behind it, or without the approval it needs (GEN-08)."""
    if profile.track != STATUTORY or profile.procedure not in PROCEDURES:
        return []
    row = CAUSES.get(cause)
    if row is None or row.procedure != profile.procedure:
        return [Finding("GEN-08", BLOCK, "bidding.cause_missing", profile.basis, "cause")]
    found = []
    if not note.strip() and row.code != "consultation_services":
        found.append(Finding("GEN-08", BLOCK, "bidding.cause_unfounded", row.citation, "cause_note"))
    if row.needs_approval and not approval_number.strip():
        found.append(Finding("GEN-08", BLOCK, "bidding.cause_approval", row.citation, "approval_number"))
    return found
