"""Signing in and up: by e-mail or number, without telling who has an account; second factor; sessions."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.http import HttpResponse
from django.test import RequestFactory

from organizations.actions import close_account, enroll_totp, open_account, set_editing
from organizations.gateways import accounts, second_factor
from organizations.gateways.sms import FileSms, sms_gateway
from organizations.models import User
from organizations.permissions import is_second_factor_fresh, require_fresh_second_factor
from tests.client import sign_in
from tests.factories import organizations as make

pytestmark = pytest.mark.django_db
LOGIN, SIGNUP = "/account/login/", "/account/signup/"


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


@pytest.fixture
def sms_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path / "sms"


def code_of(secret=make.TOTP_SECRET):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def log_in(client, login, password=make.PASSWORD):
    return client.post(LOGIN, {"login": login, "password": password})


@pytest.mark.parametrize(
    "typed", ["anna@example.org", " ANNA@Example.org ", "13812345678", "+86 138-1234-5678"]
)
def test_people_sign_in_by_mail_or_number(client, typed):
    make.UserFactory(email="anna@example.org", phone="13812345678", phone_verified_at=make.BEGINNING)
    response = log_in(client, typed)
    assert (response.status_code, response["Location"]) == (302, "/desk/")


def test_wrong_password_and_unknown_account_get_the_same_answer(client):
    make.UserFactory(email="anna@example.org")
    answers = []
    for login in ("anna@example.org", "nobody@example.org", "13900000000", "nonsense"):
        response = log_in(client, login, "wrong password here")
        text = re.sub(r"csrfmiddlewaretoken\" value=\"\w+|value=\"[^\"]*\"", "", response.content.decode())
        answers.append((response.status_code, text))
    assert len(set(answers)) == 1
    assert "密码" in answers[0][1]


def test_the_sixth_attempt_from_one_address_is_locked_whether_the_account_exists_or_not(client):
    make.UserFactory(email="anna@example.org")
    for login in ("anna@example.org", "nobody@example.org"):
        codes = [log_in(client, login, "wrong password here").status_code for _ in range(6)]
        assert codes[-1] == 429
        assert codes[0] == 422
    assert "15" in log_in(client, "anna@example.org").content.decode()
    elsewhere = client.post(
        LOGIN, {"login": "anna@example.org", "password": make.PASSWORD}, REMOTE_ADDR="203.0.113.9"
    )
    assert elsewhere.status_code == 302


def test_resetting_a_password_says_the_same_for_unknown_addresses(client):
    make.UserFactory(email="anna@example.org")
    answers = [
        client.post("/account/password/reset/", {"email": a}) for a in ("anna@example.org", "no@example.org")
    ]
    assert {(a.status_code, a["Location"]) for a in answers} == {(302, "/account/password/reset/done/")}
    assert sum("password/reset/key" in message.body for message in mail.outbox) == 1


def sign_up(client, **changes):
    data = {
        "name": "新居民",
        "email": "new@example.org",
        "password1": "a long sentence to keep",
        "password2": "a long sentence to keep",
    }
    return client.post(SIGNUP, {**data, **changes})


def test_signing_up_by_mail_asks_for_the_code_then_offers_the_first_choice(client):
    response = sign_up(client)
    assert response["Location"] == "/account/confirm-email/"
    page = client.get(response["Location"]).content.decode()
    code = re.search(r"data-demo-code>([^<]+)<", page).group(1)
    assert code in mail.outbox[0].body
    assert client.post("/account/confirm-email/", {"code": code})["Location"] == "/my/start/"
    assert User.objects.get(email="new@example.org").name == "新居民"


def test_an_unconfirmed_address_cannot_be_used_to_sign_in(client):
    sign_up(client)
    client.logout()
    cache.clear()
    assert (
        log_in(client, "new@example.org", "a long sentence to keep")["Location"] == "/account/confirm-email/"
    )


def test_signing_up_by_number_sends_a_text(client, sms_folder):
    response = sign_up(client, email="", phone="138 1234 5678")
    assert response["Location"] == "/account/phone/verify/"
    text = next(sms_folder.iterdir()).read_text("utf-8")
    code = re.search(r"data-demo-code>([^<]+)<", client.get("/account/phone/verify/").content.decode()).group(
        1
    )
    assert code in text
    assert text.startswith("13812345678")
    assert client.post("/account/phone/verify/", {"code": code})["Location"] == "/my/start/"
    assert User.objects.get(phone="13812345678").phone_verified_at


def test_signing_up_twice_looks_the_same_and_makes_no_second_account(client, sms_folder):
    make.UserFactory(email="new@example.org", phone="13812345678", phone_verified_at=make.BEGINNING)
    by_mail = sign_up(client)
    assert by_mail["Location"] == "/account/confirm-email/"
    assert "data-demo-code" in client.get("/account/confirm-email/").content.decode()
    client.cookies.clear()
    by_number = sign_up(client, email="", phone="13812345678")
    assert by_number["Location"] == "/account/phone/verify/"
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"email": ""}, "email"),
        ({"email": "张三@例子.中国"}, "email"),
        ({"email": "x" * 300}, "email"),
        ({"email": "", "phone": "1381234567٣"}, "phone"),
        ({"name": "\u200b \u200d"}, "name"),
        ({"name": "a\x00b"}, "name"),
        ({"name": "名" * 61}, "name"),
        ({"password1": "short", "password2": "short"}, "password1"),
        ({"password2": "another long sentence"}, "password2"),
    ],
)
def test_bad_input_at_sign_up_keeps_what_was_typed(client, changes, field):
    response = sign_up(client, **changes)
    assert response.status_code in {400, 422}
    assert User.objects.count() == 0
    if response.status_code != 400:
        assert field in response.context["form"].errors
        if field != "name":
            assert "新居民" in response.content.decode()


def test_without_a_gateway_no_number_is_taken(client, settings):
    settings.SMS_GATEWAY = ""
    assert sms_gateway() is None
    assert sign_up(client, email="").status_code == 422


def test_officials_set_up_the_second_factor_before_any_other_page(client):
    user = make.official()
    Authenticator.objects.all().delete()
    response = log_in(client, user.email)
    assert response.status_code == 302
    assert client.get("/desk/")["Location"] == "/account/2fa/totp/activate/"
    page = client.get("/account/2fa/totp/activate/")
    secret = page.context["form"].secret
    done = client.post("/account/2fa/totp/activate/", {"code": code_of(secret)})
    assert done["Location"] == "/account/2fa/recovery-codes/"
    assert client.get("/desk/").status_code == 200
    assert len(client.get("/account/2fa/recovery-codes/").context["unused_codes"]) == 10
    assert Authenticator.objects.get(type="totp").data["secret"] != secret


def test_signing_in_asks_for_the_second_factor_that_was_set_up(client):
    user = make.official()
    assert log_in(client, user.email)["Location"] == "/account/2fa/authenticate/"
    assert client.get("/desk/").status_code == 302
    assert "data-demo-code" not in client.get("/account/2fa/authenticate/").content.decode()
    assert client.post("/account/2fa/authenticate/", {"code": "000000"}).status_code == 422
    assert client.post("/account/2fa/authenticate/", {"code": code_of()})["Location"] == "/desk/"


def test_the_demonstration_shows_the_present_code_of_its_own_accounts_only(client, settings, now):
    settings.PROFILE = "demo"
    known, own = make.official(), make.official()
    enroll_totp(known, make.TOTP_SECRET, now=now)
    log_in(client, known.email)
    page = client.get("/account/2fa/authenticate/").content.decode()
    code = re.search(r"data-demo-code>([^<]+)<", page).group(1)
    assert client.post("/account/2fa/authenticate/", {"code": code})["Location"] == "/desk/"
    assert second_factor.present_code(known) not in {"", code}
    assert second_factor.present_code(own) == ""
    settings.PROFILE = "production"
    assert second_factor.present_code(known) == ""


def test_officials_cannot_switch_the_second_factor_off_and_residents_can(client):
    adapter = second_factor.MFAAdapter()
    official, resident = make.official(), make.resident()
    make.enroll(resident)
    assert not adapter.can_delete_authenticator(Authenticator.objects.get(user=official))
    assert adapter.can_delete_authenticator(Authenticator.objects.get(user=resident))


def test_a_secret_is_encrypted_and_readable_under_an_older_key(settings):
    adapter = second_factor.MFAAdapter()
    kept = adapter.encrypt("JBSWY3DP")
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "n" * 60
    assert "JBSWY3DP" not in kept
    assert adapter.decrypt(kept) == "JBSWY3DP"


@require_fresh_second_factor
def sealed_page(request):
    return HttpResponse("open")


def request_of(client, user):
    request = RequestFactory().get("/tenders/x/bid/")
    request.user, request.session = user, client.session
    return request


def test_a_fresh_second_factor_opens_and_an_old_one_leads_to_it(client):
    user = make.official()
    sign_in(client, user)
    assert is_second_factor_fresh(request_of(client, user))
    assert sealed_page(request_of(client, user)).content == b"open"
    sign_in(client, user, fresh=False)
    assert sealed_page(request_of(client, user))["Location"] == (
        "/account/2fa/reauthenticate/?next=/tenders/x/bid/".replace(
            "/tenders/x/bid/", "%2Ftenders%2Fx%2Fbid%2F"
        )
    )
    plain = make.UserFactory()
    client.force_login(plain)
    assert sealed_page(request_of(client, plain))["Location"].startswith("/account/2fa/totp/activate/?next=")


def test_confirming_again_makes_the_second_factor_fresh(client):
    user = sign_in(client, make.official(), fresh=False) and User.objects.get()
    response = client.post("/account/2fa/reauthenticate/?next=/desk/", {"code": code_of()})
    assert response["Location"] == "/desk/"
    assert is_second_factor_fresh(request_of(client, user))


@pytest.mark.parametrize(("began", "seen"), [(8 * 3600, 10), (3600, 30 * 60)])
def test_staff_sessions_end_when_old_or_idle(client, began, seen):
    sign_in(client, make.official())
    assert client.get("/desk/").status_code == 200
    session = client.session
    session["began_at"], session["seen_at"] = time.time() - began, time.time() - seen
    session.save()
    assert client.get("/desk/")["Location"] == "/account/login/?ended=1"
    assert client.get("/desk/")["Location"].startswith("/account/login/?next=")


def test_residents_stay_signed_in(client):
    sign_in(client, make.resident())
    session = client.session
    session["began_at"] = session["seen_at"] = time.time() - 9 * 3600
    session.save()
    assert client.get("/desk/").status_code == 200


def test_sessions_are_listed_and_the_others_can_be_ended(client):
    user = make.resident()
    other = type(client)()
    for browser in (client, other):
        log_in(browser, user.email)
        browser.get("/desk/")
    assert UserSession.objects.filter(user=user).count() == 2
    assert client.get("/account/sessions/").context["session_count"] == 2
    client.post("/account/sessions/")
    assert other.get("/desk/").status_code == 302
    assert client.get("/desk/").status_code == 200


def test_the_door_of_the_editors_is_the_same_door(client):
    assert client.get("/cms/login/")["Location"] == LOGIN
    assert client.get("/cms/")["Location"].startswith(LOGIN)
    assert client.get("/cms/password_reset/").status_code in {302, 404}


def test_members_of_organizations_never_reach_the_editing_pages(client, now):
    editor, member = make.official(), make.member()
    set_editing(actor=None, user=editor, group="Editors", now=now)
    assert sign_in(client, editor).get("/cms/").status_code == 200
    assert sign_in(client, member).get("/cms/").status_code == 403


@pytest.mark.parametrize("path", ["/account/logout/"])
def test_looking_at_the_sign_out_page_signs_nobody_out(client, path):
    sign_in(client, make.resident())
    assert client.get(path).status_code == 200
    assert client.get("/desk/").status_code == 200
    assert client.post(path).status_code == 302
    assert client.get("/desk/").status_code == 302


def test_a_closed_account_keeps_its_history_and_nothing_else(client, now):
    user = open_account(
        actor=None, name="甲", now=now, email="a@example.org", phone="13812345678", password="x" * 12
    )
    make.enroll(user)
    close_account(actor=None, user=user, now=now)
    user.refresh_from_db()
    assert (user.name, user.phone, user.is_active) == ("—", None, False)
    assert log_in(client, "a@example.org", "x" * 12).status_code == 422
    assert not Authenticator.objects.filter(user=user).exists()


@pytest.mark.parametrize("path", ["login/", "signup/", "password/reset/", "inactive/"])
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_open_pages_are_shown_in_both_languages(client, path, prefix):
    assert client.get(f"{prefix}/account/{path}").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "2fa/",
        "2fa/recovery-codes/generate/",
        "email/",
        "password/change/",
        "reauthenticate/",
        "sessions/",
        "phone/change/",
    ],
)
def test_own_pages_are_shown(client, path):
    user = make.resident(phone="13812345678", phone_verified_at=make.BEGINNING)
    log_in(client, user.email)
    response = client.get(f"/account/{path}", follow=True)
    assert response.status_code == 200
    assert response.content.decode().count("<h1>") == 1


def test_failed_attempts_are_counted_under_one_name():
    request = RequestFactory().post("/", {"login": "+86 138 1234 5678"})
    assert accounts.login_name(request) == "13812345678"
    assert accounts.login_name(None, {"email": "A@b.cn"}) == "a@b.cn"
    assert accounts.login_name(None, {}) is None


def test_texts_are_written_one_per_file(sms_folder):
    for _ in range(2):
        FileSms().send(phone="13812345678", text="您好")
    assert len(list(sms_folder.iterdir())) == 2
    assert settings.SMS_GATEWAY


def test_the_password_is_asked_again_of_accounts_that_an_administrator_opened(client):
    user = make.resident()
    sign_in(client, user, fresh=False)
    assert client.get("/account/2fa/totp/activate/").status_code == 302
    path = "/account/reauthenticate/?next=/account/2fa/totp/activate/"
    assert client.post(path, {"password": "wrong password here"}).status_code == 422
    assert client.post(path, {"password": make.PASSWORD})["Location"] == "/account/2fa/totp/activate/"
    assert client.get("/account/2fa/totp/activate/").status_code == 200


def test_a_short_password_is_refused_in_the_reader_s_language(client):
    typed = {"name": "程曦", "email": "new@example.org", "password1": "short", "password2": "short"}
    assert "密码太短，至少要 12 个字符。" in client.post(SIGNUP, typed).content.decode()
    assert "use at least 12 characters" in client.post(f"/en{SIGNUP}", typed).content.decode()
