"""A piece of evidence in the reader's words."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from contracts.states import TicketKind
from ranking.queries.proofs import Proof


def proof_text(row: Mapping[str, object]) -> str:
    """Return what a piece of evidence is called."""
    facts = {**row}
    if row["kind"] == "ticket":
        facts["title"] = TicketKind(str(row["title"])).label
    return _sentences()[str(row["kind"])].format(**facts)


def _sentences() -> dict[str, str]:
    return {
        "report": _("Report on milestone {number}: {title}"),
        "certificate": _("Certificate of acceptance of milestone {number}"),
        "check": _("Residents' checks of milestone {number} (n={n})"),
        "indicator": _("Milestone {number}, {title}: planned {planned}, actual {actual}"),
        "photo": _("Milestone {number}, photo {n}"),
        "ticket": _("Report of a resident: {title}"),
        "round": _("Evaluation round: {title}"),
        "stage": _("{title} of the contract, finding published"),
    }


def proof_choices(rows: Iterable[Proof]) -> list[tuple[str, str]]:
    """Return the choices of a form."""
    return [(str(row["key"]), proof_text(row)) for row in rows]
