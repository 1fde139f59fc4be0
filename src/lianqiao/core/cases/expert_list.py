"""The pool of experts as a list: its columns, what an import would do, the file out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import IO, Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lianqiao.core.cases.models import Expert
from lianqiao.core.cases.services.experts import ExpertData, require_lead, save_experts
from lianqiao.core.errors import Invalid
from lianqiao.core.parties.actors import BUREAU_ROLES, Actor
from lianqiao.core.parties.models import Membership, Organization, TechnicalField, User
from lianqiao.core.sheets import (
    Action,
    Column,
    Plan,
    PlannedRow,
    Problem,
    Row,
    Sheet,
    choice,
    email,
    read,
    text,
)
from lianqiao.core.sheets.parsers import plain

MANY = re.compile(r"[、,，;；\n]+")
MOST = 100
COUNTS = {str(number) for number in range(1, MOST + 1)}
Planned = PlannedRow[ExpertData]


def _names(cell: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for one in MANY.split(plain(cell)) if (part := one.strip())))


def _count(cell: Any) -> int:
    value = plain(cell)
    if value not in COUNTS:
        raise Invalid(_("Give a whole number from 1 to %(most)d.") % {"most": MOST})
    return int(value)


YES_NO = choice((("yes", "是"), ("no", "否")), y="yes", n="no", true="yes", false="no")
COLUMNS = (
    Column("username", "登录名", "Sign-in name", text(150), required=True, example="zhuanjia01"),
    Column("name", "姓名", "Name", text(80), required=True, aliases=("专家姓名",), example="张三"),
    Column(
        "fields",
        "技术领域",
        "Technical fields",
        _names,
        aliases=("专业领域", "领域"),
        example="电子信息、新材料",
    ),
    Column(
        "homes",
        "所属单位",
        "Organizations",
        _names,
        required=True,
        aliases=("工作单位", "单位"),
        example="示例大学、示例研究院",
    ),
    Column("most", "同时评审上限", "Reviews at once", _count, example="5"),
    Column("is_active", "参加评审", "Takes part", YES_NO, example="是"),
    Column("email", "电子邮箱", "E-mail", email(254), aliases=("邮箱",)),
)
HEADINGS: Mapping[str, Column] = {column.name: column for column in COLUMNS}


def read_experts(file: IO[bytes], name: str) -> Sheet:
    """Read a list of experts; technical fields become codes, known organizations numbers."""
    sheet = read(file, name, COLUMNS)
    fields = {key: one.pk for one in TechnicalField.objects.all() for key in (one.pk, one.name)}
    said = {home for row in sheet.rows for home in row.values.get("homes", ())}
    found = Organization.objects.filter(Q(name__in=said) | Q(uscc__in=said))
    homes = {key: one.pk for one in found for key in (one.name, one.uscc) if key}
    return replace(sheet, rows=[_resolved(row, fields, homes) for row in sheet.rows])


def plan_experts(sheet: Sheet) -> Plan[ExpertData]:
    """Tell what an import would do, row by row; six queries, however long the list is.

    An expert is known by the sign-in name. Empty cells leave what is known as it is.
    """
    names = [row.values.get("username", "") for row in sheet.rows]
    known, twice = _Known(names), {name for name, times in Counter(names).items() if times > 1}
    return Plan([_planned(row, known, twice) for row in sheet.rows], sheet.ignored)


@transaction.atomic
def import_experts(sheet: Sheet, *, actor: Actor) -> Plan[ExpertData]:
    """Do what the plan says, all or nothing, and return it. Invalid if a row is bad."""
    require_lead(actor)
    plan = plan_experts(sheet)
    plan.require_clean()
    wanted = [*plan.having(Action.CREATE), *plan.having(Action.UPDATE)]
    save_experts([(row.data, row.target) for row in wanted if row.data], actor=actor)
    return plan


def listed(rows: Iterable[Expert]) -> Iterator[list[object]]:
    """Yield experts as rows of the list, as it is imported again."""
    for row in rows:
        fields = "、".join(one.name for one in row.fields.all())
        homes = [one for one in row.affiliations.all() if not one.until]
        names = "、".join(one.organization.name if one.organization else one.name for one in homes)
        active = "是" if row.is_active else "否"
        user = row.user
        yield [user.username, str(user), fields, names, row.most, active, user.email]


def with_all(rows: QuerySet[Expert]) -> QuerySet[Expert]:
    """Fetch experts with what their list shows."""
    return rows.select_related("user").prefetch_related("fields", "affiliations__organization")


class _Known:
    """People and experts whom a list may mean, by sign-in name."""

    def __init__(self, names: Iterable[str]) -> None:
        users = list(User.objects.filter(username__in=list(names)))
        self.users = {user.username: user for user in users}
        rows = with_all(Expert.objects.filter(user__in=users))
        self.experts = {row.user.username: row for row in rows}
        self.officials = set(
            Membership.objects.filter(
                user__in=users, until__isnull=True, role__in=BUREAU_ROLES
            ).values_list("user__username", flat=True)
        )


def _resolved(row: Row, fields: Mapping[str, str], homes: Mapping[str, int]) -> Row:
    values, problems = dict(row.values), list(row.problems)
    if "homes" in values:
        values["homes"] = frozenset(homes.get(one, one) for one in values["homes"])
    if "fields" in values:
        unknown = [one for one in values["fields"] if one not in fields]
        values["fields"] = frozenset(fields[one] for one in values["fields"] if one in fields)
        if unknown:
            said = _("There is no technical field “%(name)s”.") % {"name": "、".join(unknown)}
            problems.append(Problem(HEADINGS["fields"].heading, said))
    if "is_active" in values:
        values["is_active"] = values["is_active"] == "yes"
    return Row(row.line, values, problems)


def _planned(row: Row, known: _Known, twice: set[str]) -> Planned:
    username = row.values.get("username", "")
    label = row.values.get("name", "")
    problems = [*row.problems, *_wrong(username, label, known, twice)]
    if problems:
        return PlannedRow(row.line, label, Action.BAD, problems=problems)
    found = known.experts.get(username)
    if found is None:
        return PlannedRow(row.line, label, Action.CREATE, ExpertData(**row.values))
    before = _data_of(found)
    data = replace(before, **{key: row.values[key] for key in row.values if key != "email"})
    changes = [
        HEADINGS[key].heading for key in HEADINGS if getattr(data, key) != getattr(before, key)
    ]
    action = Action.UPDATE if changes else Action.UNCHANGED
    return PlannedRow(row.line, label, action, data, found.pk, changes)


def _wrong(username: str, name: str, known: _Known, twice: set[str]) -> Iterator[Problem]:
    heading, user = HEADINGS["username"].heading, known.users.get(username)
    if username in twice:
        yield Problem(heading, _("This sign-in name stands in another line as well."))
    if user and str(user) != name:
        yield Problem(heading, _("This sign-in name is somebody else's."))
    if username in known.officials:
        yield Problem(heading, _("Whoever works for a bureau reviews nothing for it."))


def _data_of(row: Expert) -> ExpertData:
    homes = [one for one in row.affiliations.all() if not one.until]
    return ExpertData(
        username=row.user.username,
        name=str(row.user),
        fields=frozenset(one.pk for one in row.fields.all()),
        homes=frozenset(one.organization_id or one.name for one in homes),
        most=row.most,
        is_active=row.is_active,
        email=row.user.email,
    )
