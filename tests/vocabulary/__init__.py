"""Tests of the vocabulary's page."""
