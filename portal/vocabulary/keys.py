"""How search calls what the vocabulary holds. Pure."""


def practice_key(code: str) -> str:
    """`practice:RSK.2`."""
    return f"practice:{code}"


def term_key(slug: str) -> str:
    """`term:work-breakdown-structure`."""
    return f"term:{slug}"
