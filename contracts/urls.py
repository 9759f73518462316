from django.urls import path

from contracts.views import archive, official, public, supplier

app_name = "contracts"
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
    path("my/contracts/", supplier.contract_list, name="mine"),
    path("my/contracts/<slug:public_id>/", supplier.contract_detail, name="mine_detail"),
    path("my/contracts/<slug:public_id>/sign/", supplier.sign, name="mine_sign"),
    path("my/contracts/<slug:public_id>/milestones/<int:number>/", supplier.report, name="report"),
    path("my/contracts/<slug:public_id>/files/<slug:file_id>/", supplier.file, name="mine_file"),
    path("work/contracts/", official.contract_list, name="work"),
    path("work/contracts/<slug:public_id>/", official.contract_detail, name="work_detail"),
    path("work/contracts/<slug:public_id>/edit/", official.edit, name="edit"),
    path("work/contracts/<slug:public_id>/offer/", official.offer, name="offer"),
    path("work/tenders/<str:public_id>/archive.zip", archive.archive, name="archive"),
    path("work/contracts/<slug:public_id>/sign/", official.sign, name="sign"),
    path("work/contracts/<slug:public_id>/recall/", official.turn, {"act": "recall"}, name="recall"),
    path("work/contracts/<slug:public_id>/terminate/", official.turn, {"act": "terminate"}, name="terminate"),
    path("work/contracts/<slug:public_id>/close/", official.close, name="close"),
    path("work/contracts/<slug:public_id>/milestones/<int:number>/", official.milestone, name="accept"),
    path(
        "work/contracts/<slug:public_id>/milestones/<int:number>/return/",
        official.return_report,
        name="return",
    ),
    path("work/contracts/<slug:public_id>/files/<slug:file_id>/", official.file, name="work_file"),
]
