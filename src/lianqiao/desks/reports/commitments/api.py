"""HTTP API: the same services and queries as the pages."""

from __future__ import annotations

from ninja import Router

from lianqiao.core.parties.api import Token

router = Router(auth=Token(), tags=["commitments"])
