"""What is written of a call and its topics, and what is wrong in it by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from lianqiao.core.parties.models import TechnicalField

LONGEST = {"name": 120, "about": 8000}
LONGEST_OF_TOPIC = {"name": 120, "about": 4000}
LONGEST_KEY = 16
YEARS = range(2000, 2100)
MOST_OWN = 95
MOST_MONTHS = 120
LARGEST = 10**15
"""Fen: ten trillion yuan, far below what a column holds."""


@dataclass(frozen=True, slots=True)
class CallData:
    """What is written of a call: money in fen, own funds in per cent of all money."""

    year: int
    name: str
    about: str
    opens_on: date
    closes_on: date
    budget: int
    most: int
    least_own: int
    longest_months: int
    is_invented: bool = False


@dataclass(frozen=True, slots=True)
class TopicData:
    """What is written of a topic: the code of its technical field, money in fen."""

    key: str
    name: str
    name_en: str
    about: str
    field: str
    budget: int


def wrong_in_call(data: CallData) -> dict[str, str]:
    """Return what is wrong in a call, by field."""
    wrong = {
        name: _("From one to %(most)d characters.") % {"most": most}
        for name, most in LONGEST.items()
        if not _is_text(getattr(data, name), most)
    }
    if data.closes_on < data.opens_on:
        wrong["closes_on"] = _("The last day is not before the first.")
    if not 0 < data.budget <= LARGEST:
        wrong["budget"] = _("More than nothing.")
    if not 0 < data.most <= data.budget:
        wrong["most"] = _("More than nothing, and no more than the budget of the call.")
    return wrong | _wrong_numbers(data)


def _wrong_numbers(data: CallData) -> dict[str, str]:
    wrong = {}
    if data.year not in YEARS:
        wrong["year"] = _("A year from 2000 to 2099.")
    if not 0 <= data.least_own <= MOST_OWN:
        wrong["least_own"] = _("From 0 to 95 per cent.")
    if not 0 < data.longest_months <= MOST_MONTHS:
        wrong["longest_months"] = _("From 1 to 120 months.")
    return wrong


def wrong_in_topic(data: TopicData) -> dict[str, str]:
    """Return what is wrong in a topic, by field."""
    wrong = {
        name: _("From one to %(most)d characters.") % {"most": most}
        for name, most in LONGEST_OF_TOPIC.items()
        if not _is_text(getattr(data, name), most)
    }
    if not (data.key.isascii() and data.key.isalnum() and len(data.key) <= LONGEST_KEY):
        wrong["key"] = _("Latin letters and digits, at most 16.")
    if not 0 < data.budget <= LARGEST:
        wrong["budget"] = _("More than nothing.")
    if not TechnicalField.objects.filter(pk=data.field).exists():
        wrong["field"] = _("There is no such technical field.")
    return wrong


def _is_text(text: str, most: int) -> bool:
    return 0 < len(text.strip()) <= most and "\0" not in text
