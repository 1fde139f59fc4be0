"""Addresses of reviews: an expert's own, the office's, the pool."""

from __future__ import annotations

from django.urls import path

from lianqiao.core.cases.views import experts, panels, reviews
from lianqiao.core.sheets import import_paths

urlpatterns = [
    path("reviews/", reviews.reviews, name="reviews"),
    path("reviews/<int:pk>/", reviews.review, name="review"),
    path("reviews/<int:pk>/declare/", reviews.declare, name="review_declare"),
    path("reviews/<int:pk>/write/", reviews.write, name="review_write"),
    path("reviews/<int:pk>/files/<int:file>/", reviews.paper, name="review_file"),
    path("<int:pk>/panels/", panels.panels, name="panels"),
    path("<int:pk>/panels/draw/", panels.draw, name="panel_draw"),
    path("<int:pk>/panels/<int:panel>/fill/", panels.fill, name="panel_fill"),
    path("<int:pk>/panels/seats/<int:seat>/release/", panels.release, name="seat_release"),
    path("procedures/<slug:code>/ranking/<slug:key>/", panels.ranking, name="ranking"),
    path("procedures/<slug:code>/calibration/<slug:key>/", panels.calibration, name="calibration"),
    path("experts/", experts.experts, name="experts"),
    path("experts/list.<str:kind>", experts.export, name="experts_export"),
    *import_paths("experts/import/", "cases:experts_import", experts.listed),
]
