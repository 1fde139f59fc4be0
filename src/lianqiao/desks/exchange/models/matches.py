"""A need and what may answer it, from proposal to contract."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lianqiao.desks.exchange.models.listings import Cooperation, Listing
from lianqiao.desks.exchange.models.teams import ServiceTeam

ContractKind = Cooperation


class MatchStage(models.TextChoices):
    """The steps of a match, in order; the last three end it."""

    PROPOSED = "proposed", _("Proposed")
    TAKEN_UP = "taken_up", _("Taken up")
    INTRODUCED = "introduced", _("Introduced")
    NEGOTIATING = "negotiating", _("Negotiating")
    SIGNED = "signed", _("Signed")
    FAILED = "failed", _("Failed")
    LAPSED = "lapsed", _("Lapsed")


OPEN_STAGES = (MatchStage.TAKEN_UP, MatchStage.INTRODUCED, MatchStage.NEGOTIATING)


class FailureReason(models.TextChoices):
    """Why a match that was taken up came to nothing."""

    NOT_WHAT_IS_NEEDED = "not_needed", _("The technology does not solve the problem")
    NOT_RIPE = "not_ripe", _("Not ripe enough")
    PRICE = "price", _("No agreement on the price")
    RIGHTS = "rights", _("No agreement on the rights")
    SOLVED_ELSEWHERE = "elsewhere", _("Solved elsewhere")
    WITHDRAWN = "withdrawn", _("The need or the offer was withdrawn")
    NO_ANSWER = "no_answer", _("One side no longer answers")
    OTHER = "other", _("Other")


class MisfitReason(models.TextChoices):
    """Why somebody says that a proposal does not fit."""

    OTHER_PROBLEM = "other_problem", _("It solves another problem")
    OTHER_OBJECT = "other_object", _("It is for another object or material")
    FIGURES = "figures", _("It does not reach the figures")
    NOT_RIPE = "not_ripe", _("Not ripe enough")
    TOO_DEAR = "too_dear", _("Too dear")
    KNOWN = "known", _("Already known to us")
    OTHER = "other", _("Other")


class Match(models.Model):
    """One need and one listing that may answer it. `explanation` is a matching Pairing as JSON."""

    need = models.ForeignKey(Listing, models.PROTECT, related_name="matches_as_need")
    result = models.ForeignKey(Listing, models.PROTECT, related_name="matches_as_result")
    stage = models.CharField(_("stage"), max_length=16, choices=MatchStage)
    score = models.FloatField(_("score"))
    band = models.CharField(_("fit"), max_length=16)
    explanation = models.TextField(default="", blank=True)
    team = models.ForeignKey(
        ServiceTeam, models.PROTECT, null=True, blank=True, related_name="matches"
    )
    officer = models.ForeignKey(
        "parties.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    failure = models.CharField(_("reason"), max_length=16, choices=FailureReason, blank=True)
    proposed_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        """Invariants of one match."""

        verbose_name = _("match")
        constraints = [
            models.UniqueConstraint("need", "result", name="match_pair_unique"),
            models.CheckConstraint(name="match_of_two", condition=~Q(need=F("result"))),
            models.CheckConstraint(
                name="match_stage_known", condition=Q(stage__in=MatchStage.values)
            ),
            models.CheckConstraint(
                name="match_score_0_to_1", condition=Q(score__gte=0, score__lte=1)
            ),
            models.CheckConstraint(
                name="match_walked_by_a_team",
                condition=Q(stage__in=[MatchStage.PROPOSED, MatchStage.LAPSED])
                | Q(team__isnull=False, officer__isnull=False),
            ),
            models.CheckConstraint(
                name="match_failure_has_reason",
                condition=(Q(stage=MatchStage.FAILED) & ~Q(failure=""))
                | (~Q(stage=MatchStage.FAILED) & Q(failure="")),
            ),
        ]
        indexes = [
            models.Index(fields=["need", "-score"], name="match_of_need"),
            models.Index(fields=["result", "-score"], name="match_of_result"),
            models.Index(fields=["stage", "-changed_at"], name="match_on_board"),
        ]

    def __str__(self) -> str:
        """Name both ends."""
        return f"{self.need_id}-{self.result_id}"


class MatchStep(models.Model):
    """A step that a match took, with the note that the ledger may not hold."""

    match = models.ForeignKey(Match, models.PROTECT, related_name="steps")
    stage = models.CharField(max_length=16, choices=MatchStage)
    at = models.DateTimeField()
    by = models.ForeignKey("parties.User", models.PROTECT, null=True, related_name="+")
    note = models.TextField(blank=True)
    entry = models.BigIntegerField(_("ledger entry"), unique=True)

    class Meta:
        """Steps in the order in which they were taken."""

        ordering = ["at", "id"]

    def __str__(self) -> str:
        """Return the stage reached."""
        return self.stage


class Deal(models.Model):
    """The contract in which a match ended. Amount in fen."""

    match = models.OneToOneField(Match, models.PROTECT, related_name="deal")
    kind = models.CharField(_("kind of contract"), max_length=16, choices=ContractKind)
    number = models.CharField(_("contract number"), max_length=64, blank=True)
    amount = models.BigIntegerField(_("amount"))
    signed_on = models.DateField(_("signed on"))
    lands_locally = models.BooleanField(_("lands in this city"))
    evidence = models.FileField(_("contract or receipt"), upload_to="deals/%Y/%m/", blank=True)
    evidence_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        """A contract has a kind of the Civil Code and an amount."""

        verbose_name = _("deal")
        constraints = [
            models.CheckConstraint(
                name="deal_kind_known", condition=Q(kind__in=ContractKind.values)
            ),
            models.CheckConstraint(name="deal_amount_positive", condition=Q(amount__gt=0)),
        ]

    def __str__(self) -> str:
        """Return the contract's number."""
        return self.number


class Verdict(models.Model):
    """What a party or an officer says of a pair: kept as a label, and moves this pair."""

    need = models.ForeignKey(Listing, models.CASCADE, related_name="+")
    result = models.ForeignKey(Listing, models.CASCADE, related_name="+")
    organization = models.ForeignKey("parties.Organization", models.CASCADE, related_name="+")
    author = models.ForeignKey("parties.User", models.SET_NULL, null=True, related_name="+")
    fits = models.BooleanField()
    reason = models.CharField(max_length=16, choices=MisfitReason, blank=True)
    comment = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        """One word of each organization on each pair; a 'no' says why."""

        constraints = [
            models.UniqueConstraint("need", "result", "organization", name="verdict_once"),
            models.CheckConstraint(
                name="verdict_no_has_reason", condition=Q(fits=True) | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        """Name the pair and the word."""
        return f"{self.need_id}-{self.result_id}: {self.fits}"
