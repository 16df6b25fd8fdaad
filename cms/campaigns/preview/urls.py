"""Where previews are entered and left."""

from django.urls import path

from . import views

app_name = "preview"

urlpatterns = [
    path("", views.enter, name="enter"),
    path("leave/", views.leave, name="leave"),
]
