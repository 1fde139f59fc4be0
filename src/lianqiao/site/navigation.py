"""The ways through the house, and for whom each is: the roof knows its desks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianqiao.core.parties.actors import Actor, Role

Audience = Callable[[Actor], bool]


def anyone(actor: Actor) -> bool:
    """Everybody, signed in or not."""
    return True


def visitor(actor: Actor) -> bool:
    """Who is not signed in, or belongs to no organization yet."""
    return not actor.is_known


def member(actor: Actor) -> bool:
    """Someone who acts for an enterprise, institute or any other organization but a bureau."""
    return actor.is_known and not actor.is_bureau


def bureau(actor: Actor) -> bool:
    """Officer, team lead or administrator."""
    return actor.is_bureau


def administrator(actor: Actor) -> bool:
    """The one who keeps the lists."""
    return actor.role == Role.ADMINISTRATOR


@dataclass(frozen=True, slots=True)
class Way:
    """An entry of the navigation: where it leads and who sees it."""

    label: Promise
    name: str
    audience: Audience


@dataclass(frozen=True, slots=True)
class Link:
    """A way that exists, for one request."""

    label: Promise
    url: str
    is_current: bool


WAYS = (
    Way(_("Search"), "exchange:search", anyone),
    Way(_("Dashboard"), "exchange:dashboard", anyone),
    Way(_("My listings"), "exchange:mine", member),
    Way(_("My matches"), "exchange:matches", member),
    Way(_("My organization"), "parties:mine", member),
    Way(_("Board"), "exchange:board", bureau),
    Way(_("Matches"), "exchange:matches", bureau),
    Way(_("Organizations"), "parties:organizations", bureau),
    Way(_("Ledger"), "ledger:entries", bureau),
    Way(_("Imports"), "parties:import", administrator),
    Way(_("Code lists"), "admin:index", administrator),
    Way(_("Seals"), "ledger:seals", anyone),
    Way(_("About"), "about", anyone),
)


def navigation_for(actor: Actor, path: str) -> list[Link]:
    """Return the links that this actor sees, the one that leads to `path` marked."""
    found = [
        (way, url)
        for way in WAYS
        if way.audience(actor) and (url := resolved(way.name)) is not None
    ]
    # The longest prefix wins, so that /exchange/board/ does not mark /exchange/ as well.
    current = max((url for _, url in found if path.startswith(url)), key=len, default="")
    return [Link(way.label, url, url == current) for way, url in found]


def resolved(name: str) -> str | None:
    """Return the address of a url name, or None where no desk answers to it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return None
