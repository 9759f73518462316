from django.urls import path

from . import views

app_name = "desk"
urlpatterns = [
    path("desk/", views.home, name="home"),
    path("desk/stops/<slug:stop>/", views.stop_list, name="stop"),
    path("desk/jobs/", views.background, name="jobs"),
    path("desk/attention/<slug:code>/", views.attention_list, name="attention"),
]
