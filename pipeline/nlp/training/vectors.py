"""Train word vectors on the news corpora.

`python -m pipeline.nlp.training.vectors --data DIR --out DIR --start DIR_OF_TOKENIZER [--seed 0]`

Words are split into clitics by the trained tokenizer, one word type at a time (300,000 types take half a minute; running
text would take twenty), then skip-gram vectors are trained with gensim on one thread, which makes them reproducible.
Writes `pretrain.pt` in Stanza's format and `lam_words.txt`.
"""

import collections
import re
from pathlib import Path

from pipeline.nlp.surface import bare
from pipeline.nlp.training import common
from pipeline.nlp.training.news import stories
from pipeline.progress import quiet

DIMENSIONS = 64
VOCABULARY = 50_000
_TOKEN = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*|[^\w\s]")


def tokens(text: str) -> list[str]:
    """Runs of letters, numbers and single marks of a text without diacritics."""
    return _TOKEN.findall(bare(text))


def train(data: Path, out: Path, start: Path, seed: int, epochs: int = 3) -> None:
    """Count, split, train, write."""
    import numpy as np
    import torch
    from gensim.models import Word2Vec
    from stanza.models.common.pretrain import Pretrain, PretrainedWordVocab

    from pipeline.nlp.characters import Tokenizer

    texts = list(dict.fromkeys(tuple(tokens(t)) for t in stories(data / "news")))
    counts = collections.Counter(w for t in texts for w in t)
    types = sorted(w for w, n in counts.items() if n >= 3 and w.isalpha() and "\u0621" <= w[0] <= "\u064a")
    print(f"{len(texts)} stories, {sum(counts.values())} tokens, {len(types)} types to split", flush=True)
    splitter = Tokenizer(start / "tokenizer.pt")
    parts: dict[str, list[str]] = {}
    for word, sentences in zip(types, splitter.sentences(types, 60_000, quiet), strict=True):
        parts[word] = [word[a:b] for s in sentences for a, b in s]
    own: collections.Counter[str] = collections.Counter()  # words with ل at their front that nothing precedes
    for word, pieces in parts.items():
        for i, piece in enumerate(pieces):
            if piece.startswith("ل") and len(piece) > 2 and (i == 0 or pieces[i - 1] != "ل"):
                own[piece] += counts[word]
    full: collections.Counter[str] = collections.Counter()
    for word, pieces in parts.items():
        for piece in pieces:
            if piece.startswith("ال"):
                full[piece] += counts[word]
    lam = sorted(w for w, n in own.items() if n >= 5 and n > full["ال" + w[1:]])
    head = "# Words that begin with ل themselves: commoner so in news than the article's form of what follows.\n"
    (out / "lam_words.txt").write_text(head + "\n".join(lam) + "\n", encoding="utf-8")
    for pieces in parts.values():
        for i in range(1, len(pieces)):
            if pieces[i - 1] == "ل" and pieces[i].startswith("ل") and len(pieces[i]) > 2 and pieces[i] not in lam:
                pieces[i] = "ال" + pieces[i][1:]
    lines = [[p for w in text for p in parts.get(w, [w])] for text in texts]
    model = Word2Vec(lines, vector_size=DIMENSIONS, window=4, min_count=4, sg=1, negative=5, sample=1e-4, epochs=epochs,
                     workers=1, seed=seed, max_final_vocab=VOCABULARY)  # fmt: skip
    words = list(model.wv.index_to_key)
    table = np.zeros((len(words) + 4, DIMENSIONS), dtype=np.float32)
    table[4:] = model.wv.vectors / np.linalg.norm(model.wv.vectors, axis=1, keepdims=True)
    pretrain = Pretrain(str(out / "pretrain.pt"), save_to_file=False)
    pretrain._vocab, pretrain._emb = PretrainedWordVocab(words, lower=True), torch.from_numpy(table)
    pretrain.save(str(out / "pretrain.pt"))
    print(f"{len(words)} vectors; near حكومة: {model.wv.most_similar('الحكومة', topn=5)}")


def main() -> None:
    """Command line."""
    options = common.options(__doc__)
    train(options.data, options.out, options.start or options.out, options.seed)


if __name__ == "__main__":
    main()
