"""The tests: real parts, a standing cast, sentences as names."""
