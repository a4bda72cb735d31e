"""Which line `: text` is the caption of which table or image. Knows tokens only."""

from collections.abc import Iterator, Sequence

from markdown_it.token import Token

_FIGURE = ("dt_open", "inline", "dt_close", "dd_open", "paragraph_open", "inline", "paragraph_close", "dd_close")


def caption_of_table(tokens: Sequence[Token], index: int) -> tuple[Token, range] | None:
    """The inside of the paragraph `: text` right after the table that opens at `index`, without its mark, and the tokens it takes."""
    close = index + 1
    while tokens[close].type != "table_close" or tokens[close].level != tokens[index].level:
        close += 1
    after = tokens[close + 1 : close + 3]
    if len(after) < 2 or after[0].type != "paragraph_open" or not after[1].content.startswith(": "):
        return None
    first = after[1].children[0] if after[1].children else None
    if first is None or not first.content.startswith(": "):
        return None
    first.content = first.content[2:]
    return after[1], range(close + 1, close + 4)


def captioned_figures(tokens: Sequence[Token], index: int) -> tuple[list[tuple[Token, Token]], range] | None:
    """Images with a line `: text` beneath, which read as a list of definitions that opens at `index`: (image, caption) each, and the tokens."""
    close = next(n for n in range(index, len(tokens)) if tokens[n].type == "dl_close" and tokens[n].level == tokens[index].level)
    inside = tokens[index + 1 : close]
    if len(inside) % len(_FIGURE):
        return None
    found = list(_figures(inside))
    return (found, range(index, close + 1)) if len(found) * len(_FIGURE) == len(inside) else None


def _figures(inside: Sequence[Token]) -> Iterator[tuple[Token, Token]]:
    for start in range(0, len(inside), len(_FIGURE)):
        entry = inside[start : start + len(_FIGURE)]
        if tuple(token.type for token in entry) == _FIGURE and only_image(entry[1]) is not None:
            yield entry[1], entry[5]


def only_image(inline: Token) -> Token | None:
    """The image, where it is all there is in a paragraph."""
    children = [child for child in inline.children or [] if child.type != "text" or child.content]
    return children[0] if len(children) == 1 and children[0].type == "image" else None
