"""What was promised, how far it has come, and what was changed in it since."""

from lianqiao.desks.reports.commitments.models.amendments import Amendment
from lianqiao.desks.reports.commitments.models.commitments import Commitment, Place, Stage
from lianqiao.desks.reports.commitments.models.progress import Attachment, Progress
from lianqiao.desks.reports.commitments.models.rules import Rules
from lianqiao.desks.reports.commitments.models.takedowns import Takedown, files_and_takedowns

__all__ = [
    "Amendment",
    "Attachment",
    "Commitment",
    "Place",
    "Progress",
    "Rules",
    "Stage",
    "Takedown",
    "files_and_takedowns",
]
