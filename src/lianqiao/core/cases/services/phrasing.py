"""Keeping and dropping an office's phrases."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from lianqiao.core.cases.models import Phrase
from lianqiao.core.cases.models.phrases import LABEL, TEXT
from lianqiao.core.cases.queries.phrases import PLACES, phrases_of
from lianqiao.core.cases.services.telling import unknown_places
from lianqiao.core.errors import Invalid, NotFound, explained
from lianqiao.core.parties.actors import Actor

MOST = 100
"""Phrases of an office: more, and nobody finds one."""


@transaction.atomic
def keep_phrase(label: str, text: str, *, actor: Actor, phrase: int | None = None) -> Phrase:
    """Write a phrase of the actor's office, or change one. Invalid says what does not do."""
    if not actor.is_bureau or actor.organization is None:
        raise NotFound(_("There is no such phrase."))
    row = _own(phrase, actor) if phrase else Phrase(office_id=actor.organization)
    row.label, row.text = _plain(label, "label", LABEL), _plain(text, "text", TEXT)
    if strange := sorted(set(unknown_places(row.text, PLACES))):
        message = _("Nothing is filled in for %(names)s; braces are for: %(known)s.") % {
            "names": ", ".join(f"{{{name}}}" for name in strange),
            "known": ", ".join(f"{{{name}}}" for name in sorted(PLACES)),
        }
        raise Invalid(message, {"text": message})
    if not row.pk and phrases_of(actor).count() >= MOST:
        raise Invalid(_("At most %(most)d phrases; drop one first.") % {"most": MOST})
    taken = _("There is a phrase of this name already.")
    with explained({"phrase_named_once": Invalid(taken, {"label": taken})}), transaction.atomic():
        row.save()
    return row


@transaction.atomic
def drop_phrase(phrase: int, *, actor: Actor) -> None:
    """Drop a phrase; what was written with it stays."""
    _own(phrase, actor).delete()


def _own(phrase: int, actor: Actor) -> Phrase:
    row = phrases_of(actor).filter(pk=phrase).first()
    if row is None:
        raise NotFound(_("There is no such phrase."))
    return row


def _plain(value: str, name: str, longest: int) -> str:
    plain = value.replace("\x00", "").strip()
    if not 0 < len(plain) <= longest:
        message = _("From one to %(most)d characters.") % {"most": longest}
        raise Invalid(message, {name: message})
    return plain
