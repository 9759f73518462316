"""Who may sign in to the demo: as text for the terminal, and by role for the page about the demonstration."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .district import PASSPHRASE, PASSWORD, PEOPLE, TOTP_SECRET
from .guild import ORGANIZATIONS, YOUNG


@dataclass(frozen=True)
class Role:
    """A role of the demo: its name, what it can do, the addresses to sign in with, where its work begins."""

    name: Promise
    does: Promise
    keys: tuple[str, ...]
    path: str

    @property
    def emails(self) -> list[str]:
        """The addresses to sign in with."""
        return [f"{key}@demo.example" for key in self.keys]


ROLES = (
    Role(
        _("Resident"),
        _("Says what is needed, supports others, takes part in deliberations, checks services, gives stars."),
        ("resident", "resident02", "resident27"), "/needs/",
    ),
    Role(
        _("Community worker"),
        _("Screens needs, convenes the six steps of a deliberation, follows up on its commitments."),
        ("worker", "worker2", "worker3"), "/desk/",
    ),
    Role(
        _("Community director"),
        _("Confirms topics, reviews refusals as the second person, may pause a deliberation."),
        ("director", "director2", "director3"), "/desk/",
    ),
    Role(
        _("Project officer"),
        _("Turns decisions into projects and tenders, accepts reports, runs the incubator, writes pages at /cms/."),
        ("officer",), "/desk/",
    ),
    Role(
        _("Approver, registrar and finance"),
        _("Publishes tenders, confirms awards, countersigns, releases payments, verifies organizations; publishes pages at /cms/."),
        ("approver", "approver2"), "/desk/",
    ),
    Role(
        _("Opening officer"),
        _("Two of three open the sealed bids together, each with the own passphrase; nobody can before the deadline."),
        ("opener1", "opener2", "opener3"), "/desk/",
    ),
    Role(
        _("Expert"),
        _("Declares conflicts of interest, scores bids and incubator applications; rates performance as third party when drawn by lot."),
        ("expert1", "expert2", "expert3", "expert4"), "/desk/",
    ),
    Role(
        _("Established organization"),
        _("Bids under seal, signs contracts, reports milestones, replies to reviews; nuanyang.bid only writes bids."),
        (*(item.legal[0] for item in ORGANIZATIONS[:4]), "nuanyang.bid"), "/desk/",
    ),
    Role(
        _("Young organization"),
        _("Is in the incubator (yuedong, xinya) or applies for it (qihang, wenxin)."),
        ("yuedong", "xinya", YOUNG[0].legal[0], YOUNG[1].legal[0]), "/incubator/",
    ),
    Role(
        _("Auditor"),
        _("Reads every chain of the audit log and checks that nothing was changed."),
        ("opener3",), "/desk/",
    ),
    Role(
        _("Administrator"),
        _("Gives posts and appointments, asks why somebody may or may not do something."),
        ("admin",), "/work/people/",
    ),
)  # fmt: skip


def accounts_text() -> str:
    """Return the demo accounts: role, e-mail; then the password, the second factor's secret and the passphrase."""
    lines = ["  Demo accounts (password for all: " + PASSWORD + ")"]
    lines += [f"    {person.email:28} {person.label}" for person in PEOPLE]
    lines += [f"    {item.legal[0] + '@demo.example':28} {item.name}" for item in ORGANIZATIONS[:4]]
    lines += [
        f"    {'nuanyang.bid@demo.example':28} {ORGANIZATIONS[0].name} 投标文件编写",
        "  Pages at /cms/: officer@demo.example writes (editor), approver@demo.example publishes (moderator).",
        f"  Second factor (officials, experts, organizations): secret {TOTP_SECRET};",
        "  in the demo the sign-in page shows the present code.",
        f"  Passphrase of the opening officers: {PASSPHRASE}",
        "  What each role can do: /demo/",
    ]
    return "\n".join(lines) + "\n"
