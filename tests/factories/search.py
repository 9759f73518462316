"""Historical records are the plainest public objects: one row, no life cycle."""

from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from projects.models import PastProcess
from projects.states import PastKind


class PastFactory(DjangoModelFactory):
    class Meta:
        model = PastProcess
        skip_postgeneration_save = True

    kind = PastKind.RECORD
    key = factory.Sequence(lambda n: f"record-{n}")
    title = factory.Sequence(lambda n: f"历史记录{n}")
    currency = "CNY"
    imported_at = datetime(2026, 3, 1, tzinfo=UTC)
