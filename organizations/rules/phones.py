"""How a phone number is shown."""


def masked_phone(phone: str) -> str:
    """Return the number as lists show it: 138****5678."""
    return f"{phone[:3]}****{phone[-4:]}"
