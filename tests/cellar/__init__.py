"""The rooms everything stands on: configuration, instance, database, journal, settings, files, jobs, the skin."""
