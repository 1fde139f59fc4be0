"""Fixtures that every test may use. The cast of people stands in tests/cast.py."""

from __future__ import annotations

import os
from collections.abc import Iterator

import hypothesis
import pytest

from tests import databases

pytest_plugins = ["tests.cast"]
TEMPLATE = f"{databases.NAME}_template"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Deal the tests out as `tests/parallel.py` says, unless `--dist` says otherwise."""
    from tests.parallel import ByHouse

    return ByHouse(config, log) if config.getvalue("dist") == "load" else None


@pytest.fixture(scope="session")
def cluster() -> Iterator[databases.Cluster]:
    """The PostgreSQL server of this run."""
    with databases.cluster() as server:
        yield server


@pytest.fixture(scope="session")
def template_database(cluster, django_test_environment, django_db_blocker) -> Iterator[str]:
    """A migrated database that nobody writes to; clones start from it."""
    from django.core.management import call_command

    from tests import shelf

    cluster.create(TEMPLATE)
    with django_db_blocker.unblock():
        databases.point_django_at(cluster.url(databases.database.OWNER, TEMPLATE))
        call_command("migrate", verbosity=0, interactive=False)
        shelf.fill()
        databases.point_django_at(cluster.url(databases.database.OWNER, "postgres"))
    yield TEMPLATE
    cluster.drop(TEMPLATE)


@pytest.fixture(scope="session")
def django_db_setup(cluster, template_database, django_db_blocker) -> Iterator[None]:
    """Replace pytest-django's own: the `db` fixture works in a clone, as the application."""
    with cluster.clone(template_database, f"{databases.NAME}_shared") as name:
        with django_db_blocker.unblock():
            databases.point_django_at(cluster.url(databases.database.APPLICATION, name))
        yield
        with django_db_blocker.unblock():
            databases.point_django_at(cluster.url(databases.database.OWNER, "postgres"))


@pytest.fixture
def committed_db(
    request, cluster, template_database, django_db_setup, django_db_blocker
) -> Iterator[str]:
    """A database of the test's own where commits are real; gives the application's address.

    For concurrency, triggers on commit, background work and other processes.
    """
    shared = cluster.url(databases.database.APPLICATION, f"{databases.NAME}_shared")
    with cluster.clone(template_database, f"{databases.NAME}_own") as name:
        url = cluster.url(databases.database.APPLICATION, name)
        with django_db_blocker.unblock():
            databases.point_django_at(url)
            yield url
            databases.point_django_at(shared)


@pytest.fixture
def superuser_connection(cluster):
    """Connect to a test database as the server's superuser, whom no trigger need stop."""
    import psycopg

    opened = []

    def connect(url: str) -> psycopg.Connection:
        name = psycopg.conninfo.conninfo_to_dict(url)["dbname"]
        info = psycopg.conninfo.make_conninfo(cluster.superuser, dbname=name)
        opened.append(psycopg.connect(info, autocommit=True))
        return opened[-1]

    yield connect
    for connection in opened:
        connection.close()


@pytest.fixture(autouse=True)
def own_language():
    """A test begins in the house's language, whatever the one before has asked a page in."""
    from django.utils import translation

    translation.deactivate()


@pytest.fixture(autouse=True)
def data_dir(tmp_path, settings, monkeypatch):
    """Files of the installation go into the test's own folder."""
    settings.DATA_DIR = settings.STATIC_ROOT = tmp_path
    # No `collectstatic` before the tests: names without their content's hash.
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    files = settings.STORAGES["default"] | {"OPTIONS": {"location": tmp_path / "files"}}
    settings.STORAGES = settings.STORAGES | {"default": files, "staticfiles": plain}
    monkeypatch.setenv("LIANQIAO_DATA", str(tmp_path))
    return tmp_path


# A machine that does much at once is slow now and then; that is no finding.
hypothesis.settings.register_profile(
    "lianqiao",
    deadline=None,
    # What decides on a landing gives the same answer twice; elsewhere new examples are tried.
    derandomize="CI" in os.environ,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("lianqiao")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright runs an event loop.
