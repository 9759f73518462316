from django.urls import path

from deliberation.views import convener, public, resident, worker

app_name = "deliberation"
urlpatterns = [
    path("needs/", public.need_list, name="need_list"),
    path("needs/new/", resident.need_new, name="need_new"),
    path("needs/refused/", public.refused_list, name="refused_list"),
    path("my/needs/", resident.my_needs, name="my_needs"),
    path("needs/<slug:public_id>/", public.need_detail, name="need_detail"),
    path("needs/<slug:public_id>/photos/<slug:photo_id>/", public.need_photo, name="need_photo"),
    path("needs/<slug:public_id>/support/", resident.need_support, name="need_support"),
    path("needs/<slug:public_id>/answer/", resident.need_answer, name="need_answer"),
    path("needs/<slug:public_id>/appeal/", resident.need_appeal, name="need_appeal"),
    path("deliberations/", public.deliberation_list, name="deliberation_list"),
    path("deliberations/<slug:public_id>/", public.deliberation_detail, name="deliberation_detail"),
    path("deliberations/<slug:public_id>/ballot/", resident.ballot, name="ballot"),
    path("deliberations/<slug:public_id>/objection/", resident.objection, name="objection"),
    path("deliberations/<slug:public_id>/files/<slug:file_id>/", public.meeting_file, name="meeting_file"),
    path("work/needs/", worker.work_list, name="work_list"),
    path("work/needs/new/", worker.assisted_new, name="assisted_new"),
    path("work/needs/rules/", worker.rules, name="rules"),
    path("work/needs/<slug:public_id>/", worker.work_need, name="work_need"),
    path("work/needs/<slug:public_id>/screen/", worker.screen, name="screen"),
    path("work/needs/<slug:public_id>/ask/", worker.ask, name="ask"),
    path("work/needs/<slug:public_id>/review/", worker.review, name="review"),
    path("work/needs/<slug:public_id>/appeal/", worker.appeal, name="appeal"),
    path("work/needs/<slug:public_id>/open/", worker.open_from_need, name="open_from_need"),
    path("work/needs/<slug:public_id>/direct/", worker.direct, name="direct"),
    path("work/needs/<slug:public_id>/settle/", worker.settle, name="settle"),
    path("work/needs/<slug:public_id>/deliver/", worker.deliver, name="deliver"),
    path("work/deliberations/", worker.work_deliberations, name="work_deliberations"),
    path("work/deliberations/new/", convener.new, name="work_new"),
    path("work/deliberations/<slug:public_id>/", convener.work_deliberation, name="work_deliberation"),
    path("work/deliberations/<slug:public_id>/<slug:name>/", convener.act, name="act"),
]
