"""Who may do what with a review in each state, and what waits for whom."""

import pytest
from django.contrib.auth.models import AnonymousUser

from organizations.states import PostRole
from ranking import permissions
from ranking.queries.duties import duties_of
from ranking.queries.reviews import reviews_visible_to
from tests.factories.organizations import DepartmentFactory, UserFactory, member, official, verified_resident
from tests.factories.ranking import AFTER_COLLECTION, MOMENT, opened, published, rated, replying

pytestmark = pytest.mark.django_db

ACTS = {
    "rate_for_buyer": permissions.may_rate_for_buyer,
    "rate_as_third_party": permissions.may_rate_as_third_party,
    "rate_as_resident": permissions.may_rate_as_resident,
    "rate_own": permissions.may_rate_own_work,
    "prepare": permissions.may_prepare_review,
    "reply": permissions.may_reply_to_review,
    "publish": permissions.may_publish_review,
    "read": permissions.may_read_review,
}
MATRIX = {
    "open": {
        "officer": {"rate_for_buyer", "prepare", "read"},
        "approver": {"publish", "read"},
        "expert": {"rate_as_third_party", "read"},
        "resident": {"rate_as_resident"},
        "legal": {"rate_own", "read"},
        "other_officer": set(),
        "stranger": set(),
        "nobody": set(),
    },
    "replying": {
        "officer": {"prepare", "read"},
        "approver": {"publish", "read"},
        "expert": {"read"},
        "resident": set(),
        "legal": {"reply", "read"},
        "other_officer": set(),
        "stranger": set(),
        "nobody": set(),
    },
    "published": {
        "officer": {"prepare", "read"},
        "approver": {"publish", "read"},
        "expert": {"read"},
        "resident": {"read"},
        "legal": {"read"},
        "other_officer": {"read"},
        "stranger": {"read"},
        "nobody": {"read"},
    },
}


@pytest.mark.parametrize("state", MATRIX)
def test_matrix(state):
    panel = {"open": opened, "replying": replying, "published": published}[state]()
    people = {
        "officer": panel.officer,
        "approver": panel.approver,
        "expert": panel.expert,
        "resident": verified_resident(panel.community),
        "legal": panel.legal,
        "other_officer": official(PostRole.PROJECT_OFFICER, department=DepartmentFactory()),
        "stranger": member(),
        "nobody": AnonymousUser(),
    }
    review = panel.reload()
    for role, user in people.items():
        allowed = {act for act, may in ACTS.items() if may(user, review)}
        assert allowed == MATRIX[state][role], (state, role)


def test_the_rater_may_not_publish():
    panel = replying()
    assert permissions.may_publish_review(panel.officer, panel.review).reason == "ranking.not_approver"
    panel.review.ratings.filter(kind="official").update(rater=panel.approver)
    assert permissions.may_publish_review(panel.approver, panel.review).reason == "ranking.rater_publishes"


def test_visible_reviews_follow_the_permission():
    panel = replying()
    for user in (panel.officer, panel.approver, panel.expert, panel.legal):
        assert list(reviews_visible_to(user)) == [panel.review]
    assert list(reviews_visible_to(UserFactory())) == []


def codes(user, now):
    return [duty.code for duty in duties_of(user, now)]


def test_duties_follow_the_review():
    panel = opened()
    neighbor = verified_resident(panel.community)
    assert codes(panel.officer, MOMENT) == ["ranking.rate"]
    assert codes(panel.expert, MOMENT) == ["ranking.third_party"]
    assert codes(neighbor, MOMENT) == ["ranking.stars"]
    assert codes(panel.legal, MOMENT) == ["ranking.rate_own"]
    rated(panel)
    assert codes(panel.officer, MOMENT) == []
    assert codes(panel.officer, AFTER_COLLECTION) == ["ranking.ask"]


def test_duties_of_reply_and_publication():
    panel = replying()
    assert codes(panel.legal, AFTER_COLLECTION) == ["ranking.reply"]
    assert codes(panel.approver, AFTER_COLLECTION) == []
    assert codes(panel.approver, panel.review.reply_until) == ["ranking.publish"]
    assert codes(panel.legal, panel.review.reply_until) == []
