"""Facts of applicants for the procedures of cases, out of the registry that rules know."""

from __future__ import annotations

from datetime import date

from lianqiao.core.cases.applicants import Applicant, Source
from lianqiao.core.rules.registry import vocabulary
from lianqiao.core.rules.subjects import Provenance, subject
from lianqiao.engines.rules import Vocabulary


class RegisteredFacts:
    """What the house keeps of organizations: the fact dictionary, titles, the register."""

    def vocabulary(self) -> Vocabulary:
        """Return the vocabulary of today."""
        return vocabulary()

    def applicant(self, organization: int, on: date) -> Applicant:
        """Return what is known of an organization on a day."""
        found = subject(organization, vocabulary(), on)
        sources = {column: _source(told) for column, told in found.provenance.items()}
        return Applicant(found.row, sources)


def _source(told: Provenance) -> Source:
    return Source(told.source, told.source_en, told.known_on, told.period_from, told.period_to)
