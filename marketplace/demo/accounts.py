"""Who may sign in to the demo, as text for the terminal."""

from .district import ORGANIZATIONS, PASSPHRASE, PASSWORD, PEOPLE, TOTP_SECRET


def accounts_text() -> str:
    """Return the demo accounts: role, e-mail; then the password, the second factor's secret and the passphrase."""
    lines = ["  Demo accounts (password for all: " + PASSWORD + ")"]
    lines += [f"    {person.email:28} {person.label}" for person in PEOPLE]
    lines += [f"    {item.legal[0] + '@demo.example':28} {item.name}" for item in ORGANIZATIONS[:3]]
    lines += [
        f"  Second factor (officials, experts, organizations): secret {TOTP_SECRET};",
        "  in the demo the sign-in page shows the present code.",
        f"  Passphrase of the opening officers: {PASSPHRASE}",
    ]
    return "\n".join(lines) + "\n"
