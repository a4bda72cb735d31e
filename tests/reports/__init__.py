"""Tests of the pages that show several features."""
