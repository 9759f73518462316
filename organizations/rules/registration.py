"""What an organization must show before it is sent for verification (rules SO-01, SO-02)."""

from datetime import date

from marketplace.core.refusals import Citation, Refused

from .credit_code import InvalidCreditCode, check_credit_code, kind_of_code

CODE_STANDARD = Citation("GB32100", "", "V")
FILED = "community_filed"
IDENTITY_FIELDS = (
    "uscc",
    "name",
    "kind",
    "registrar",
    "supervising_unit",
    "registered_on",
    "legal_representative",
    "assessment_grade",
    "grade_issued_on",
    "bank_account",
    "bank_name",
)
REQUIRED_FIELDS = ("name", "registrar", "registered_on", "legal_representative", "address", "phone")


def check_identity(*, kind: str, uscc: str | None) -> str | None:
    """Return the normalized code that fits the type.

    Refuses a wrong code, a code of another type, a registered organization without one,
    and a filed community organization with one (it has no legal personality of its own).
    """
    if kind == FILED:
        if uscc:
            raise Refused("organizations.code_not_expected", field="uscc")
        return None
    if not uscc:
        raise Refused("organizations.code_missing", field="uscc")
    try:
        code = check_credit_code(uscc)
    except InvalidCreditCode as wrong:
        raise Refused(f"organizations.code_{wrong.reason}", field="uscc", citation=CODE_STANDARD) from wrong
    if kind_of_code(code) != kind:
        raise Refused("organizations.code_of_another_type", field="uscc", prefix=code[:2])
    return code


def check_complete(values: dict[str, object]) -> None:
    """Refuse while something that verification needs is empty; the field is named."""
    for name in REQUIRED_FIELDS:
        if not values.get(name):
            raise Refused("organizations.incomplete", field=name)


def check_grade(grade: int | None, issued_on: date | None, day: date) -> None:
    """Refuse a grade without its date of issue, and one issued in the future."""
    if grade is None and issued_on is None:
        return
    if grade is None:
        raise Refused("organizations.grade_missing", field="assessment_grade")
    if issued_on is None:
        raise Refused("organizations.grade_undated", field="grade_issued_on")
    if issued_on > day:
        raise Refused("organizations.grade_in_future", field="grade_issued_on")
