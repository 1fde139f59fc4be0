"""Score tables (评分表) as data: what must hold, what counts how many points, what suffices.

Plain Python, no Django. A card stands on `engines/rules`: every band is a condition of its
language, so that one firm is explained line by line and a city is scored in one pass. What is
unknown leaves a range of points, never nought. `docs/titles.md` describes the files.
"""

from .card import Band, Card, Case, Condition, Group, Item, Scale, Source
from .changes import Ways
from .city import CityScores, Truths, decided, scored
from .errors import CardError
from .judging import Judge, Judged
from .lines import Line, Rung, Upgrade, Way
from .reading import read_card
from .scores import Score, Scores, score

__all__ = [
    "Band",
    "Card",
    "CardError",
    "Case",
    "CityScores",
    "Condition",
    "Group",
    "Item",
    "Judge",
    "Judged",
    "Line",
    "Rung",
    "Scale",
    "Score",
    "Scores",
    "Source",
    "Truths",
    "Upgrade",
    "Way",
    "Ways",
    "decided",
    "read_card",
    "score",
    "scored",
]
