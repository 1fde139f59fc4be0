"""Plain data as JSON, to be read or kept as a file; asked for again, only if it has changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date, quote_etag

JSON, JSON_LD = "application/json", "application/ld+json; charset=utf-8"


def document(data: Mapping[str, Any], *, name: str = "", media: str = JSON) -> HttpResponse:
    """Answer with data as JSON that a person can read; as a file where it has a name."""
    answer = JsonResponse(
        data, json_dumps_params={"ensure_ascii": False, "indent": 2}, content_type=media
    )
    if name:
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}.json"'
    return answer


def unless_known(
    request: HttpRequest, tag: str, changed_at: datetime, build: Callable[[], HttpResponseBase]
) -> HttpResponseBase:
    """Answer 304 to who has what bears this tag already, otherwise with what is built now."""
    etag, changed = quote_etag(tag), int(changed_at.timestamp())
    answer: HttpResponseBase = get_conditional_response(request, etag, changed) or build()
    answer.headers["ETag"] = etag
    answer.headers["Last-Modified"] = http_date(changed)
    # Whoever keeps it asks each time whether it still holds.
    patch_cache_control(answer, public=True, no_cache=True)
    return answer
