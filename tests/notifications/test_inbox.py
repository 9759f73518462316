"""The inbox, the wishes, and the mail that says why it was sent."""

import pytest
from django.core import mail

from marketplace.core.refusals import Refused
from marketplace.notifications import actions
from marketplace.notifications.kinds import spoken
from marketplace.notifications.models import Notification, Preference
from marketplace.notifications.queries import inbox_of, wishes_of
from tests.client import sign_in
from tests.factories import organizations as make

pytestmark = pytest.mark.django_db
LEGAL, PLAIN = "organizations.verified", "organizations.submitted"


def tell(user, now, key="1", kind=PLAIN, **facts):
    return actions.notify(
        recipients=[user], kind=kind, key=key, at=now, path="/desk/", **{"name": "暖阳中心", **facts}
    )


def test_a_message_is_shown_read_and_leads_on(client, now):
    user = make.UserFactory()
    sign_in(client, user)
    tell(user, now, name="<b>暖阳</b>")
    page = client.get("/messages/").content.decode()
    assert "&lt;b&gt;暖阳&lt;/b&gt;等待审核" in page
    row = Notification.objects.get()
    path = f"/messages/{row.pk}/"
    assert client.get(path).status_code == 405
    assert client.post(path)["Location"] == "/desk/"
    assert client.post(f"/en{path}")["Location"] == "/en/desk/"
    row.refresh_from_db()
    assert row.read_at


def test_a_message_of_somebody_else_is_not_found(client, now):
    tell(make.UserFactory(), now)
    sign_in(client, make.UserFactory())
    assert client.post(f"/messages/{Notification.objects.get().pk}/").status_code == 404
    assert client.post(f"/messages/{'9' * 20}/").status_code == 404


def test_a_path_that_leads_away_is_not_followed(client, now):
    user = make.UserFactory()
    sign_in(client, user)
    tell(user, now)
    Notification.objects.update(path="//evil.example/")
    assert client.post(f"/messages/{Notification.objects.get().pk}/")["Location"] == "/messages/"


def test_the_header_counts_what_is_unread(client, now):
    user = make.UserFactory()
    sign_in(client, user)
    for key in range(3):
        tell(user, now, key=str(key))
    assert client.get("/messages/").context["unread_messages"] == 3
    assert client.get("/messages/read/").status_code == 405
    client.post("/messages/read/")
    assert client.get("/messages/").context["unread_messages"] == 0


def test_pages_turn_by_key_with_the_same_number_of_questions(client, now, django_assert_max_num_queries):
    user = make.UserFactory()
    sign_in(client, user)
    client.get("/messages/")
    counts = []
    for batch in range(3):
        for key in range(12):
            tell(user, now, key=f"{batch}:{key}")
        with django_assert_max_num_queries(30) as context:
            client.get("/messages/")
        counts.append(len(context))
    assert len(set(counts)) == 1
    first = inbox_of(user)
    second = inbox_of(user, after=first.after)
    assert (len(first.rows), len(second.rows), second.after) == (20, 16, "")
    assert inbox_of(user, after="-1").is_first
    assert inbox_of(user, after="９").is_first
    assert client.get("/messages/", {"after": "x' OR 1=1"}).status_code == 200


def test_wishes_decide_about_mail_and_law_overrules_them(client, now):
    user = make.UserFactory()
    sign_in(client, user)
    assert client.get("/messages/preferences/").status_code == 200
    client.post("/messages/preferences/", {f"{PLAIN}:inbox": "on", "nonsense:mail": "on"})
    assert not Preference.objects.filter(kind=LEGAL).exists()
    tell(user, now)
    tell(user, now, kind=LEGAL)
    wanted = dict(Notification.objects.values_list("kind", "mail_wanted"))
    assert wanted == {PLAIN: False, LEGAL: True}
    with pytest.raises(Refused, match="legal_kind"):
        actions.set_preference(actor=user, kind=LEGAL, channel="mail", wanted=False)
    with pytest.raises(Refused, match="unknown_kind"):
        actions.set_preference(actor=user, kind="x", channel="mail", wanted=False)


def test_without_the_inbox_a_message_is_kept_but_not_new(now):
    user = make.UserFactory()
    actions.set_preferences(actor=user, wanted={f"{PLAIN}:mail"})
    tell(user, now)
    assert Notification.objects.get().read_at == now
    shown = {wish.kind.code: dict(wish.channels) for _room, wishes in wishes_of(user) for wish in wishes}
    assert shown[PLAIN] == {"inbox": False, "mail": True}
    assert shown[LEGAL] == {"inbox": True, "mail": True}


def test_a_mail_says_what_where_and_why_once(now):
    user = make.UserFactory(email="a@example.org", language="en")
    for _ in range(2):
        tell(user, now, name="Warm\r\nBcc: x@y.cn")
    assert [actions.send_due() for _ in range(2)] == [1, 0]
    (message,) = mail.outbox
    assert message.to == ["a@example.org"]
    assert "\n" not in message.subject
    assert "/desk/" in message.body
    assert "You receive this because" in message.body


def test_people_without_an_address_find_it_in_the_inbox(now):
    user = make.UserFactory(email=None, phone="13812345678")
    tell(user, now)
    assert not Notification.objects.get().mail_wanted


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        ("2026-03-12 17:00", "2026年3月12日 17:00"),
        ("2026-03-12T17:00:00", "2026年3月12日 17:00"),
        ("2026-03-12", "2026年3月12日"),
        ("2026-13-45", "2026-13-45"),
        ("99000.00", "99,000.00"),
        ("ZB-2026-0004", "ZB-2026-0004"),
        ("2026", "2026"),
    ],
)
def test_facts_are_said_as_people_read_them(fact, said):
    assert spoken(fact) == said
