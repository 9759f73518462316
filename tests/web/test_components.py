"""The tags of the pages: right semantics, everything escaped."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import engines
from django.test import RequestFactory
from django.utils.translation import override

from marketplace.web.duties import Duty
from marketplace.web.models import Stop
from marketplace.web.paging import Page
from marketplace.web.samples import SampleForm
from marketplace.web.spine import begin_spine, write_stop

EVIL = '"><script>x</script>'


@pytest.fixture
def show(now):
    """Render a piece of template in English."""

    def render(source, path="/tenders/", **context):
        request = RequestFactory().get(path)
        with override("en"):
            return engines["django"].from_string(source).render({"now": now, **context}, request)

    return render


def test_step_bar_links_what_is_reached_and_marks_where_one_is(db, show, now, django_assert_num_queries):
    spine = begin_spine()
    write_stop(spine_id=spine.pk, stop=Stop.NEED, reference="XQ-1", title=EVIL, path="/needs/1/", at=now)
    for number in (1, 2):
        write_stop(
            spine_id=spine.pk,
            stop=Stop.TENDER,
            reference=f"ZB-{number}",
            title="t",
            path=f"/tenders/{number}/",
            at=now,
        )
    with django_assert_num_queries(1):
        html = show("{% step_bar spine current %}", spine=spine.pk, current=Stop.TENDER)
    assert html.count("<li") == 8 + 2
    assert html.count('aria-current="step"') == 1
    assert 'href="/en/needs/1/"' in html
    assert html.count("/en/tenders/") == 2
    assert "<script>" not in html
    assert html.count("not reached yet") == 6


def test_step_line_asks_the_database_nothing(show):
    html = show("{% step_line 'contract' %}")
    assert html.count("is-reached") == 5
    assert "step 5 of 8" in html
    assert show("{% step_line 'nonsense' %}").strip() == ""


def test_errors_are_summed_up_and_linked_to_their_fields(show):
    form = SampleForm({"title": "", "budget": "1e3", "day": "2026-02-30", "kind": "care"})
    html = show("{% form_errors form %}{% form_fields form %}", form=form)
    assert 'role="alert"' in html
    for name in ("title", "budget", "day"):
        assert f'href="#id_{name}"' in html
        assert f'id="id_{name}"' in html
        assert f'id="id_{name}_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'value="1e3"' in html


def test_a_group_of_choices_is_a_fieldset_that_errors_can_lead_to(show):
    html = show("{% form_errors form %}{% form_field form.kind %}", form=SampleForm({"title": "x"}))
    assert 'href="#id_kind"' in html
    assert '<fieldset id="id_kind"' in html
    assert "<legend" in html


def test_a_form_without_errors_has_no_summary(show):
    assert show("{% form_errors form %}", form=SampleForm()).strip() == ""
    assert show("{% form_errors nothing %}").strip() == ""


def test_what_was_typed_is_escaped(show):
    html = show("{% form_fields form %}", form=SampleForm({"title": EVIL, "body": "</textarea><script>"}))
    assert "<script>" not in html


def test_a_state_is_word_and_symbol(show):
    html = show("{% state_tag label 'late' %}", label=EVIL)
    assert "tag-late" in html
    assert "<svg" in html
    assert "<script>" not in html
    assert "tag-neutral" in show("{% state_tag 'x' 'pink' %}")


def test_a_duty_shows_time_left_and_one_button(show, now):
    duty = Duty("c", "HT-1", EVIL, "/contracts/1/", "Report", now - timedelta(days=2), "Wusong Road")
    html = show("{% task_card duty %}", duty=duty)
    assert "task-late" in html
    assert "2 days overdue" in html
    assert html.count('class="button') == 1
    assert 'href="/en/contracts/1/"' in html
    assert "<script>" not in html


def test_facts_leave_out_empty_values(show):
    html = show("{% facts pairs %}", pairs=[("A", 1), ("B", ""), ("C", None), ("D", 0)])
    assert html.count("<dt>") == 2


def test_files_show_name_and_size(show):
    upload = SimpleUploadedFile("招标文件.pdf", b"x" * 2048)
    html = show("{% file_list files %}", files=[upload, {"name": "b.pdf", "url": "/f/", "size": 3_000_000}])
    assert "招标文件.pdf" in html
    assert "2 KB" in html
    assert "2.9 MB" in html
    assert show("{% file_list files %}", files=[]).strip() == ""


def test_pager_keeps_the_filters(show):
    html = show("{% pager page %}", path="/tenders/?q=a&after=old", page=Page([], "new", is_first=False))
    assert "?q=a&amp;after=new" in html
    assert 'href="?q=a"' in html
    assert show("{% pager page %}", page=Page([], "", is_first=True)).strip() == ""


def test_four_questions_admit_what_is_unknown(show):
    html = show("{% four_questions who=who %}", who="A & B")
    assert (html.count("not yet known"), html.count("not rated yet")) == (2, 1)
    assert "A &amp; B" in html


def test_money_bar_is_plot_a_with_its_table(show):
    html = show("{% money_bar budget=100 paid=43 %}")
    assert "<figure" in html
    assert "¥43.00" in html
    assert "<details" in html
    assert "Show the table" in html


def test_buttons_timeline_empty_state_stat_and_demo_mark(show, now):
    html = show(
        "{% button label url %}{% submit_button label variant='danger' name='act' value='x' %}"
        "{% timeline entries %}{% empty_state label label '/tenders/' label %}{% stat 3 label n=12 %}"
        "{% demo_mark demo %}{% demo_mark real %}{% icon 'search' label %}",
        label=EVIL,
        url="/x/",
        entries=[{"at": now, "title": EVIL, "text": EVIL}, {"at": now.date(), "title": "t", "done": False}],
        demo={"is_demo": True},
        real={"is_demo": False},
    )
    assert "<script>" not in html
    assert html.count("Demo data") == 1
    assert 'name="act"' in html
    assert "n=12" in html
    assert html.count("timeline-entry") == 2


def test_capture_lets_a_frame_know_what_a_page_fills(show):
    html = show("{% capture side %} {% endcapture %}[{% if side %}has{% else %}none{% endif %}]")
    assert html == "[none]"


def test_an_absent_template_is_left_out(show):
    assert show("{% include_if_present 'no/such.html' %}") == ""
