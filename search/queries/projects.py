"""Projects, the service catalogue and historical records as sources."""

from django.db.models import Q

from projects.models import Category, PastProcess, Project
from projects.states import PUBLIC_STATES, ProjectState
from search.models import Kind

from .sources import Face, source, text_of


@source(
    Kind.PROJECT,
    lambda: (
        Project.objects.filter(Q(state__in=PUBLIC_STATES), listed_at__isnull=False)
        .select_related("category", "department")
        .prefetch_related("communities", "indicators")
    ),
    changed="changed_at",
    states=ProjectState,
)
def project_face(project: Project) -> Face:
    """Return the public facts of a listed project."""
    communities = list(project.communities.all())
    return Face(
        path=project.path,
        title=project.title,
        title_en=project.title_en,
        reference=project.reference,
        body=text_of(
            project.summary,
            project.category.name,
            project.category.name_en,
            project.recipients,
            project.department.name,
            project.department.name_en,
            *(f"{row.name} {row.name_en}" for row in communities),
            *(row.name for row in project.indicators.all()),
        ),
        category=project.category_id,
        communities=[row.code for row in communities],
        state=f"{Kind.PROJECT}.{project.state}",
        amount=project.budget,
        day=project.listed_at.date() if project.listed_at else None,
        is_demo=project.is_demo,
    )


@source(Kind.CATEGORY, lambda: Category.objects.select_related("group"))
def category_face(category: Category) -> Face:
    """Return what the catalogue says about a category."""
    return Face(
        path=category.path,
        title=category.name,
        title_en=category.name_en,
        reference=category.code,
        body=text_of(
            category.group.name,
            category.group.name_en,
            category.qualification,
            category.basis,
            *(row.get("name", "") for row in category.indicators if isinstance(row, dict)),
        ),
        category=category.code,
    )


@source(Kind.PAST, lambda: PastProcess.objects.select_related("category"), changed="changed_at")
def past_face(past: PastProcess) -> Face:
    """Return a historical record; it is public by nature."""
    return Face(
        path=past.path,
        title=past.title,
        title_en=past.title_en,
        reference=past.ocid or "",
        body=text_of(past.summary, past.buyer, past.supplier, past.method, past.source_title),
        category=past.category_id or "",
        amount=past.amount if past.currency in ("", "CNY") else None,
        day=past.day,
    )
