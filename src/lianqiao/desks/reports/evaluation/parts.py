"""The tables in which a round is set up: their rows as forms, and as lines of the services."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianqiao.core.indicators.queries import districts
from lianqiao.desks.reports.evaluation import services
from lianqiao.desks.reports.evaluation.models import Question, Round, Stratum
from lianqiao.desks.reports.evaluation.services import (
    ChoiceLine,
    ItemLine,
    QuestionLine,
    StratumLine,
)

HUNDRED = Decimal(100)
MORE, MOST = 3, 100
_NARROW = {"size": 6, "inputmode": "decimal"}


class LineForm(forms.Form):
    """A row of a table; without its first field it is none."""

    def line(self) -> Any:
        """Return what was written, None for an empty row."""
        return None if self.is_blank else self.written(self.cleaned_data)

    @staticmethod
    @abstractmethod
    def written(given: dict[str, Any]) -> Any:
        """Return the line of a row that is not empty."""

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in the row."""
        return not self.cleaned_data.get(next(iter(self.fields)))


class StratumForm(LineForm):
    """A stratum."""

    code = forms.SlugField(label=_("Code"), max_length=20, required=False)
    name = forms.CharField(label=_("Name"), max_length=80, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=Stratum.Kind, required=False)
    region = forms.ModelChoiceField(
        queryset=None, label=_("District"), required=False, empty_label=_("none")
    )
    seats = forms.IntegerField(
        label=_("Seats in each group"), min_value=1, max_value=10**6, required=False
    )
    weight = forms.DecimalField(
        label=_("Weight in %"),
        max_digits=7,
        decimal_places=4,
        min_value=0,
        max_value=100,
        required=False,
        widget=forms.TextInput(_NARROW),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = districts()  # type: ignore[attr-defined]

    @staticmethod
    def written(given: dict[str, Any]) -> StratumLine:
        """Return the stratum."""
        region = given["region"]
        return StratumLine(
            given["code"],
            given["name"],
            given["kind"],
            region.pk if region else None,
            given["seats"] or 0,
            (given["weight"] or Decimal(0)) / HUNDRED,
        )


class ItemForm(LineForm):
    """What is judged."""

    name = forms.CharField(label=_("Name"), max_length=80, required=False)
    help = forms.CharField(label=_("Explanation"), max_length=300, required=False)
    weight = forms.DecimalField(
        label=_("Weight in %"),
        max_digits=7,
        decimal_places=4,
        min_value=0,
        max_value=100,
        required=False,
        widget=forms.TextInput(_NARROW),
    )

    @staticmethod
    def written(given: dict[str, Any]) -> ItemLine:
        """Return the item."""
        weight = (given["weight"] or Decimal(0)) / HUNDRED
        return ItemLine(given["name"], given["help"], weight)


class ChoiceForm(LineForm):
    """A word and its points."""

    label = forms.CharField(label=_("Word"), max_length=40, required=False)
    points = forms.DecimalField(
        label=_("Points"),
        max_digits=5,
        decimal_places=2,
        min_value=0,
        max_value=100,
        required=False,
        widget=forms.TextInput(_NARROW),
    )

    @staticmethod
    def written(given: dict[str, Any]) -> ChoiceLine:
        """Return the choice."""
        return ChoiceLine(given["label"], given["points"] or Decimal(0))


class QuestionForm(LineForm):
    """A question of the survey."""

    text = forms.CharField(label=_("Question"), max_length=200, required=False)
    kind = forms.ChoiceField(label=_("Answered by"), choices=Question.Kind, required=False)
    options = forms.CharField(
        label=_("Options, one a line"),
        max_length=1200,
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )

    @staticmethod
    def written(given: dict[str, Any]) -> QuestionLine:
        """Return the question."""
        options = [one.strip() for one in given["options"].splitlines() if one.strip()]
        return QuestionLine(given["text"], given["kind"], options)


@dataclass(frozen=True, slots=True)
class Part:
    """A table: its title, a line about it, its form, how it is filled and how it is kept."""

    title: Promise
    lead: Promise
    form: type[LineForm]
    initial: Callable[[Round], list[dict[str, Any]]]
    keep: Callable[..., None]

    def formset(self, row: Round, data: Any = None) -> Any:
        """Return the rows as forms, with some empty ones."""
        made = forms.formset_factory(self.form, extra=MORE, max_num=MOST)
        return made(data, initial=self.initial(row), prefix="rows")


def lines_of(formset: Any) -> Sequence[Any]:
    """Return the rows that were written."""
    return [line for form in formset if (line := form.line())]


def _strata(row: Round) -> list[dict[str, Any]]:
    return [
        {
            "code": one.code,
            "name": one.name,
            "kind": one.kind,
            "region": one.region_id,
            "seats": one.seats,
            "weight": _percent(one.weight),
        }
        for one in row.strata.all()
    ]


def _items(row: Round) -> list[dict[str, Any]]:
    return [
        {"name": one.name, "help": one.help, "weight": _percent(one.weight)}
        for one in row.items.all()
    ]


def _choices(row: Round) -> list[dict[str, Any]]:
    return [{"label": one.label, "points": one.points} for one in row.choices.all()]


def _questions(row: Round) -> list[dict[str, Any]]:
    return [
        {"text": one.text, "kind": one.kind, "options": "\n".join(one.options)}
        for one in row.questions.all()
    ]


def _percent(weight: Decimal) -> str:
    return f"{(weight * HUNDRED).normalize():f}"


PARTS = {
    "strata": Part(
        _("Who judges"),
        _("Seats in each group, and the weight in the result; the weights come to 100 %."),
        StratumForm,
        _strata,
        services.set_strata,
    ),
    "items": Part(
        _("What is judged"),
        _("In this order; the weights come to 100 %."),
        ItemForm,
        _items,
        services.set_items,
    ),
    "choices": Part(
        _("The words of the ballot"),
        _("The best first, with the points that each gives, 0 to 100."),
        ChoiceForm,
        _choices,
        services.set_choices,
    ),
    "questions": Part(
        _("The survey"),
        _("Unsigned questions at the end of the ballot; nobody has to answer them."),
        QuestionForm,
        _questions,
        services.set_questions,
    ),
}
