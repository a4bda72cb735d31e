"""What changes the library: publishing a content root, and what readers do with Documents. Nothing here commits."""
