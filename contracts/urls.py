from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, path

from contracts.views import (
    archive,
    changes,
    deposits,
    endings,
    failures,
    official,
    parts,
    penalties,
    public,
    rectifications,
    stages,
    supplier,
    tickets,
    tickets_work,
    versions,
    years,
)

app_name = "contracts"


def _both(route: str, view: Callable[..., HttpResponse], name: str, **options: str) -> list[URLPattern]:
    """Return the addresses of a page that both sides have: the buyer's officials and the supplier."""
    return [
        path(
            f"{start}/contracts/<slug:public_id>/{route}",
            view,
            {"side": side, **options},
            name=f"{side}_{name}",
        )
        for start, side in (("work", "work"), ("my", "mine"))
    ]


urlpatterns = [
    path("contracts/", public.contract_list, name="list"),
    path("contracts/<slug:public_id>/", public.contract_detail, name="detail"),
    path("contracts/<slug:public_id>/document/", public.document, name="document"),
    path("contracts/<slug:public_id>/document.json", public.document_file, name="document_file"),
    path("contracts/<slug:public_id>/photos/<slug:file_id>/", public.photo, name="photo"),
    path("contracts/<slug:public_id>/checks/<slug:file_id>/", public.check_photo, name="check_photo"),
    path(
        "contracts/<slug:public_id>/milestones/<int:number>/certificate/",
        public.certificate,
        name="certificate",
    ),
    path("contracts/<slug:public_id>/milestones/<int:number>/check/", public.check, name="check"),
    path("contracts/<slug:public_id>/final/", public.final, name="final"),
    path("contracts/<slug:public_id>/differences/", versions.public_differences, name="differences"),
    path("contracts/<slug:public_id>/versions/<int:number>/", versions.version, name="version"),
    path("contracts/<slug:public_id>/versions/<int:number>.json", versions.version_data, name="version_data"),
    path("contracts/<slug:public_id>/versions/<int:number>.pdf", versions.version_pdf, name="version_pdf"),
    path("my/year/", years.this_year, name="this_year"),
    path("my/year/<int:year>/", years.year, name="year"),
    path("my/year/<int:year>.csv", years.year_csv, name="year_csv"),
    path("work/contracts/<slug:public_id>/not-signed/", failures.not_signed, name="not_signed"),
    path("my/contracts/", supplier.contract_list, name="mine"),
    path("my/contracts/<slug:public_id>/", supplier.contract_detail, name="mine_detail"),
    path("my/contracts/<slug:public_id>/sign/", supplier.sign, name="mine_sign"),
    path("my/contracts/<slug:public_id>/milestones/<int:number>/", supplier.report, name="report"),
    path(
        "my/contracts/<slug:public_id>/milestones/<int:number>/photos/<slug:digest>/",
        supplier.photo_part,
        name="photo_part",
    ),
    path("my/contracts/<slug:public_id>/files/<slug:file_id>/", supplier.file, name="mine_file"),
    path("work/contracts/", official.contract_list, name="work"),
    path("work/contracts/<slug:public_id>/", official.contract_detail, name="work_detail"),
    path("work/contracts/<slug:public_id>/edit/", official.edit, name="edit"),
    path("work/contracts/<slug:public_id>/offer/", official.offer, name="offer"),
    path("work/tenders/<str:public_id>/archive.zip", archive.archive, name="archive"),
    path("work/contracts/<slug:public_id>/sign/", official.sign, name="sign"),
    path("work/contracts/<slug:public_id>/recall/", official.recall, name="recall"),
    *(
        path(f"work/contracts/<slug:public_id>/{act}/", endings.end, {"act": act}, name=act)
        for act in ("suspend", "resume", "terminate")
    ),
    path("my/contracts/<slug:public_id>/subcontracts/new/", endings.subcontract, name="subcontract"),
    path(
        "work/contracts/<slug:public_id>/subcontracts/<int:key>/", endings.decide, name="decide_subcontract"
    ),
    path("work/contracts/<slug:public_id>/deposit/", deposits.ask_for_deposit, name="deposit"),
    path("work/contracts/<slug:public_id>/close/", official.close, name="close"),
    path("work/contracts/<slug:public_id>/milestones/<int:number>/", official.milestone, name="accept"),
    path(
        "work/contracts/<slug:public_id>/milestones/<int:number>/return/",
        official.return_report,
        name="return",
    ),
    path("work/contracts/<slug:public_id>/milestones/<int:number>/deduct/", parts.deduct, name="deduct"),
    path(
        "contracts/<slug:public_id>/milestones/<int:number>/parts/<int:part_number>/",
        parts.part_certificate,
        name="part_certificate",
    ),
    path("work/contracts/<slug:public_id>/files/<slug:file_id>/", official.file, name="work_file"),
    path("tickets/", tickets.ticket_list, name="tickets"),
    path("tickets/<slug:public_id>/", tickets.ticket_detail, name="ticket"),
    path("tickets/<slug:public_id>/join/", tickets.ticket_join, name="ticket_join"),
    path("tickets/<slug:public_id>/photos/<slug:file_id>/", tickets.ticket_photo, name="ticket_photo"),
    path("tickets/<slug:public_id>/evidence/<slug:file_id>/", tickets.answer_photo, name="answer_photo"),
    path("contracts/<slug:public_id>/problem/", tickets.ticket_new, name="problem"),
    path(
        "contracts/<slug:public_id>/milestones/<int:number>/problem/",
        tickets.ticket_new,
        name="milestone_problem",
    ),
    path("my/tickets/", tickets.my_tickets, name="my_tickets"),
    path("my/tickets/<slug:public_id>/", tickets.my_ticket, name="my_ticket"),
    path("my/tickets/<slug:public_id>/<slug:act>/", tickets.my_ticket_act, name="my_ticket_act"),
    path("my/answers/", tickets_work.answer_list, name="answers"),
    path("my/answers/<slug:public_id>/", tickets_work.answer, name="answer"),
    path("my/answers/<slug:public_id>/extend/", tickets_work.extend, name="extend_ticket"),
    path("work/tickets/", tickets_work.work_tickets, name="work_tickets"),
    path("work/tickets/<slug:public_id>/", tickets_work.work_ticket, name="work_ticket"),
    path(
        "work/tickets/<slug:public_id>/photos/<slug:file_id>/",
        tickets_work.work_ticket_photo,
        name="work_ticket_photo",
    ),
    path("work/tickets/<slug:public_id>/reporters/", tickets_work.reporters, name="ticket_reporters"),
    path("work/tickets/<slug:public_id>/<slug:act>/", tickets_work.work_ticket_act, name="work_ticket_act"),
    path(
        "work/contracts/<slug:public_id>/versions/<int:number>/copy/",
        versions.copy,
        name="copy",
    ),
    path("contracts/<slug:public_id>/stages/<slug:stage_id>/", stages.public, name="stage"),
    *(
        path(
            f"work/contracts/<slug:public_id>/stages/new/{kind}/",
            stages.begin,
            {"kind": kind},
            name="stage_begin",
        )
        for kind in ("midterm", "final", "spot")
    ),
    path("work/contracts/<slug:public_id>/stages/<slug:stage_id>/", stages.work, name="stage_work"),
    path(
        "work/contracts/<slug:public_id>/stages/<slug:stage_id>/sample/", stages.sample, name="stage_sample"
    ),
    path(
        "work/contracts/<slug:public_id>/stages/<slug:stage_id>/publish/",
        stages.publish,
        name="stage_publish",
    ),
    path("work/contracts/<slug:public_id>/rectifications/new/", rectifications.order, name="rectify"),
    path(
        "my/contracts/<slug:public_id>/rectifications/<int:number>/answer/",
        rectifications.answer,
        name="answer_rectification",
    ),
    *(
        path(
            f"work/contracts/<slug:public_id>/rectifications/<int:number>/{act}/",
            view,
            name=f"{act}_rectification",
        )
        for act, view in (("check", rectifications.check), ("fail", rectifications.fail))
    ),
    *_both("rectifications/<int:number>/", rectifications.detail, "rectification"),
    *_both("rectifications/files/<slug:file_id>/", rectifications.file, "rectification_file"),
    *_both("stages/photos/<slug:file_id>/", stages.photo, "sample_photo"),
    path("work/contracts/<slug:public_id>/penalties/new/", penalties.propose, name="penalty_new"),
    *(
        path(f"{start}/contracts/<slug:public_id>/penalties/<int:number>/{act}/", view, name=name)
        for start, act, view, name in (
            ("my", "answer", penalties.answer, "answer_penalty"),
            ("my", "object", penalties.object_to, "object_to_penalty"),
            ("work", "decide", penalties.decide, "decide_penalty"),
            ("work", "judge", penalties.judge, "judge_penalty"),
        )
    ),
    *_both("penalties/<int:number>/", penalties.detail, "penalty"),
    *_both("penalties/files/<slug:file_id>/", penalties.file, "penalty_file"),
    *_both("document.pdf", versions.side_pdf, "pdf"),
    *_both("differences/", versions.side_differences, "differences"),
    *_both("changes/new/", changes.propose, "change_new"),
    *_both("changes/<int:number>/", changes.change, "change"),
    *_both("changes/<int:number>/agree/", changes.sign_change, "change_agree", act="agree"),
    *_both("changes/<int:number>/approve/", changes.sign_change, "change_approve", act="approve"),
    *_both("changes/<int:number>/refuse/", changes.end_change, "change_refuse", act="refuse"),
    *_both("changes/<int:number>/withdraw/", changes.end_change, "change_withdraw", act="withdraw"),
]
