"""Controlled texts on paper: PDF through typst, Word, Excel, CSV and Markdown files.

Pure: frozen dataclasses and Markdown in, bytes out. Knows no database, no web, no clock; the same input gives the same bytes.
"""
