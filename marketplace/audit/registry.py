"""Which chain an object's events belong to, and what identifies the request that acts."""

from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")
prompt_acts: set[str] = set()
"""Acts after which the log is published at once, not only with the hour; rooms above add theirs."""


def chain_of(subject: object) -> str:
    """Return the chain of a subject: its `audit_chain` attribute, else `<model>:<key>`."""
    chain = getattr(subject, "audit_chain", None)
    return chain or f"{kind_of(subject)}:{subject.pk}"  # type: ignore[attr-defined]


def kind_of(subject: object) -> str:
    """Return `<room>.<model>` of a model instance."""
    return subject._meta.label_lower  # type: ignore[attr-defined]  # noqa: SLF001 - Django's public-in-practice Meta
