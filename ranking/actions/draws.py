"""Draw the running contracts that are checked on the spot this year (PER-04)."""

import secrets
from datetime import datetime

from django.db import transaction

from bidding.rules.draws import order_by_draw
from marketplace.audit.actions import record
from marketplace.core.canonical import digest
from marketplace.core.clock import day_of
from marketplace.core.refusals import Citation, Refused
from marketplace.web.access import demand
from organizations.models import Department, User
from ranking.models import DrawnContract, YearlyDraw
from ranking.permissions import may_draw_projects
from ranking.queries.draws import undrawn
from ranking.rules.draws import spot_size


@transaction.atomic
def draw_projects(*, actor: User, department: Department, now: datetime) -> YearlyDraw:
    """Draw at least the share of the department's contracts of a year and longer, with seed and list (PER-04).

    Raises Refused `ranking.nothing_to_draw` (409) when no contract is left that was not asked this year, or Denied.
    """
    department = Department.objects.select_for_update(of=("self",)).get(pk=department.pk)
    demand(may_draw_projects(actor, department))
    day = day_of(now)
    known = {row.public_id: row for row in undrawn(department, day)}
    if not known:
        raise Refused("ranking.nothing_to_draw", status=409, citation=Citation("HOUSE", trust="P"))
    frame = [
        {
            "key": key,
            "reference": known[key].reference,
            "title": known[key].title,
            "starts_on": known[key].starts_on.isoformat(),
            "ends_on": known[key].ends_on.isoformat(),
        }
        for key in sorted(known)
    ]
    draw = YearlyDraw.objects.create(
        department=department, year=day.year, number=department.yearly_draws.filter(year=day.year).count() + 1,
        frame=frame, frame_digest=digest(frame), seed=secrets.token_hex(32), drawn_by=actor, drawn_at=now,
    )  # fmt: skip
    drawn = order_by_draw(draw.seed, known)[: spot_size(len(known), day)]
    DrawnContract.objects.bulk_create(
        DrawnContract(draw=draw, position=place, contract=known[key])
        for place, key in enumerate(drawn, start=1)
    )
    record(
        actor=actor, action="projects.drawn", subject=draw, at=now,
        after={"seed": draw.seed, "frame": draw.frame_digest, "drawn": drawn},
    )  # fmt: skip
    return draw
