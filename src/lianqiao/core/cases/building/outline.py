"""A draft as its builder sees it: parts under each other, each with its place and its flaws."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from lianqiao.core.cases.building import editing
from lianqiao.core.cases.building.editing import Draft
from lianqiao.core.cases.building.fields import CELLS, FORMS, KINDS, FieldForm, new_field
from lianqiao.core.cases.building.flow import TAKERS, HeadForm, StateForm, StepForm, new_step
from lianqiao.core.cases.building.parts import HelpfulForm, PartForm, SectionForm
from lianqiao.core.cases.building.reviews import ItemForm, PointForm, ReviewForm
from lianqiao.core.cases.problems import Problem, within
from lianqiao.core.language import speaks_chinese


@dataclass(frozen=True, slots=True)
class Line:
    """A part: where it is, what it is called, its flaws, and its own parts by their list."""

    place: str
    part: Mapping[str, Any]
    label: str
    problems: tuple[str, ...]
    parts: tuple[Line, ...] = ()

    @property
    def key(self) -> str:
        """The part's key."""
        return str(self.part.get("key", ""))

    @property
    def kind(self) -> str:
        """The kind of a field in words."""
        return kind_of(self.part)

    @property
    def anchor(self) -> str:
        """A name for the line within the page."""
        return self.place.replace("/", "-")


UNDER = {"forms": "sections", "sections": "fields", "fields": "columns"}
INNER = ("sections", "fields", "columns", "items", "points")
EXPERTS = {"number": 5}
SHORT = ("states", "steps", "reviews", "items", "points")


def lines(draft: Draft, name: str, problems: Sequence[Problem]) -> list[Line]:
    """Return the parts of one of a draft's lists ("forms", "states", "steps")."""
    return list(_lines(draft.get(name), name, name, problems))


def own(problems: Sequence[Problem], place: str) -> tuple[str, ...]:
    """Return what is wrong with a part or one of its settings, and not with a part in it."""
    inner = tuple(f"{place}/{name}/" for name in INNER)
    found = within(problems, place)
    return tuple(dict.fromkeys(one.sentence for one in found if not one.place.startswith(inner)))


def _lines(parts: Any, place: str, name: str, problems: Sequence[Problem]) -> Iterator[Line]:
    for number, part in enumerate(parts if isinstance(parts, list) else ()):
        here, under = f"{place}/{number}", UNDER.get(name, "")
        inside = _lines(part.get(under), f"{here}/{under}", under, problems) if under else ()
        yield Line(here, part, label(part), own(problems, here), tuple(inside))


def label(part: Mapping[str, Any]) -> str:
    """Return what a part is called, in the reader's language if it is there."""
    said = part.get("label") or {}
    zh, en = str(said.get("zh", "")), str(said.get("en", ""))
    return (zh if speaks_chinese() else en) or zh or str(part.get("key", ""))


def form_of(place: str, data: Any, part: Mapping[str, Any], draft: Draft) -> PartForm:
    """Return the form that fits a part at a place."""
    return _form_class(place, part)(data, part, draft)


FORM_OF: Mapping[str, type[PartForm]] = {
    "": HeadForm,
    "states": StateForm,
    "steps": StepForm,
    "forms": HelpfulForm,
    "forms/sections": SectionForm,
    "reviews": ReviewForm,
    "reviews/items": ItemForm,
    "reviews/points": PointForm,
}


def _form_class(place: str, part: Mapping[str, Any]) -> type[PartForm]:
    found = FORM_OF.get("/".join(place.split("/")[::2]))
    return found or FORMS.get(str(part.get("kind")), FieldForm)


def named(draft: Draft, place: str) -> tuple[str, str]:
    """Return the nearest part that a place lies in, and its name with those that it lies in."""
    names: list[str] = []
    nearest, steps = "", place.split("/")
    for number in range(2, len(steps) + 1, 2):
        try:
            part = editing.part(draft, "/".join(steps[:number]))
        except editing.NoSuchPlaceError:
            break
        nearest = "/".join(steps[:number])
        names.append(label(part) or str(part.get("kind", "–")))
    return nearest, " › ".join(names)


def belongs(place: str) -> bool:
    """Whether a place is that of a part, which shows its flaws itself."""
    return "/" in place


def kind_of(part: Mapping[str, Any]) -> str:
    """Return the kind of a field in words; '' for any other part."""
    return str(KINDS.get(str(part.get("kind")), ""))


def columns(draft: Draft, place: str, problems: Sequence[Problem]) -> list[Line] | None:
    """Return the columns of a table; None for anything else."""
    part = editing.part(draft, place)
    if part.get("kind") != "table":
        return None
    return list(_lines(part.get("columns"), f"{place}/columns", "columns", problems))


@dataclass(frozen=True, slots=True)
class ShownReview:
    """A review with its rubric and the points of its rules."""

    line: Line
    form: str
    items: list[Line]
    points: list[Line]


def reviews(draft: Draft, problems: Sequence[Problem]) -> list[ShownReview]:
    """Return the reviews of a draft."""
    forms = {str(one.get("key")): label(one) for one in draft["forms"]}
    return [
        ShownReview(
            line,
            forms.get(str(line.part.get("form")), ""),
            *(
                list(_lines(line.part.get(name), f"{line.place}/{name}", name, problems))
                for name in ("items", "points")
            ),
        )
        for line in lines(draft, "reviews", problems)
    ]


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A step with its ends by their names."""

    line: Line
    sources: str
    target: str
    by: str


def led(state: Mapping[str, Any], draft: Draft) -> list[str]:
    """Return what the clock does of itself in a state, in words."""
    steps = {str(one.get("key")): label(one) for one in draft["steps"]}
    term, asked = state.get("term") or {}, state.get("correction") or {}
    leads_to, missed = str(term.get("leads_to") or ""), str(asked.get("missed") or "")
    said = (
        (_("deadline missed: “%(what)s”"), steps.get(leads_to, leads_to)),
        (_("leads told after %(what)s working days overdue"), term.get("escalates")),
        (_("correction missed: “%(what)s”"), steps.get(missed, missed)),
    )
    return [sentence % {"what": what} for sentence, what in said if what]


def step_of(line: Line, states: Mapping[str, str]) -> ShownStep:
    """Return a step as the table shows it."""
    part = line.part
    sources = [states.get(str(key), str(key)) for key in part.get("sources") or ()]
    target = str(part.get("target", ""))
    by = str(TAKERS.get(str(part.get("by")), "–"))
    return ShownStep(line, "、".join(sources) or "–", states.get(target, target) or "–", by)


def new_part(draft: Draft, name: str, zh: str, kind: str) -> dict[str, Any]:
    """Return a part as it begins, with a key that its list does not have yet."""
    last = name.rpartition("/")[2]
    longest = editing.SHORT if last in SHORT else editing.LONG
    key = editing.key_for(zh, editing.taken_keys(draft, name), longest)
    if name == "steps":
        return new_step(zh, key)
    if kinds := dict(kinds_for(name)):
        return new_field(kind if kind in kinds else "text", zh, key)
    begun: dict[str, Any] = {"key": key, "label": {"zh": zh}}
    if name == "states":
        return begun | ({} if draft["states"] else {"is_first": True})
    if last == "reviews":
        forms = [str(one.get("key", "")) for one in draft["forms"]]
        return begun | {"form": forms[0] if forms else "", "items": [], "experts": EXPERTS}
    return begun | ({UNDER[last]: []} if last in UNDER else {})


def kinds_for(name: str) -> list[tuple[str, str]]:
    """Return the kinds of field that a list takes; [] where it takes no fields."""
    if name.endswith("/columns"):
        return [(kind, str(KINDS[kind])) for kind in CELLS]
    return [(kind, str(said)) for kind, said in KINDS.items()] if name.endswith("/fields") else []
