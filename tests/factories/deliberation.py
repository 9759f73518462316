"""Needs, deliberations and decisions for every room's tests."""

from datetime import datetime, timedelta

import factory
from factory.django import DjangoModelFactory

from deliberation import models
from deliberation.states import DeliberationState, NeedKind, NeedState, Origin, PartyKind, RuleKind
from marketplace.core.clock import SHANGHAI
from marketplace.web.models import Spine
from tests.factories.organizations import CommunityFactory, HouseholdFactory, UserFactory

MOMENT = datetime(2026, 3, 2, 10, 0, tzinfo=SHANGHAI)


class SpineFactory(DjangoModelFactory):
    class Meta:
        model = Spine


class NeedFactory(DjangoModelFactory):
    """A need that waits for screening."""

    class Meta:
        model = models.Need

    reference = factory.Sequence(lambda n: f"XQ-2026-{n + 5000:04d}")
    spine = factory.SubFactory(SpineFactory)
    author = factory.SubFactory(UserFactory)
    community = factory.SubFactory(CommunityFactory)
    kind = NeedKind.ELDERS
    title = factory.Sequence(lambda n: f"独居老人没人看望{n}")
    body = "楼里几位老人独居，希望有人定期看望。"
    state = NeedState.SCREENING
    raised_at = MOMENT
    due_at = MOMENT + timedelta(days=2)


class SupportingNeedFactory(NeedFactory):
    """A need that collects support."""

    state = NeedState.SUPPORTING
    threshold = 24
    screened_at = MOMENT
    moves_at = MOMENT + timedelta(days=30)


class SupportFactory(DjangoModelFactory):
    class Meta:
        model = models.Support

    need = factory.SubFactory(SupportingNeedFactory)
    user = factory.SubFactory(UserFactory)
    household = factory.SubFactory(HouseholdFactory, community=factory.SelfAttribute("..need.community"))
    at = MOMENT
    counts_from = MOMENT


class DeliberationFactory(DjangoModelFactory):
    class Meta:
        model = models.Deliberation

    reference = factory.Sequence(lambda n: f"XS-2026-{n + 5000:04d}")
    spine = factory.SubFactory(SpineFactory)
    community = factory.SubFactory(CommunityFactory)
    topic = factory.Sequence(lambda n: f"空巢独居老人巡访怎么做{n}")
    origin = Origin.RESIDENT
    convener = factory.SubFactory(UserFactory)
    state = DeliberationState.STEP1
    opened_at = MOMENT


class PartyFactory(DjangoModelFactory):
    class Meta:
        model = models.Party

    deliberation = factory.SubFactory(DeliberationFactory)
    kind = PartyKind.REPRESENTATIVE
    name = factory.Sequence(lambda n: f"居民代表{n}")


class OutcomeFactory(DjangoModelFactory):
    """An adopted decision with one need behind it."""

    class Meta:
        model = models.Outcome
        skip_postgeneration_save = True

    reference = factory.Sequence(lambda n: f"JY-2026-{n + 5000:04d}")
    deliberation = factory.SubFactory(DeliberationFactory, state=DeliberationState.STEP5)
    community = factory.SelfAttribute("deliberation.community")
    title = factory.SelfAttribute("deliberation.topic")
    statement = "请专业社会组织每两天巡访一次。"
    method = "consensus"
    counts = factory.LazyFunction(lambda: {"eligible": 9, "present": 9, "yes": 9, "no": 0, "abstain": 0})
    adopted_at = MOMENT
    digest = "0" * 64

    @factory.post_generation
    def need(self, create, given):
        if create:
            NeedFactory(
                community=self.community,
                deliberation=self.deliberation,
                spine=self.deliberation.spine,
                state=NeedState.ADOPTED,
            )
            models.Commitment.objects.create(
                deliberation=self.deliberation,
                kind="project",
                text="设立服务项目",
                owner="区民政局",
                due_on=MOMENT.date() + timedelta(days=30),
            )


class RuleSetFactory(DjangoModelFactory):
    class Meta:
        model = models.RuleSet
        django_get_or_create = ("version",)

    version = 1


class RuleFactory(DjangoModelFactory):
    class Meta:
        model = models.ScreeningRule
        django_get_or_create = ("rule_set", "code")

    rule_set = factory.SubFactory(RuleSetFactory)
    code = "Y3"
    kind = RuleKind.DISCUSS
    label = "涉及居民切身利益的公共事务、公益事业"
    label_en = "Public affairs and welfare that touch residents' own interests"
    position = 3
