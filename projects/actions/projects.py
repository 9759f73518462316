from datetime import datetime, timedelta

from django.db import transaction

from deliberation.actions.outcomes import deliver_needs, return_needs, turn_needs_into_project
from deliberation.models import Outcome
from deliberation.queries.needs import supporters_of_outcome
from marketplace.audit.actions import next_reference, record
from marketplace.core.clock import day_of
from marketplace.core.refusals import Refused
from marketplace.core.states import require_transition
from marketplace.notifications.actions import notify
from marketplace.outbox.actions import publish
from marketplace.web.models import Stop
from marketplace.web.spine import begin_spine, write_stop
from organizations.models import User
from projects.events import ProjectListed
from projects.models import BudgetLine, Project, ProjectCriterion, ProjectIndicator
from projects.queries.budgets import spendable
from projects.rules import plans, works
from projects.rules.plans import Plan
from projects.states import PROJECT, CriterionKind, ProjectSource, ProjectState

REPEAT = timedelta(minutes=10)


@transaction.atomic
def list_project(*, actor: User, plan: Plan, now: datetime) -> Project:
    """Set up a service project from a plan and make it public.

    Raises Refused with the reason and citation: goods, works, bundle, no or too little money, term, points,
    indicators, no origin, an outcome that already has a project.
    """
    line = BudgetLine.objects.select_for_update(of=("self",)).get(pk=plan.budget_line.pk)
    outcome = _locked_outcome(plan)
    if outcome is None and (same := _repeated(actor, plan, line, now)):
        return same
    _check(plan, line)
    project = _create(actor, plan, line, outcome, now)
    require_transition(PROJECT, project.state, ProjectState.LISTED)
    project.state, project.listed_at = ProjectState.LISTED, now
    project.save(update_fields=["state", "listed_at", "changed_at"])
    _lines(project, plan)
    record(
        actor=actor,
        action="project.listed",
        subject=project,
        at=now,
        before={"state": ProjectState.DRAFT, "spendable": spendable(line) + plan.budget},
        after={
            "state": project.state,
            "budget": project.budget,
            "line": str(line),
            "reference": project.reference,
        },
        reason=plan.office_reason,
    )
    _announce(project, actor, now)
    return project


def _repeated(actor: User, plan: Plan, line: BudgetLine, now: datetime) -> Project | None:
    """Return the project that the same click has just set up."""
    return Project.objects.filter(
        budget_line=line,
        officer=plan.officer or actor,
        title=plan.title,
        budget=plan.budget,
        outcome=None,
        state=ProjectState.LISTED,
        listed_at__gt=now - REPEAT,
    ).first()


def _locked_outcome(plan: Plan) -> Outcome | None:
    if plan.outcome is None:
        return None
    outcome = Outcome.objects.select_for_update(of=("self",)).get(pk=plan.outcome.pk)
    taken = Project.objects.filter(outcome=outcome).exclude(state=ProjectState.CANCELLED).first()
    if taken:
        raise Refused("projects.outcome_taken", status=409, reference=taken.reference)
    return outcome


def _check(plan: Plan, line: BudgetLine) -> None:
    works.check_nature(plan.nature)
    works.check_works(
        words=works.works_words(plan.title, plan.summary),
        is_guarded=plan.category.is_works_guarded,
        is_declared=plan.works_declared,
        explanation=plan.works_explanation,
    )
    plans.check_origin(has_outcome=plan.outcome is not None, office_reason=plan.office_reason)
    plans.check_term(
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        grounds=plan.long_term_grounds,
        year=line.year,
        plan_until=line.plan_until,
    )
    plans.check_criteria(plan.criteria)
    plans.check_indicators(plan.indicators, is_vulnerable=plan.category.is_vulnerable)
    plans.check_budget(budget=plan.budget, spendable=spendable(line))


def _create(actor: User, plan: Plan, line: BudgetLine, outcome: Outcome | None, now: datetime) -> Project:
    project = Project.objects.create(
        reference=next_reference("FW", day_of(now).year),
        spine=outcome.spine if outcome else begin_spine(),
        title=plan.title,
        title_en=plan.title_en,
        summary=plan.summary,
        category=plan.category,
        source=ProjectSource.OUTCOME if outcome else ProjectSource.OFFICE,
        outcome=outcome,
        office_reason="" if outcome else plan.office_reason,
        department=line.department,
        officer=plan.officer or actor,
        budget_line=line,
        budget=plan.budget,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        long_term_grounds=list(plan.long_term_grounds),
        quantity=plan.quantity,
        unit=plan.category.unit,
        unit_en=plan.category.unit_en,
        frequency=plan.frequency,
        recipients=plan.recipients,
        recipients_count=plan.recipients_count,
        works_declared_at=now if plan.works_declared else None,
        works_explanation=plan.works_explanation,
        is_demo=plan.is_demo,
    )
    project.communities.set(plan.communities or ([outcome.community] if outcome else []))
    return project


def _lines(project: Project, plan: Plan) -> None:
    ProjectIndicator.objects.bulk_create(
        ProjectIndicator(
            project=project,
            name=line.name,
            name_en=line.name_en,
            unit=line.unit,
            unit_en=line.unit_en,
            planned=line.planned,
            is_outcome=line.is_outcome,
            position=number,
        )
        for number, line in enumerate(plan.indicators, start=1)
    )
    ProjectCriterion.objects.bulk_create(
        ProjectCriterion(
            project=project,
            kind=CriterionKind.SPECIFIC if line.points is None else CriterionKind.COMMON,
            text=line.text,
            text_en=line.text_en,
            points=line.points,
            position=number,
        )
        for number, line in enumerate(plan.criteria, start=1)
    )


def _announce(project: Project, actor: User, now: datetime) -> None:
    write_stop(
        spine_id=project.spine_id,
        stop=Stop.PROJECT,
        reference=project.reference,
        title=project.title,
        path=project.path,
        at=now,
    )
    if project.outcome_id:
        turn_needs_into_project(
            actor=actor, outcome=project.outcome, reference=project.reference, path=project.path, now=now
        )
        notify(
            recipients=supporters_of_outcome(project.outcome),
            kind="projects.project_listed",
            key=project.reference,
            at=now,
            path=project.path,
            title=project.title,
            reference=project.reference,
            budget=project.budget,
            category=project.category.name,
        )
    publish(ProjectListed(project_id=project.pk))


@transaction.atomic
def advance_project(*, actor: User | None, project: Project, to: str, now: datetime) -> Project:
    """Move a project along; called by the rooms above when a tender, contract or report moved. Repeats do nothing."""
    project = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    if project.state == to:
        return project
    require_transition(PROJECT, project.state, to)
    before = project.state
    project.state = ProjectState(to)
    project.closed_at = now if to == ProjectState.CLOSED else project.closed_at
    project.save(update_fields=["state", "closed_at", "changed_at"])
    record(
        actor=actor,
        action="project.advanced",
        subject=project,
        at=now,
        before={"state": before},
        after={"state": project.state},
    )
    if to == ProjectState.CLOSED and project.outcome_id:
        deliver_needs(actor=actor, outcome=project.outcome, now=now)
    return project


@transaction.atomic
def cancel_project(*, actor: User, project: Project, reason: str, now: datetime) -> Project:
    """Cancel a project with a public reason; its money returns to the line, its outcome may be taken up again."""
    BudgetLine.objects.select_for_update(of=("self",)).get(pk=project.budget_line_id)
    project = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    require_transition(PROJECT, project.state, ProjectState.CANCELLED)
    if not reason.strip():
        raise Refused("projects.reason_missing", field="reason")
    before = project.state
    project.state, project.cancelled_at, project.cancel_reason = ProjectState.CANCELLED, now, reason.strip()
    project.save(update_fields=["state", "cancelled_at", "cancel_reason", "changed_at"])
    record(
        actor=actor,
        action="project.cancelled",
        subject=project,
        at=now,
        before={"state": before},
        after={"state": project.state},
        reason=reason,
    )
    if project.outcome_id:
        return_needs(actor=actor, outcome=project.outcome, now=now)
    return project
