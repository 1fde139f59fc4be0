"""Files of listings: adding, fetching and taking off."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lianqiao.core.errors import Invalid, NotFound
from lianqiao.core.parties.http import ActingRequest
from lianqiao.desks.exchange import queries
from lianqiao.desks.exchange.services import attachments as services


@require_POST
def attach(request: ActingRequest, pk: int) -> HttpResponse:
    """Add a file to a listing of one's own."""
    file = request.FILES.get("file")
    if file is None:
        raise Invalid(_("Choose a file first."))
    services.attach(actor=request.actor, listing=pk, file=file)
    messages.success(request, _("The file is attached."))
    return redirect("exchange:edit", pk)


@require_POST
def detach(request: ActingRequest, pk: int, attachment: int) -> HttpResponse:
    """Take a file off."""
    services.detach(actor=request.actor, listing=pk, attachment=attachment)
    messages.success(request, _("The file is taken off."))
    return redirect("exchange:edit", pk)


@require_safe
def attachment(request: ActingRequest, pk: int, attachment: int) -> FileResponse:
    """Hand a file to whoever may read its listing; never opened in our name."""
    row = queries.listing(request.actor, pk).attachments.filter(pk=attachment).first()
    if row is None:
        raise NotFound(_("There is no such file on this listing."))
    return FileResponse(row.file.open(), as_attachment=True, filename=row.name)
