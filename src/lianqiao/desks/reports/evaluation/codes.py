"""The code of a letter: two halves that have nothing to do with each other.

The first stands for the person and is only ever held against the panel, the second for the right
to one ballot and is only ever held against the tokens. Of each the house keeps the digest alone.
"""

from __future__ import annotations

import secrets
from hashlib import sha256

# Without 0, 1, I and O: the letter may be read aloud and typed.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
BITS = 5
HALF = 26
"""Characters of five bits each: 130 bits."""
IN_GROUP = 4
LONGEST = 200


def new_code(length: int = 2 * HALF) -> str:
    """Return a new code, without the marks between its groups."""
    drawn = secrets.randbits(BITS * length)
    return "".join(ALPHABET[drawn >> BITS * place & len(ALPHABET) - 1] for place in range(length))


def grouped(code: str) -> str:
    """Return a code as it is printed.

    >>> grouped("23456789AB")
    '2345-6789-AB'
    """
    return "-".join(code[at : at + IN_GROUP] for at in range(0, len(code), IN_GROUP))


def digests(code: str) -> tuple[str, str] | None:
    """Return the digests of a code's halves (person, ballot), however the code is written.

    None for what is no code.
    """
    found = plain(code)
    if len(found) != 2 * HALF or not set(found) <= set(ALPHABET):
        return None
    return digest(found[:HALF]), digest(found[HALF:])


def plain(code: str) -> str:
    """Return a code without blanks and marks, in capitals.

    >>> plain(" 2345-6789 ab")
    '23456789AB'
    """
    return "".join(code[:LONGEST].split()).replace("-", "").upper()


def digest(half: str) -> str:
    """Return the digest by which a half is known."""
    return sha256(half.encode()).hexdigest()
