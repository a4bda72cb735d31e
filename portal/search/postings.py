"""How the words of a new segment are gathered and written: word by word, where whoosh sorts one long list. The files are whoosh's own.

Takes half the time of whoosh's pool and writer. All is held in memory: about 70 bytes for each word of each document.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3PostingsWriter


class Gathered(NamedTuple):
    """Where one word occurs: document numbers in rising order, for each the weight and the encoded value."""

    documents: "array[int]"
    weights: "array[float]"
    values: list[bytes]


Fields = Mapping[str, Mapping[bytes, Gathered]]


class WordPool:
    """Takes the place of whoosh's `PostingPool`; postings come in the order of their documents, as whoosh's writer gives them."""

    def __init__(self) -> None:
        self.fields: defaultdict[str, defaultdict[bytes, Gathered]] = defaultdict(_words)

    def add(self, posting: tuple[str, bytes, int, float, bytes]) -> None:
        """Note one posting."""
        field, word, document, weight, value = posting
        documents, weights, values = self.fields[field][word]
        documents.append(document)
        weights.append(weight)
        values.append(value)

    def iter_postings(self) -> Fields:
        """What `WordFieldWriter.add_postings` takes."""
        return self.fields

    def cleanup(self) -> None:
        """Forget everything."""
        self.fields.clear()


class WordPostingsWriter(W3PostingsWriter):  # type: ignore[misc]
    """Writes all postings of a word at once."""

    def add_all(self, postings: Gathered) -> None:
        """The blocks of one word; the last one is left to `finish_postings`."""
        for part in _slices(len(postings.documents), self._blocklimit):
            if part.start:
                self._write_block()
            self._ids, self._weights = postings.documents[part], postings.weights[part]
            self._values = [value for value in postings.values[part] if value]
            self._maxweight = max(self._weights)


class WordFieldWriter(W3FieldWriter):  # type: ignore[misc]
    """Writes the postings word by word."""

    def add_postings(self, schema: Any, lengths: Any, items: Fields) -> None:  # noqa: ARG002  whoosh calls it so
        """Everything a `WordPool` has gathered; the lengths of texts are kept elsewhere."""
        for field in sorted(items):
            self.start_field(field, schema[field])
            for word in sorted(items[field]):
                self.start_term(word)
                self._postwriter.add_all(items[field][word])
                self.finish_term()
            self.finish_field()


class WordCodec(W3Codec):  # type: ignore[misc]
    """Whoosh's codec with this writing, without length statistics, which we keep exactly ourselves, and without packing: large, plain blocks
    are written and read faster."""

    length_stats = False

    def __init__(self) -> None:
        super().__init__(blocklimit=512, compression=0)

    def field_writer(self, storage: Any, segment: Any) -> WordFieldWriter:
        """The writer of a segment's words."""
        return WordFieldWriter(self, storage, segment)

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> WordPostingsWriter:
        """The writer of the postings of words."""
        packing = {"compression": self._compression, "inlinelimit": self._inlinelimit}
        return WordPostingsWriter(dbfile, blocklimit=self._blocklimit, byteids=byteids, **packing)


def _words() -> defaultdict[bytes, Gathered]:
    return defaultdict(_nowhere)


def _nowhere() -> Gathered:
    return Gathered(array("I"), array("f"), [])


def _slices(length: int, size: int) -> Iterator[slice]:
    return (slice(start, start + size) for start in range(0, length, size))
