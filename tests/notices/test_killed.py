"""Digests written by several at once, or killed with signal 9 at any moment: no notice is in two mails, and in the end each is in one."""

import random
import re
import threading
import time
from collections import Counter
from datetime import timedelta

from sqlalchemy import func, select

from portal.config import Config
from portal.db import Database
from portal.jobs.models import OutboxMail
from portal.notices import service
from portal.people import service as people
from tests.commands import environment, program
from tests.notices.conftest import HEAD
from tests.notices.telling import TUESDAY, notices, tell

PEOPLE, TOLD = 40, 3
SOON = TUESDAY + timedelta(hours=1)
chance = random.Random(5)  # noqa: S311
WRITE = """
import sys
from datetime import datetime
from portal import config, instance
from portal.notices import service
from portal.people.letters import Letterhead
settings = config.load()
head = Letterhead("Baseline", "https://portal.example.org", "en")
print(service.write_digests(instance.opened(settings), head, zone="UTC", at=datetime.fromisoformat(sys.argv[1])))
"""


def crowd(database: Database) -> None:
    """People who want everything at once, each told three things."""
    with database.writing() as session:
        ids = [people.enrol(session, email=f"p{n}@example.org", name=f"P {n}", at=TUESDAY, state="active") for n in range(PEOPLE)]
        for person_id in ids:
            people.change_settings(session, person_id, zone="", language="", mail="at_once", at=TUESDAY)
    for _ in range(TOLD):
        tell(database, *ids)


def mailed(database: Database) -> Counter[int]:
    """How many mails each notice is in."""
    with database.reading() as session:
        bodies = session.scalars(select(OutboxMail.body)).all()
    return Counter(int(number) for body in bodies for number in re.findall(r"/notices/(\d+)", body))


def written(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(OutboxMail)) or 0


def kill_midway(config: Config, database: Database) -> None:
    """Start writing digests, and kill that a moment after the first new mail, or let it end."""
    before, process = written(database), program(WRITE, environment(config), SOON.isoformat())
    while process.poll() is None and written(database) == before:
        time.sleep(0.002)
    time.sleep(chance.random() * 0.05)
    process.kill()
    process.communicate()


def test_killed_at_any_moment_no_notice_is_mailed_twice_and_none_is_lost(config: Config, database: Database) -> None:
    crowd(database)
    for _ in range(4):
        kill_midway(config, database)
        done = {one.id for one in notices(database) if one.mail_done_at is not None}
        assert mailed(database) == Counter(done)
    process = program(WRITE, environment(config), SOON.isoformat())
    process.communicate(timeout=60)
    assert process.returncode == 0
    assert mailed(database) == Counter(one.id for one in notices(database))
    assert written(database) == PEOPLE


def test_those_who_write_digests_at_once_put_each_notice_into_one_mail(database: Database) -> None:
    crowd(database)
    asked = {"zone": "UTC", "at": SOON}
    workers = [threading.Thread(target=service.write_digests, args=(database, HEAD), kwargs=asked) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert mailed(database) == Counter(one.id for one in notices(database))
    assert written(database) == PEOPLE
