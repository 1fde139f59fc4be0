"""What an administrator keeps by hand: the code lists and the working calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest

from lianqiao.core.parties.actors import ANYONE
from lianqiao.core.parties.models import (
    FactDefinition,
    FactSource,
    Industry,
    Region,
    TechnicalField,
    TitleKind,
    WorkingDay,
    Zone,
)
from lianqiao.core.parties.permissions import is_administrator
from lianqiao.core.parties.pinyin import sort_key

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Any]
else:
    Base = admin.ModelAdmin  # Not generic when the program runs.


class ListAdmin(Base):
    """A list that administrators change; the database keeps what is in use from being deleted."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show the list to administrators."""
        return is_administrator(getattr(request, "actor", ANYONE))

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Let administrators look."""
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Let administrators add."""
        return self.has_module_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Let administrators change."""
        return self.has_module_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Let administrators delete what nothing refers to."""
        return self.has_module_permission(request)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Keep the key of what exists: changed, it would make a second row."""
        return [self.opts.pk.name] if obj is not None and self.opts.pk.editable else []


@admin.register(Region)
class RegionAdmin(ListAdmin):
    """Regions; the pinyin follows the name."""

    list_display = ("code", "name", "level", "parent")
    list_filter = ("level",)
    list_select_related = ("parent",)
    search_fields = ("code", "name", "pinyin")
    autocomplete_fields = ("parent",)
    exclude = ("pinyin",)

    def save_model(
        self, request: HttpRequest, obj: Region, form: ModelForm[Region], change: bool
    ) -> None:
        """Keep the sort key with the name."""
        obj.pinyin = sort_key(obj.name)
        super().save_model(request, obj, form, change)


@admin.register(Zone)
class ZoneAdmin(ListAdmin):
    """Functional zones."""

    list_display = ("code", "name", "name_en", "region")
    list_select_related = ("region",)
    autocomplete_fields = ("region",)


@admin.register(Industry)
class IndustryAdmin(ListAdmin):
    """Industries."""

    list_display = ("code", "name", "level", "parent")
    list_filter = ("level",)
    list_select_related = ("parent",)
    search_fields = ("code", "name")
    autocomplete_fields = ("parent",)


@admin.register(TechnicalField)
class TechnicalFieldAdmin(ListAdmin):
    """High-tech fields."""

    list_display = ("code", "name", "name_en")


@admin.register(FactDefinition)
class FactDefinitionAdmin(ListAdmin):
    """The fact dictionary."""

    list_display = ("name", "label_zh", "type", "unit", "source")
    list_filter = ("type",)
    search_fields = ("name", "label_zh", "label_en")


@admin.register(FactSource)
class FactSourceAdmin(ListAdmin):
    """Who says facts, and who counts before whom."""

    list_display = ("rank", "code", "name", "name_en")


@admin.register(TitleKind)
class TitleKindAdmin(ListAdmin):
    """Titles that bodies grant."""

    list_display = ("code", "name", "name_en")


@admin.register(WorkingDay)
class WorkingDayAdmin(ListAdmin):
    """The working calendar; a day that is no longer provisional is never reloaded."""

    list_display = ("date", "is_working", "is_provisional")
    list_editable = ("is_working", "is_provisional")
    list_filter = ("is_provisional", "is_working")
    date_hierarchy = "date"
