"""What a paper says of itself: title, number, issuer, when it counts. A guess, to be checked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from lianqiao.desks.policies import richtext
from lianqiao.desks.policies.papers.numerals import HAN, number

DOCUMENT_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,14}[〔\[（(【]\d{4}[〕\]）)】]\s*\d{1,4}\s*号")
KINDS = "办法|措施|意见|细则|方案|规定|政策|指南|通知|公告|计划|若干条|条例|规划"
TITLE = re.compile(rf"(?:{KINDS})(?:[（(《].{{1,20}}[）)》])?$")
DAY = r"(\d{4})年(\d{1,2})月(\d{1,2})日"
SIGNED = re.compile(rf"^{DAY}$")
FROM = re.compile(rf"自{DAY}起(?:施行|实施|执行|生效)")
FROM_ISSUE = re.compile(r"自(?:印发|发布|公布)之日起(?:施行|实施|执行|生效)")
UNTIL = re.compile(rf"有效期(?:截)?至{DAY}")
FOR_YEARS = re.compile(rf"有效期(?:为)?([1-9]|[{HAN}]{{1,2}})年")
NAMES_OFFICE = re.compile(r"(?:局|委员会|办公室|政府|厅|部|委|中心|管委会)$")
HEAD, LONGEST_TITLE, LONGEST_ISSUER = 12, 200, 60
LEAP_DAY = (2, 29)


@dataclass(frozen=True, slots=True)
class Particulars:
    """What was recognized; empty or None where it was not."""

    title: str = ""
    document_number: str = ""
    issuer: str = ""
    published_on: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None


def particulars(html: str) -> Particulars:
    """Read a paper's head, its signature and its last article."""
    lines = richtext.to_plain(html).splitlines()
    text = "\n".join(lines)
    numbered = DOCUMENT_NUMBER.search(text)
    issuer, signed = _signature(lines)
    begins = _day(FROM.search(text)) or (signed if FROM_ISSUE.search(text) else None)
    return Particulars(
        title=_title(lines),
        document_number="".join(numbered[0].split()) if numbered else "",
        issuer=issuer,
        published_on=signed,
        valid_from=begins,
        valid_to=_day(UNTIL.search(text)) or _end(begins, FOR_YEARS.search(text)),
    )


def _title(lines: list[str]) -> str:
    head = [line for line in lines[:HEAD] if len(line) <= LONGEST_TITLE]
    return next((line for line in head if TITLE.search(line)), head[0] if head else "")


def _signature(lines: list[str]) -> tuple[str, date | None]:
    """Return who signed and when: a day alone on its line, the office above it."""
    for place, line in reversed(list(enumerate(lines))):
        if (day := _day(SIGNED.match(line))) is None:
            continue
        above = lines[place - 1].strip() if place else ""
        signs = len(above) <= LONGEST_ISSUER and NAMES_OFFICE.search(above)
        return (above if signs else ""), day
    return "", None


def _day(match: re.Match[str] | None) -> date | None:
    if match is None:
        return None
    try:
        return date(*map(int, match.groups()))
    except ValueError:
        return None


def _end(begins: date | None, match: re.Match[str] | None) -> date | None:
    """The last day of so many years."""
    if begins is None or match is None:
        return None
    years = int(match[1]) if match[1].isdigit() else number(match[1])
    if (begins.month, begins.day) == LEAP_DAY:
        begins -= timedelta(days=1)
    return begins.replace(year=begins.year + years) - timedelta(days=1)
