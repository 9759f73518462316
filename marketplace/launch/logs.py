"""Logs as JSON lines with the request's id; what must not be written down is blotted out.

Django-free: the settings call `configuration` and Django applies it.
"""

import re
from collections.abc import MutableMapping
from typing import Any

import structlog

SECRET = re.compile(r"(?i)(passw|secret|token|key|cookie|authorization|session|otp|id_number|card)")
PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
IDENTITY = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
BLOT = "[removed]"
Line = MutableMapping[str, Any]


def redact(logger: object, method: str, line: Line) -> Line:
    """Blot out values of secret names, and phone numbers, identity numbers and mail addresses in any text."""
    for name, value in line.items():
        if SECRET.search(name):
            line[name] = BLOT
        elif isinstance(value, str):
            line[name] = MAIL.sub(BLOT, IDENTITY.sub(BLOT, PHONE.sub(BLOT, value)))
    return line


def configuration(*, level: str, as_json: bool) -> dict[str, Any]:
    """Return Django's LOGGING: every line, ours or a library's, passes the same processors."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    renderer = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    )
    last = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, redact, renderer]
    formatter = {"()": structlog.stdlib.ProcessorFormatter, "foreign_pre_chain": shared, "processors": last}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": formatter},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["console"], "level": level},
    }
