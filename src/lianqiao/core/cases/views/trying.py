"""Trying a draft out: a pretended case, as its applicant fills it in and its officer reads it."""

from __future__ import annotations

from typing import Any

from django.core import signing
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lianqiao.core.cases import applicants
from lianqiao.core.cases.beside import Beside, beside_pretended
from lianqiao.core.cases.building import walking
from lianqiao.core.cases.documents.fields import AddressField, Form
from lianqiao.core.cases.documents.procedure import Document
from lianqiao.core.cases.forms.reading import Lists, Read, read
from lianqiao.core.cases.forms.showing import ShownSection, as_filed, shown
from lianqiao.core.cases.forms.wording import NamedFile, Names
from lianqiao.core.cases.queries import procedures as queries
from lianqiao.core.cases.views.building import head_of
from lianqiao.core.parties.http import ActingRequest
from lianqiao.core.parties.regions import region_finder

SALT, SCORE = "cases.try", "score."


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def try_out(request: ActingRequest, code: str) -> HttpResponse:
    """Walk a pretended case through the draft; nothing is written."""
    context = head_of(queries.procedure_for(request.actor, code))
    if not context["problems"]:
        document = Document.model_validate(context["procedure"].draft)
        context |= _tried(request, document)
    return render(request, "cases/building/try.html", context)


def _tried(request: ActingRequest, document: Document) -> dict[str, Any]:
    day = timezone.localdate()
    walk, entered = _walk(request, document), Read()
    form = walking.form_of(document, walk)
    if form and request.method == "POST" and "again" not in request.POST:
        entered = _read(request, form)
        walk = walking.typed(walk, form, entered.values)
    walk = walking.with_scores(document, walk, _scores(request))
    if step := request.POST.get("step"):
        # What could not be read keeps the case where it is.
        walk = walk if entered.problems else walking.taken(document, walk, step, day)
        form = walking.form_of(document, walk)
    title, text = walking.message(document, walk)
    ways = list(walking.ways(document, walk, day))
    return {
        "walk": signing.dumps(walk.as_data(), salt=SALT, compress=True),
        "state": walking.state_of(document, walk),
        "trail": walking.trail(document, walk),
        "title": title,
        "text": text,
        "applicants": [way for way in ways if way.is_applicants],
        "offices": [way for way in ways if not way.is_applicants],
        "ways": ways,
        "reviews": walking.scored(document, walk, day),
        "beside": _beside(document, walk, form),
        "form_label": str(form.label) if form else "",
        "sections": _sections(request, form, walk, entered) if form else [],
        "filed": list(_filed(document, walk)),
    }


def _walk(request: ActingRequest, document: Document) -> walking.Walk:
    """Return the walk that the page sent, if the draft still has the places it went through."""
    if "walk" not in request.POST or "again" in request.POST:
        return walking.begun(document)
    try:
        walk = walking.Walk.of(signing.loads(request.POST["walk"], salt=SALT))
        document.state(walk.state)
        walking.trail(document, walk)
    except (signing.BadSignature, KeyError):
        return walking.begun(document)
    return walk


def _read(request: ActingRequest, form: Form) -> Read:
    typed = {name: [str(one) for one in texts] for name, texts in request.POST.lists()}
    has_address = any(isinstance(one, AddressField) for one in form.fields.values())
    facts = applicants.vocabulary()
    lists = Lists(region_finder(), facts) if has_address else Lists(facts=facts)
    return read(form.fields.values(), typed, lists)


def _sections(
    request: ActingRequest, form: Form, walk: walking.Walk, entered: Read
) -> list[ShownSection]:
    found = walking.judge(form, walk, timezone.localdate())
    found.problems |= entered.problems
    if not walk.typed.get(form.key):
        found.problems = {}  # nobody is blamed before anything was typed
    else:
        missing = _("This is required.")
        found.problems = {**dict.fromkeys(found.missing, missing), **found.problems}
    typed = {name: [str(one) for one in texts] for name, texts in request.POST.lists()}
    return shown(form, found, _names(), typed=typed if entered.problems else None)


def _scores(request: ActingRequest) -> dict[str, str]:
    typed = request.POST.items()
    return {name.removeprefix(SCORE): str(text) for name, text in typed if name.startswith(SCORE)}


def _beside(document: Document, walk: walking.Walk, form: Form | None) -> list[Beside]:
    """What desks show of the form that is being filled in, or else of what was filed."""
    values = {form.key: walk.typed.get(form.key, {})} if form else walk.filed
    return [one for key in values for one in beside_pretended(document, key, values[key])]


def _filed(document: Document, walk: walking.Walk) -> Any:
    for form in document.forms:
        if form.key in walk.filed:
            values = walk.filed[form.key]
            yield str(form.label), shown(form, as_filed(form, values), _names())


def _names() -> Names:
    file = NamedFile(walking.PRETENDED, _("a file, pretended"), 0)
    return Names(files={walking.PRETENDED: file}, facts=applicants.vocabulary())
