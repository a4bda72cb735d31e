"""What the machine at hand offers to tests: PostgreSQL, Redis, a browser. A test that lacks one says so; on a build machine that is a failure."""

import os
import shutil
from pathlib import Path

import psycopg
import pytest
import redis

POSTGRES = "postgresql://postgres@127.0.0.1:5432"
REDIS = "redis://127.0.0.1:6379"
REQUIRE_ALL = os.environ.get("PORTAL_REQUIRE_ALL") == "1"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def need_postgresql() -> None:
    """Skip the test unless PostgreSQL answers."""
    try:
        psycopg.connect(f"{POSTGRES}/postgres", connect_timeout=3).close()
    except psycopg.OperationalError:
        pytest.skip("PostgreSQL does not answer on 127.0.0.1:5432")


def need_redis() -> str:
    """The address of Redis; skips the test unless it answers."""
    try:
        with redis.Redis.from_url(REDIS, socket_connect_timeout=3) as connection:
            connection.ping()
    except redis.exceptions.ConnectionError:
        pytest.skip("Redis does not answer on 127.0.0.1:6379")
    return REDIS


def need_chromium() -> Path:
    """The browser's program; skips the test unless there is one."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip("no chromium is installed")
    return Path(found)


def refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Where everything is required, turn a skip into a failure that says what was lacking. An expected failure stays one."""
    if REQUIRE_ALL and report.skipped and not hasattr(report, "wasxfail"):
        where = report.longrepr
        reason = where[2] if isinstance(where, tuple) else str(where)
        report.outcome = "failed"
        report.longrepr = f"PORTAL_REQUIRE_ALL=1 refuses a skip: {reason}"
