"""What one can ask about facts that came in."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lianqiao.core.errors import NotFound
from lianqiao.core.facts.models import FactImport
from lianqiao.core.facts.permissions import require_bureau
from lianqiao.core.parties.actors import Actor

NEWEST = 10


def last_imports(actor: Actor) -> QuerySet[FactImport]:
    """Return the last imports, newest first."""
    require_bureau(actor)
    return FactImport.objects.select_related("imported_by")[:NEWEST]


def import_for(actor: Actor, pk: int) -> FactImport:
    """Return one import, or raise NotFound."""
    require_bureau(actor)
    found = FactImport.objects.select_related("imported_by").filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such import."))
    return found
