"""The lineage picture: years across, lanes below each other, every life a bar from its beginning to its end."""
