"""The five sections of an application and their fields; what the profile already knows is never asked again."""

SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "organization",
        ("name", "kind", "registered_on", "legal_representative", "phone", "address", "summary"),
    ),
    ("team", ("staff", "team")),
    ("plan", ("need", "plan")),
    ("support", ("support",)),
    ("sustainability", ("income", "finance", "residence")),
)
FIELDS = tuple(name for _, names in SECTIONS for name in names)
FROM_PROFILE = SECTIONS[0][1]
FRESH = ("need", "plan")
"""Fields that a new application asks again; all others come from the profile or the application before."""


def prefill(profile: dict[str, str], former: dict[str, str] | None) -> dict[str, str]:
    """Return what a new application starts with: the profile first, then the former application."""
    old = {name: value for name, value in (former or {}).items() if name in FIELDS and name not in FRESH}
    known = {name: value for name, value in profile.items() if name in FROM_PROFILE}
    return {name: value for name, value in {**old, **known}.items() if value}


def missing_fields(answers: dict[str, str]) -> list[str]:
    """Return the fields that are still empty, in order."""
    return [name for name in FIELDS if not str(answers.get(name, "")).strip()]
