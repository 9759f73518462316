"""A whole purchase by its actions, with fast passphrases (age's own takes a second and a half each time)."""

import hashlib
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace

import pyrage
import pytest
from django.test import Client

from bidding.actions.awards import confirm_award, propose_award
from bidding.actions.bids import BidContent, seal_bid
from bidding.actions.evaluation import (
    appoint_committee,
    conclude_evaluation,
    declare_conflicts,
    lock_scores,
    qualify_bid,
    save_scores,
    scored_criteria,
    start_evaluation,
)
from bidding.actions.opening import open_bids
from bidding.actions.tenders import create_tender, publish_tender, submit_tender
from bidding.models import Tender
from bidding.queries.bids import opened_bids, qualified_bids
from bidding.queries.evaluation import active_seats
from bidding.sealing import officers
from bidding.sealing.container import Piece
from marketplace.core.clock import SHANGHAI
from marketplace.workdays.queries import database_now
from organizations.states import DepartmentKind, PostRole
from tests.client import sign_in
from tests.factories.bidding import PASSPHRASE, officer_key
from tests.factories.organizations import DepartmentFactory, ExpertFactory, member, official
from tests.factories.projects import ProjectFactory

PDF = b"%PDF-1.4 plan"


@pytest.fixture(autouse=True)
def fast_passphrases(request, monkeypatch):
    """Keep the shape of age's passphrase file, without its deliberate slowness; mark `real_passphrase` opts out."""
    if request.node.get_closest_marker("real_passphrase"):
        return

    class Fast:
        @staticmethod
        def encrypt(data, passphrase):
            return hashlib.sha256(passphrase.encode()).digest() + data

        @staticmethod
        def decrypt(data, passphrase):
            if data[:32] != hashlib.sha256(passphrase.encode()).digest():
                raise pyrage.DecryptError("wrong")
            return data[32:]

    monkeypatch.setattr(officers, "age_passphrase", Fast)


@pytest.fixture
def bureau(db):
    """The buying department."""
    return DepartmentFactory(code="bureau", name="示例区民政局", phone="0562-1234567")


@pytest.fixture
def desk(bureau):
    """Officials of the buyer, three opening officers from three departments, a pool of experts."""
    finance = DepartmentFactory(code="finance", kind=DepartmentKind.FINANCE)
    supervision = DepartmentFactory(code="supervision", kind=DepartmentKind.SUPERVISION)
    return SimpleNamespace(
        officer=official(PostRole.PROJECT_OFFICER, bureau),
        approver=official(PostRole.APPROVER, bureau),
        second_approver=official(PostRole.APPROVER, bureau),
        buyer=official(PostRole.FINANCE, bureau),
        openers=[officer_key(department=d).officer for d in (bureau, finance, supervision)],
        experts=[ExpertFactory(categories=["EL3"]).user for _ in range(5)],
        auditor=official(PostRole.AUDITOR, supervision),
    )


@pytest.fixture
def project(bureau):
    return ProjectFactory(budget_line__department=bureau)


@pytest.fixture
def life(desk, project, move_clock):
    """Act out a purchase step by step; the database clock starts on 2 March 2026."""
    return Life(desk, project, move_clock)


class Life:
    def __init__(self, desk, project, move_clock):
        from datetime import datetime

        self.desk, self.project, self.move = desk, project, move_clock
        self.move(datetime(2026, 3, 2, 10, 0, tzinfo=SHANGHAI))

    @property
    def now(self):
        return database_now()

    def draft(self, **content):
        self.tender = create_tender(actor=self.desk.officer, project=self.project, now=self.now, **content)
        return self.tender

    def submitted(self, **content):
        return submit_tender(actor=self.desk.officer, tender=self.draft(**content), now=self.now)

    def published(self, **content):
        tender = self.submitted(**content)
        self.tender = publish_tender(actor=self.desk.approver, tender=tender, now=self.now)
        return self.tender

    @property
    def lot(self):
        return self.tender.lots.select_related("tender__project", "tender__buyer").get()

    def bidder(self, **fields):
        person = member(**fields)
        return person, person.memberships.get().organization

    def seal(self, price="118000.00", *, person=None, token=None, plan="计划", **fields):
        writer, organization = person or self.bidder()
        content = BidContent(
            price=Decimal(price),
            form={"statements": True},
            proposal={"plan": plan},
            files=(Piece("方案.pdf", "application/pdf", PDF),),
            **fields,
        )
        token = token or hashlib.sha256(f"{organization.pk}{price}{plan}".encode()).hexdigest()
        return seal_bid(actor=writer, lot=self.lot, organization=organization, content=content, token=token)

    def past_deadline(self):
        self.move(self.tender.bid_deadline + timedelta(seconds=1))

    def open(self, *officers):
        for officer in officers or self.desk.openers[:2]:
            self.tender = open_bids(actor=officer, tender=self.tender, passphrase=PASSPHRASE, now=self.now)
        return self.tender

    def opened(self, *prices, **content):
        self.published(**content)
        for price in prices or ("118000.00", "120000.00", "122000.00"):
            self.seal(price)
        self.past_deadline()
        return self.open()

    def qualified(self):
        for bid in opened_bids(self.lot):
            qualify_bid(actor=self.desk.officer, bid=bid, is_qualified=True, reason="", now=self.now)

    def evaluating(self, *prices, **content):
        self.opened(*prices, **content)
        self.qualified()
        appoint_committee(
            actor=self.desk.officer, lot=self.lot, representatives=[self.desk.buyer], now=self.now
        )
        self.tender = start_evaluation(actor=self.desk.officer, tender=self.tender, now=self.now)
        return self.tender

    def score_all(self, share="0.8"):
        for seat in active_seats(self.lot):
            declare_conflicts(actor=seat.member, seat=seat, has_conflict=False, statement="", now=self.now)
            for bid in qualified_bids(self.lot):
                points = {
                    c.pk: (c.points * Decimal(share)).quantize(Decimal("0.01"))
                    for c in scored_criteria(self.lot)
                }
                save_scores(
                    actor=seat.member,
                    seat=seat.__class__.objects.get(pk=seat.pk),
                    bid=bid,
                    points=points,
                    comment="",
                    now=self.now,
                )
            lock_scores(actor=seat.member, seat=seat, now=self.now)

    def evaluated(self, *prices, **content):
        self.evaluating(*prices, **content)
        self.score_all()
        conclude_evaluation(actor=self.desk.officer, lot=self.lot, now=self.now)
        self.tender = Tender.objects.get(pk=self.tender.pk)
        return self.tender

    def proposed(self, *prices, **content):
        self.evaluated(*prices, **content)
        return propose_award(actor=self.desk.officer, lot=self.lot, reason="综合得分第一", now=self.now)

    def awarded(self, *prices, **content):
        return confirm_award(actor=self.desk.approver, award=self.proposed(*prices, **content), now=self.now)


@pytest.fixture
def enter():
    """Sign in as somebody with a fresh second factor."""

    def as_user(user):
        client = Client()
        sign_in(client, user)
        return client

    return as_user
