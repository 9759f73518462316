from django.urls import path

from . import views

app_name = "notifications"
urlpatterns = [
    path("messages/", views.inbox, name="inbox"),
    path("messages/read/", views.read, name="read"),
    path("messages/preferences/", views.preferences, name="preferences"),
    path("messages/<int:key>/", views.open_message, name="open"),
]
