"""Learn the engine's weights from the judged pairs of the collection's train split.

    .venv/bin/python -m bench.matching.train            # says what it finds
    .venv/bin/python -m bench.matching.train --write    # and writes model.json

1. How a need's terms are weighed and how an offer's text is damped (BM25's k1 and b): by
   coordinate ascent, the value with the best nDCG@10 of step 2 in cross-validation by needs.
2. The weights of the parts: a ridge logistic fit on all pairs of train needs and offers, grade
   3 as 1, grade 2 as 2/3, grade 1 as 1/3, ungraded as 0. No weight below zero. The ridge is
   the one with the least loss in cross-validation.
3. Calibration: scale and bias so that the score is the chance of grade 2 or 3; 'likely' from
   one half on, 'possible' where grade 1 or better becomes more probable than not.

The test split is never looked at here.
"""

from __future__ import annotations

import argparse
import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from lianqiao.engines.matching import Model, tokenize
from lianqiao.engines.matching.model import SHIPPED
from lianqiao.engines.matching.sheet import Sheet

from .fit import Array, Fit, logistic, loss
from .judged import Judged, part
from .metrics import ndcg
from .records import read_collection

FOLDS = 5
RIDGES = (0.1, 0.3, 1.0, 3.0, 10.0)
GRID: dict[str, Sequence[float]] = {
    "need.title": (0.5, 1.0, 1.5, 2.0, 3.0),
    "need.keywords": (0.5, 1.0, 1.5, 2.0, 3.0),
    "k1": (0.6, 0.9, 1.2, 1.6, 2.0),
    "b": (0.2, 0.4, 0.6, 0.75, 0.9),
}
ROUNDS = 2


@dataclass(frozen=True)
class Pairs:
    """The parts' values of all pairs, with their grades and the need of each."""

    values: Array
    grades: Array
    needs: Array
    names: list[str]
    neutral: dict[str, float]


def main() -> None:
    parser = argparse.ArgumentParser(description="Learn the weights of the matching engine.")
    parser.add_argument("--write", action="store_true", help="write model.json")
    options = parser.parse_args()
    collection = read_collection()
    if collection is None or not collection.grades or not collection.split:
        raise SystemExit("collection/ has no judgements and split yet.")
    judged = part(collection, "train")
    model = train(judged, "the train split of the open test collection")
    if options.write:
        model.write(SHIPPED)
        print(f"written to {SHIPPED.name}")


def train(judged: Judged, source: str, say: Callable[[str], None] = print) -> Model:
    """Return the model with the best weights for these judgements."""
    lengths = [len(tokenize(offer.text)) for offer in judged.offers]
    model = replace(Model.default(), length=round(float(np.mean(lengths)), 1))
    model = ascend(judged, model, say)
    pairs = compare(judged, model)
    ridge = min(RIDGES, key=lambda one: validated_loss(pairs, one))
    chosen = logistic(pairs.values, pairs.grades / 3, ridge)
    say(f"ridge {ridge}; nDCG@10 in cross-validation {validated_ndcg(pairs, ridge):.4f}")
    needs = len(judged.needs)
    note = (
        f"Learned by bench.matching.train from {source}: {needs} needs, {len(judged.offers)} "
        f"offers, {int((pairs.grades > 0).sum())} pairs of grade 1 to 3; ridge {ridge}."
    )
    return replace(calibrated(model, pairs, chosen, ridge), note=note)


def ascend(judged: Judged, model: Model, say: Callable[[str], None]) -> Model:
    """Change one number of the text's weighing at a time, while that ranks better."""
    best = validated_ndcg(compare(judged, model), 1.0)
    for _, (name, values) in itertools.product(range(ROUNDS), GRID.items()):
        for value in values:
            candidate = changed(model, name, value)
            found = validated_ndcg(compare(judged, candidate), 1.0)
            if found > best + 1e-4:
                best, model = found, candidate
                say(f"{name} {value}: nDCG@10 {best:.4f}")
    return model


def changed(model: Model, name: str, value: float) -> Model:
    """The same model with one number replaced."""
    if name.startswith("need."):
        return replace(model, need={**model.need, name.removeprefix("need."): value})
    return replace(model, **{name: value})


def compare(judged: Judged, model: Model) -> Pairs:
    """The values of all parts for all pairs; unknown ones take the part's mean."""
    sheet = Sheet(judged.index, model)
    rows, grades, needs = [], [], []
    for need in judged.needs:
        for offer in judged.offers:
            values = sheet.values((need, offer))
            rows.append([np.nan if value is None else value for value in values.values()])
            grades.append(judged.grades[need.id].get(offer.id, 0))
            needs.append(need.id)
    table = np.array(rows)
    known = ~np.isnan(table)
    means = np.where(known, table, 0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    table = np.where(known, table, means)
    names = list(values)
    neutral = {name: round(float(mean), 4) for name, mean in zip(names, means, strict=True)}
    return Pairs(table, np.array(grades, float), np.array(needs), names, neutral)


def folds(pairs: Pairs) -> Iterator[tuple[Array, Array]]:
    """Masks of what to learn from and what to ask, whole needs together."""
    needs = np.unique(pairs.needs)
    for fold in range(FOLDS):
        asked = np.isin(pairs.needs, needs[fold::FOLDS])
        yield ~asked, asked


def validated(pairs: Pairs, ridge: float) -> Iterator[tuple[Fit, Array]]:
    """Fits on all folds but one, with the mask of that one."""
    for learned, asked in folds(pairs):
        yield logistic(pairs.values[learned], pairs.grades[learned] / 3, ridge), asked


def validated_loss(pairs: Pairs, ridge: float) -> float:
    found = [
        loss(fit, pairs.values[asked], pairs.grades[asked] / 3)
        for fit, asked in validated(pairs, ridge)
    ]
    return float(np.mean(found))


def validated_ndcg(pairs: Pairs, ridge: float) -> float:
    found = []
    for fit, asked in validated(pairs, ridge):
        logits = fit.logits(pairs.values)
        found += [need_ndcg(pairs, logits, need) for need in np.unique(pairs.needs[asked])]
    return float(np.mean(found))


def need_ndcg(pairs: Pairs, logits: Array, need: float) -> float:
    """nDCG@10 of one need's offers in the order of their logits."""
    mine = np.flatnonzero(pairs.needs == need)
    order = np.argsort(-logits[mine], kind="stable")
    grades = {place: int(grade) for place, grade in enumerate(pairs.grades[mine])}
    return ndcg([int(place) for place in order], grades)


def calibrated(model: Model, pairs: Pairs, chosen: Fit, ridge: float) -> Model:
    """Scale the fit so that it gives the chance of a fit, by logits that it had not learned."""
    unseen = np.zeros(len(pairs.grades))
    for fit, asked in validated(pairs, ridge):
        unseen[asked] = fit.logits(pairs.values[asked])
    good, some = (
        logistic(unseen[:, None], (pairs.grades >= least).astype(float), 1e-6) for least in (2, 1)
    )
    scale = float(good.weights[0])
    even = -some.bias / float(some.weights[0])  # where grade 1 is as probable as none
    possible = 1 / (1 + np.exp(-(scale * even + good.bias)))
    weights = zip(pairs.names, chosen.weights, strict=True)
    return replace(
        model,
        bias=round(scale * chosen.bias + good.bias, 4),
        weights={name: round(scale * float(weight), 4) for name, weight in weights},
        neutral=pairs.neutral,
        bands={"likely": 0.5, "possible": round(min(float(possible), 0.45), 4)},
    )


if __name__ == "__main__":
    main()
