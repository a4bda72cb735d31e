"""The one vocabulary of practices that everything hangs on, the glossary, and who cites which paragraph."""
