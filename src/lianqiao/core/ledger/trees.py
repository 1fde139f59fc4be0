"""The trees of seals, of which only the blocks that are asked for are read and hashed again."""

from __future__ import annotations

from collections.abc import Iterable

from lianqiao.core.ledger import merkle
from lianqiao.core.ledger.merkle import BLOCK
from lianqiao.core.ledger.models import Seal, SealedEntry, Tree


def path_of(place: SealedEntry) -> list[bytes]:
    """Return the sibling hashes from a sealed entry's leaf up to its seal's root."""
    number, inside = divmod(place.position, BLOCK)
    leaves = _leaves(place.seal, [number]).get(number, [])
    return merkle.path(leaves, inside) + merkle.path(_blocks(place.seal), number)


def root_of(seal: Seal, positions: Iterable[int]) -> bytes:
    """Return a seal's root, with the blocks around some leaves hashed from them anew.

    It is the published one only if these leaves are those that were sealed: no others give it.
    """
    blocks = _blocks(seal)
    for number, leaves in _leaves(seal, {one // BLOCK for one in positions}).items():
        blocks[number : number + 1] = [merkle.root(leaves)]
    return merkle.root(blocks)


def _leaves(seal: Seal, numbers: Iterable[int]) -> dict[int, list[bytes]]:
    """Return the leaves of some blocks; one query."""
    wanted = [place for one in numbers for place in range(one * BLOCK, (one + 1) * BLOCK)]
    rows = seal.entries.filter(position__in=wanted).order_by("position")
    found: dict[int, list[bytes]] = {}
    for position, leaf in rows.values_list("position", "leaf").iterator():
        found.setdefault(position // BLOCK, []).append(bytes(leaf))
    return found


def _blocks(seal: Seal) -> list[bytes]:
    """Return the roots of a seal's blocks: as kept, or of all its leaves where they are not."""
    tree: Tree | None = getattr(seal, "tree", None)
    if tree is not None:
        joined = bytes(tree.blocks)
        return [joined[start : start + 32] for start in range(0, len(joined), 32)]
    leaves = seal.entries.order_by("position").values_list("leaf", flat=True)
    return merkle.blocks([bytes(leaf) for leaf in leaves])
