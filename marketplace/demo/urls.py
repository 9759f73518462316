from django.urls import path

from . import views

app_name = "demo"
urlpatterns = [
    path("demo/", views.about, name="about"),
    path("demo/clock/", views.clock, name="clock"),
]
