"""Content as files: front matter, Markdown, links and what is wrong with them.

Pure: takes and gives frozen dataclasses and knows no database, no web, no clock. `source.read` is the one place that opens files.
"""
