"""Tests of accounts, sign-in, roles, teams and posts."""
