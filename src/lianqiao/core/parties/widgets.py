"""A text field that offers codes while one types, and works without JavaScript."""

from __future__ import annotations

from typing import Any

from django.forms import TextInput


class Picker(TextInput):
    """An input with a datalist that is filled from one of `queries.PICKERS`."""

    template_name = "parties/widgets/picker.html"

    def __init__(self, picker: str, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.picker = picker

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the list that offers."""
        context = super().get_context(name, value, attrs)
        context["widget"]["picker"] = self.picker
        context["widget"]["datalist"] = f"{context['widget']['attrs'].get('id') or name}_choices"
        return context
