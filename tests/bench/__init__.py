"""What `make bench` runs: scripts that measure, and what they measure on."""
