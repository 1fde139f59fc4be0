"""Building a procedure: begun from nothing, a file or a copy; saved by one after another."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from lianqiao.core.cases.files import LARGEST
from lianqiao.core.cases.models import Definition
from lianqiao.core.cases.queries.versions import SUBJECT
from lianqiao.core.cases.rights import may_build
from lianqiao.core.errors import Conflict, Invalid, NotAllowed, NotFound, TooLarge, explained
from lianqiao.core.ledger.kinds import kinds
from lianqiao.core.parties.actors import Actor

CODE = re.compile(r"[a-z][a-z0-9_]{0,31}")
NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")
"""NUL as JSON writes it, which no column of the database takes."""


@transaction.atomic
def begin(
    draft: Mapping[str, Any], *, actor: Actor, code: str = "", is_invented: bool = False
) -> Definition:
    """Begin a procedure of the actor's office from a document; `code` replaces the document's own.

    Conflict where the code is taken, Invalid where it is none.
    """
    if not (actor.is_bureau and actor.organization):
        raise NotAllowed(_("Only an office builds procedures."))
    found = code.strip() or str(draft.get("code", ""))
    _require_code(found)
    taken = Conflict(_("The code “%(code)s” is taken; choose another.") % {"code": found})
    if found in {kind.code.partition(".")[0] for kind in kinds() if kind.subject != SUBJECT}:
        raise taken  # a desk's own entries bear it
    with explained({"cases_definition_code_key": taken}), transaction.atomic():
        return Definition.objects.create(
            code=found,
            office_id=actor.organization,
            draft=_bounded({**draft, "code": found}),
            saved_by_id=actor.user,
            is_invented=is_invented,
        )


@transaction.atomic
def save_draft(
    definition: int, draft: Mapping[str, Any], *, actor: Actor, expected: int
) -> Definition:
    """Keep a draft, sound or not. `expected` is the revision that it was made from.

    Conflict where somebody else has saved meanwhile; the sentence says who and when.
    """
    row = locked(definition, actor)
    if row.revision != expected:
        raise Conflict(_changed_by(row))
    row.draft = _bounded({**draft, "code": row.code})
    row.revision += 1
    row.saved_by_id = actor.user
    row.save(update_fields=["draft", "revision", "saved_by", "saved_at"])
    return row


@transaction.atomic
def take_new_cases(definition: int, *, actor: Actor, is_open: bool) -> Definition:
    """Let a procedure take new cases, or no more; those that are open go on."""
    row = locked(definition, actor)
    if not actor.leads:
        raise NotAllowed(_("A team lead or administrator opens and closes procedures."))
    row.is_open = is_open
    row.save(update_fields=["is_open"])
    return row


def locked(definition: int, actor: Actor) -> Definition:
    """Return a procedure that the actor may build, its row locked; NotFound for anybody else."""
    rows = Definition.objects.select_for_update(of=("self",)).select_related("saved_by")
    row = rows.filter(pk=definition).first()
    if row is None or not may_build(actor, row.office_id):
        raise NotFound(_("There is no such procedure."))
    return row


def _require_code(code: str) -> None:
    if not CODE.fullmatch(code):
        message = _(
            "A code begins with a small letter and has small letters, digits and _ only, "
            "at most 32."
        )
        raise Invalid(message, {"code": message})


def _bounded(draft: Mapping[str, Any]) -> dict[str, Any]:
    written = json.dumps(draft, ensure_ascii=False)
    if len(written.encode()) > LARGEST:
        raise TooLarge(_("The procedure is larger than one megabyte."))
    if NUL.search(written):
        raise Invalid(_("This may not contain the character NUL."))
    return dict(draft)


def _changed_by(row: Definition) -> str:
    said = {
        "who": str(row.saved_by or "–"),
        "when": date_format(localtime(row.saved_at), "DATETIME_FORMAT"),
    }
    return (
        _(
            "%(who)s has saved this procedure meanwhile (%(when)s). What you entered stands below; "
            "nothing of it is lost. Look at the procedure as it is now and save again."
        )
        % said
    )
