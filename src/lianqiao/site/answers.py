"""How the house says no: error pages, fragments for htmx, JSON for the API."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from lianqiao.core.errors import Invalid, NotAllowed, NotFound, Refusal, TooLarge, TooMany

API_PREFIX = "/api/"


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Answer a refusal in the form that the asker understands."""
    if _asks_to_sign_in(request, refusal):
        return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
    fields = refusal.fields if isinstance(refusal, Invalid) else {}
    refused = answer(request, refusal.status, str(refusal), fields=fields)
    if isinstance(refusal, TooMany):
        refused.headers["Retry-After"] = str(refusal.wait)
    return refused


def _asks_to_sign_in(request: HttpRequest, refusal: Refusal) -> bool:
    """Signing in may help a visitor who follows a link; a form's answer must not be lost."""
    return (
        isinstance(refusal, NotAllowed)
        and not request.user.is_authenticated
        and request.method == "GET"
        and not request.path.startswith(API_PREFIX)
        and not _is_htmx(request)
    )


def answer(
    request: HttpRequest, status: int, sentence: str = "", *, fields: Any = None
) -> HttpResponse:
    """Return JSON for the API, a fragment for htmx, otherwise the page of this status."""
    if request.path.startswith(API_PREFIX):
        return JsonResponse(as_json(request, sentence or _reason(status), fields), status=status)
    context = {
        "status": status,
        "sentence": sentence,
        "fields": fields or {},
        "reference": reference_of(request),
    }
    if _is_htmx(request):
        body = render_to_string("fragments/refusal.html", context, request)
        # The message area, whatever element had asked.
        headers = {"HX-Retarget": "#messages", "HX-Reswap": "innerHTML show:top"}
        return HttpResponse(body, status=status, headers=headers)
    # No database behind a broken page: 500 is rendered without the request's context.
    body = render_to_string(_template(status), context, None if status >= 500 else request)  # noqa: PLR2004
    return HttpResponse(body, status=status)


def as_json(request: HttpRequest, detail: str, fields: Any = None) -> dict[str, Any]:
    """Return the API's error: `detail`, `fields` (name to sentence), `reference`."""
    named = {name: str(sentence) for name, sentence in (fields or {}).items()}
    return {"detail": detail, "fields": named, "reference": reference_of(request)}


def reference_of(request: HttpRequest) -> str:
    """Return the request's reference number."""
    return getattr(request, "reference", "-")


def _is_htmx(request: HttpRequest) -> bool:
    # A page restored by htmx' history is a whole page.
    return bool(getattr(request, "htmx", False)) and not request.htmx.history_restore_request  # type: ignore[attr-defined]


def _template(status: int) -> str:
    return f"{status if status in {400, 403, 404, 409, 413, 500} else 400}.html"


def _reason(status: int) -> str:
    return {
        400: _("The request could not be understood."),
        403: _("You may not do this."),
        404: _("There is no such thing here."),
        413: _("What was sent is too large."),
    }.get(status, _("Something broke on our side. Please tell us the reference number."))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler for 400, and for a body beyond the limit."""
    return answer(request, TooLarge.status if isinstance(exception, RequestDataTooBig) else 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler for 403."""
    return answer(request, NotAllowed.status)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler for 404."""
    return answer(request, NotFound.status)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler for 500."""
    return answer(request, 500)


def unreadable(request: HttpRequest, errors: list[dict[str, Any]]) -> HttpResponse:
    """Answer ninja's list of validation errors: 422 with the place of each."""
    fields = {".".join(map(str, error["loc"][1:])): str(error["msg"]) for error in errors}
    detail = _("Some parameters or fields cannot be read.")
    return JsonResponse(as_json(request, detail, fields), status=Invalid.status)
