"""What a page of a form sends: controls into values, values into a save, and what was not kept."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from lianqiao.core.cases.documents import fields as f
from lianqiao.core.cases.forms.kept import dictionary_of
from lianqiao.core.cases.forms.reading import Lists, Read, pasted, read
from lianqiao.core.cases.forms.wording import in_words
from lianqiao.core.cases.models import Filing
from lianqiao.core.cases.queries import filing as queries
from lianqiao.core.cases.services import saving
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.models import User
from lianqiao.core.parties.queries.pickers import organization_on_record
from lianqiao.core.parties.regions import region_finder

# Names of controls that are no field's: a field's key never begins with an underscore.
SEEN = "_seen."
PASTE = "_paste."


@dataclass(slots=True)
class Refused:
    """Why not all of a save was kept: problems by place, clashes by field, what was typed there.

    `missing` names the places that keep a form from being handed in, `sentence` says so.
    """

    problems: dict[str, str] = field(default_factory=dict)
    clashes: dict[str, dict[str, Any]] = field(default_factory=dict)
    typed: dict[str, Sequence[str]] = field(default_factory=dict)
    saved: dict[str, int] = field(default_factory=dict)
    missing: Mapping[str, Any] = field(default_factory=dict)
    sentence: str = ""

    @property
    def is_any(self) -> bool:
        """Whether anything was not kept."""
        return bool(self.problems or self.clashes)

    @property
    def status(self) -> int:
        """The HTTP status that says so."""
        if self.clashes:
            return 409
        return 422 if self.problems or self.missing else 200

    def as_json(self) -> dict[str, Any]:
        """Return what the page's script is told."""
        return {"saved": self.saved, "wrong": self.problems, "clashes": self.clashes}


def save_typed(actor: Actor, pk: int, posted: QueryDict) -> Refused:
    """Save what was typed into the fields that `_field` names, unless nobody has changed them."""
    row = queries.own_filing(actor, pk)
    form = queries.form_of(row)
    typed = {name: list(texts) for name, texts in posted.lists()}
    fields = [one for key in typed.get("_field", []) if (one := form.fields.get(key))]
    found = _read(form, fields, typed)
    values = {key: value for key, value in found.values.items() if _is_changed(key, value, typed)}
    refused = Refused(problems=found.problems)
    if values:
        based_on = {key: _seen(key, typed)[0] for key in values}
        done = saving.save(
            actor=actor,
            filing=pk,
            values=values,
            based_on=based_on,
            page=posted.get("_page", "")[:40],
        )
        row = done.filing
        refused.clashes = _clashes(form, done)
    refused.saved = {key: _revision(row, key) for key in found.values.keys() - refused.clashes}
    lost = {place.partition(".")[0] for place in found.problems} | refused.clashes.keys()
    refused.typed = {name: texts for name, texts in typed.items() if name.partition(".")[0] in lost}
    return refused


def mark(row: Filing, key: str) -> str:
    """Return the revision and the digest that a page shows of a field."""
    return f"{_revision(row, key)}:{_digest(row.buffer.get(key))}"


def _read(form: f.Form, fields: Sequence[f.Field], typed: Mapping[str, Sequence[str]]) -> Read:
    has_address = any(isinstance(one, f.AddressField) for one in fields)
    facts = dictionary_of(form)
    lists = Lists(facts=facts, organization=organization_on_record)
    lists = replace(lists, region=region_finder()) if has_address else lists
    found = read(fields, typed, lists)
    for one in fields:
        text = (typed.get(f"{PASTE}{one.key}") or [""])[-1]
        if text.strip():
            _paste(one, text, lists, found)
    return found


def _paste(one: f.Field, text: str, lists: Lists, found: Read) -> None:
    """Put pasted rows behind those that are there."""
    more = pasted(one, text, lists)
    found.problems |= more.problems
    if one.key in more.values and one.key in found.values:
        rows = (found.values[one.key] or []) + (more.values[one.key] or [])
        if len(rows) > getattr(one, "most", 0):
            found.values.pop(one.key)
            found.problems[one.key] = _("That would be more rows than the table takes.")
        else:
            found.values[one.key] = rows


def _seen(key: str, typed: Mapping[str, Sequence[str]]) -> tuple[int, str]:
    """Return the revision and the digest that a field's page had; a hostile one counts as never."""
    revision, _colon, digest = (typed.get(f"{SEEN}{key}") or [""])[-1].partition(":")
    is_number = revision.isascii() and revision.isdigit() and len(revision) < len(str(2**31))
    return (int(revision) if is_number else 0), digest


def _is_changed(key: str, value: Any, typed: Mapping[str, Sequence[str]]) -> bool:
    """Whether a field differs from what its page showed: a whole page brings all of its fields."""
    return _seen(key, typed)[1] != _digest(value)


def _digest(value: Any) -> str:
    """Return a short digest of a value; of a fact that of the applicant's own word."""
    if isinstance(value, dict) and "type" in value:
        record = value.get("record", {}).get("value")
        value = None if value["value"] == record else [value["type"], value["value"]]
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _revision(row: Filing, key: str) -> int:
    return int((row.marks.get(key) or [0])[0])


def _clashes(form: f.Form, done: saving.Saved) -> dict[str, dict[str, Any]]:
    names = queries.names_of(form, {}, [done.filing.pk])
    people = User.objects.in_bulk([one.by for one in done.clashes.values() if one.by])
    return {
        key: {
            "mine": _said(form.fields[key], clash.mine, names),
            "theirs": _said(form.fields[key], clash.theirs, names),
            "by": str(people.get(clash.by or 0, "")),
            "revision": clash.revision,
        }
        for key, clash in done.clashes.items()
    }


def _said(one: f.Field, value: Any, names: Any) -> str:
    """Return a value in words; rows by their number, as they are too many to choose between."""
    if isinstance(value, list) and one.kind in {"table", "ip"}:
        return _("%(rows)d rows") % {"rows": len(value)}
    return in_words(one, value, names) or _("nothing")
