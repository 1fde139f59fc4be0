"""`lianqiao match`: match every need with the best answers, now."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from lianqiao.core.terminal import progress_bar
from lianqiao.desks.exchange.services import proposals


class Command(BaseCommand):
    """What the worker does each night; after a large import one does not want to wait."""

    help = __doc__ or ""

    def handle(self, **_options: Any) -> None:
        """Match, and say how many proposals are new."""
        with progress_bar("matches") as progress:
            count = proposals.propose_all(progress=progress)
        self.stdout.write(_("%(count)s new proposals.") % {"count": f"{count:,}"})
