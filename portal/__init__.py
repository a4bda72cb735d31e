"""Baseline: the knowledge, training and maturity portal for project organisations."""

__version__ = "0.1.0"
