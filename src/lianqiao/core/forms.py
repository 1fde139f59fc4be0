"""What a service refuses, shown where it was entered."""

from __future__ import annotations

from django import forms

from lianqiao.core.errors import Invalid, Refusal


def explain(form: forms.Form, refusal: Refusal) -> None:
    """Put a refusal's sentences at the fields that they are about, or above the form."""
    fields = refusal.fields if isinstance(refusal, Invalid) else {}
    for name, sentence in fields.items():
        form.add_error(name if name in form.fields else None, str(sentence))
    if not fields:
        form.add_error(None, str(refusal))
