"""Casting a ballot: what was voted first, that someone has voted after it and apart from it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256

from django.db import connection, transaction
from django.utils.translation import gettext as _

from lianqiao.core.errors import Conflict, Invalid, NotFound, Refusal
from lianqiao.desks.reports.evaluation.codes import digests
from lianqiao.desks.reports.evaluation.models import Panelist, Stage
from lianqiao.desks.reports.evaluation.queries.ballot import Paper, paper

Marks = Mapping[int, Mapping[int, int | None]]
"""{department: {item: choice}}, None for no opinion."""
Answers = Mapping[int, int | str]
"""{question: the option's place from 1, or a text}."""
LONGEST_ANSWER = 1000
NOBODY = ("", sha256(b"nobody's half").hexdigest())


def cast(code: str, marks: Marks, answers: Answers | None = None) -> None:
    """Put a ballot into the urn, once for each letter; what is left out has no opinion.

    Answers to the survey go with it into an urn of their own, and only with it.

    NotFound for a code that no letter has, Conflict once it is spent or outside the hours of
    voting, Invalid for a department, item, choice, question or option that is not on its ballot.
    Nothing of it goes into the ledger. The two steps are transactions of their own: should the
    house stop between them, the ballot counts and only the mark in the panel is missing.
    """
    person, ballot = digests(code) or NOBODY
    said = _put(ballot, marks, answers or {})
    if said != "cast":
        raise refused(said)
    # Where the round has been closed meanwhile the ballot counts, and the panel stays as it is.
    open_ = Panelist.objects.filter(letter_sha256=person, round__stage=Stage.VOTING)
    open_.filter(has_voted=False).update(has_voted=True)


@transaction.atomic
def _put(ballot: str, marks: Marks, answers: Answers) -> str:
    found = paper(ballot)
    scores = _filled(found, marks)
    said = json.dumps(_answered(found, answers) if found else {})
    with connection.cursor() as cursor:
        cursor.execute("SELECT evaluation_cast(%s, %s, %s)", [ballot, json.dumps(scores), said])
        return str(cursor.fetchone()[0])


def _filled(found: Paper | None, marks: Marks) -> dict[str, dict[str, int | None]]:
    """Return the marks with all departments and items: no ballot has a shape of its own."""
    if found is None:
        raise refused("unknown")
    departments = {one.pk for one in found.departments}
    items, choices = {one.pk for one in found.items}, {one.pk for one in found.choices}
    for department, given in marks.items():
        if department not in departments or not given.keys() <= items:
            raise _strange()
        if not {one for one in given.values() if one is not None} <= choices:
            raise _strange()
    if not any(one for given in marks.values() for one in given.values()):
        raise Invalid(_("The ballot is empty: choose at least once."))
    return {
        str(one): {str(item): marks.get(one, {}).get(item) for item in sorted(items)}
        for one in sorted(departments)
    }


def _answered(found: Paper, answers: Answers) -> dict[str, int | str]:
    """Return the answers that were given; a blank text is none."""
    asked = {one.pk: one for one in found.questions}
    given: dict[str, int | str] = {}
    for pk, answer in answers.items():
        question = asked.get(pk)
        if question is None or isinstance(answer, str) is bool(question.options):
            raise _strange()
        if isinstance(answer, int):
            if not 1 <= answer <= len(question.options):
                raise _strange()
            given[str(pk)] = answer
        elif text := answer.replace("\r\n", "\n").replace("\0", "").strip():
            if len(text) > LONGEST_ANSWER:
                raise Invalid(_("An answer has at most 1,000 characters."))
            given[str(pk)] = text
    return given


def refused(said: str) -> Refusal:
    """Return why the urn does not take a ballot: unknown, spent, early or late."""
    sentences = {
        "spent": _("With this letter a ballot has been cast; each letter has one."),
        "early": _("Voting has not begun."),
        "late": _("Voting is over."),
    }
    if said in sentences:
        return Conflict(sentences[said])
    return NotFound(_("No letter has this code; compare it with the letter again."))


def _strange() -> Invalid:
    return Invalid(_("The ballot names what it does not judge; open it anew with your letter."))
