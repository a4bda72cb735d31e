"""`python -m tests.load.approver`: paul approves every text in review of the instance of the environment, each in a transaction of its own."""

from datetime import UTC, datetime

from sqlalchemy import text

from portal import config as settings
from portal import instance, reactions
from portal.library.service import approving

WAITING = text("SELECT id, content_hash FROM review_round WHERE ended_at IS NULL ORDER BY id")
PAUL = text("SELECT id FROM person WHERE email = 'paul@example.org'")


def main() -> None:
    """Approve until nothing waits."""
    config = settings.load()
    database = instance.opened(config)
    reactions.install(config, database)
    with database.reading() as session:
        paul, waiting = session.scalar(PAUL), session.execute(WAITING).all()
    for round_id, content_hash in waiting:
        by = approving.Decider(int(paul or 0), datetime.now(UTC), "UTC")
        with database.writing() as session:
            approving.approve(session, round_id, content_hash=content_hash, by=by)
    database.dispose()


if __name__ == "__main__":
    main()
