"""People, departments, communities and organizations for every room's tests. All of them are invented."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory
from guardian.shortcuts import assign_perm

from organizations import models
from organizations.rules.credit_code import check_character
from organizations.states import (
    DepartmentKind,
    MemberRole,
    OrganizationKind,
    OrganizationState,
    PostRole,
    ResidentLevel,
)

TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD = "correct horse battery"
BEGINNING = datetime(2024, 1, 2, 9, 0, tzinfo=UTC)


def credit_code(number: int, prefix: str = "52340702") -> str:
    """Return a valid synthetic code."""
    body = f"{prefix}MJX{number:06d}"
    return body + check_character(body)


class DepartmentFactory(DjangoModelFactory):
    class Meta:
        model = models.Department
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"department-{n}")
    name = factory.Sequence(lambda n: f"第{n}科")
    name_en = factory.Sequence(lambda n: f"Department {n}")
    kind = DepartmentKind.BUREAU
    address = "示例路2号"


class SubdistrictFactory(DepartmentFactory):
    code = factory.Sequence(lambda n: f"subdistrict-{n}")
    name = factory.Sequence(lambda n: f"第{n}街道办事处")
    kind = DepartmentKind.SUBDISTRICT


class CommunityFactory(DjangoModelFactory):
    class Meta:
        model = models.Community

    code = factory.Sequence(lambda n: f"community-{n}")
    name = factory.Sequence(lambda n: f"第{n}社区")
    name_en = factory.Sequence(lambda n: f"Community {n}")
    subdistrict = factory.SubFactory(SubdistrictFactory)
    households = 1200
    residents = 3600
    row = factory.Sequence(lambda n: n // 100)
    column = factory.Sequence(lambda n: n % 100)


class HouseholdFactory(DjangoModelFactory):
    class Meta:
        model = models.Household

    community = factory.SubFactory(CommunityFactory)
    building = "3栋"
    door = factory.Sequence(lambda n: f"{n + 101}")


class UserFactory(DjangoModelFactory):
    class Meta:
        model = models.User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    name = factory.Sequence(lambda n: f"居民{n}")

    @factory.post_generation
    def password(self, create, given):
        self.set_password(given or PASSWORD)
        if create:
            self.save(update_fields=["password"])


class PostFactory(DjangoModelFactory):
    class Meta:
        model = models.Post

    user = factory.SubFactory(UserFactory)
    department = factory.SubFactory(DepartmentFactory)
    role = PostRole.PROJECT_OFFICER
    since = date(2024, 1, 2)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        post = super()._create(model_class, *args, **kwargs)
        enroll(post.user)
        return post


class OrganizationFactory(DjangoModelFactory):
    """A verified social service institution with a valid synthetic code."""

    class Meta:
        model = models.Organization

    name = factory.Sequence(lambda n: f"暖阳第{n}社会工作服务中心")
    kind = OrganizationKind.SERVICE_INSTITUTION
    uscc = factory.Sequence(credit_code)
    state = OrganizationState.VERIFIED
    registrar = "示例区民政局"
    registered_on = date(2019, 5, 6)
    legal_representative = "示例法人"
    address = "示例路1号"
    phone = "13800000000"
    verified_at = BEGINNING


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = models.Membership

    user = factory.SubFactory(UserFactory)
    organization = factory.SubFactory(OrganizationFactory)
    role = MemberRole.LEGAL_REPRESENTATIVE
    since = BEGINNING


class ExpertFactory(DjangoModelFactory):
    class Meta:
        model = models.Expert

    user = factory.SubFactory(UserFactory)
    field = "社会工作"
    employer = "示例大学"
    categories = factory.LazyFunction(list)


class ResidencyFactory(DjangoModelFactory):
    class Meta:
        model = models.Residency

    user = factory.SubFactory(UserFactory)
    community = factory.SubFactory(CommunityFactory)
    level = ResidentLevel.REGISTERED


class CertificateFactory(DjangoModelFactory):
    class Meta:
        model = models.Certificate

    organization = factory.SubFactory(OrganizationFactory)
    title = "民办非企业单位登记证书"
    name = "certificate.pdf"
    content_type = "application/pdf"
    size = 5
    sha256 = "0" * 64
    file = factory.django.FileField(filename="certificate.pdf", data=b"%PDF-")


class StandingFactory(DjangoModelFactory):
    class Meta:
        model = models.Standing

    organization = factory.SubFactory(OrganizationFactory)
    status = "ranked"
    rank = 1
    score = "80.000000"
    error = "2.000000"
    low = "76.000000"
    high = "84.000000"
    as_of = BEGINNING
    version = "test"
    params_hash = "0" * 64


def enroll(user):
    """Give the second factor that officials need before any page opens to them."""
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import TOTP

    if not Authenticator.objects.filter(user=user, type="totp").exists():
        TOTP.activate(user, TOTP_SECRET)


def official(role=PostRole.PROJECT_OFFICER, department=None, **fields):
    """An official with an open post (and a second factor)."""
    department = department or DepartmentFactory(code="bureau")
    return PostFactory(role=role, department=department, user=UserFactory(**fields)).user


def administrator(**fields):
    """An official who manages people."""
    return official(PostRole.ADMINISTRATOR, **fields)


def registrar(**fields):
    """An official who verifies organizations."""
    return official(PostRole.REGISTRAR, **fields)


def member(organization=None, role=MemberRole.LEGAL_REPRESENTATIVE, **fields):
    """A member of a (verified) organization."""
    organization = organization or OrganizationFactory()
    return MembershipFactory(organization=organization, role=role, user=UserFactory(**fields)).user


def worker(community=None, **fields):
    """A community worker."""
    user = UserFactory(**fields)
    assign_perm("work_in_community", user, community or CommunityFactory())
    return user


def director(community=None, **fields):
    """The secretary or director of a community."""
    user = UserFactory(**fields)
    assign_perm("direct_community", user, community or CommunityFactory())
    return user


def resident(community=None, **fields):
    """A registered resident whose residence nobody has confirmed."""
    return ResidencyFactory(community=community or CommunityFactory(), user=UserFactory(**fields)).user


def verified_resident(community=None, household=None, **fields):
    """A resident confirmed with a household."""
    community = community or (household.community if household else CommunityFactory())
    household = household or HouseholdFactory(community=community)
    return ResidencyFactory(
        community=community,
        household=household,
        level=ResidentLevel.VERIFIED,
        verified_at=BEGINNING,
        user=UserFactory(**fields),
    ).user


def expert(*categories, **fields):
    """A person on the expert roster."""
    return ExpertFactory(categories=list(categories), user=UserFactory(**fields)).user
