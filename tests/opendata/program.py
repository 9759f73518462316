"""A program that signs in and works over HTTP, as an outside tester would."""

import json
import time
import uuid
from hashlib import sha256

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client

from tests.factories.organizations import PASSWORD, TOTP_SECRET

ROOT = "/api/v1"


def with_factor(user, secret=TOTP_SECRET):
    """Give the person a second factor with a known secret."""
    TOTP.activate(user, secret)
    return user


def code(secret=TOTP_SECRET, step=0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


class Program:
    """One signed-in program; `None` for a stranger."""

    def __init__(self, user=None, **options):
        self.client, self.token, self.user = Client(**options), "", user
        if user is not None:
            if not Authenticator.objects.filter(user=user).exists():
                with_factor(user)
            answer = self.sign_in(user.email, PASSWORD, code())
            assert answer.status_code == 201, answer.content.decode()
            self.token = answer.json()["token"]

    def sign_in(self, login, password, totp):
        cache.clear()  # a code works once in 30 seconds; tests sign in faster
        return self.call("post", "/session", {"login": login, "password": password, "code": totp})

    def call(self, method, path, body=None, *, key="", raw=None, **headers):
        if self.token:
            headers["authorization"] = f"Bearer {self.token}"
        if key:
            headers["idempotency-key"] = key
        kind = headers.pop("content_type", "application/json" if raw is None else "application/octet-stream")
        data = raw if raw is not None else json.dumps(body) if body is not None else ""
        return getattr(self.client, method)(ROOT + path, data=data, content_type=kind, headers=headers)

    def get(self, path):
        headers = {"authorization": f"Bearer {self.token}"} if self.token else {}
        return self.client.get(ROOT + path, headers=headers)

    def post(self, path, body=None, *, key="", expect=None):
        answer = self.call("post", path, body if body is not None else None, key=key)
        if expect:
            assert answer.status_code == expect, (path, answer.status_code, answer.content.decode()[:800])
        return answer

    def put(self, path, body, *, expect=200):
        answer = self.call("put", path, body)
        assert answer.status_code == expect, (path, answer.status_code, answer.content.decode()[:800])
        return answer

    def upload(self, path, files, step=40_000):
        for name, content in files.items():
            for offset in range(0, len(content), step):
                piece = content[offset : offset + step]
                answer = self.call(
                    "put", f"{path}/parts/{name}?size={len(content)}&offset={offset}", raw=piece
                )
                assert answer.status_code == 200, answer.content.decode()
                assert answer.json()["chunk_sha256"] == sha256(piece).hexdigest()
            assert answer.json()["sha256"] == sha256(content).hexdigest()


def fresh_key() -> str:
    return uuid.uuid4().hex
