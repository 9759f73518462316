from django.urls import path

from .views import appeals, consequences, desk, public, resident, rounds, rounds_work

app_name = "ranking"
urlpatterns = [
    path("ranking/", public.ranking_list, name="ranking"),
    path("ranking/files/<slug:name>.<slug:ending>", public.ranking_file, name="file"),
    path("ranking/calibrations/", public.calibration_list, name="calibrations"),
    path("ranking/use/", public.lawful_use, name="use"),
    path("ranking/<slug:public_id>/", public.organization_standing, name="organization"),
    path("reviews/<slug:public_id>/", public.review_result, name="review"),
    path("reviews/<slug:public_id>/rate/", resident.rate, name="rate_as_resident"),
    path("work/reviews/", desk.review_list, name="work"),
    path("work/reviews/appeals/", appeals.appeal_list, name="appeals"),
    path("work/reviews/appeals/new/<slug:contract_id>/<slug:item>/", appeals.appeal_new, name="appeal_new"),
    path("work/reviews/appeals/<slug:public_id>/", appeals.appeal_detail, name="appeal"),
    path("work/reviews/links/", appeals.links, name="links"),
    path("work/reviews/<slug:public_id>/", desk.review_detail, name="work_review"),
    path("work/reviews/<slug:public_id>/rate/", desk.rate, name="rate"),
    path("work/reviews/<slug:public_id>/self/", desk.rate_own, name="rate_own"),
    path(
        "work/reviews/<slug:public_id>/consequences/<slug:code>/",
        consequences.consequence,
        name="consequence",
    ),
    path("work/reviews/<slug:public_id>/third-party/", desk.invite, name="invite"),
    path("work/reviews/<slug:public_id>/ask/", desk.ask, name="ask"),
    path("work/reviews/<slug:public_id>/reply/", desk.reply, name="reply"),
    path("work/reviews/<slug:public_id>/publish/", desk.publish, name="publish"),
    path("rounds/", rounds.round_list, name="rounds"),
    path("rounds/<slug:public_id>/", rounds.round_detail, name="round"),
    path("rounds/<slug:public_id>/answer/", rounds.round_answer, name="round_answer"),
    path("rounds/<slug:public_id>/thanks/", rounds.round_thanks, name="round_thanks"),
    path("work/rounds/", rounds_work.work_rounds, name="work_rounds"),
    path("work/rounds/new/", rounds_work.round_new, name="round_new"),
    path("work/rounds/<slug:public_id>/", rounds_work.work_round, name="work_round"),
    path("work/rounds/<slug:public_id>/paper/", rounds_work.round_paper, name="round_paper"),
    path("work/rounds/<slug:public_id>/group/", rounds_work.round_group, name="round_group"),
    path(
        "work/rounds/<slug:public_id>/codes/<int:code_id>/replace/",
        rounds_work.round_code_replace,
        name="round_code_replace",
    ),
    path("work/rounds/<slug:public_id>/codes/<slug:community>/", rounds_work.round_codes, name="round_codes"),
    path("work/rounds/<slug:public_id>/<slug:act>/", rounds_work.round_act, name="round_act"),
]
