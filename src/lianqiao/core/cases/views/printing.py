"""A form as it is filled in, on paper."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core import prints
from lianqiao.core.cases.forms.kept import judged_form
from lianqiao.core.cases.forms.showing import ShownField, ShownSection, as_filed, shown
from lianqiao.core.cases.models import Filing
from lianqiao.core.cases.queries import filing as queries
from lianqiao.core.language import language
from lianqiao.core.prints import Block


def pdf(filing: Filing) -> bytes:
    """Return a filing as PDF: what was submitted last, else what stands in the buffer."""
    form, last = queries.form_of(filing), filing.snapshots.first()
    is_open = queries.access(filing, timezone.localdate()).is_open
    if last and not is_open:
        found = as_filed(form, last.values)
        footer = f"{_('Submitted')} {timezone.localtime(last.at):%Y-%m-%d %H:%M} · {last.sha256}"
    else:
        found, footer = judged_form(form, filing.buffer, timezone.localdate()), ""
    names = queries.names_of(form, found.values, [filing.pk])
    return prints.pdf(
        str(form.label),
        [block for section in shown(form, found, names) for block in _section(section)],
        subtitle=f"{filing.case.number} · {filing.case.organization}",
        notice="" if footer else _("Being filled in: not submitted yet."),
        footer=footer,
        language=language(),
    )


def _section(section: ShownSection) -> Iterator[Block]:
    yield prints.heading(2, prints.run(section.label))
    plain = [one for one in section.fields if not one.blank]
    if plain:
        rows = [(one.label, _said(one)) for one in plain]
        yield prints.table([_("Field"), _("Content")], rows, numbers=0)
    for one in section.fields:
        if one.blank:
            yield prints.paragraph(prints.run(one.label, "strong"))
            yield _rows(one)


def _rows(one: ShownField) -> Block:
    heads = [cell.label for cell in one.blank]
    return prints.table(heads, [[cell.words or "–" for cell in line] for line in one.lines], 0)


def _said(one: ShownField) -> str:
    if one.files:
        return "\n".join(file.name for file in one.files)
    return one.words or "–"
