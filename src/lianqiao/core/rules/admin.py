"""What an administrator keeps by hand: parameters and tables, each dated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin

from lianqiao.core.parties.admin import ListAdmin
from lianqiao.core.rules.models import (
    Parameter,
    ParameterValue,
    ScoreTable,
    ScoreTableVersion,
)

if TYPE_CHECKING:
    Inline = admin.TabularInline[Any, Any]
else:
    Inline = admin.TabularInline  # Not generic when the program runs.


class Values(Inline):
    """The values of a parameter, each from a day on."""

    model = ParameterValue
    extra = 1


@admin.register(Parameter)
class ParameterAdmin(ListAdmin):
    """Parameters."""

    list_display = ("code", "name", "unit")
    inlines = (Values,)


class Versions(Inline):
    """The rows of a table, each from a day on."""

    model = ScoreTableVersion
    extra = 0


@admin.register(ScoreTable)
class ScoreTableAdmin(ListAdmin):
    """Tables."""

    list_display = ("code", "name", "unit")
    inlines = (Versions,)
