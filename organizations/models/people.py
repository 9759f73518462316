from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from marketplace.core.references import public_id
from organizations.states import MemberRole, PostRole, ResidentLevel

from .communities import Community, Department, Household
from .organizations import Organization


class UserManager(BaseUserManager["User"]):
    """Make users by e-mail or phone number."""

    def create_user(
        self, *, email: str | None = None, phone: str | None = None, password: str | None = None, **fields
    ):
        """Create a person; raises ValueError when neither e-mail nor phone is given."""
        if not email and not phone:
            raise ValueError("an e-mail address or a phone number is needed")
        user = self.model(email=(email or "").lower() or None, phone=phone or None, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, *, email: str, password: str | None = None, **fields):
        """Create a system administrator (installation only)."""
        return self.create_user(email=email, password=password, is_superuser=True, is_staff=True, **fields)

    def get_by_natural_key(self, username: str | None):
        """Return the person by e-mail."""
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person. What they may do comes from posts, memberships, residency and object grants, not from here."""

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    email = models.EmailField(_("e-mail"), unique=True, null=True, blank=True)
    phone = models.CharField(_("phone number"), max_length=20, unique=True, null=True, blank=True)
    phone_verified_at = models.DateTimeField(null=True, blank=True)
    name = models.CharField(_("name"), max_length=60)
    language = models.CharField(max_length=10, default="zh-hans")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(email__isnull=False) | Q(phone__isnull=False), name="user_can_be_reached"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """Return the name (Wagtail and allauth ask for it)."""
        return self.name

    get_short_name = get_full_name

    @cached_property
    def role_label(self) -> str:
        """Return the person's roles in the site's language, as the audit log keeps them: read once per request."""
        with translation.override(settings.LANGUAGE_CODE):
            posts = self.posts.filter(until__isnull=True).select_related("department").order_by("since", "pk")
            labels = [str(post) for post in posts] + self._community_labels()
            members = self.memberships.filter(ended_at__isnull=True).select_related("organization")
            labels += [str(row) for row in members.order_by("since", "pk")]
            if not labels and Expert.objects.filter(user=self).exists():
                labels.append(str(_("Expert")))
            if not labels:
                home = Residency.objects.filter(user=self).select_related("community").first()
                labels = [f"{home.community} {home.get_level_display()}"] if home else []
        return "、".join(labels)[:120]

    def _community_labels(self) -> list[str]:
        grants = self.userobjectpermission_set.filter(
            permission__codename__in=["work_in_community", "direct_community"],
            permission__content_type__app_label="organizations",
        )
        codes = dict(grants.values_list("object_pk", "permission__codename"))
        names = {"work_in_community": _("Community worker"), "direct_community": _("Community director")}
        rows = Community.objects.filter(pk__in=[int(key) for key in codes]) if codes else []
        return [f"{row} {names[codes[str(row.pk)]]}" for row in rows]


class Post(models.Model):
    """An official's post in a department: role and term; a person may hold several."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="posts")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=30, choices=PostRole.choices)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "department", "role"],
                condition=Q(until__isnull=True),
                name="one_open_post_per_role",
            )
        ]

    def __str__(self) -> str:
        return f"{self.department} {self.get_role_display()}"


class Membership(models.Model):
    """A person's role in a social organization, while it lasts."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=30, choices=MemberRole.choices)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organization", "role"],
                condition=Q(ended_at__isnull=True),
                name="one_open_membership_per_role",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organization} {self.get_role_display()}"


class Invitation(models.Model):
    """An invitation into an organization; the token is kept as a hash and works once."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField()
    role = models.CharField(max_length=30, choices=MemberRole.choices)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.organization} {self.get_role_display()}"


class Expert(models.Model):
    """A person on the expert roster: field, employer, the catalogue categories they can judge."""

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="expert")
    field = models.CharField(max_length=120)
    employer = models.CharField(max_length=120)
    categories = models.JSONField(default=list, blank=True)
    is_available = models.BooleanField(default=True)

    def __str__(self) -> str:
        return str(self.user)


class Residency(models.Model):
    """Where a resident lives, and how far that has been verified."""

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="residency")
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="residencies")
    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, null=True, blank=True, related_name="residents"
    )
    level = models.CharField(max_length=20, choices=ResidentLevel.choices, default=ResidentLevel.REGISTERED)
    verified_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    verified_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "residencies"
        constraints = [
            models.CheckConstraint(
                condition=Q(level=ResidentLevel.REGISTERED) | Q(household__isnull=False),
                name="verified_residents_have_a_household",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.community})"
