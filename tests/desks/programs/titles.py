"""The procedures of titles published in a bureau, and an application that meets its table."""

from __future__ import annotations

from typing import Any

from lianqiao.core.cases.documents.plain import plain
from lianqiao.core.cases.models import Certificate, Filing, Version
from lianqiao.core.cases.services import building, publishing, take
from lianqiao.core.cases.services.applying import start
from lianqiao.core.cases.services.saving import save
from lianqiao.core.cases.services.submitting import submit
from lianqiao.core.parties.services.calendar import load_working_days
from lianqiao.desks.programs.procedures import shipped
from tests.cast import Person
from tests.desks.policies.conftest import dictionary

TECH = {
    "product": "工业阀门（虚构）",
    "contact": {"name": "虚构联系人", "phone": "0532-00000000"},
    "staff_1": "100",
    "revenue_1": "50000000.00",
    "total_assets_1": "60000000.00",
    "banned_products": False,
    "major_accident": False,
    "rd_staff_1": "20",
    "rd_expense_1": "2500000.00",
    "costs_1": "45000000.00",
    "patents_class1": "0",
    "patents_class2": "3",
    "true_copy": True,
}
"""20 of 100 staff (12), 5 % of revenue (40), three of class II (18): 70 of 100 points by 115号."""


def published(code: str, officer: Person, lead: Person) -> Version:
    """Take a procedure that ships as a draft and publish it, as two people of an office do."""
    dictionary()
    load_working_days()
    row = building.begin(plain(shipped(code)), actor=officer.actor)
    return publishing.publish(row.pk, actor=lead.actor, expected=row.revision)


def begun(owner: Person, code: str = "tech_sme", **values: Any) -> Filing:
    """Begin an application and fill it in; facts are given bare."""
    case = start(actor=owner.actor, code=code)
    filing = case.filings.get()
    fill(owner, filing, **({**TECH, **values} if code == "tech_sme" else values))
    filing.refresh_from_db()
    return filing


def fill(owner: Person, filing: Filing, **values: Any) -> None:
    """Write over some fields."""
    form = shipped(filing.case.procedure.partition("/")[0]).form(filing.form)
    said = {
        key: _fact(value) if form.fields[key].kind == "fact" else value
        for key, value in values.items()
    }
    filing.refresh_from_db()
    seen = dict.fromkeys(said, filing.revision)
    save(actor=owner.actor, filing=filing.pk, values=said, based_on=seen)


def _fact(value: Any) -> dict[str, Any]:
    return {"type": "bool" if isinstance(value, bool) else "number", "value": value}


def handed_in(owner: Person, **values: Any) -> Filing:
    """An application that was handed in."""
    filing = begun(owner, **values)
    submit(actor=owner.actor, filing=filing.pk)
    filing.case.refresh_from_db()
    return filing


def granted(filing: Filing, officer: Person, team_lead: Person) -> Certificate:
    """Take an application through its notice to the certificate."""
    take(filing.case_id, "propose", actor=officer.actor)
    take(filing.case_id, "grant", actor=team_lead.actor)
    return Certificate.objects.select_related("title", "case").get(case=filing.case_id)


def told(owner: Person, filing: Filing, **values: Any) -> None:
    """Fill in a form of a title that runs, and hand it in."""
    fill(owner, filing, **values, true_copy=True)
    submit(actor=owner.actor, filing=filing.pk)
