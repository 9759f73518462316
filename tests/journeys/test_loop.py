"""The whole loop B1 to B10 by real clicks: from a resident's need to the supplier's standing and the next tender."""

import pytest

from . import steps_bids as bids
from . import steps_deliberation as deliberation
from . import steps_delivery as delivery
from . import steps_evaluation as evaluation
from . import steps_needs as needs
from . import steps_project as project
from . import steps_review as review

LOOP = [
    needs.registers, needs.is_verified, needs.raises_need, needs.screens, needs.supports,
    deliberation.opens, deliberation.fixes_topic, deliberation.is_confirmed, deliberation.discusses,
    deliberation.votes, deliberation.decides, deliberation.promises,
    project.sets_up, project.begins_tender, project.tenders,
    bids.is_refused_while_overdue, bids.bid, bids.others_bid, bids.one_replaces, bids.one_withdraws,
    evaluation.opens, evaluation.qualifies, evaluation.declares, evaluation.scores, evaluation.awards,
    delivery.signs, delivery.reports, delivery.accepts, delivery.pays,
    review.delivers, review.looks, review.closes, review.judges, review.publishes, review.ranks,
]  # fmt: skip
broken: list[str] = []


def name(step) -> str:
    return f"{step.__module__.rpartition('steps_')[2]}-{step.__name__}"


@pytest.mark.parametrize("step", LOOP, ids=name)
def test_the_loop(step, cast, notebook):
    """Every step starts where the one before has ended."""
    if broken:
        pytest.skip(f"{broken[0]} failed")
    broken.append(name(step))
    try:
        step(cast)
    except BaseException:
        cast.shows_where(name(step))
        raise
    assert not notebook.faults, notebook.faults
    broken.clear()


def test_every_page_spoke_chinese_and_hindered_nobody(notebook):
    """axe-core found nothing serious in normal mode; no sentence was left in English."""
    assert not notebook.findings, "\n".join(map(str, notebook.findings))
    assert not notebook.english, "\n".join(notebook.english)
