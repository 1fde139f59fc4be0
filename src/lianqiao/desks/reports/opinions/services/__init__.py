"""What one can do with opinions."""

from lianqiao.desks.reports.opinions.services.answering import answer, answer_group, rate
from lianqiao.desks.reports.opinions.services.contacts import erase_contacts, look
from lianqiao.desks.reports.opinions.services.grouping import compare, compare_rest, merge, split
from lianqiao.desks.reports.opinions.services.leaving import Said, leave
from lianqiao.desks.reports.opinions.services.mailing import mail_answer
from lianqiao.desks.reports.opinions.services.routing import hide, reopen, route
from lianqiao.desks.reports.opinions.services.rules import change_rules, forget_arrivals

__all__ = [
    "Said",
    "answer",
    "answer_group",
    "change_rules",
    "compare",
    "compare_rest",
    "erase_contacts",
    "forget_arrivals",
    "hide",
    "leave",
    "look",
    "mail_answer",
    "merge",
    "rate",
    "reopen",
    "route",
    "split",
]
