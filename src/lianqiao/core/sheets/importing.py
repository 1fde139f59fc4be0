"""The pages through which a list comes in: the upload, the dry run, the confirmation.

A desk says what its list is and who may bring it; the pages and their addresses follow::

    def titles(request: ActingRequest) -> Import: ...

    urlpatterns = [*import_paths("titles/import/", "programs:import", titles)]
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianqiao.core.errors import Refusal
from lianqiao.core.sheets.columns import Column, Sheet
from lianqiao.core.sheets.plans import Action, Plan, shown
from lianqiao.core.sheets.responses import attachment, spool
from lianqiao.core.sheets.templates import template
from lianqiao.core.sheets.uploads import chosen, drop, keep, kept

Codes = Mapping[str, Iterable[tuple[str, str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """A list that comes in: how it is read, planned and done, for the person who asks.

    `purpose` names the upload within a session and the empty list. `above` are the pages above as
    (name, address); the last one is opened when all is done. `rules` say how rows are understood,
    `codes` gives the empty list its code lists; `besides` is an action that the list does not know.
    """

    purpose: str
    title: str
    above: Sequence[tuple[str, str]]
    columns: Sequence[Column]
    read: Callable[[IO[bytes], str], Sheet]
    plan: Callable[[Sheet], Plan[Any]]
    do: Callable[[Sheet], Plan[Any]]
    rules: Sequence[str] = ()
    codes: Callable[[], Codes] = dict
    besides: Action | None = None

    def keep(self, request: HttpRequest) -> None:
        """Keep the upload once it can be read: a broken one is refused where it was chosen."""
        file, name = chosen(request.FILES.get("file"))
        self.read(file, name)
        keep(request.session, self.purpose, file, name)

    def kept(self, request: HttpRequest) -> tuple[Sheet, str]:
        """Return the rows of the upload and its name. NotFound if it is gone."""
        file, name = kept(request.session, self.purpose)
        with file:
            return self.read(file, name), name


def import_paths(route: str, name: str, listed: Callable[..., Import]) -> list[URLPattern]:
    """Return the addresses of all pages of a list, named `app:name` and after.

    `listed` takes the request and what the route names, and refuses who may not bring the list.
    """
    upload = require_http_methods(["GET", "HEAD", "POST"])(_Pages(name, listed).upload)
    return [path(route, upload, name=_own(name)), *paths_after_upload(route, name, listed)]


def paths_after_upload(route: str, name: str, listed: Callable[..., Import]) -> list[URLPattern]:
    """Return the addresses of the dry run, the confirmation and the empty list."""
    pages, own = _Pages(name, listed), _own(name)
    return [
        path(f"{route}plan/", require_safe(pages.plan), name=f"{own}_plan"),
        path(f"{route}confirm/", require_POST(pages.confirm), name=f"{own}_confirm"),
        path(f"{route}template.xlsx", require_safe(pages.template), name=f"{own}_template"),
    ]


def _own(name: str) -> str:
    return name.rpartition(":")[2]


@dataclass(frozen=True, slots=True)
class _Pages:
    """The pages of a list; `place` is what their address names, as the number of a round."""

    name: str
    listed: Callable[..., Import]

    def upload(self, request: HttpRequest, **place: Any) -> HttpResponse:
        """Take a file and show what it would change."""
        listed = self.listed(request, **place)
        problem, status = "", 200
        if request.method == "POST":
            try:
                listed.keep(request)
                return redirect(self._address(place, "_plan"))
            except Refusal as refusal:
                problem, status = str(refusal), refusal.status
        template_url = self._address(place, "_template")
        context = {"listed": listed, "problem": problem, "template_url": template_url}
        return render(request, "upload.html", context, status=status)

    def plan(self, request: HttpRequest, **place: Any) -> HttpResponse:
        """Show the dry run: bad rows first, of the others the first fifty."""
        listed = self.listed(request, **place)
        sheet, name = listed.kept(request)
        context = shown(listed.plan(sheet), besides=listed.besides) | {
            "listed": listed,
            "name": name,
            "upload_url": self._address(place),
            "confirm_url": self._address(place, "_confirm"),
        }
        return render(request, "import_plan.html", context)

    def confirm(self, request: HttpRequest, **place: Any) -> HttpResponse:
        """Import the list that was looked at, all or nothing."""
        listed = self.listed(request, **place)
        sheet, _name = listed.kept(request)
        done = listed.do(sheet).counts
        drop(request.session, listed.purpose)
        count = done[Action.CREATE] + done[Action.UPDATE]
        said = ngettext("%(count)d row was taken in.", "%(count)d rows were taken in.", count)
        messages.success(request, said % {"count": count})
        _title, address = listed.above[-1]
        return redirect(address)

    def template(self, request: HttpRequest, **place: Any) -> HttpResponseBase:
        """Hand out the empty list, with the codes to look up."""
        listed = self.listed(request, **place)
        file = spool()
        template(listed.columns, listed.codes(), file)
        return attachment(file, f"{listed.purpose}.xlsx")

    def _address(self, place: Mapping[str, Any], page: str = "") -> str:
        return reverse(f"{self.name}{page}", kwargs=dict(place))
