"""Addresses of the exchange."""

from django.urls import path

from lianqiao.core.sheets import import_paths
from lianqiao.desks.exchange.views import (
    board,
    dashboard,
    files,
    listings,
    matches,
    search,
    transfers,
)

app_name = "exchange"
urlpatterns = [
    path("", search.search, name="search"),
    path("new/", listings.choose, name="choose"),
    path("new/<slug:kind>/", listings.new, name="new"),
    path("autosave/", listings.autosave, name="autosave"),
    path("mine/", listings.mine, name="mine"),
    path("listings/<int:pk>/", listings.listing, name="listing"),
    path("listings/<int:pk>/edit/", listings.edit, name="edit"),
    path("listings/<int:pk>/publish/", listings.publish, name="publish"),
    path("listings/<int:pk>/pause/", listings.pause, name="pause"),
    path("listings/<int:pk>/close/", listings.close, name="close"),
    path("listings/<int:pk>/copy/", listings.copy, name="copy"),
    path("listings/<int:pk>/files/", files.attach, name="attach"),
    path("listings/<int:pk>/files/<int:attachment>/", files.attachment, name="attachment"),
    path("listings/<int:pk>/files/<int:attachment>/detach/", files.detach, name="detach"),
    path("matches/", matches.matches, name="matches"),
    path("matches/<int:pk>/", matches.match, name="match"),
    path("matches/<int:pk>/take-up/", matches.take_up, name="take_up"),
    path("matches/<int:pk>/introduce/", matches.introduce, name="introduce"),
    path("matches/<int:pk>/negotiate/", matches.negotiate, name="negotiate"),
    path("matches/<int:pk>/sign/", matches.sign, name="sign"),
    path("matches/<int:pk>/fail/", matches.fail, name="fail"),
    path("matches/<int:pk>/judge/", matches.judge, name="judge"),
    path("matches/<int:pk>/evidence/", matches.evidence, name="evidence"),
    path("board/", board.board, name="board"),
    path("teams/", board.teams, name="teams"),
    path("teams/<int:pk>/members/", board.members, name="members"),
    path("dashboard/", dashboard.dashboard, name="dashboard"),
    path("records/", dashboard.records, name="records"),
    path("records/<slug:form>/", dashboard.records_export, name="records_export"),
    *import_paths("import/", "exchange:import", transfers.listings),
    path("export/<slug:form>/", transfers.export, name="export"),
    path("mine/export/<slug:form>/", transfers.export_mine, name="export_mine"),
]
