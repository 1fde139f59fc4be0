"""Columns of DuckDB as arrays, and what was decided of them back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from .arrays import EPOCH, Column, Mask

DECIDED = pa.schema(
    [("id", pa.int32()), ("measure", pa.int32()), ("verdict", pa.bool_()), ("payout", pa.int64())]
)


def columns(batch: Any) -> dict[str, Column]:
    """Return the columns of a batch of rows."""
    return {
        name: _column(array) for name, array in zip(batch.schema.names, batch.columns, strict=True)
    }


def _column(array: Any) -> Column:
    known = None if not array.null_count else ~_bools(array.is_null())
    if pa.types.is_boolean(array.type):
        return Column(_bools(array.fill_null(False)), known)
    if pa.types.is_date(array.type):
        days = array.cast(pa.int32()).fill_null(0).to_numpy(zero_copy_only=False)
        return Column(days.astype(np.int64) + EPOCH, known)
    if pa.types.is_integer(array.type):
        filled = array if known is None else array.fill_null(0)
        return Column(filled.to_numpy(zero_copy_only=False), known)
    coded = array.cast(pa.string()).dictionary_encode()
    places = coded.indices.fill_null(0).to_numpy(zero_copy_only=False)
    return Column(places, known, tuple(coded.dictionary.to_pylist()))


def _bools(array: Any) -> Mask:
    found: Mask = array.to_numpy(zero_copy_only=False)
    return found


@dataclass(frozen=True, slots=True)
class Found:
    """Rows of one measure; `verdict` None: true for all, `payout` None: it pays no money."""

    ids: Any
    measure: int
    verdict: Mask | None
    payout: Column | None


def decided(found: Sequence[Found]) -> Any:
    """Return what was found as rows of `decisions`."""
    sizes = [len(one.ids) for one in found]
    measures = np.repeat(np.array([one.measure for one in found], np.int32), sizes)
    true = [
        np.ones(n, np.bool_) if f.verdict is None else f.verdict
        for f, n in zip(found, sizes, strict=True)
    ]
    verdict = np.concatenate(true)
    amounts = np.concatenate([_amounts(one, size) for one, size in zip(found, sizes, strict=True)])
    paid = np.concatenate([_paid(one, size) for one, size in zip(found, sizes, strict=True)])
    ids = pa.array(np.concatenate([one.ids for one in found]))
    columns = [ids, pa.array(measures), pa.array(verdict, mask=~verdict)]
    return pa.table([*columns, pa.array(amounts, mask=~paid)], schema=DECIDED)


def _amounts(found: Found, size: int) -> Any:
    values = 0 if found.payout is None else found.payout.values
    return np.broadcast_to(np.asarray(values, np.int64), size)


def _paid(found: Found, size: int) -> Any:
    if found.payout is None:
        return np.zeros(size, np.bool_)
    known = True if found.payout.known is None else found.payout.known
    return np.broadcast_to(np.asarray(known), size)
