"""What an enterprise gets: every measure in force in one of three groups, each with its reasons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from lianqiao.core.errors import NotAllowed
from lianqiao.core.language import language
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.policies import wording
from lianqiao.desks.policies.judging import Judgement, judge, measures_in_force
from lianqiao.desks.policies.models import Claim, Route
from lianqiao.engines.rules import Words, what_would_change

MOST_CHANGES = 3


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact that is missing, in words, and how the page that takes it finds it."""

    label: str
    name: str
    year: int | None

    def __str__(self) -> str:
        """Return the words."""
        return self.label


@dataclass(frozen=True, slots=True)
class Entry:
    """A measure as it stands for an enterprise: the judgement, a claim begun, what is missing.

    `changes` are the smallest ones that would turn a no into a yes, in words.
    """

    judgement: Judgement
    claim: int | None
    missing: tuple[Missing, ...]
    changes: tuple[str, ...]
    can_apply: bool


@dataclass(frozen=True, slots=True)
class Mine:
    """Measures that an enterprise qualifies for, could, does not; and those without rules.

    `total` is the sum of the known amounts of the first group, in fen.
    """

    yes: Sequence[Entry]
    maybe: Sequence[Entry]
    no: Sequence[Entry]
    unjudged: Sequence[Entry]
    total: int


def mine(actor: Actor, on: date) -> Mine:
    """Return all measures in force on a day, judged for the actor's organization.

    Nothing is left out: what does not fit says why. NotAllowed for who acts for no enterprise.
    """
    if not actor.is_known or actor.is_bureau or actor.organization is None:
        raise NotAllowed(_("Sign in as a member of an enterprise to see what it qualifies for."))
    measures = list(measures_in_force(on))
    judged = judge(measures, organization=actor.organization, on=on)
    entries = _entries(judged, actor.organization, on)
    yes = [one for one in entries if one.judgement.verdict is True]
    return Mine(
        yes=yes,
        maybe=[e for e in entries if e.judgement.verdict is None and e.judgement.explained],
        no=[one for one in entries if one.judgement.verdict is False],
        unjudged=[one for one in entries if one.judgement.explained is None],
        total=sum(one.judgement.amount or 0 for one in yes),
    )


def _entries(judged: Iterable[Judgement], organization: int, on: date) -> list[Entry]:
    begun = {
        (policy, code): case
        for policy, code, case in Claim.objects.filter(organization=organization)
        .order_by("pk")
        .values_list("policy", "measure_code", "case")
    }
    speaker = Words(language(), on)
    entries = [
        Entry(
            one,
            begun.get((one.measure.version.policy_id, one.measure.code)),
            _missing(one, speaker),
            _changes(one, on),
            one.measure.route == Route.APPLICATION and wording.is_open(one.measure, on),
        )
        for one in judged
    ]
    return sorted(entries, key=_by_amount_and_deadline)


def _missing(judgement: Judgement, speaker: Words) -> tuple[Missing, ...]:
    if judgement.said is None:
        return ()
    refs = (judgement.said.plan.facts[column] for column in judgement.missing)
    year = judgement.said.plan.on.year
    return tuple(
        Missing(speaker.fact(ref), ref.fact.name, None if ref.lag is None else year - ref.lag)
        for ref in refs
    )


def _changes(judgement: Judgement, on: date) -> tuple[str, ...]:
    said = judgement.said
    if said is None or said.verdict is not False:
        return ()
    found = what_would_change(said.plan, said.row)[:MOST_CHANGES]
    return tuple(change.text(language(), on) for change in found)


def _by_amount_and_deadline(entry: Entry) -> tuple[int, date, int]:
    measure = entry.judgement.measure
    amount = entry.judgement.amount or measure.cap or 0
    return -amount, measure.closes_on or date.max, measure.pk
