"""Reading for pages that show several features: the one place that may read other features' tables. Nothing here can write."""
