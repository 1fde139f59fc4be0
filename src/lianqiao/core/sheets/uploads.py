"""Uploaded lists between the dry run and the confirmation.

They lie in DATA_DIR/uploads under names that nobody can guess, belong to one session, and are
removed when the import is confirmed or a day has passed.
"""

from __future__ import annotations

import secrets
import shutil
import time
from pathlib import Path, PurePath
from typing import IO, Any

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from lianqiao.core.errors import Invalid, NotFound
from lianqiao.core.sheets.limits import check_size

LIFETIME = 24 * 60 * 60


def chosen(file: UploadedFile[Any] | None) -> tuple[IO[bytes], str]:
    """Return the bytes and the name of what was uploaded; Invalid where nothing was."""
    if file is None or file.file is None:
        raise Invalid(_("Choose a file first."))
    return file.file, file.name or ""


def keep(session: SessionBase, purpose: str, file: IO[bytes], name: str) -> None:
    """Keep an upload as the session's one for this purpose. TooLarge beyond the limit."""
    check_size(file)
    drop(session, purpose)
    folder = _folder()
    _remove_old(folder)
    stored = secrets.token_hex(16)
    with (folder / stored).open("xb") as target:
        shutil.copyfileobj(file, target)
    file.seek(0)
    session[_key(purpose)] = [stored, PurePath(name).name]


def kept(session: SessionBase, purpose: str) -> tuple[IO[bytes], str]:
    """Open the session's upload and return it with its name. NotFound if it is gone."""
    stored, name = session.get(_key(purpose), ("", ""))
    path = _folder() / stored
    if not stored or not path.is_file():
        raise NotFound(_("The uploaded file is gone; upload it again."))
    return path.open("rb"), name


def drop(session: SessionBase, purpose: str) -> None:
    """Remove the session's upload, if there is one."""
    stored, _name = session.pop(_key(purpose), ("", ""))
    if stored:
        (_folder() / stored).unlink(missing_ok=True)


def _folder() -> Path:
    folder = Path(settings.DATA_DIR) / "uploads"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _remove_old(folder: Path) -> None:
    for path in folder.iterdir():
        if path.stat().st_mtime < time.time() - LIFETIME:
            path.unlink(missing_ok=True)


def _key(purpose: str) -> str:
    return f"upload:{purpose}"
