"""Tags of written pages: numbers of law as a table."""

from collections.abc import Iterable
from typing import Any

from django import template

from cms.queries.statutes import rule_lines
from marketplace.statutes import Parameter

register = template.Library()


@register.inclusion_tag("cms/_parameters.html")
def parameter_table(rows: Iterable[Parameter]) -> dict[str, Any]:
    """Show statutory numbers without naming their source again."""
    return {"rows": rule_lines(rows), "hide_source": True}


@register.inclusion_tag("cms/_worked_example.html")
def worked_example() -> dict[str, Any]:
    """Show a small record and what the ranking method makes of it."""
    from ranking.queries.standings import worked_example as compute

    return {"example": compute()}
