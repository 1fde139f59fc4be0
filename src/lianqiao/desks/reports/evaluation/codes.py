"""The code of a letter: two halves that have nothing to do with each other.

The first stands for the person and is only ever held against the panel, the second for the right
to one ballot and is only ever held against the tokens. Of each the house keeps the digest alone.
"""

from __future__ import annotations

import secrets
from hashlib import sha256

# Without 0, 1, I and O: the letter may be read aloud and typed.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
HALF = 26
"""Characters of five bits each: 130 bits."""
IN_GROUP = 4
LONGEST = 200


def new_code() -> str:
    """Return a new code, without the marks between its groups."""
    return "".join(secrets.choice(ALPHABET) for _place in range(2 * HALF))


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
    plain = "".join(code[:LONGEST].split()).replace("-", "").upper()
    if len(plain) != 2 * HALF or not set(plain) <= set(ALPHABET):
        return None
    return digest(plain[:HALF]), digest(plain[HALF:])


def digest(half: str) -> str:
    """Return the digest by which a half is known."""
    return sha256(half.encode()).hexdigest()
