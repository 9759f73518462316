"""Credit codes (vectors U1-U14), grades, phones."""

from datetime import date

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from marketplace.core.refusals import Refused
from organizations.rules.credit_code import (
    ALPHABET,
    InvalidCreditCode,
    check_character,
    check_credit_code,
    has_odd_organization_code,
    kind_of_code,
    normalize,
    region_of_code,
)
from organizations.rules.grades import grade_ends_on, is_grade_valid
from organizations.rules.phones import masked_phone
from organizations.rules.registration import check_complete, check_grade, check_identity

VALID = {
    "51340702MJA000016J": "social_group",
    "52340702MJA000024A": "service_institution",
    "51320106500000111J": "social_group",
    "52320113MJB123456Y": "service_institution",
    "52360103MJY9999946": "service_institution",
    "11340702003012349B": None,
    "91110000600037341L": None,
    "9112010423901886X5": None,
    "91654026MA78WT2Q66": None,
}


@pytest.mark.parametrize(("code", "kind"), VALID.items())
# rules: BID-08
def test_valid_codes_and_their_types(code, kind):
    assert check_credit_code(code) == code
    assert kind_of_code(code) == kind


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("52340702MJA000024B", "check"),
        ("52340702MJA00024A", "length"),
        ("52340702MJA0000241A", "length"),
        ("", "length"),
        ("52340702MJI000024A", "character"),
        ("52340702MJA00002养A", "character"),
        ("52340702MJA000024O", "character"),
    ],
)
# rules: BID-08
def test_invalid_codes(code, reason):
    with pytest.raises(InvalidCreditCode) as wrong:
        check_credit_code(code)
    assert wrong.value.reason == reason


@pytest.mark.parametrize(
    "typed",
    [
        "52340702mja000024a",
        " 5234 0702 MJA0 0002 4A ",
        "52340702-MJA00002-4A",
        "５２３４０７０２ＭＪＡ０００２４Ａ".replace("０００２", "００００２"),
        "52340702\u3000MJA000024A",
    ],
)
def test_case_blanks_hyphens_and_width_are_normalized(typed):
    assert check_credit_code(typed) == "52340702MJA000024A"


@given(st.text(ALPHABET, min_size=17, max_size=17), st.integers(0, 16), st.sampled_from(ALPHABET))
def test_one_mistyped_character_is_always_found(body, place, other):
    code = body + check_character(body)
    assert check_credit_code(code) == code
    wrong = code[:place] + other + code[place + 1 :]
    if wrong != code:
        with pytest.raises(InvalidCreditCode, match="check"):
            check_credit_code(wrong)


@given(st.text(max_size=30))
def test_any_text_gets_an_answer(text):
    try:
        answer = check_credit_code(text)
    except InvalidCreditCode as wrong:
        answer = wrong.reason
    assert answer in {normalize(text), "length", "character", "check"}


def test_region_and_the_warning_for_an_odd_organization_code():
    assert region_of_code("52340702MJA000024A") == "340702"
    assert not has_odd_organization_code("91110000600037341L")
    assert not has_odd_organization_code("9112010423901886X5")
    body = "91110000600037342"
    assert has_odd_organization_code(body + check_character(body))


@pytest.mark.parametrize(
    ("kind", "uscc", "code"),
    [
        ("service_institution", "", "organizations.code_missing"),
        ("service_institution", "52340702MJA000024B", "organizations.code_check"),
        ("service_institution", "52340702MJA00024A", "organizations.code_length"),
        ("service_institution", "52340702MJZ00024A1", "organizations.code_character"),
        ("service_institution", "51340702MJA000016J", "organizations.code_of_another_type"),
        ("foundation", "11340702003012349B", "organizations.code_of_another_type"),
        ("community_filed", "52340702MJA000024A", "organizations.code_not_expected"),
    ],
)
def test_the_code_must_fit_the_type(kind, uscc, code):
    with pytest.raises(Refused) as refused:
        check_identity(kind=kind, uscc=uscc)
    assert refused.value.code == code
    assert refused.value.field == "uscc"


def test_a_fitting_code_is_returned_and_a_filed_organization_has_none():
    assert check_identity(kind="service_institution", uscc="52340702mja000024a") == "52340702MJA000024A"
    assert check_identity(kind="community_filed", uscc="") is None


# rules: SO-02
def test_a_grade_holds_five_years():
    assert grade_ends_on(date(2021, 6, 1)) == date(2026, 6, 1)
    assert grade_ends_on(date(2024, 2, 29)) == date(2029, 3, 1)
    assert is_grade_valid(4, date(2021, 6, 1), date(2026, 5, 31))
    assert not is_grade_valid(4, date(2021, 6, 1), date(2026, 6, 1))
    assert not is_grade_valid(4, date(2021, 6, 1), date(2021, 5, 31))
    assert not is_grade_valid(None, date(2021, 6, 1), date(2022, 1, 1))
    assert not is_grade_valid(4, None, date(2022, 1, 1))


@pytest.mark.parametrize(
    ("grade", "issued", "code"),
    [
        (3, None, "organizations.grade_undated"),
        (None, date(2025, 1, 1), "organizations.grade_missing"),
        (3, date(2026, 3, 2), "organizations.grade_in_future"),
    ],
)
def test_half_a_grade_is_refused(grade, issued, code):
    with pytest.raises(Refused) as refused:
        check_grade(grade, issued, date(2026, 3, 1))
    assert refused.value.code == code


def test_a_whole_grade_or_none_passes():
    assert check_grade(3, date(2025, 1, 1), date(2026, 3, 1)) is None
    assert check_grade(None, None, date(2026, 3, 1)) is None


def test_what_is_missing_is_named():
    full = dict.fromkeys(
        ("name", "registrar", "registered_on", "legal_representative", "address", "phone"), "x"
    )
    check_complete(full)
    with pytest.raises(Refused) as refused:
        check_complete({**full, "address": ""})
    assert refused.value.field == "address"


def test_a_masked_phone_hides_the_middle():
    assert masked_phone("13812345678") == "138****5678"


def test_the_command_prints_valid_or_the_reason(capsys):
    call_command("check_credit_code", "52340702-mja000024a")
    assert capsys.readouterr().out == "valid\n"
    with pytest.raises(SystemExit) as stopped:
        call_command("check_credit_code", "52340702MJA000024B")
    assert stopped.value.code == 1
    assert capsys.readouterr().out.startswith("invalid: check")


def test_the_command_warns_of_an_odd_organization_code(capsys):
    body = "91110000600037342"
    call_command("check_credit_code", body + check_character(body))
    seen = capsys.readouterr()
    assert seen.out == "valid\n"
    assert "warning" in seen.err
