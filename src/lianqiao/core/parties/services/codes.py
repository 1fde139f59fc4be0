"""Loading the code lists: standards, dictionary and working days."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from lianqiao.core.errors import Invalid
from lianqiao.core.parties import lists
from lianqiao.core.parties.services.calendar import load_working_days

OWN_FOLDER = Path(__file__).parent.parent / "data"


@transaction.atomic
def load_codes(folder: Path | None = None, *, only_empty: bool = False) -> dict[str, int]:
    """Load all lists and return how many rows each has now. Repeatable.

    A file in `folder` takes the place of ours with the same name: codes that it does not have go,
    unless something refers to them. Without one, what administrators added stays; with
    `only_empty`, what they or a city's own files changed stays too. Invalid names the file, the
    line and what is wrong.
    """
    replaced = []
    for code_list in lists.LISTS:
        if only_empty and code_list.model._default_manager.exists():
            continue
        given = folder / code_list.file if folder is not None else None
        if given is not None and given.exists():
            replaced.append((code_list, _load(code_list, given)))
        else:
            _load(code_list, OWN_FOLDER / code_list.file)
    # What refers goes before what it refers to.
    for code_list, keys in reversed(replaced):
        _remove_others(code_list.model, code_list.key, keys)
    counts = {
        code_list.file.removesuffix(".csv"): code_list.model._default_manager.count()
        for code_list in lists.LISTS
    }
    return counts | {"working_days": load_working_days()}


def _load(code_list: lists.CodeList, path: Path) -> set[str]:
    """Enter or change the rows of one file; return their keys."""
    rows = code_list.read(path)
    model, key = code_list.model, code_list.key
    _check_parents(path, rows)
    columns = [field.name for field in model._meta.concrete_fields if field.name not in {key, "id"}]
    model._default_manager.bulk_create(
        rows, 1_000, update_conflicts=True, unique_fields=[key], update_fields=columns
    )
    return {getattr(row, key) for row in rows}


def _check_parents(path: Path, rows: Collection[Model]) -> None:
    """The database checks references at the end only, and can't name the line."""
    codes = {row.pk for row in rows}
    for row in rows:
        parent = getattr(row, "parent_id", None)
        if parent is not None and parent not in codes:
            raise Invalid(
                _("%(file)s: “%(code)s” names “%(parent)s” as its parent, which the list lacks.")
                % {"file": path.name, "code": row.pk, "parent": parent}
            )


def _remove_others(model: type[Model], key: str, listed: set[str]) -> None:
    """Delete rows that are no longer listed; those in use stay, and what stands above them."""
    others = model._default_manager.exclude(**{f"{key}__in": listed})
    if not others.exists():
        return
    kept = _in_use(model)
    if hasattr(model, "parent_id"):
        above = dict(others.values_list("pk", "parent_id"))
        for code in list(kept):
            while (code := above.get(code)) is not None:
                kept.add(code)
        # Rows of one list protect each other, also where all of them go.
        others.exclude(pk__in=kept).update(parent=None)
    others.exclude(pk__in=kept).delete()


def _in_use(model: type[Model]) -> set[object]:
    """Return the keys to which rows of other tables refer."""
    used: set[object] = set()
    for relation in model._meta.get_fields(include_hidden=True):
        if not relation.auto_created or relation.concrete or relation.related_model is model:
            continue
        name = relation.field.name  # type: ignore[union-attr]
        used.update(relation.related_model._default_manager.values_list(name, flat=True).distinct())  # type: ignore[union-attr]
    return used - {None}
