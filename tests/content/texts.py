"""Strategies for hypothesis: texts made of the signs and of the parts of our Markdown."""

from hypothesis import strategies as st

SIGNS = st.text(alphabet="ab1 \n\t*_`~#>-+|[](){}!:^\\<&;.\"'$=x\x00é\u2028/@%?", max_size=200)
PARTS = (
    *("# A\n\n", "# B {#b}\n\n", "## C\n\n", "### A\n\n", "D\n===\n\n", "#\n", "# Main\n"),
    *("Words of one kind.\n\n", "Words of another **kind**.\n\n", "text", "  more\n", "\n", "x {#x}\n\n", "{#X}", "\\"),
    *("R1. **Do.** It in 14 days. {#r1}\n\n", "R1. **Do.** It in 10 days. {#r1}\n\n", "R2. Keep it. {#r2}\n\n"),
    *("- one\n- two\n", "- one\n  - three\n\n", "1. four\n", "- [x] done\n", "> quoted\n\n", "> - both\n\n", "---\n\n"),
    *("|a|b|\n|-|-|\n|1|2|\n\n", "|c|\n|-|\n\n: caption {#cap}\n\n", "```\ncode\n\nmore\n```\n\n", "    code\n\n", "```\nopen\n"),
    *("!!! note\n    boxed\n\n", "!!! odd\n", "Term\n: Meaning\n\n", "text[^1]\n\n[^1]: note\n\n", "[^2]: lost\n\n"),
    *("![alt](images/a.png)\n\n", ": beneath\n\n", "[[RSK-STD-01#r1]] ", "[[", "[link](/x) ", "[ref] ", '[ref]: /url "title"\n\n'),
    *("[x](javascript:1) ", "<script>", "&amp;", "`", "**", "_", "~~", "|", '"', "<!--", "{onclick=1}"),
)
TEXTS = st.lists(st.sampled_from(PARTS), max_size=14).map("".join)
ANY_TEXT = SIGNS | TEXTS
