"""Where products answer."""

from django.urls import path

from . import views

app_name = "products"

urlpatterns = [path("<slugid:ref>/", views.product, name="product")]
