"""What a project makes of the steps of its case, from the contract to the last payback."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.cases.followers import Values
from lianqiao.core.cases.models import Case
from lianqiao.core.cases.queries.filed import filed
from lianqiao.core.cases.queries.versions import document
from lianqiao.core.cases.services.deciding import go
from lianqiao.core.cases.services.moving import keep_term
from lianqiao.core.errors import Conflict
from lianqiao.core.money import spoken
from lianqiao.core.parties.actors import ANYONE, Actor
from lianqiao.desks.programs.grants import papers
from lianqiao.desks.programs.grants.costs import NOTHING
from lianqiao.desks.programs.grants.models import BudgetChange, Cost, Project
from lianqiao.desks.programs.grants.papers import budget as budget_in
from lianqiao.desks.programs.grants.queries.money import budget_of, paid_to, spent_by
from lianqiao.desks.programs.grants.services import changing, closing, reporting, signing

Act = Callable[[Case, Actor, str], None]


def _filed_contract(case: Case, actor: Actor, reason: str) -> None:
    row = _project(case)
    signing.require_fit(row, papers.contract(filed(case)["contract"].values))


def _signed(case: Case, actor: Actor, reason: str) -> None:
    snapshot = filed(case)["contract"]
    contract = papers.contract(snapshot.values)
    signing.sign(_project(case).pk, contract, actor=actor, snapshot=snapshot, on=_day(case))


def _lapsed(case: Case, actor: Actor, reason: str) -> None:
    signing.lapse(_project(case).pk, actor=actor, on=_day(case))


def _reported(case: Case, actor: Actor, reason: str) -> None:
    snapshot = filed(case)["progress"]
    said = papers.progress(snapshot.values)
    row = _project(case)
    reporting.report(row.pk, said, snapshot=snapshot, actor=actor, on=_day(case))


def _change_asked(case: Case, actor: Actor, reason: str) -> None:
    snapshot = filed(case)["change"]
    after = budget_in(snapshot.values["budget"])
    row = _project(case)
    change = changing.ask(row.pk, after, snapshot=snapshot, actor=actor, on=_day(case))
    if change.state == BudgetChange.State.MADE:
        # Decided by the host or its leader: nobody waits for the office.
        recording = document(case.procedure).step("record_change")
        go(case, recording, actor=ANYONE, at=case.changed_at)


def _change_recorded(case: Case, actor: Actor, reason: str) -> None:
    if _project(case).changes.filter(state=BudgetChange.State.ASKED).exists():
        raise Conflict(_("This change of the budget waits for the office."))
    _went_on(case, actor, reason)


def _change_granted(case: Case, actor: Actor, reason: str) -> None:
    changing.grant(_project(case).pk, actor=actor, reason=reason, on=_day(case))
    _went_on(case, actor, reason)


def _change_refused(case: Case, actor: Actor, reason: str) -> None:
    changing.refuse(_project(case).pk, reason=reason, on=_day(case))
    _went_on(case, actor, reason)


def _went_on(case: Case, actor: Actor, reason: str) -> None:
    """A change, or an acceptance that was begun, puts no report off."""
    last = case.steps.filter(name__in=("sign", "report")).latest("at", "pk")
    keep_term(case, since=last.at)


def _accepted(case: Case, actor: Actor, reason: str) -> None:
    snapshot = filed(case)["acceptance"]
    closing.accept(_project(case).pk, snapshot=snapshot, actor=actor, on=_day(case))


def _ended(case: Case, actor: Actor, reason: str) -> None:
    why = reason or _("The project was not improved in time.")
    row = _project(case)
    if row.changes.filter(state=BudgetChange.State.ASKED).exists():
        changing.refuse(row.pk, reason=why, on=_day(case))
    closing.end(row.pk, reason=why, actor=actor, on=_day(case))


def _closed(case: Case, actor: Actor, reason: str) -> None:
    closing.require_used(_project(case))


def _rest_asked(case: Case, actor: Actor, reason: str) -> None:
    closing.ask_rest(_project(case).pk, reason=reason, on=_day(case))


def _settled(case: Case, actor: Actor, reason: str) -> None:
    closing.require_settled(_project(case))


ACTS: Mapping[str, Act] = {
    "file_contract": _filed_contract,
    "sign": _signed,
    "lapse_award": _lapsed,
    "report": _reported,
    "report_use": _reported,
    "ask_change": _change_asked,
    "record_change": _change_recorded,
    "grant_change": _change_granted,
    "refuse_change": _change_refused,
    **dict.fromkeys(("go_back", "resume"), _went_on),
    "accept": _accepted,
    **dict.fromkeys(("fail", "stop", "not_improved"), _ended),
    "close": _closed,
    "ask_rest": _rest_asked,
    **dict.fromkeys(("confirm_rest", "confirm_paid_back"), _settled),
}
"""What a project makes of a step, by its key in procedures/rd_grant.yaml."""
CORRECTED: Mapping[str, Act] = {"contract": _filed_contract, "progress": _reported}
"""What a project makes of a form that was put right, by its key."""


def doubts(case: Case, form: str, values: Values) -> Sequence[str]:
    """Return what is asked about in a progress report: money that was not paid or not planned."""
    row = Project.objects.filter(case=case).first()
    if row is None or form != "progress":
        return []
    return list(_doubts(row, values))


def _doubts(row: Project, values: Values) -> Iterator[str]:
    now = budget_in(values.get("spending") or [])
    year = str(values.get("report_year") or "")
    before = spent_by(row, but=int(year) if year.isdecimal() else None)
    planned = budget_of(row)
    for cost in Cost:
        spent = sum(now.get(cost, NOTHING)) + sum(before.get(cost, NOTHING))
        most = sum(planned.get(cost, NOTHING))
        if spent > most:
            said = _("%(cost)s: %(spent)s spent in all, %(planned)s planned.")
            sums = {"spent": spoken(spent), "planned": spoken(most)}
            yield said % {"cost": cost.label, **sums}
    granted = sum(one[0] for one in (*now.values(), *before.values()))
    if granted > paid_to(row):
        said = _("%(spent)s of the grant spent in all, %(paid)s paid.")
        yield said % {"spent": spoken(granted), "paid": spoken(paid_to(row))}


def _project(case: Case) -> Project:
    return Project.objects.get(case=case)


def _day(case: Case) -> date:
    return timezone.localdate(case.changed_at)
