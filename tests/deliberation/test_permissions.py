"""Who may do what, generated from one table: role × act."""

import pytest

from deliberation import permissions as may
from deliberation.models import Vote
from tests.factories.deliberation import DeliberationFactory, NeedFactory, PartyFactory, SupportingNeedFactory
from tests.factories.organizations import PostFactory

from .conftest import resident_of

pytestmark = pytest.mark.django_db
ROLES = (
    "anonymous",
    "stranger",
    "author",
    "resident",
    "worker",
    "second",
    "director",
    "above",
    "bureau",
    "party",
)

# act: who may (everybody else may not)
TABLE = {
    "raise_need": {"author", "resident"},
    "read_unscreened": {"author", "worker", "second", "director", "above"},
    "read_public": set(ROLES),
    "support_need": {"author", "resident"},
    "answer_question": {"author"},
    "screen_need": {"worker", "second", "director"},
    "work_here": {"worker", "second", "director"},
    "review_refusal": {"second", "director"},
    "decide_appeal": {"above"},
    "run_deliberation": {"worker"},
    "see_desk": {"worker", "second", "director"},
    "confirm_topic": {"director"},
    "pause": {"director"},
    "vote_parties": {"party"},
    "vote_residents": {"author", "resident"},
    "object": {"author", "resident", "party"},
    "keep_rules": {"bureau"},
}


@pytest.fixture
def scene(place, rule, now):
    from django.contrib.auth.models import AnonymousUser

    from deliberation.actions import refuse_need

    author = resident_of(place.community)
    need = NeedFactory(community=place.community, author=author)
    refuse_need(
        actor=place.worker,
        need=need,
        rule=rule("N1"),
        reason="该事项不符合现行法律法规的规定。",
        channel="",
        now=now,
    )
    row = DeliberationFactory(community=place.community, convener=place.worker, state="step4")
    party = PartyFactory(deliberation=row, user=PostFactory(role="auditor").user).user
    fields = {"deliberation": row, "eligible": 1, "opens_at": now, "closes_at": now.replace(hour=20)}
    votes = {
        kind: Vote.objects.create(question="同意吗", electorate=kind, opened_by=place.worker, **fields)
        for kind in ("parties", "residents")
    }
    people = {
        **vars(place),
        "anonymous": AnonymousUser(),
        "author": author,
        "party": party,
        "bureau": PostFactory(role="approver").user,
    }
    open_need = SupportingNeedFactory(community=place.community)
    checks = {
        "raise_need": may.may_raise_need,
        "read_unscreened": lambda user: may.may_read_need(user, need),
        "read_public": lambda user: may.may_read_need(user, open_need),
        "support_need": lambda user: may.may_support_need(user, open_need),
        "answer_question": lambda user: may.may_answer_question(user, need),
        "screen_need": lambda user: may.may_screen_need(user, need),
        "work_here": lambda user: may.may_work_here(user, place.community),
        "review_refusal": lambda user: may.may_review_refusal(user, need),
        "decide_appeal": lambda user: may.may_decide_appeal(user, need),
        "run_deliberation": lambda user: may.may_run_deliberation(user, row),
        "see_desk": lambda user: may.may_see_desk(user, row),
        "confirm_topic": lambda user: may.may_confirm_topic(user, row),
        "pause": lambda user: may.may_direct(user, row),
        "vote_parties": lambda user: may.may_cast_ballot(user, votes["parties"]),
        "vote_residents": lambda user: may.may_cast_ballot(user, votes["residents"]),
        "object": lambda user: may.may_object(user, row),
        "keep_rules": may.may_keep_rules,
    }
    return people, checks


def test_the_matrix_holds_for_every_role_and_act(scene):
    people, checks = scene
    assert set(checks) == set(TABLE)
    wrong = [
        (act, role)
        for act, allowed in TABLE.items()
        for role in ROLES
        if bool(checks[act](people[role])) != (role in allowed)
    ]
    assert wrong == []


def test_every_denial_has_a_reason_with_a_sentence(scene):
    from marketplace.web.sentences import known_codes

    people, checks = scene
    people = {name: people[name] for name in ROLES}
    verdicts = [
        check(person) for check in checks.values() for person in people.values() if hasattr(person, "pk")
    ]
    assert {verdict.reason for verdict in verdicts if not verdict} <= known_codes()
