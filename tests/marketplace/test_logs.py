"""Log lines are JSON with the request's id and carry no secret."""

import json
import logging
import logging.config

import structlog

from marketplace.launch import logs


def _line(capsys, *arguments, **facts):
    handler = logging.StreamHandler()
    logging_configuration = logs.configuration(level="INFO", as_json=True)
    formatter = logging_configuration["formatters"]["lines"]
    handler.setFormatter(
        formatter["()"](processors=formatter["processors"], foreign_pre_chain=formatter["foreign_pre_chain"])
    )
    record = logging.LogRecord("room", logging.INFO, __file__, 1, arguments[0], arguments[1:], None)
    with structlog.contextvars.bound_contextvars(**facts):
        return json.loads(handler.format(record))


def test_a_line_carries_level_logger_time_and_request(capsys):
    line = _line(capsys, "paid %s", 3, request="abc")
    assert (line["event"], line["level"], line["logger"], line["request"]) == (
        "paid 3",
        "info",
        "room",
        "abc",
    )
    assert line["timestamp"].endswith("Z")


def test_personal_numbers_and_secrets_are_blotted_out(capsys):
    line = _line(capsys, "call 13800138000 or a.b@example.org, 11010519491231002X", password="x", api_key="y")
    assert line["event"] == "call [removed] or [removed], [removed]"
    assert (line["password"], line["api_key"]) == ("[removed]", "[removed]")
