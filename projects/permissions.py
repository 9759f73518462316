"""Who may set up projects and keep budget lines."""

from deliberation.models import Outcome
from marketplace.web.access import ALLOWED, Verdict, denied, permission
from organizations.models import User
from organizations.queries.people import has_post
from organizations.states import PostRole
from projects.models import Project
from projects.states import PUBLIC_STATES


@permission("set_up_project")
def may_set_up_project(user: User) -> Verdict:
    """Let project officers set up projects."""
    if has_post(user, PostRole.PROJECT_OFFICER):
        return ALLOWED
    return denied("projects.not_an_officer")


@permission("change_project", model="projects.Project")
def may_change_project(user: User, project: Project) -> Verdict:
    """Let project officers of the project's department change it."""
    if has_post(user, PostRole.PROJECT_OFFICER, department=project.department):
        return ALLOWED
    return denied("projects.not_your_department")


@permission("read_project", model="projects.Project")
def may_read_project(user: User, project: Project) -> Verdict:
    """Let everybody read set-up projects; drafts are read in their department."""
    if project.state in PUBLIC_STATES:
        return ALLOWED
    return ALLOWED if has_post(user, department=project.department) else denied("projects.not_public")


@permission("answer_outcome", model="deliberation.Outcome")
def may_answer_outcome(user: User, outcome: Outcome) -> Verdict:
    """Let project officers answer decisions of residents that wait for an answer."""
    return may_set_up_project(user)


@permission("keep_budget")
def may_keep_budget(user: User) -> Verdict:
    """Let finance officers and administrators keep budget lines."""
    if has_post(user, PostRole.FINANCE, PostRole.ADMINISTRATOR):
        return ALLOWED
    return denied("projects.not_finance")
