"""Claims: begun, filled in, reviewed, confirmed."""

from lianqiao.desks.policies.services.claims.direct import Found, drop, list_qualifying
from lianqiao.desks.policies.services.claims.files import add_file, remove_file
from lianqiao.desks.policies.services.claims.own import (
    Account,
    Filled,
    confirm,
    mend,
    save,
    start,
    submit,
    withdraw,
)
from lianqiao.desks.policies.services.claims.review import approve, ask, reject, take
from lianqiao.desks.policies.services.claims.terms import lapse_missed, remind

__all__ = [
    "Account",
    "Filled",
    "Found",
    "add_file",
    "approve",
    "ask",
    "confirm",
    "drop",
    "lapse_missed",
    "list_qualifying",
    "mend",
    "reject",
    "remind",
    "remove_file",
    "save",
    "start",
    "submit",
    "take",
    "withdraw",
]
