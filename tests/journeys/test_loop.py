"""The whole loop B1 to B10 by real clicks: from a resident's need to the supplier's standing and the next tender."""

import pytest

from . import steps_bids, steps_deliberation, steps_needs, steps_project

LOOP = [
    steps_needs.registers, steps_needs.is_verified, steps_needs.raises_need, steps_needs.screens, steps_needs.supports,
    steps_deliberation.opens, steps_deliberation.fixes_topic, steps_deliberation.is_confirmed, steps_deliberation.discusses, steps_deliberation.votes,
    steps_deliberation.decides, steps_deliberation.promises, steps_project.sets_up, steps_project.tenders,
    steps_bids.bid, steps_bids.others_bid, steps_bids.one_replaces, steps_bids.one_withdraws,
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
