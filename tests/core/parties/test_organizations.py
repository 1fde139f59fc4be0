"""Entering, changing, renaming and finding organizations."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from lianqiao.core.errors import Conflict, Invalid, NotAllowed, NotFound
from lianqiao.core.parties import queries, services
from lianqiao.core.parties.actors import ANYONE, Role
from lianqiao.core.parties.models import Organization
from lianqiao.core.parties.services import OrganizationData
from tests import cast

CODE = "91110000600037341L"
Filter = queries.OrganizationFilter


def data(**values):
    return OrganizationData(**({"name": "青岛甲有限公司", "kind": "enterprise"} | values))


def names(**wanted):
    return [row.name for row in queries.search_organizations(Filter(**wanted))]


def test_credit_code_is_cleaned_and_unique(db):
    assert cast.organization(uscc=" 91110000600037341l").uscc == CODE
    with pytest.raises(Conflict):
        cast.organization(uscc=CODE)
    with pytest.raises(Invalid):
        cast.organization(uscc="91110000600037341M")


def test_without_code_the_name_is_unique(db):
    cast.organization(name="外国机构")
    with pytest.raises(Conflict):
        cast.organization(name="外国机构")
    assert cast.organization(name="外国机构", uscc=CODE).pk


def test_database_refuses_a_code_of_another_form(db):
    with pytest.raises(IntegrityError, match="organization_uscc_form"), transaction.atomic():
        Organization.objects.create(name="x", kind="enterprise", uscc="12345")


def test_only_administrators_enter(administrator, officer, enterprise_owner):
    assert services.enter_organization(data(), actor=administrator.actor).pk
    for actor in (officer.actor, enterprise_owner.actor, ANYONE):
        with pytest.raises(NotAllowed):
            services.enter_organization(data(name="乙"), actor=actor)


def test_renaming_keeps_the_former_name(enterprise, administrator):
    services.rename(enterprise.pk, "青岛新名有限公司", since=date(2026, 3, 1))
    services.edit_organization(
        enterprise.pk, data(name="青岛再新有限公司"), actor=administrator.actor
    )
    row = queries.organization_for(enterprise.pk)
    assert [former.name for former in row.former_names.all()] == [
        "青岛新名有限公司",
        "青岛海联智造有限公司",
    ]
    assert (row.name, row.pinyin) == ("青岛再新有限公司", "qingdaozaixinyouxiangongsi")
    assert names(text="海联智造") == ["青岛再新有限公司"]


def test_owner_changes_contact_but_not_identity(enterprise_owner, enterprise):
    given = data(name="别的名称", uscc=CODE, kind="bank", contact_name="李雷")
    services.edit_organization(enterprise.pk, given, actor=enterprise_owner.actor)
    enterprise.refresh_from_db()
    assert (enterprise.name, enterprise.uscc, enterprise.kind) == (
        "青岛海联智造有限公司",
        None,
        "enterprise",
    )
    assert enterprise.contact_name == "李雷"


def test_strangers_and_members_change_nothing(enterprise, other_owner, enterprise_member, officer):
    for person in (other_owner, enterprise_member, officer):
        with pytest.raises(NotAllowed):
            services.edit_organization(enterprise.pk, data(), actor=person.actor)


def test_no_such_organization(administrator):
    with pytest.raises(NotFound):
        services.edit_organization(0, data(), actor=administrator.actor)
    with pytest.raises(NotFound):
        queries.organization_for(0)


@pytest.mark.parametrize(
    "text", ["海联", "qingdaohai", "Qingdao Hai", "Hailian", "911100006", "青岛海联智造有限公司"]
)
def test_found_by_any_of_its_names(enterprise, text):
    Organization.objects.filter(pk=enterprise.pk).update(uscc=CODE)
    cast.organization(name="烟台乙有限公司")
    assert names(text=text) == ["青岛海联智造有限公司"]


def test_regions_and_industries_include_what_belongs_to_them(codes):
    cast.organization(name="甲", region="370212", industry="396")
    cast.organization(name="乙", region="110101", industry="39")
    cast.organization(name="丙", kind="bank", region="370000", industry="C")
    assert names(region="370200") == ["甲"]
    assert set(names(region="370000")) == {"甲", "丙"}
    assert set(names(industry="C")) == {"甲", "乙", "丙"}
    assert names(industry="396") == ["甲"]
    assert names(kind="bank", text="丙") == ["丙"]


def test_sorted_by_pinyin(db):
    for name in ("中车", "阿里", "海尔"):
        cast.organization(name=name)
    assert names() == ["阿里", "海尔", "中车"]


def test_filters_take_names_as_people_write_them(codes):
    wanted = Filter.from_query({"region": "青岛市崂山区", "industry": "C39", "q": " 甲 "})
    assert wanted == Filter("甲", "", "370212", "39")
    with pytest.raises(Invalid, match="110105"):
        Filter.from_query({"region": "朝阳区"})
    with pytest.raises(Invalid):
        Filter.from_query({"industry": "炼金术"})


def test_contact_is_masked_for_strangers(enterprise, enterprise_member, officer, other_owner):
    for person in (enterprise_member, officer):
        contact = queries.contact_of(person.actor, enterprise.pk)
        assert (contact.name, contact.phone) == ("王建国", "13812345678")
    for actor in (other_owner.actor, ANYONE):
        contact = queries.contact_of(actor, enterprise.pk)
        assert contact.is_masked
        assert (contact.name, contact.phone, contact.email) == (
            "王**",
            "138****5678",
            "w***@hailian.example",
        )


def test_export_leaves_contacts_out_for_strangers(enterprise, officer, other_owner):
    rows = list(queries.export_rows(officer.actor, Filter(text="海联")))
    assert "13812345678" in rows[0]
    rows = list(queries.export_rows(other_owner.actor, Filter(text="海联")))
    assert "13812345678" not in rows[0]
    assert len(rows[0]) == len(queries.export_columns(other_owner.actor))


def test_bureau_with_officers_stays_a_bureau(officer, bureau, administrator):
    with pytest.raises(Conflict):
        services.edit_organization(
            bureau.pk, data(name=bureau.name, kind="enterprise"), actor=administrator.actor
        )
    with pytest.raises(Invalid):
        services.add_membership(administrator.user.pk, cast.organization().pk, Role.OFFICER)
