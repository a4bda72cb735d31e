"""Notices in the portal, by mail in the rhythm each person wants, and private addresses of feeds. Knows no document: rooms above tell it."""
