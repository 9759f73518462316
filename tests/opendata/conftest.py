"""A purchase whose acts come over HTTP; its people and clock are those of the bidding tests."""

from types import SimpleNamespace

import pytest

from tests.bidding.conftest import bureau, desk, fast_passphrases, life, project
from tests.bidding.containers import container
from tests.factories.organizations import member
from tests.opendata.program import Program, fresh_key

__all__ = ["bureau", "desk", "fast_passphrases", "life", "project"]


@pytest.fixture
def purchase(life, desk):
    """A purchase acted out by programs."""
    return Purchase(life, desk)


class Purchase:
    def __init__(self, life, desk):
        self.life, self.desk, self.programs = life, desk, {}

    def of(self, user):
        """The program of a person, signed in once."""
        if user.pk not in self.programs:
            self.programs[user.pk] = Program(user)
        return self.programs[user.pk]

    @property
    def officer(self):
        return self.of(self.desk.officer)

    @property
    def approver(self):
        return self.of(self.desk.approver)

    @property
    def path(self):
        return f"/tenders/{self.tender['id']}"

    def draft(self, **content):
        body = {"project": self.life.project.public_id, **content}
        self.tender = self.officer.post("/tenders", body, expect=201).json()
        return self.tender

    def published(self, **content):
        from bidding.models import Tender

        self.draft(**content)
        self.officer.post(f"{self.path}/submit", expect=200)
        self.approver.post(f"{self.path}/publish", {}, expect=200)
        self.life.tender = Tender.objects.get(public_id=self.tender["id"])
        return self.life.tender

    def bidder(self):
        user = member()
        return SimpleNamespace(
            user=user, organization=user.memberships.get().organization, program=self.of(user)
        )

    def prepared(self, bidder, price="118000.00"):
        """Upload the parts of a bid; return the body of its seal."""
        envelopes, files, keys = container(self.life.lot, bidder.organization, price)
        bidder.program.upload(self.path, files)
        bidder.keys = keys
        return {"envelopes": envelopes}

    def sealed(self, price="118000.00"):
        bidder = self.bidder()
        body = self.prepared(bidder, price)
        bidder.receipt = bidder.program.post(f"{self.path}/seal", body, key=fresh_key(), expect=201).json()
        return bidder
