"""Publishing a procedure: whole, checked, by a second person; from then on it never changes."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lianqiao.core.cases.building.flaws import problems_of
from lianqiao.core.cases.documents.plain import digest, plain
from lianqiao.core.cases.documents.procedure import Document, machine
from lianqiao.core.cases.models import Definition, Version
from lianqiao.core.cases.problems import listed
from lianqiao.core.cases.queries.procedures import known_of
from lianqiao.core.cases.services.building import locked
from lianqiao.core.cases.services.laying import lay_down
from lianqiao.core.errors import Conflict, Invalid, NotAllowed
from lianqiao.core.ledger.services import record
from lianqiao.core.parties.actors import Actor

PUBLISHED = "cases.version.published"


@transaction.atomic
def publish(
    definition: int,
    *,
    actor: Actor,
    expected: int,
    valid_from: date | None = None,
    today: date | None = None,
) -> Version:
    """Publish the draft of revision `expected` as the next version, valid from a day, else today.

    NotAllowed for who does not lead or saved last, Conflict where somebody has saved since it was
    looked at or nothing has changed, Invalid with every flaw, or for a day that is gone.
    """
    row = locked(definition, actor)
    _require_second_person(row, actor)
    if row.revision != expected:
        raise Conflict(_("This procedure was saved again meanwhile; look at it before publishing."))
    day = timezone.localdate() if today is None else today
    document = _sound(row, day)
    made = Version(
        definition=row,
        number=(row.versions.aggregate(last=Max("number"))["last"] or 0) + 1,
        document=plain(document),
        valid_from=valid_from or day,
        published_by_id=actor.user,
    )
    made.sha256 = digest(made.document)
    _require_order(row, made, day)
    made.save()
    lay_down(machine(document, made.number))
    record(PUBLISHED, subject=made.pk, actor=actor, organization=row.office_id)
    return made


def _require_second_person(row: Definition, actor: Actor) -> None:
    if not actor.leads:
        raise NotAllowed(_("A team lead or administrator publishes procedures."))
    if row.saved_by_id == actor.user:
        raise NotAllowed(_("A second person publishes: not the one who saved the draft last."))


def _sound(row: Definition, day: date) -> Document:
    found = problems_of(row.draft, known_of(row), day)
    if found:
        raise Invalid(_("This cannot be published yet:") + "\n" + listed(found))
    return Document.model_validate(row.draft)


def _require_order(row: Definition, made: Version, day: date) -> None:
    if made.valid_from < day:
        message = _("A version is valid from today on, or from a later day.")
        raise Invalid(message, {"valid_from": message})
    last = row.versions.first()
    if last is None:
        return
    if last.sha256 == made.sha256:
        raise Conflict(_("Nothing has changed since version %(number)d.") % {"number": last.number})
    if made.valid_from < last.valid_from:
        said = {"number": last.number, "day": date_format(last.valid_from)}
        message = _("Version %(number)d begins on %(day)s; this one cannot begin before it.") % said
        raise Invalid(message, {"valid_from": message})
