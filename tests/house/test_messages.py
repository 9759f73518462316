"""Every text that a person sees exists in Chinese, with the same placeholders, and in one version only."""

import importlib.util
import re
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from marketplace.launch import messages

from .sources import all_forms, demand_none, python_files, shown

ROOT = Path(__file__).resolve().parent.parent.parent
PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|%[sd]|\{[a-z_0-9]*\}")


def _load_script(name: str):
    spec = importlib.util.spec_from_file_location(f"scripts_{name}", ROOT / "scripts" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


extraction = _load_script("messages")


def _texts(room: str) -> list[Message]:
    return [message for message in extraction.extract_room(room) if message.id]


def _translations() -> dict[messages.Key, Message]:
    merged, _ = messages.merge(messages.catalogues())
    return {messages.key_of(message): message for message in merged if message.id}


@pytest.mark.parametrize("room", extraction.ROOMS)
def test_every_text_of_the_sources_is_translated(room):
    known = _translations()
    missing = [messages.key_of(message) for message in _texts(room) if messages.key_of(message) not in known]
    demand_none(missing, f"run scripts/messages.py {room} and translate")


@pytest.mark.parametrize("room", extraction.ROOMS)
def test_nothing_is_fuzzy(room):
    catalogue = messages.catalogues().get(messages.FOLDER / f"{room}.po", [])
    assert [message.id for message in catalogue if message.id and message.fuzzy] == []


def test_no_text_has_two_translations():
    demand_none(messages.merge(messages.catalogues())[1])


@pytest.mark.parametrize("room", extraction.ROOMS)
def test_placeholders_are_the_same_in_both_languages(room):
    wrong = []
    for message in messages.catalogues().get(messages.FOLDER / f"{room}.po", []):
        if not message.id or not messages.is_translated(message):
            continue
        source = message.id if isinstance(message.id, str) else message.id[-1]
        target = message.string if isinstance(message.string, str) else message.string[0]
        if set(PLACEHOLDER.findall(source)) - {"%(value)s"} != set(PLACEHOLDER.findall(target)) - {
            "%(value)s"
        }:
            wrong.append((source, target))
    demand_none(wrong)


def test_extraction_reads_python_and_templates(tmp_path):
    source = tmp_path / "a.py"
    source.write_text(
        'x = _("one {name}")\ny = ngettext("a day", "{n} days", n)\nz = pgettext("verb", "open")\n'
    )
    assert list(extraction.extract_file(source)) == [
        ("one {name}", None),
        (("a day", "{n} days"), None),
        ("open", "verb"),
    ]
    page = tmp_path / "a.html"
    page.write_text(
        '<div>\n    {% translate "Tender" %} it\'s\n  {% submit_button _("Save") %}\n'
        "{% blocktranslate count n=n trimmed %}\n   one day\n{% plural %}{{ n }} days{% endblocktranslate %}"
        '{{ x|default:_("none") }}{% translate "May" context "month" %}\n</div>'
    )
    assert list(extraction.extract_file(page)) == [
        ("Tender", None),
        ("Save", None),
        (("one day", "%(n)s days"), None),
        ("none", None),
        ("May", "month"),
    ]


def test_compiling_is_done_once_and_refuses_two_translations(tmp_path):
    (tmp_path / "a.po").write_text('msgid "Bid"\nmsgstr "投标"\n')
    assert messages.compile_messages(tmp_path) is True
    assert messages.compile_messages(tmp_path) is False
    (tmp_path / "b.po").write_text('msgid "Bid"\nmsgstr "报价"\n')
    with pytest.raises(messages.TwoTranslations, match="报价"):
        messages.compile_messages(tmp_path)


def test_texts_of_scripts_have_a_file_of_their_own(tmp_path):
    (tmp_path / "a.po").write_text('msgid "Bid"\nmsgstr "投标"\n')
    (tmp_path / "djangojs.po").write_text('msgid "Bid"\nmsgstr "报价"\n')
    assert messages.compile_messages(tmp_path) is True
    assert "报价".encode() not in (tmp_path / "django.mo").read_bytes()
    assert "报价".encode() in (tmp_path / "djangojs.mo").read_bytes()
    assert "投标".encode() not in (tmp_path / "djangojs.mo").read_bytes()
    pages = (tmp_path / "django.mo").stat().st_ino
    (tmp_path / "djangojs.po").write_text('msgid "Bid"\nmsgstr "出价"\n')
    assert messages.compile_messages(tmp_path) is True
    assert "出价".encode() in (tmp_path / "djangojs.mo").read_bytes()
    assert (tmp_path / "django.mo").stat().st_ino == pages, "a file whose texts are the same stays"


def test_django_reads_the_catalogue(settings, tmp_path):
    from django.utils.translation import override
    from django.utils.translation.trans_real import DjangoTranslation

    (tmp_path / "zh_Hans" / "LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "zh_Hans" / "LC_MESSAGES" / "a.po").write_text(
        'msgid "" \nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "a sealed bid"\nmsgid_plural "{n} sealed bids"\nmsgstr[0] "{n} 份密封投标"\n'
    )
    messages.compile_messages(tmp_path / "zh_Hans" / "LC_MESSAGES")
    settings.LOCALE_PATHS = [tmp_path]
    with override("zh-hans"):
        catalogue = DjangoTranslation("zh-hans")
        assert catalogue.ngettext("a sealed bid", "{n} sealed bids", 3) == "{n} 份密封投标"


def test_no_text_hides_inside_an_f_string():
    """The extraction does not see them, so they would stay in English."""
    inside = re.compile(r"""f(["'])(?:(?!\1).)*\{\s*n?p?(?:_|gettext|gettext_lazy)\(""")
    lines = (
        f"{shown(path)}:{number}"
        for path in python_files()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if inside.search(line)
    )
    demand_none(lines, "write the words in one message with places for the facts")


def test_every_field_that_a_person_fills_has_a_label_to_translate():
    """Django would make an English one from the field's name."""
    unnamed = [
        f"{form.__module__}.{form.__name__}.{name}"
        for form in all_forms()
        for name, field in form.base_fields.items()
        if field.label is None and not field.widget.is_hidden
    ]
    assert len(all_forms()) > 40
    assert unnamed == []
