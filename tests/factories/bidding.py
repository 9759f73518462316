"""Tenders, bids and awards for every room's tests. All organizations and people are invented."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory
from pyrage import x25519

from bidding import models
from bidding.sealing.officers import lock
from bidding.states import AwardState, BidState, Method, Procedure, TenderState, Track
from marketplace.core.canonical import digest
from marketplace.core.clock import SHANGHAI
from organizations.states import PostRole
from projects.states import ProjectState
from tests.factories.organizations import DepartmentFactory, OrganizationFactory, UserFactory, official
from tests.factories.projects import ProjectFactory

PUBLISHED = datetime(2026, 3, 2, 10, 0, tzinfo=SHANGHAI)
DEADLINE = datetime(2026, 3, 12, 17, 0, tzinfo=SHANGHAI)
PASSPHRASE = "seven blue lanterns over the old bridge"


class TenderFactory(DjangoModelFactory):
    """A draft tender below the limit, with one lot; `published=True` for an open one (row only, no document)."""

    class Meta:
        model = models.Tender
        skip_postgeneration_save = True

    reference = factory.Sequence(lambda n: f"ZB-2026-{n + 5000:04d}")
    project = factory.SubFactory(ProjectFactory)
    spine = factory.SelfAttribute("project.spine")
    buyer = factory.SelfAttribute("project.department")
    title = factory.SelfAttribute("project.title")
    need = "每两天看望一次"
    place = "阳光社区"
    qualification = "具有独立承担民事责任能力的社会组织"
    acceptance = "按指标分阶段验收"
    payment = "按里程碑支付"
    contact = "示例区民政局"
    contact_phone = "0562-1234567"
    starts_on = date(2026, 4, 1)
    ends_on = date(2026, 12, 31)
    track = Track.BELOW_LIMIT
    procedure = Procedure.CONSULTATION
    method = Method.COMPREHENSIVE
    price_points = Decimal(10)
    budget = factory.SelfAttribute("project.budget")
    comment_record = "JY-2026-0001"
    bid_deadline = DEADLINE
    created_by = factory.SubFactory(UserFactory)
    created_at = PUBLISHED - timedelta(days=1)

    @factory.post_generation
    def lot(self, create, given):
        if create:
            models.Lot.objects.create(tender=self, title=self.title, budget=self.budget, ceiling=self.ceiling)

    class Params:
        published = factory.Trait(
            state=TenderState.PUBLISHED,
            submitted_by=factory.SubFactory(UserFactory),
            submitted_at=PUBLISHED,
            published_by=factory.SubFactory(UserFactory),
            published_at=PUBLISHED,
            notice_date=PUBLISHED.date(),
            document_digest=digest("document"),
            profile_version="below_limit/consultation/2016-01",
        )


class BidFactory(DjangoModelFactory):
    """A current bid as a row (no ciphertext)."""

    class Meta:
        model = models.Bid

    lot = factory.LazyFunction(lambda: TenderFactory(published=True).lots.get())  # noqa: PLW0108 - made anew each time
    organization = factory.SubFactory(OrganizationFactory)
    version = 1
    receipt_number = factory.Sequence(lambda n: f"SJ-2026-{n + 100000000}")
    idempotency_key = factory.Sequence(lambda n: f"{n:064d}")
    sealed_by = factory.SubFactory(UserFactory)
    sealed_at = PUBLISHED + timedelta(days=2)
    document_digest = digest("document")
    roster_digest = digest("roster")
    manifest_digest = digest("manifest")
    receipt = factory.LazyFunction(dict)
    signature = "00"


class OpenedBidFactory(DjangoModelFactory):
    class Meta:
        model = models.OpenedBid

    bid = factory.SubFactory(BidFactory, state=BidState.OPENED)
    price = Decimal("118000.00")
    form = factory.LazyFunction(dict)
    proposal = factory.LazyFunction(dict)
    opened_at = DEADLINE


class AwardFactory(DjangoModelFactory):
    """A confirmed award of an awarded tender whose project is being tendered."""

    class Meta:
        model = models.Award

    bid = factory.LazyFunction(
        lambda: (
            OpenedBidFactory(
                bid__lot=TenderFactory(
                    published=True, state=TenderState.AWARDED, project__state=ProjectState.TENDERING
                ).lots.get()
            ).bid
        )
    )
    lot = factory.SelfAttribute("bid.lot")
    organization = factory.SelfAttribute("bid.organization")
    amount = factory.SelfAttribute("bid.opened.price")
    total_score = Decimal("88.500000")
    state = AwardState.CONFIRMED
    reason = "综合得分第一"
    proposed_by = factory.SubFactory(UserFactory)
    proposed_at = DEADLINE + timedelta(days=1)
    confirmed_by = factory.SubFactory(UserFactory)
    notice_at = DEADLINE + timedelta(days=2)
    notice_ends_on = date(2026, 3, 16)
    challenge_ends_on = date(2026, 3, 25)
    sign_by = date(2026, 4, 13)
    document = factory.LazyFunction(dict)
    digest = digest("award")


def officer_key(officer=None, department=None):
    """An opening officer with a key under PASSPHRASE."""
    department = department or DepartmentFactory()
    officer = officer or official(PostRole.OPENING_OFFICER, department)
    identity = x25519.Identity.generate()
    recipient = str(identity.to_public())
    return models.OfficerKey.objects.create(
        officer=officer,
        department=department,
        recipient=recipient,
        locked_identity=lock(str(identity).encode(), PASSPHRASE),
        fingerprint=digest(recipient.encode()),
        enrolled_at=PUBLISHED,
        checked_at=PUBLISHED,
    )
