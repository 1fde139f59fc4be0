"""What one can do with reports."""

from lianqiao.desks.reports.publishing.services.correcting import add_erratum
from lianqiao.desks.reports.publishing.services.publishing import publish, send_back, submit
from lianqiao.desks.reports.publishing.services.verifying import verify, verify_all
from lianqiao.desks.reports.publishing.services.writing import Draft, save

__all__ = [
    "Draft",
    "add_erratum",
    "publish",
    "save",
    "send_back",
    "submit",
    "verify",
    "verify_all",
]
