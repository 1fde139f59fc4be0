"""What can be done with cases."""

from lianqiao.core.cases.services.assigning import assign_cases, take_each
from lianqiao.core.cases.services.correcting import ask_correction, meet, withdraw_correction
from lianqiao.core.cases.services.deciding import take
from lianqiao.core.cases.services.digesting import put_away, tell_officers
from lianqiao.core.cases.services.expiring import take_missed
from lianqiao.core.cases.services.extending import (
    ask_extension,
    grant_extension,
    refuse_extension,
)
from lianqiao.core.cases.services.granting import grant
from lianqiao.core.cases.services.laying import lay_down, lay_down_procedures
from lianqiao.core.cases.services.moving import assign, move, open_case, term_of
from lianqiao.core.cases.services.reminding import remind
from lianqiao.core.cases.services.revoking import revoke
from lianqiao.core.cases.services.viewing import forget_view, keep_view

__all__ = [
    "ask_correction",
    "ask_extension",
    "assign",
    "assign_cases",
    "forget_view",
    "grant",
    "grant_extension",
    "keep_view",
    "lay_down",
    "lay_down_procedures",
    "meet",
    "move",
    "open_case",
    "put_away",
    "refuse_extension",
    "remind",
    "revoke",
    "take",
    "take_each",
    "take_missed",
    "tell_officers",
    "term_of",
    "withdraw_correction",
]
