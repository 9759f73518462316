"""Verified organizations as a source."""

from organizations.models import Organization
from organizations.queries.organizations import public_organizations
from search.models import Kind

from .sources import Face, source, text_of


@source(
    Kind.ORGANIZATION,
    lambda: public_organizations().select_related("community"),
    changed="changed_at",
)
def organization_face(organization: Organization) -> Face:
    """Return the public facts; never bank details, mail addresses or persons."""
    return Face(
        path=organization.path,
        title=organization.name,
        title_en=organization.name_en,
        reference=organization.uscc or "",
        body=text_of(
            organization.get_kind_display(),
            organization.summary,
            organization.registrar,
            organization.supervising_unit,
            organization.address,
        ),
        communities=[organization.community.code] if organization.community else [],
        day=organization.registered_on,
        is_demo=organization.is_demo,
    )
