"""Background work and the mail outbox. The rows in the database are the truth; a job may run twice and loses nothing."""
