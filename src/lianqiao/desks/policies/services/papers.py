"""A paper becomes a draft, and the values that stand in its text find their places."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from lianqiao.core.errors import Conflict, Invalid
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.policies import richtext
from lianqiao.desks.policies.drafts import PolicyDraft, draft_of, measure_draft_of
from lianqiao.desks.policies.models import Measure, Version
from lianqiao.desks.policies.papers import Kind, Value, particulars, read_paper, values
from lianqiao.desks.policies.services import documents, measures, opened, versions

# Which values fit which places; places of a measure stand after those of the policy.
POLICY_PLACES = {Kind.DAY: ("published_on", "valid_from", "valid_to")}
MEASURE_PLACES = {Kind.AMOUNT: ("cap", "budget"), Kind.DAY: ("opens_on", "closes_on")}
ATTACHED = (".docx", ".pdf", ".doc", ".wps", ".txt")


@transaction.atomic
def import_paper(*, actor: Actor, file: UploadedFile[Any]) -> Version:
    """Begin a draft with a paper's text and what it says of itself; the file is attached."""
    name = file.name or ""
    html = read_paper(file, name)  # type: ignore[arg-type]
    known = asdict(particulars(html))
    if known["valid_to"] and known["valid_from"] and known["valid_to"] < known["valid_from"]:
        known["valid_to"] = None
    known["title"] = known["title"] or name[:200]
    row = versions.save_draft(actor=actor, draft=PolicyDraft(**known, text=html))
    if name.lower().endswith(ATTACHED):
        file.seek(0)
        documents.attach(actor=actor, version=row.pk, file=file)
    return row


def values_of(version: Version) -> list[Value]:
    """Return the values that stand in a version's text."""
    return values(richtext.to_plain(version.text))


@transaction.atomic
def use_value(*, actor: Actor, version: int, at: int, place: str, measure: int | None) -> Version:
    """Put the value at a place of the text into a draft's policy or one of its measures.

    Conflict if another text stands there by now; Invalid for a place that it does not fit.
    """
    row = opened.open_draft(actor, version)
    value = next((one for one in values_of(row) if one.at == at), None)
    if value is None:
        raise Conflict(_("The text was changed in the meantime; look at its values again."))
    fitting = (POLICY_PLACES if measure is None else MEASURE_PLACES).get(value.kind, ())
    if place not in fitting:
        raise Invalid(_("This value does not fit there."))
    if measure is None:
        draft = replace(draft_of(row, with_measures=False), **{place: value.value})
        return versions.save_draft(actor=actor, draft=draft, version=version)
    _use_in_measure(actor, row, measure, place, value)
    return row


def _use_in_measure(actor: Actor, row: Version, measure: int, place: str, value: Value) -> None:
    found: Measure | None = row.measures.filter(pk=measure).first()
    if found is None:
        raise Conflict(_("This measure is no longer there."))
    draft = replace(measure_draft_of(found), **{place: value.value})
    measures.save_measure(actor=actor, measure=measure, draft=draft)
