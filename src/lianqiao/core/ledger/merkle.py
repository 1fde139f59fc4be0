"""Merkle trees of RFC 6962, section 2.1, over leaves that are hashed already.

>>> one, two, three = (leaf_hash(text) for text in (b"a", b"b", b"c"))
>>> proof = path([one, two, three], 2)
>>> root_from_path(three, 2, 3, proof) == root([one, two, three])
True
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

EMPTY_ROOT = sha256(b"").digest()
BLOCK = 256
"""So many leaves, a power of two, are a whole tree within each larger one."""


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of a leaf's data: SHA-256(0x00 || data)."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node: SHA-256(0x01 || left || right)."""
    return sha256(b"\x01" + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """Return the root over leaf hashes, in their order; that of no leaves is SHA-256("")."""
    level = list(leaves) or [EMPTY_ROOT]
    while len(level) > 1:
        level = _next(level)
    return level[0]


def path(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Return the sibling hashes from the leaf at `index` up to the root."""
    if not 0 <= index < len(leaves):
        raise IndexError(f"no leaf {index} among {len(leaves)}")
    level, siblings = list(leaves), []
    while len(level) > 1:
        sibling = index ^ 1
        if sibling < len(level):
            siblings.append(level[sibling])
        level, index = _next(level), index // 2
    return siblings


def blocks(leaves: Sequence[bytes]) -> list[bytes]:
    """Return the root of each block of leaves; their own root is that of all leaves.

    >>> leaves = [leaf_hash(bytes([number % 251])) for number in range(1_000)]
    >>> root(blocks(leaves)) == root(leaves)
    True
    >>> near, far = path(leaves[768:], 999 - 768), path(blocks(leaves), 3)
    >>> near + far == path(leaves, 999)
    True
    """
    return [root(leaves[start : start + BLOCK]) for start in range(0, len(leaves), BLOCK)]


def root_from_path(leaf: bytes, index: int, size: int, siblings: Sequence[bytes]) -> bytes:
    """Return the root that a leaf and its path lead to, in a tree of `size` leaves.

    ValueError if the path has not the length that this place in the tree asks for.
    """
    remaining = list(siblings)
    last = size - 1
    while last:
        if index ^ 1 <= last:
            if not remaining:
                raise ValueError("the path is too short")
            sibling = remaining.pop(0)
            leaf = node_hash(sibling, leaf) if index & 1 else node_hash(leaf, sibling)
        index, last = index // 2, last // 2
    if remaining:
        raise ValueError("the path is too long")
    return leaf


def _next(level: list[bytes]) -> list[bytes]:
    """Pair neighbours; a last one without a neighbour goes up as it is.

    This gives the same tree as the RFC's split at the largest power of two.
    """
    pairs = [node_hash(left, right) for left, right in zip(level[::2], level[1::2], strict=False)]
    return pairs + level[-1:] if len(level) % 2 else pairs
