"""The running product and a browser: what the journeys walk through.

`lianqiao demo` fills a house of its own and `lianqiao serve` runs it, both as processes, as a
city would. Without Chromium the journeys are skipped, and the end of the run says so.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[2]
SHOTS = ROOT / "build" / "journeys"
LIANQIAO = [sys.executable, "-m", "lianqiao"]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
STARTS_WITHIN = 90
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
COLOURS = ["color-contrast", "link-in-text-block"]  # what else is asked, no scheme changes
PASSWORD = "lianqiao-demo"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs a browser where there is none."""
    missing = pytest.mark.skip(reason="no Chromium on this machine: `make browser` brings it")
    for item in items:
        if item.get_closest_marker("browser") and not CHROMIUM:
            item.add_marker(missing)


def pytest_terminal_summary(terminalreporter) -> None:
    """Never silently: name the journeys as not run."""
    if not CHROMIUM:
        terminalreporter.section("browser journeys")
        terminalreporter.line("NOT RUN: no Chromium on this machine; `make browser` brings it.")


@dataclass
class House:
    """A running installation."""

    folder: Path
    port: int
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        """Where its pages are."""
        return f"http://127.0.0.1:{self.port}"

    def run(self, *command: str) -> subprocess.CompletedProcess:
        """Run one `lianqiao` command to its end."""
        return subprocess.run(
            [*LIANQIAO, *command],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=900,
            check=False,
        )

    def start(self, *command: str) -> None:
        """Run `lianqiao serve`, or another command, and wait until it answers."""
        serve = ["serve", "--port", str(self.port), "--workers", "1"]
        with (self.folder / "serve.log").open("a") as log:
            self.process = subprocess.Popen(
                [*LIANQIAO, *(command or serve)],
                env=self.environment,
                cwd=ROOT,
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + STARTS_WITHIN
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError((self.folder / "serve.log").read_text()[-3000:])
            time.sleep(0.3)

    def answers(self) -> bool:
        """Whether the house is up."""
        try:
            with urllib.request.urlopen(f"{self.url}/health", timeout=2) as answer:  # noqa: S310 -- our own
                return answer.status == 200
        except OSError:
            return False

    @contextmanager
    def on(self, day: date) -> Iterator[House]:
        """Let the same city be seen, and walked through, on another day."""
        days = (day - datetime.now(ZoneInfo("Asia/Shanghai")).date()).days
        shifted = {
            "LIANQIAO_DAYS": str(days),
            "DJANGO_SETTINGS_MODULE": "tests.journeys.another_day",
            "PYTHONPATH": str(ROOT),
        }
        other = House(self.folder, free_port(), self.environment | shifted)
        other.start("runserver", f"127.0.0.1:{other.port}", "--noreload", "--skip-checks")
        try:
            yield other
        finally:
            other.stop()

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """End it; return its exit code."""
        assert self.process is not None
        self.process.send_signal(how)
        return self.process.wait(timeout=40)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def new_house(folder: Path) -> House:
    """Return an installation in an empty folder; nothing of it runs yet."""
    keep = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    environment = keep | {"LIANQIAO_DATA": str(folder), "LIANQIAO_DEMO": "1"}
    return House(folder, free_port(), environment)


@pytest.fixture(scope="session")
def house() -> Iterator[House]:
    """The demo city, running."""
    # Not in pytest's folder: run as root, PostgreSQL becomes another user, who may not enter it.
    with tempfile.TemporaryDirectory(prefix="lianqiao-") as folder:
        found = new_house(Path(folder))
        # Nobody pulls its plug; test_serve's house waits for the disk.
        found.environment["PGOPTIONS"] = "-c synchronous_commit=off"
        loaded = found.run("demo", "--enterprises", "300", "--no-serve")
        assert loaded.returncode == 0, loaded.stderr
        found.start()
        yield found
        if found.process and found.process.poll() is None:
            found.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield started
        started.close()


class Visitor:
    """Somebody at a browser, in Chinese unless told otherwise."""

    def __init__(self, browser: Browser, house: House, **options) -> None:
        self.house = house
        values = {
            "locale": "zh-CN",
            "viewport": {"width": 1280, "height": 900},
            "reduced_motion": "reduce",
        } | options
        self.context = browser.new_context(base_url=house.url, **values)
        self.page: Page = self.context.new_page()
        self.errors: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", self._noted)

    def _noted(self, message) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            self.errors.append(message.text)

    def sign_in(self, username: str) -> Visitor:
        """Sign in through the form."""
        self.page.goto("/accounts/login/")
        self.page.fill("form.form input[name=login]", username)
        self.page.fill("form.form input[name=password]", PASSWORD)
        self.page.click("form.form button[type=submit]")
        self.page.wait_for_url("/")
        return self

    def look(self) -> None:
        """Hold the page against WCAG 2.2 AA, its colours in light and dark."""
        for scheme, rules in (("light", WCAG), ("dark", COLOURS)):
            self.page.emulate_media(color_scheme=scheme)
            asked = {"runOnly": rules, "resultTypes": ["violations"]}
            found = Axe().run(self.page, options=asked)
            assert found.violations_count == 0, (
                f"{self.page.url} {scheme}\n{found.generate_report()}"
            )
        self.page.emulate_media(color_scheme="light")
        width = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert self.page.evaluate(width) <= 0, f"{self.page.url} scrolls sideways"
        assert not self.errors


@pytest.fixture
def visit(browser, house, request):
    """Make visitors; their last pages are kept if the journey fails."""
    visitors: list[Visitor] = []

    def make(username: str = "", at: House = house, **options) -> Visitor:
        visitor = Visitor(browser, at, **options)
        visitors.append(visitor)
        return visitor.sign_in(username) if username else visitor

    yield make
    failed = getattr(request.node, "failed", False)
    for number, visitor in enumerate(visitors):
        if failed:
            SHOTS.mkdir(parents=True, exist_ok=True)
            path = SHOTS / f"{request.node.name}-{number}.png"
            visitor.page.screenshot(path=path, full_page=True)
        visitor.context.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Let the fixture above know how it ended."""
    report = yield
    if call.when == "call":
        item.failed = report.failed
    return report
