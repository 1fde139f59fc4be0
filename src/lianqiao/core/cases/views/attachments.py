"""Files of a filing: put in, taken off, fetched."""

from __future__ import annotations

from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lianqiao.core.cases.models import Attachment
from lianqiao.core.cases.queries.files import file_for
from lianqiao.core.cases.queries.filing import own_filing
from lianqiao.core.cases.services import attaching
from lianqiao.core.cases.views import filling
from lianqiao.core.cases.views.filing import one_field
from lianqiao.core.cases.views.posted import Refused
from lianqiao.core.errors import Conflict, Invalid, Refusal
from lianqiao.core.parties.http import ActingRequest


@never_cache
@require_POST
def attach(request: ActingRequest, pk: int, key: str) -> HttpResponse:
    """Put a file into a field; the page's script gets the field back."""
    own_filing(request.actor, pk)
    file = request.FILES.get("_file")
    try:
        if file is None:
            raise Invalid(_("Choose a file first."))
        attaching.attach(
            actor=request.actor, filing=pk, field=key, file=file, page=request.POST.get("_page", "")
        )
    except Refusal as refusal:
        if not request.htmx:
            raise
        return _field(request, pk, key, str(refusal))
    return _field(request, pk, key) if request.htmx else _back(pk, key)


@never_cache
@require_POST
def detach(request: ActingRequest, pk: int, file: int) -> HttpResponse:
    """Take a file off."""
    key = file_for(request.actor, pk, file).field
    page = request.POST.get("_page", "")
    attaching.detach(actor=request.actor, filing=pk, attachment=file, page=page)
    return _field(request, pk, key) if request.htmx else _back(pk, key)


@require_safe
def file(request: ActingRequest, pk: int, file: int) -> FileResponse:
    """Hand a file to the applicant and, once submitted, to the office; never opened in our name."""
    row: Attachment = file_for(request.actor, pk, file)
    if not row.is_open:
        said = {"name": row.name, "state": row.get_scan_display()}
        raise Conflict(_("“%(name)s” is not let pass: %(state)s.") % said)
    return FileResponse(row.file.open(), as_attachment=True, filename=row.name)


def _back(pk: int, key: str) -> HttpResponse:
    return redirect(f"{reverse('cases:filing', args=[pk])}#f-{key}")


def _field(request: ActingRequest, pk: int, key: str, problem: str = "") -> HttpResponse:
    """Show the field again: what htmx takes for a form with its errors where there is a problem."""
    refused = Refused(problems={key: problem} if problem else {})
    context = filling.page(request.actor, pk, refused)
    return one_field(request, context, key, refused.status)
