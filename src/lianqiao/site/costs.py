"""What pages that everybody may ask for cost of a visitor's share of a minute.

A page that counts and a call of the API cost 1, the whole of an indicator 3, checking the proofs
of a report 20. What stands nowhere here is free, and so are the photos of a page.
"""

from __future__ import annotations

from typing import Final

ROOMS: Final = {
    "api": 1,
    "commitments": 1,
    "indicators": 1,
    "opinions": 1,
    "publishing": 1,
    "statements": 1,
}
PAGES: Final = {
    "exchange:search": 1,
    "policies:finder": 1,
    "policies:dashboard": 2,
    "commitments:export": 3,
    "commitments:file": 0,
    "indicators:data": 3,
    "indicators:catalog": 3,
    "indicators:export": 3,
    "indicators:entries_export": 3,
    "indicators:frozen": 3,
    "indicators:proof": 3,
    "publishing:figure": 3,
    "publishing:pdf": 5,
    "publishing:proof": 5,
    "publishing:verify": 20,
    "statements:pdf": 5,
    "evaluation:round": 1,
    "evaluation:sign_up": 5,
    "evaluation:mine": 5,
    "evaluation:roll": 5,
    "evaluation:panel": 5,
    "cases:check": 1,
    "evaluation:ballot": 1,
    "evaluation:results": 2,
    "evaluation:results_file": 2,
}


def cost_of(view: str) -> int:
    """Return what a view costs by its name.

    >>> cost_of("publishing:verify"), cost_of("indicators:list"), cost_of("home")
    (20, 1, 0)
    """
    return PAGES.get(view, ROOMS.get(view.partition(":")[0], 0))
