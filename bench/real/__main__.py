"""`python -m bench.real [--quick]`: the main job on real input, in a house of its own."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.real import sources
from bench.tables import Target, at_most

LIANQIAO = [sys.executable, "-m", "lianqiao"]
QUICK = 5_000  # products in the short form
BEST = 12
SEARCHES = (
    "电池",
    "减速器",
    "喷雾干燥",
    "碳纤维复合材料",
    "污水处理设备",
    "",
    "工业机器人 控制",
    "疫苗",
)
ROUNDS = 5


def run(quick: bool = False) -> list[Target]:
    """Import, index, match, look; print counts and seconds; return the targets."""
    if not sources.DATA.is_dir():
        print("real data: not run, ../shared/data is not on this machine")
        return []
    # Not below a private folder: run as root, PostgreSQL becomes another user.
    with tempfile.TemporaryDirectory(prefix="lianqiao-") as name:
        folder = Path(name)
        os.environ["LIANQIAO_DATA"] = name
        os.environ["DJANGO_SETTINGS_MODULE"] = "lianqiao.site.settings"
        _import(folder, QUICK if quick else None)
        return [_look()]


def _import(folder: Path, most: int | None) -> None:
    asked = sources.needs()
    step("migrate", "--verbosity=0")
    step("codes", "--verbosity=0")
    step("import_organizations", str(sources.organizations(folder, asked)), "--apply")
    step("import_listings", str(sources.papers(folder)), "--apply")
    step("import_listings", str(sources.products(folder, most)), "--apply")
    step("import_listings", str(sources.needs_list(folder, asked)), "--apply")
    step("import_listings", str(folder / "需求.csv"), "--apply")  # again: nothing changes
    step("index", "--rebuild")
    step("match")
    step("ledger", "seal")
    step("ledger", "verify")


def step(*command: str) -> None:
    """Run one command; print its last lines and how long it took."""
    started = time.monotonic()
    done = subprocess.run([*LIANQIAO, *command], capture_output=True, text=True, check=False)
    seconds = time.monotonic() - started
    if done.returncode:
        raise SystemExit(f"lianqiao {' '.join(command)}\n{done.stdout}{done.stderr}")
    said = " · ".join(" ".join(line.split()) for line in done.stdout.splitlines()[-6:])
    words = " ".join(Path(word).name for word in command)
    print(f"{seconds:7.1f} s  {words}: {said}", flush=True)


def _look() -> Target:
    """Show the best matches and how long the search page takes, from within the application."""
    from lianqiao.site.cli import bind_database

    bind_database(as_owner=False)
    import django

    django.setup()
    from django.conf import settings
    from django.test import Client

    from lianqiao.desks.exchange.models import Listing, Match
    from lianqiao.desks.exchange.wording import pairing_of

    settings.ALLOWED_HOSTS = ["*"]
    # No `collectstatic` here: names without their content's hash, and nothing to serve.
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES["staticfiles"] = plain
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]
    print(f"\n{Listing.objects.count():,} listings, {Match.objects.count():,} matches; the best:")
    best = Match.objects.select_related("need", "result").order_by("-score", "pk")
    for match in best[:BEST]:
        pairing = pairing_of(match)
        words = "、".join(term.term for term in pairing.terms[:5]) if pairing else ""
        pair = f"{match.need.title} ← {match.result.title}"
        print(f"  {match.score:.2f} {match.band:<8} {pair} ({words})")
    client, taken = Client(), []
    client.get("/exchange/")
    for query in SEARCHES * ROUNDS:
        started = time.monotonic()
        page = client.get("/exchange/", {"q": query})
        taken.append(1000 * (time.monotonic() - started))
        assert page.status_code == 200, page.status_code
    taken.sort()
    p95 = taken[int(0.95 * len(taken))]
    count = f"{Listing.objects.count():,}"
    print(f"\nsearch page: median {statistics.median(taken):.0f} ms, p95 {p95:.0f} ms")
    return at_most(f"search page at {count} listings, p95", p95, 200, "ms")


if __name__ == "__main__":
    run(quick="--quick" in sys.argv)
