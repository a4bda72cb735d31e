"""Values an administrator may change while the portal runs. Knows their names, defaults and shapes, not what they mean to a feature."""
