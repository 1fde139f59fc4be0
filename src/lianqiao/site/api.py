"""The root of the HTTP API: each desk's router under its own prefix."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from lianqiao import __version__
from lianqiao.core.errors import Refusal
from lianqiao.core.indicators.api import router as indicators
from lianqiao.desks.exchange.api import router as exchange
from lianqiao.desks.policies.api import router as policies
from lianqiao.desks.programs.centers.api import router as centers
from lianqiao.desks.programs.grants.api import router as grants
from lianqiao.desks.reports.commitments.api import router as commitments
from lianqiao.desks.reports.evaluation.api import router as evaluation
from lianqiao.desks.reports.opinions.api import router as opinions
from lianqiao.site import answers
from lianqiao.site.api_docs import ReadableDocs

api = NinjaAPI(
    title="Lianqiao",
    version=__version__,
    description="Listings, search and matches of the exchange; policies and who qualifies.",
    docs=ReadableDocs(),
    docs_url="/docs",
    urls_namespace="api",
)
desks = (exchange, policies, centers, grants, indicators, commitments, opinions, evaluation)
for router in desks:
    api.add_router("", router)


@api.exception_handler(Refusal)
def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Answer a refusal as JSON."""
    return answers.refused(request, refusal)


@api.exception_handler(HttpError)
def failed(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Answer ninja's own errors (401, 403, 429) in the same form."""
    return JsonResponse(answers.as_json(request, str(error)), status=error.status_code)


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Name each parameter or field that can't be read, as `Invalid` does."""
    return answers.unreadable(request, error.errors)
