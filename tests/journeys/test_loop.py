"""The whole loop by real clicks: from a resident's need to the supplier's standing and the next tender; then the way
through the incubator, and a piece of news (B1 to B11, B13). A contract is changed and secured. Residents report what is
not as promised and rate with household codes, the public follows money and ranking (journeys 9 to 11)."""

import pytest

from . import steps_bids as bids
from . import steps_changes as changes
from . import steps_deliberation as deliberation
from . import steps_delivery as delivery
from . import steps_evaluation as evaluation
from . import steps_growth as growth
from . import steps_incubation as incubation
from . import steps_needs as needs
from . import steps_pages as pages
from . import steps_project as project
from . import steps_public as public
from . import steps_review as review
from . import steps_rounds as rounds
from . import steps_tickets as tickets
from .scanning import scan

LOOP = [
    needs.registers, needs.is_verified, needs.raises_need, needs.screens, needs.supports,
    deliberation.opens, deliberation.fixes_topic, deliberation.is_confirmed, deliberation.discusses,
    deliberation.votes, deliberation.decides, deliberation.promises,
    project.sets_up, project.begins_tender, project.tenders,
    bids.cures_overdue_report, bids.bid, bids.others_bid, bids.one_replaces, bids.one_withdraws,
    evaluation.opens, evaluation.shows_record, evaluation.qualifies, evaluation.appoints, evaluation.declares, evaluation.scores, evaluation.awards,
    delivery.signs, delivery.reports, delivery.accepts, delivery.pays,
    tickets.reports_problem, tickets.releases_report, tickets.answers_report, tickets.judges_answer,
    changes.changes_contract, changes.asks_for_deposit,
    review.delivers, review.looks, review.closes, review.invites, review.judges, rounds.plans_round, review.publishes, review.ranks,
    rounds.answers_round, rounds.types_paper, rounds.publishes_round,
    incubation.announces, incubation.applies, incubation.is_checked, incubation.is_reviewed, incubation.is_admitted,
    growth.signs_agreement, growth.grows, growth.passes_stage, growth.graduates,
    pages.edits_news, pages.approves_news, public.follows_money, public.understands_ranking,
]  # fmt: skip
BROKEN = 400
MODES = {"elder": ("", "1"), "English": ("/en", "0")}
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
    """axe-core found nothing serious in normal mode; nothing was left in English."""
    assert not notebook.findings, "\n".join(map(str, notebook.findings))
    assert not notebook.english, "\n".join(notebook.english)


@pytest.mark.parametrize("mode", MODES)
def test_the_other_modes(mode, cast, notebook):
    """Every page of the journey, once more in elder mode and in English."""
    found, notebook.is_scanning, (prefix, elder) = [], False, MODES[mode]
    for key, path in list(notebook.addresses()):
        page, context = cast(key).page, cast(key).context
        context.add_cookies([{"name": "elder", "value": elder, "url": cast.site}])
        answer = page.goto(f"{prefix}{path}")
        if answer.status < BROKEN or page.request.get(path, max_redirects=0).status < BROKEN:
            assert answer.status < BROKEN, f"{prefix}{path}: {answer.status}"
            found += scan(page, key, mode)
    notebook.is_scanning = True
    assert notebook.seen
    assert not found, "\n".join(map(str, found))
