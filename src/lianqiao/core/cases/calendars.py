"""Deadlines as a calendar that a telephone or a mail program keeps up to date (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Alarm, Calendar, Event

REFRESH = "PT1H"


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day of a case. `uid` stays when the day moves, so that the entry moves with it."""

    uid: str
    day: date
    title: str
    text: str
    url: str
    changed_at: datetime


def calendar(name: str, deadlines: Iterable[Deadline]) -> bytes:
    """Return a calendar of whole days, each with an alarm on the morning before."""
    whole = Calendar()
    whole.add("prodid", "-//Lianqiao//cases//ZH")
    whole.add("version", "2.0")
    whole.add("method", "PUBLISH")
    whole.add("x-wr-calname", name)
    whole.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    whole.add("x-published-ttl", REFRESH)
    for one in deadlines:
        whole.add_component(_event(one))
    written: bytes = whole.to_ical()
    return written


def _event(one: Deadline) -> Event:
    event = Event()
    event.add("uid", one.uid)
    event.add("dtstamp", one.changed_at)
    event.add("dtstart", one.day)
    event.add("dtend", one.day + timedelta(days=1))
    event.add("summary", one.title)
    event.add("description", one.text)
    event.add("url", one.url)
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", one.title)
    alarm.add("trigger", timedelta(hours=-15))  # nine in the morning of the day before
    event.add_component(alarm)
    return event
