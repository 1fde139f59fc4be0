"""The administration pages: for administrators of a bureau, signed in as everywhere else."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianqiao.core.errors import NotFound
from lianqiao.core.parties.actors import ANYONE
from lianqiao.core.parties.permissions import is_administrator


class ListsSite(AdminSite):
    """Code lists and the working calendar; everything else is changed through services."""

    site_title = site_header = index_title = gettext_lazy("Code lists")

    def has_permission(self, request: HttpRequest) -> bool:
        """Tell whether an administrator acts; Django's own staff mark means nothing here."""
        return is_administrator(getattr(request, "actor", ANYONE))

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Send visitors to the house's sign-in; who is signed in already may not know the page."""
        if request.user.is_authenticated:
            raise NotFound(_("There is no such thing here."))
        return redirect_to_login(request.GET.get("next", request.path), settings.LOGIN_URL)

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Leave through the house's own door."""
        return redirect("account_logout")
