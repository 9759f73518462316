"""Assessment grades 1A to 5A: how long one holds (rule SO-02)."""

from datetime import date

from marketplace.statutes import STATUTES


def grade_ends_on(issued_on: date) -> date:
    """Return the first day on which a grade no longer holds: the issue day plus the validity in force then."""
    # SO-02
    years = STATUTES.on("grade.validity", issued_on).days
    try:
        return issued_on.replace(year=issued_on.year + years)
    except ValueError:  # issued on 29 February
        return date(issued_on.year + years, 3, 1)


def is_grade_valid(grade: int | None, issued_on: date | None, day: date) -> bool:
    """Say whether a grade holds on the day; a grade without its date of issue is not believed."""
    return grade is not None and issued_on is not None and issued_on <= day < grade_ends_on(issued_on)
