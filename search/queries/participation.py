"""Needs and deliberations as sources."""

from deliberation.models import Deliberation, Need
from deliberation.queries.deliberations import public_deliberations
from deliberation.queries.needs import hides_text, public_needs
from deliberation.states import DeliberationState, NeedState
from search.models import Kind

from .sources import Face, source, text_of


@source(Kind.NEED, public_needs, changed="changed_at", states=NeedState)
def need_face(need: Need) -> Face:
    """Return what everybody may read of a need; never its author."""
    hidden = hides_text(need)
    return Face(
        path=need.path,
        title=need.reference if hidden else need.title,
        reference=need.reference,
        body="" if hidden else text_of(need.body, need.get_kind_display(), need.community.name),
        communities=[need.community.code],
        state=f"{Kind.NEED}.{need.state}",
        day=need.raised_at.date() if need.raised_at else None,
    )


@source(Kind.DELIBERATION, public_deliberations, changed="changed_at", states=DeliberationState)
def deliberation_face(row: Deliberation) -> Face:
    """Return topic and outcome of a deliberation."""
    outcome = getattr(row, "outcome", None)
    return Face(
        path=row.path,
        title=row.topic,
        reference=row.reference,
        body=text_of(
            row.reason, row.community.name, outcome and outcome.title, outcome and outcome.statement
        ),
        communities=[row.community.code],
        state=f"{Kind.DELIBERATION}.{row.state}",
        day=row.opened_at.date(),
        is_demo=row.is_demo,
    )
