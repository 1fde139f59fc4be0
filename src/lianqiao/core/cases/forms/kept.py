"""Forms made ready once, since a published version never changes."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Generic, TypeVar

from lianqiao.core.cases import applicants
from lianqiao.core.cases.documents import fields as f
from lianqiao.core.cases.forms.judging import NO_FACTS, Judged, judged
from lianqiao.core.cases.forms.naming import Values
from lianqiao.core.cases.forms.rules import Ready, ready
from lianqiao.engines.rules import Vocabulary

T = TypeVar("T")


class _Same(Generic[T]):
    """Something by its identity: whole forms and vocabularies are slow to compare."""

    def __init__(self, it: T) -> None:
        self.it = it

    def __hash__(self) -> int:
        return id(self.it)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.it is self.it


def dictionary_of(form: f.Form) -> Vocabulary:
    """Return the facts of applicants that a form may name; none are read where it names none."""
    asks = any(isinstance(field, f.FactField) for field in form.fields.values())
    return applicants.vocabulary() if asks else NO_FACTS


def ready_form(form: f.Form, day: date) -> Ready:
    """Return a published form made ready for a day."""
    return _ready(_Same(form), _Same(dictionary_of(form)), day)


def judged_form(form: f.Form, values: Values, day: date) -> Judged:
    """Judge what was filled into a published form."""
    return judged(ready_form(form, day), values)


@lru_cache(maxsize=256)
def _ready(form: _Same[f.Form], dictionary: _Same[Vocabulary], day: date) -> Ready:
    return ready(form.it, dictionary.it, day)
