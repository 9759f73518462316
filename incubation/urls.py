from django.urls import path

from .views import own, public, staff

app_name = "incubation"
urlpatterns = [
    path("incubator/", public.incubator, name="incubator"),
    path("incubator/notices/<slug:public_id>/", public.notice, name="notice"),
    path("incubator/apply/", own.apply, name="apply"),
    path("incubator/files/<slug:public_id>/", own.document, name="document"),
    path("my/incubation/", own.home, name="home"),
    path("my/incubation/acts/<slug:code>/", own.member_act, name="own_act"),
    path("my/incubation/applications/<slug:public_id>/", own.application, name="application"),
    path(
        "my/incubation/applications/<slug:public_id>/acts/<slug:code>/",
        own.application_act,
        name="own_application_act",
    ),
    path("work/incubation/", staff.overview, name="work"),
    path("work/incubation/intakes/new/", staff.new_intake, name="new_intake"),
    path("work/incubation/barring/", staff.barring, name="barring"),
    path("work/incubation/applications/<slug:public_id>/", staff.application, name="work_application"),
    path(
        "work/incubation/applications/<slug:public_id>/acts/<slug:code>/",
        staff.application_act,
        name="application_act",
    ),
    path("work/incubation/members/<slug:public_id>/", staff.member, name="work_member"),
    path("work/incubation/members/<slug:public_id>/acts/<slug:code>/", staff.member_act, name="member_act"),
]
