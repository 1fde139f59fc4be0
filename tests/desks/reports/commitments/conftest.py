"""A department that promises, and what it promises."""

from __future__ import annotations

import struct
import zlib
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from lianqiao.core.parties.actors import Role
from lianqiao.core.parties.models import Organization, Region
from lianqiao.desks.reports.commitments import services
from lianqiao.desks.reports.commitments.services import Draft, Reached, Spot
from tests.cast import organization, person

TODAY = timezone.localdate()
YEAR = TODAY.year - 1
"""Last year, so that any day of it is past."""
LAOSHAN, CHENGYANG = "370212", "370214"
PLACES = (Spot("金家岭站点", LAOSHAN, target=Decimal(10)), Spot("夏庄站点", CHENGYANG))


def png(*chunks: tuple[bytes, bytes]) -> bytes:
    """A picture of one pixel, with further chunks before its data."""
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
        *chunks,
        (b"IDAT", zlib.compress(b"\0\0")),
        (b"IEND", b""),
    ]
    written = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + written


def photo(name: str = "现场.png", data: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, png() if data is None else data)


def draft(**values) -> Draft:
    given = {
        "year": YEAR,
        "number": 1,
        "title": "新增普惠托位",
        "title_en": "More childcare places",
        "promise": "全年新增普惠托位30个。",
        "target": Decimal(30),
        "unit": "个",
        "due_on": date(YEAR, 12, 31),
        "places": PLACES,
    }
    return Draft(**given | values)


class Town:
    """Two departments; the first has two officers, a lead and an administrator."""

    def __init__(self) -> None:
        bureau = Organization.Kind.BUREAU
        self.health = organization(name="测试市卫生健康委", name_en="Health", kind=bureau)
        self.schools = organization(name="测试市教育局", name_en="Schools", kind=bureau)
        self.officer = person(Role.OFFICER, self.health)
        self.lead = person(Role.TEAM_LEAD, self.health)
        self.admin = person(Role.ADMINISTRATOR, organization(name="市数据局", kind=bureau))
        self.elsewhere = person(Role.TEAM_LEAD, self.schools)
        self.school_officer = person(Role.OFFICER, self.schools)

    def draft(self, **values):
        return services.save(draft(**values), actor=self.officer.actor)

    def submitted(self, **values):
        return services.submit(self.draft(**values).pk, actor=self.officer.actor)

    def published(self, **values):
        return services.publish(self.submitted(**values).pk, actor=self.lead.actor)

    def reach(self, row, amount, on=(3, 1), **values):
        reached = Reached(Decimal(amount), date(row.year, *on), **values)
        return services.report(row.pk, reached, actor=self.officer.actor)


REGIONS = (
    ("370000", "山东省", "province", None),
    ("370200", "青岛市", "city", "370000"),
    (LAOSHAN, "崂山区", "county", "370200"),
    (CHENGYANG, "城阳区", "county", "370200"),
)


def found_town() -> Town:
    """Make the departments; loading all code lists would take a second a test."""
    Region.objects.bulk_create(
        Region(code=code, name=name, level=level, parent_id=parent)
        for code, name, level, parent in REGIONS
    )
    return Town()


@pytest.fixture
def town(db):
    """The departments, and a city of two districts."""
    return found_town()


@pytest.fixture
def committed_town(committed_db):
    """The same where commits are real."""
    return found_town()
