"""What the register makes of the cases of the centers' procedure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.cases.followers import Values
from lianqiao.core.cases.models import Case, Snapshot
from lianqiao.core.cases.queries.filed import filed
from lianqiao.core.errors import Invalid
from lianqiao.core.parties.actors import Actor, Role
from lianqiao.desks.programs.centers import services
from lianqiao.desks.programs.centers.models import GRADED_UP, Center, Grade
from lianqiao.desks.programs.centers.operating import operating
from lianqiao.desks.programs.centers.plausibility import Deals, doubts
from lianqiao.desks.programs.centers.queries.duties import FORM, duties
from lianqiao.desks.programs.centers.queries.naming import organization_named
from lianqiao.desks.programs.centers.queries.yearly import deals_of, figures_of
from lianqiao.desks.programs.centers.services import evaluating
from lianqiao.desks.programs.centers.services.entering import CenterData
from lianqiao.desks.programs.centers.services.reporting import Reported, take_in
from lianqiao.desks.programs.centers.services.together import are_together, together

CODE = "innovation_center"
DAYS_TO_RECTIFY = 180
"""Where the case has no term of its own to put things right by."""


class Register:
    """Carries steps of cases into the register, and yearly reports out of their filings."""

    def stepped(self, case: Case, step: str, *, actor: Actor, reason: str) -> None:
        """Act on the steps that the register knows; the clock acts as the office would."""
        act = ACTS.get(step)
        if act is None or are_together():
            return
        # The step itself was allowed; who took it need not lead, as the clock does not.
        acting = actor.in_role(Role.ADMINISTRATOR)
        with together():
            act(case, acting, reason or _("by case %(number)s") % {"number": case.number})

    def reviewed(self, case: Case, review: str, score: Decimal) -> None:
        """Take the score of the panel that judges a center over into its evaluation."""
        if review == evaluating.PANEL:
            evaluating.hear_panel(case, score)

    def opened(
        self, case: Case, form: str, period: int | None, today: date
    ) -> tuple[int | None, Values]:
        """Open a yearly report for the first year that is missing, unless another is asked for."""
        if form != FORM:
            return period, {}
        found = duties(Center.objects.select_related("case").get(case=case), today)
        missing = [one.year for one in found if one.is_open and one.report is None]
        year = period or min(missing, default=found[0].year)
        return year, {"report_year": str(year)}

    def doubts(self, case: Case, form: str, values: Values) -> Sequence[str]:
        """Return what is asked about in a yearly report that is filled in or filed."""
        year = _whole(values.get("report_year"))
        if form != FORM or year is None:
            return []
        row = Center.objects.filter(case=case).first()
        before = row.reports.filter(year=year - 1).first() if row else None
        deals = deals_of([case.organization_id]).get((case.organization_id, year), Deals())
        found = doubts(_figures(values), figures_of(before) if before else None, deals)
        return [one.text for one in found]


def _approved(case: Case, actor: Actor, reason: str) -> None:
    values = filed(case)["application"].values
    address = values.get("address") or {}
    partners = [organization_named(str(one["name"])) for one in values.get("partners", [])]
    services.approve(
        CenterData(
            name=values["center_name"],
            field=values["field"].upper(),
            host=case.organization_id,
            leader=values["leader"]["name"],
            region=address.get("region") or case.organization.region_id,
            approved_on=_day(case),
            partners=[one for one in partners if one is not None],
            is_invented=case.organization.is_invented,
        ),
        actor=actor,
        case=case,
    )


def _reported(case: Case, actor: Actor, reason: str) -> None:
    snapshot, row = _last_report(case), _center(case)
    take_in([_report(row, snapshot)], actor=actor, snapshot=snapshot)


def _reported_building(case: Case, actor: Actor, reason: str) -> None:
    """Take a report of the construction in: each of its steps brings another year."""
    year = int(_last_report(case).values["report_year"])
    if _center(case).reports.filter(year=year, snapshot__isnull=False).exists():
        said = _("The report of %(year)d was filed already; this one is of a later year.")
        raise Invalid(said % {"year": year}, {"report_year": said % {"year": year}})
    _reported(case, actor, reason)


def _last_report(case: Case) -> Snapshot:
    """Return the report that was just filed. Invalid where it names another year than its form."""
    rows = Snapshot.objects.filter(filing__case=case, filing__form=FORM)
    row = rows.select_related("filing").latest("pk")
    year = row.filing.period
    if year is not None and row.values["report_year"] != str(year):
        said = _("This is the report of %(year)d.") % {"year": year}
        raise Invalid(said, {"report_year": said})
    return row


def _report(center: Center, snapshot: Snapshot) -> Reported:
    values = snapshot.values
    texts = {name: values.get(name) or "" for name in ("progress", "problems", "next_year")}
    return Reported(center.pk, int(values["report_year"]), _figures(values), **texts)


def _qualified(case: Case, actor: Actor, reason: str) -> None:
    row = _center(case)
    # A campaign may have given a better grade before; the case never lowers it.
    given = row.grade if row.grade in GRADED_UP else Grade.QUALIFIED
    services.grade(row.pk, given, actor=actor, valid_to=row.valid_to, on=_day(case), reason=reason)


def _rectify(case: Case, actor: Actor, reason: str) -> None:
    soon = timezone.localdate() + timedelta(days=DAYS_TO_RECTIFY)
    by = case.due_on or soon
    services.rectify(
        _center(case).pk,
        by,
        actor=actor,
        on=_day(case),
        reason=reason,
        given=Grade.UNQUALIFIED,
    )


def _rectified(case: Case, actor: Actor, reason: str) -> None:
    services.rectified(_center(case).pk, actor=actor, on=_day(case), reason=reason)


def _removed(case: Case, actor: Actor, reason: str) -> None:
    services.remove(_center(case).pk, actor=actor, on=_day(case), reason=reason)


def _withdrawn(case: Case, actor: Actor, reason: str) -> None:
    if row := Center.objects.filter(case=case).first():
        services.remove(row.pk, actor=actor, reason=reason)


BUILDING_REPORTS = ("report_first", "report_second", "report_third")
RECTIFYING = ("fail", "fail_again", "absent", "be_absent", "give_up", "keep")
ACTS: Mapping[str, Callable[[Case, Actor, str], None]] = {
    "approve": _approved,
    "withdraw": _withdrawn,
    **dict.fromkeys(BUILDING_REPORTS, _reported_building),
    **dict.fromkeys(("report", "report_meanwhile"), _reported),
    **dict.fromkeys(("qualify", "exempt"), _qualified),
    **dict.fromkeys(RECTIFYING, _rectify),
    "accept": _rectified,
    **dict.fromkeys(("remove", "quit"), _removed),
}
"""What the register makes of a step, by its key in procedures/innovation_center.yaml."""


def _center(case: Case) -> Center:
    return Center.objects.get(case=case)


def _day(case: Case) -> date:
    return timezone.localdate(case.changed_at)


def _figures(values: Mapping[str, Any]) -> dict[str, Decimal]:
    return {code: Decimal(values[code]) for code in operating().figures if values.get(code)}


def _whole(value: Any) -> int | None:
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() else None
