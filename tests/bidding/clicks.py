"""Addresses of a tender, and a filled bid form."""

import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

PDF = b"%PDF-1.4 plan"


def work(name, tender, *more):
    return reverse(f"bidding:{name}", args=[tender.public_id, *more])


def bid_data(client, tender, **changes):
    page = client.get(work("bid_seal", tender))
    assert page.status_code == 200
    token = re.search(r'name="token" value="([0-9a-f]{64})"', page.content.decode()).group(1)
    organization = re.search(r'<option value="(\d+)" selected', page.content.decode()).group(1)
    data = {
        "token": token, "organization": organization, "price": "118,000", "plan": "每周两次上门",
        "team": "社工3人", "quality": "投诉2小时内答复", "statements": "on", "checked": "on",
        "files": [SimpleUploadedFile("方案.pdf", PDF, "application/pdf")],
    }  # fmt: skip
    return {**data, **changes}
