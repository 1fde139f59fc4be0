"""The house's settings on another day: `LIANQIAO_DAYS` says how many days from now it is."""

import os
from datetime import timedelta

from django.utils import timezone

from lianqiao.site.settings import *  # noqa: F403 -- settings are names

_now, _shift = timezone.now, timedelta(days=int(os.environ["LIANQIAO_DAYS"]))
timezone.now = lambda: _now() + _shift
