"""The measures of a draft: kept by their codes, so that a page of one stays where it was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import count

from django.db import transaction
from django.utils.translation import gettext as _

from lianqiao.core.errors import Conflict, Invalid, NotFound, explained
from lianqiao.core.parties.actors import Actor
from lianqiao.core.rules.registry import vocabulary
from lianqiao.core.rules.rows.conditions import located
from lianqiao.desks.policies.drafts import MeasureDraft
from lianqiao.desks.policies.models import Measure, Route, Version
from lianqiao.desks.policies.services import opened
from lianqiao.engines.rules import BOOL, YUAN, RuleError, check

CONTACT = ("office", "address", "telephone")


@transaction.atomic
def add_measure(*, actor: Actor, version: int, draft: MeasureDraft) -> Measure:
    """Add a measure to a draft."""
    row = opened.open_draft(actor, version)
    _refuse([draft], prefix="")
    measure = _saved(Measure(version=row), draft, row, row.measures.count())
    opened.touch(row, actor)
    return measure


@transaction.atomic
def save_measure(
    *, actor: Actor, measure: int, draft: MeasureDraft, changed_at: datetime | None = None
) -> Measure:
    """Change a measure of a draft; its code stays. Conflict if somebody saved since."""
    row = _of_draft(actor, measure, changed_at)
    _refuse([draft], prefix="")
    saved = _saved(row, draft, row.version, row.position)
    opened.touch(row.version, actor)
    return saved


@transaction.atomic
def remove_measure(*, actor: Actor, measure: int) -> None:
    """Take a measure out of a draft."""
    row = _of_draft(actor, measure, None)
    row.delete()
    opened.touch(row.version, actor)


def replace(version: Version, drafts: Sequence[MeasureDraft]) -> None:
    """Make these the measures of a locked draft; those with a known code keep their row."""
    _refuse(drafts, prefix="measures.{}.")
    known = {row.code: row for row in version.measures.all()}
    kept = [draft.code for draft in drafts if draft.code]
    version.measures.exclude(code__in=kept).delete()
    for position, draft in enumerate(drafts):
        _saved(known.get(draft.code, Measure(version=version)), draft, version, position)


def _of_draft(actor: Actor, measure: int, changed_at: datetime | None) -> Measure:
    row = Measure.objects.filter(pk=measure).first()
    if row is None:
        raise NotFound(_("There is no such measure, or it is not open to you."))
    row.version = opened.open_draft(actor, row.version_id, changed_at)
    return row


def _saved(row: Measure, draft: MeasureDraft, version: Version, position: int) -> Measure:
    for name, value in draft.columns().items():
        setattr(row, name, value)
    row.position = position
    row.code = row.code or draft.code or next(_free_codes(version))
    _fill_contact(row, version)
    taken = _("Two measures of a policy can't have the same code.")
    with (
        explained(opened.refusals() | {"measure_code_unique": Conflict(taken)}),
        transaction.atomic(),
    ):
        row.save()
    return row


def _free_codes(version: Version) -> Iterator[str]:
    """Yield codes that no version of the policy has used: a claim is told by its code."""
    used = set(
        Measure.objects.filter(version__policy=version.policy_id).values_list("code", flat=True)
    )
    return (code for number in count(1) if (code := f"m{number}") not in used)


def _fill_contact(row: Measure, version: Version) -> None:
    """Where a measure names no office, the one that answers for the policy stands in."""
    office = version.policy.office
    known = (office.name, office.address, office.contact_phone)
    for name, value in zip(CONTACT, known, strict=True):
        setattr(row, name, getattr(row, name) or value)


def _refuse(drafts: Sequence[MeasureDraft], *, prefix: str) -> None:
    """Refuse what no column would: an unknown way, a title that is missing."""
    problems: dict[str, str] = {}
    for place, draft in enumerate(drafts):
        where = prefix.format(place)
        if not draft.title.strip():
            problems[f"{where}title"] = _("A measure needs a title.")
        if draft.route not in Route.values:
            problems[f"{where}route"] = _("Choose how the measure reaches the enterprise.")
        problems |= {f"{where}{name}": said for name, said in _rule_problems(draft).items()}
    if problems:
        raise Invalid(next(iter(problems.values())), problems)


def _rule_problems(draft: MeasureDraft) -> dict[str, str]:
    """Return what is wrong with the rules, each with its line and column."""
    problems = {}
    for name, source, kind in (
        ("condition", draft.condition, BOOL),
        ("payout", draft.payout, YUAN),
    ):
        if not source.strip():
            continue
        try:
            check(source, vocabulary(), kind)
        except RuleError as error:
            problems[name] = " ".join(map(located, error.problems))
    return problems
