"""Addresses of the ledger."""

from django.urls import path

from lianqiao.core.ledger import views

app_name = "ledger"
urlpatterns = [
    path("", views.entries, name="entries"),
    path("export/<slug:form>/", views.export, name="export"),
    path("seals/", views.seals, name="seals"),
    path("seals/roots.txt", views.published, name="roots"),
    path("<int:pk>/", views.entry, name="entry"),
    path("<int:pk>/proof.json", views.proof, name="proof"),
]
