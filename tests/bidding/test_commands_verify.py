"""After a crash or a restored backup: is every sealed bid still what its receipt says?"""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from bidding.models import Bid, Part
from bidding.sealing import parts
from marketplace.web.files import private_storage

from .test_actions_containers import offer, send

__all__ = ["offer"]


def verify(**options):
    out, errors = StringIO(), StringIO()
    try:
        call_command("verify_sealed", stdout=out, stderr=errors, **options)
    except CommandError as error:
        return f"{errors.getvalue()}{error}"
    return out.getvalue()


def test_each_broken_link_between_receipt_and_disk_is_named(offer, tmp_path):
    bid = send(offer).bid
    assert "1 sealed bids" in verify()
    part = Part.objects.filter(uses__envelope__bid=bid).first()
    content = parts.between(part.file.name, 0, part.size)
    parts.append(part.file.name, part.size - 1, bytes([content[-1] ^ 1]))
    assert f"file {part.name} has another content on the disk\n1 fault" in verify()
    parts.append(part.file.name, part.size - 1, b"")
    assert "another length" in verify()
    private_storage().delete(part.file.name)
    assert "another length" in verify()
    Part.objects.filter(pk=part.pk).update(name="f" * 32)
    assert f"file {part.name} is not known" in verify()
    envelope = bid.envelopes.first()
    type(envelope).objects.filter(pk=envelope.pk).update(manifest={**envelope.manifest, "t": 1})
    assert f"{envelope}: the manifest is not the one of the receipt" in verify()


def test_a_receipt_that_somebody_holds_is_looked_for(offer, tmp_path):
    bid, listed = send(offer).bid, tmp_path / "receipts.txt"
    listed.write_text(f"{bid.receipt_number} {bid.manifest_digest}\n")
    assert "all whole" in verify(receipts=listed.open())
    listed.write_text(f"{bid.receipt_number} {'0' * 64}\n")
    assert f"{bid.receipt_number}: a receipt was given and the bid is not there" in verify(
        receipts=listed.open()
    )
    assert Bid.objects.count() == 1


@pytest.mark.django_db
def test_a_list_of_receipts_that_is_none_is_refused(tmp_path):
    listed = tmp_path / "receipts.txt"
    listed.write_text("LX-1\n")
    assert verify(receipts=listed.open()) == "line 1: write a receipt number, a blank and a manifest hash"
