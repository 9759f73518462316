"""A community with its people: worker, second worker, director, resident, level above."""

from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from django.utils import translation
from guardian.shortcuts import assign_perm

from deliberation.actions import (
    Minutes,
    PartyPlan,
    announce_meeting,
    close_discussion,
    confirm_topic,
    fix_topic,
    open_deliberation,
    raise_topic,
    record_meeting,
)
from deliberation.models import ScreeningRule
from marketplace.core.clock import SHANGHAI
from organizations.states import ResidentLevel
from tests.factories.deliberation import SupportingNeedFactory
from tests.factories.organizations import (
    CommunityFactory,
    HouseholdFactory,
    PostFactory,
    ResidencyFactory,
    UserFactory,
)


@pytest.fixture(autouse=True)
def chinese():
    """Begin every test in the default language, whatever page was read before."""
    with translation.override("zh-hans"):
        yield


@pytest.fixture
def now() -> datetime:
    """A Monday morning."""
    return datetime(2026, 3, 2, 10, 0, tzinfo=SHANGHAI)


def resident_of(community, **fields):
    """Return a verified resident with a household of their own and a verified phone."""
    user = UserFactory(phone_verified_at=datetime(2026, 1, 1, tzinfo=SHANGHAI), **fields)
    type(user).objects.filter(pk=user.pk).update(joined_at=datetime(2026, 1, 1, tzinfo=SHANGHAI))
    user.refresh_from_db()
    ResidencyFactory(
        user=user,
        community=community,
        level=ResidentLevel.VERIFIED,
        household=HouseholdFactory(community=community),
    )
    return user


@pytest.fixture
def place(db):
    community = CommunityFactory(households=1020)
    people = {name: UserFactory(name=name) for name in ("worker", "second", "director", "stranger")}
    for name in ("worker", "second"):
        assign_perm("work_in_community", people[name], community)
    assign_perm("direct_community", people["director"], community)
    above = PostFactory(department=community.subdistrict).user
    return SimpleNamespace(
        community=community, above=above, resident=resident_of(community, name="周小满"), **people
    )


@pytest.fixture
def rule(db):
    return lambda code: ScreeningRule.objects.get(code=code, rule_set__version=1)


PARTIES = (
    PartyPlan("representative", "三号楼居民代表"),
    PartyPlan("stakeholder", "独居老人家属"),
    PartyPlan("property", "物业服务企业"),
)


class Walk:
    """Walk a deliberation to a step by calling the same actions as the pages."""

    def __init__(self, place, rule, now):
        self.place, self.rule, self.now, self.row, self.meeting = place, rule, now, None, None

    def open(self, needs=None):
        needs = [SupportingNeedFactory(community=self.place.community)] if needs is None else needs
        self.row = open_deliberation(
            actor=self.place.worker,
            community=self.place.community,
            topic="独居老人巡访怎么做",
            needs=needs,
            reason="老人安全，不宜久等",
            now=self.now,
        )
        return self

    def fixed(self, parties=PARTIES, **changes):
        self.row = raise_topic(actor=self.place.worker, deliberation=self.row, now=self.now)
        fields = {
            "topic": "独居老人巡访怎么做",
            "rule": self.rule("Y3"),
            "stance": "open",
            "format": "council",
            **changes,
        }
        self.row = fix_topic(
            actor=self.place.worker, deliberation=self.row, parties=parties, now=self.now, **fields
        )
        return self

    def confirmed(self):
        self.row = confirm_topic(actor=self.place.director, deliberation=self.row, now=self.now)
        return self

    def discussed(self, agreed=("每两天看望一次",), open_points=("费用分担",)):
        starts = self.now + timedelta(days=6)
        self.meeting = announce_meeting(
            actor=self.place.worker, deliberation=self.row, starts_at=starts, place="居委会二楼", now=self.now
        )
        self.now = starts + timedelta(hours=2)
        record_meeting(
            actor=self.place.worker,
            meeting=self.meeting,
            minutes=Minutes(present=12, spoke=9, agreed=agreed, open_points=open_points),
            now=self.now,
        )
        self.row.refresh_from_db()
        return self

    def decided(self):
        self.row = close_discussion(actor=self.place.worker, deliberation=self.row, now=self.now)
        return self

    def to(self, step):
        """Go to step 1 … 4 in order."""
        self.open()
        for number, act in ((2, self.fixed), (3, self.confirmed), (4, lambda: self.discussed().decided())):
            if step >= number:
                act()
        return self


@pytest.fixture
def walk(place, rule, now):
    return Walk(place, rule, now)
