"""A draft while it is open: locked, changed, found again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from lianqiao.core.errors import Conflict, Invalid
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.policies import richtext
from lianqiao.desks.policies.models import Stage, Version
from lianqiao.desks.policies.queries import access
from lianqiao.desks.policies.terms import terms_of


def refusals() -> Mapping[str, Exception]:
    """Sentences for what the database refuses of a version and its measures."""
    days = _("The last day lies before the first.")
    region = _("A district's policy names its district.")
    window = _("The window closes before it opens.")
    return {
        "version_days_ordered": Invalid(days, {"valid_to": days}),
        "version_district_has_region": Invalid(region, {"region": region}),
        "measure_window_ordered": Invalid(window, {"closes_on": window}),
    }


def open_draft(actor: Actor, version: int, changed_at: datetime | None = None) -> Version:
    """Lock and return a draft that may be written; Conflict if it no longer is what it was."""
    row = access.version_for_update(actor, version)
    if row.stage != Stage.DRAFT:
        raise Conflict(
            _("This version is “%(stage)s” by now and can't be changed.")
            % {"stage": row.get_stage_display()}
        )
    if changed_at is not None and changed_at != row.changed_at:
        raise Conflict(
            _(
                "Somebody saved this draft in the meantime. Their text stands beside yours; yours"
                " is not lost."
            )
        )
    return row


def touch(row: Version, actor: Actor) -> None:
    """Note who changed a draft, so that another one must approve it, and what it is found by."""
    row.terms = words_of(row)
    row.drafted_by_id = actor.user
    row.save(update_fields=["terms", "drafted_by", "changed_at"])


def words_of(row: Version) -> list[str]:
    """Return what a version is found by: its own words and those of its measures."""
    texts = [row.title, row.document_number, row.issuer, row.interpretation]
    texts.append(richtext.to_plain(row.text))
    for title, summary in row.measures.values_list("title", "summary"):
        texts += [title, summary]
    return terms_of("\n".join(texts))


def require_reason(reason: str) -> str:
    """Return a reason without blanks around it; Invalid where there is none."""
    if not reason.strip():
        message = _("Give the reason.")
        raise Invalid(message, {"reason": message})
    return reason.strip()
