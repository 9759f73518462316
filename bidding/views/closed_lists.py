"""What the working page of a tender shows of invitations and of a single source."""

from typing import Any

from django.http import HttpRequest

from bidding.models import Tender
from bidding.permissions.invitations import (
    may_draw_invited,
    may_name_single_supplier,
    may_publish_qualification_notice,
    may_publish_single_source,
)
from bidding.queries.invitations import candidates_of, prequalification_of, source_of, threshold_on
from bidding.rules.single_source import needs_publicity
from marketplace.core.clock import day_of, is_late


def invitation_work(request: HttpRequest, tender: Tender) -> dict[str, Any]:
    """Return what the working page shows of an invited tender; applicants only after the time to apply is over."""
    if tender.procedure != "invited":
        return {}
    row, user = prequalification_of(tender), request.user
    is_over = row is not None and is_late(request.now, row.apply_by)
    may_draw = may_draw_invited(user, tender)
    return {
        "prequalification": row,
        "applications_over": is_over,
        "candidates": candidates_of(row) if row is not None and is_over else [],
        "may_publish_notice": may_publish_qualification_notice(user, tender),
        "may_draw": may_draw and is_over,
    }


def source_work(request: HttpRequest, tender: Tender) -> dict[str, Any]:
    """Return what the working page shows of a single source."""
    if tender.procedure != "single":
        return {}
    row, user, day = source_of(tender), request.user, day_of(request.now)
    return {
        "source": row,
        "arguments": row.arguments.all() if row else [],
        "source_objections": row.objections.select_related("author") if row else [],
        "may_name": may_name_single_supplier(user, tender),
        "may_publish_source": may_publish_single_source(user, tender),
        "needs_publicity": needs_publicity(tender.cause, tender.budget, threshold_on(day)),
    }
