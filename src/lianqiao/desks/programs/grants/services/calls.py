"""Writing a call and its topics, until it is published."""

from __future__ import annotations

from dataclasses import asdict

from django.db import transaction
from django.utils.translation import gettext as _

from lianqiao.core.errors import Conflict, Invalid, NotAllowed, NotFound, explained
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.programs.grants.models import Call, Topic
from lianqiao.desks.programs.grants.services.call_data import (
    CallData,
    TopicData,
    wrong_in_call,
    wrong_in_topic,
)

State = Call.State


@transaction.atomic
def write(data: CallData, *, actor: Actor, call: int | None = None) -> Call:
    """Write a new call of the actor's office, or write one anew that is not published yet."""
    if not actor.is_bureau or actor.user is None or actor.organization is None:
        raise NotAllowed(_("Only an office writes calls."))
    if wrong := wrong_in_call(data):
        raise Invalid(_("The call cannot be kept like this."), wrong)
    row = locked(call, actor, State.DRAFT) if call else Call(office_id=actor.organization)
    for name, value in asdict(data).items():
        setattr(row, name, value)
    row.written_by = actor.user
    _save(row)
    return row


@transaction.atomic
def put_topic(call: int, data: TopicData, *, actor: Actor, topic: int | None = None) -> Topic:
    """Add a topic to a call that is not published yet, or write one of it anew."""
    row = locked(call, actor, State.DRAFT)
    if wrong := wrong_in_topic(data):
        raise Invalid(_("The topic cannot be kept like this."), wrong)
    one = _topic(row, topic) if topic else Topic(call=row)
    one.key, one.name, one.name_en = data.key, data.name, data.name_en
    one.about, one.field_id, one.budget = data.about, data.field, data.budget
    with explained(_refusals()), transaction.atomic():
        one.save()
    _touch(row, actor)
    return one


@transaction.atomic
def drop_topic(call: int, topic: int, *, actor: Actor) -> None:
    """Take a topic out of a call that is not published yet."""
    row = locked(call, actor, State.DRAFT)
    _topic(row, topic).delete()
    _touch(row, actor)


def locked(call: int, actor: Actor, state: str) -> Call:
    """Return a call of the actor's office, its row locked; Conflict where it stands elsewhere."""
    row = Call.objects.select_for_update(of=("self",)).filter(pk=call).first()
    if row is None or not (actor.is_bureau and actor.acts_for(row.office_id)):
        raise NotFound(_("There is no such call."))
    if row.state != state:
        raise Conflict(
            _("This call is at “%(state)s” by now.") % {"state": row.get_state_display()}
        )
    return row


def _topic(row: Call, topic: int) -> Topic:
    found = row.topics.filter(pk=topic).first()
    if found is None:
        raise NotFound(_("There is no such topic."))
    return found


def _touch(row: Call, actor: Actor) -> None:
    row.written_by = actor.user or 0
    row.save(update_fields=["written_by"])


def _save(row: Call) -> None:
    with explained(_refusals()), transaction.atomic():
        row.save()


def _refusals() -> dict[str, Invalid]:
    name = _("Your office has a call of this name in this year.")
    key = _("Another topic of this call has this number.")
    money = _("All topics together have more money than the call.")
    return {
        "call_named_once": Invalid(name, {"name": name}),
        "topic_once": Invalid(key, {"key": key}),
        "topics_within_call": Invalid(money, {"budget": money}),
    }
