"""Golden values for ClipTokenizerTest, from Hugging Face's tokenizers and CLIP's own cleaning.

Needs the packages tokenizers and ftfy. It learns a small list of merges of its own, and rewrites
the two files that the test reads:

    python lib/core/src/test/python/clip_golden.py
"""

import gzip
import html
import json
from collections import Counter
from pathlib import Path

import ftfy
from tokenizers import Regex, Tokenizer, models, pre_tokenizers

RESOURCES = Path(__file__).parent.parent / "resources" / "mirrorlab" / "nn"
LENGTH = 32
PATTERN = r"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"
SPECIAL = ["<|startoftext|>", "<|endoftext|>"]

CORPUS = """
close the red jar. close the lime jar. close the azure jar. screw the lid onto the teal jar
open the top drawer. open the middle drawer. pull the bottom drawer open. slide it all the way out
push the maroon button, then push the green button. press the navy button, then the purple one
stack 2 red blocks. stack 3 blue blocks. build a tower of 4 rose blocks on the green target
slide the block to the yellow target. use the stick to drag the cube onto the white square
put the cylinder in the shape sorter. put the star in the shape sorter. drop the moon into its hole
turn the left tap. turn the right tap. put the coffee in the cupboard. take the steak off the grill
it's the robot's. they've said we'll see, I'm sure you'd like it, don't you? they're here!
café crème naïve façade über 日本 日本 日本語 😀 😀 😀 — — … !!! ??? (...) <<< >>>
"""

TEXTS = [
    "open the top drawer",
    "Stack 12 RED blocks!",
    "push the maroon button, then push the green button",
    "the robot's jar isn't theirs; they've said we'll see, I'm sure you'd like it",
    "THE ROBOT'S",
    "don’t say “cheese”",
    "''' 's'll 't-d",
    "café CAFÉ cafe\u0301 naïve Über İstanbul ΑΣ ß",
    "日本語のロボット 机器人 робот روبوت",
    "😀 😀😀 👩\u200d🔬 🇫🇷 a😀b",
    "salt &amp; pepper &lt;b&gt; &quot;x&quot; &#39;y&#x27; &amp;amp; &amp;#233; &nbsp;z",
    "&bogus; & &; &#; 3&4",
    "  two\u00a0\u2003spaces\t and\nlines\r\n ",
    "a_b-c/d\\e...f(g)[h]{i} ~!@#$%^&*()",
    "½ ² Ⅷ ٣ 3.14159 1e-3 0x1F",
    "x",
    "",
    "   ",
    "!",
    "supercalifragilisticexpialidocious",
    "stack the red block and " * 20,
    "one two three four five six seven eight nine ten " * 3,
    "a" * 500,
    "<|startoftext|> open <|endoftext|> the drawer",
    "\u00ad \u00df\ufffd",
]


def prepared(text):
    """What CLIP does before it splits a text into words."""
    text = html.unescape(html.unescape(ftfy.fix_text(text))).strip()
    return " ".join(text.split()).lower()


def splitting():
    words = pre_tokenizers.Split(Regex(PATTERN), behavior="removed", invert=True)
    return pre_tokenizers.Sequence(
        [words, pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)]
    )


def learn(count):
    """The most frequent pair of neighbours becomes one piece, again and again."""
    words = Counter()
    for word, _ in splitting().pre_tokenize_str(prepared(CORPUS)):
        words[(*word[:-1], word[-1] + "</w>")] += 1
    merges = []
    for _ in range(count):
        pairs = Counter()
        for word, times in words.items():
            for pair in zip(word, word[1:]):
                pairs[pair] += times
        best = max(pairs, key=lambda pair: (pairs[pair], pair))
        merges.append(best)
        words = Counter({joined(word, best): times for word, times in words.items()})
    return merges


def joined(word, pair):
    pieces = []
    for piece in word:
        if pieces and (pieces[-1], piece) == pair:
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return tuple(pieces)


def clip(merges):
    """CLIP's tokenizer over these merges."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    alphabet = [chr(b) for b in printable] + [chr(256 + n) for n in range(256 - len(printable))]
    pieces = alphabet + [c + "</w>" for c in alphabet] + [a + b for a, b in merges] + SPECIAL
    assert len(set(pieces)) == len(pieces)
    vocabulary = {piece: i for i, piece in enumerate(pieces)}
    tokenizer = Tokenizer(models.BPE(vocabulary, merges, end_of_word_suffix="</w>"))
    tokenizer.add_special_tokens(SPECIAL)
    tokenizer.pre_tokenizer = splitting()
    return tokenizer


def encode(tokenizer, text):
    start, end = map(tokenizer.token_to_id, SPECIAL)
    ids = [start, *tokenizer.encode(prepared(text)).ids][: LENGTH - 1] + [end]
    return ids + [0] * (LENGTH - len(ids))


merges = learn(230)
lines = ["#version: 0.2", *map(" ".join, merges)]
packed = gzip.compress("\n".join(lines).encode() + b"\n", mtime=0)
(RESOURCES / "clip_merges.txt.gz").write_bytes(packed)
tokenizer = clip(merges)
golden = [{"text": text, "ids": encode(tokenizer, text)} for text in TEXTS]
(RESOURCES / "clip_tokens.json").write_text(
    "[\n" + ",\n".join(map(json.dumps, golden)) + "\n]\n"
)
print(len(merges), "merges,", tokenizer.get_vocab_size(), "ids,", len(golden), "texts")
