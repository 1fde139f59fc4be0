"""What a round asks besides: unsigned, and nothing joins two answers of one person.

An answer knows its question alone: no group, no stratum, no ballot. DO_NOTHING as with ballots.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lianqiao.desks.reports.evaluation.models.rounds import Round


class Question(models.Model):
    """A question of the survey: one of some `options` (a list of texts), or free text."""

    class Kind(models.TextChoices):
        """How it is answered."""

        CHOICE = "choice", _("One of the options")
        TEXT = "text", _("Free text")

    round = models.ForeignKey(Round, models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(_("question"), max_length=200)
    kind = models.CharField(_("kind"), max_length=6, choices=Kind)
    options = models.JSONField(_("options"), default=list)

    class Meta:
        """In their order; options where one chooses."""

        verbose_name = _("question")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint("round", "position", name="question_once_a_round"),
            models.CheckConstraint(
                name="question_options",
                condition=Q(kind="text", options=[]) | Q(Q(kind="choice"), ~Q(options=[])),
            ),
        ]

    def __str__(self) -> str:
        """Return the question."""
        return self.text


class Said(models.Model):
    """An answer: the option's place from 1, or a text."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    question = models.ForeignKey(Question, models.DO_NOTHING, related_name="+")
    option = models.PositiveSmallIntegerField(null=True)
    text = models.CharField(max_length=1000, blank=True)

    class Meta:
        """Without an order."""

        abstract = True

    def __str__(self) -> str:
        """Return nothing that tells them apart."""
        return "answer"


class SurveyAnswer(Said):
    """An answer in the urn. The application can neither write nor read it."""

    class Meta(Said.Meta):
        """Without an order."""

        verbose_name = _("survey answer")


class SurveyCounted(Said):
    """An answer out of the urn, written in shuffled order with all others at once."""

    class Meta(Said.Meta):
        """Without an order."""

        verbose_name = _("counted survey answer")
        indexes = [models.Index(fields=["question", "option"], name="survey_counts")]
