"""Where the letter is asked for, confirmed and left, under the language's prefix."""

from django.urls import path

from . import views

app_name = "newsletter"

urlpatterns = [
    path("", views.ask, name="ask"),
    path("confirm/<str:token>/", views.confirm, name="confirm"),
    path("leave/<str:token>/", views.leave, name="leave"),
]
