"""Draws the explanatory pictures of the lessons: `python notebooks/pictures/draw.py` writes the SVG files beside it.

Blue discs are U's, vermilion triangles E's, and green is what they share, as in the library's charts. The pictures
in `frames` were rendered by the library: close_jar, variation 0; the video is scene 1, the rest the fourth keyframe of scene 2.
"""

import base64
import html
import math
from pathlib import Path

HERE = Path(__file__).resolve().parent
INK, SOFT, LINE, PAPER = "#222222", "#5c5c5c", "#8c8c8c", "#ffffff"  # ChartTheme: INK and GREYS
U, E, SHARED = "#0072B2", "#D55E00", "#009E73"  # ChartTheme.COLORS
DARK = {U: "#005A8C", E: "#A84A00", SHARED: "#006B4E", LINE: INK}  # the same hues, for letters: contrast above 4.5
TINT = {U: "#E5F1F8", E: "#FBEBE0", SHARED: "#E2F4EE", LINE: "#f2f2f2"}
SANS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
MONO = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace"
WIDTH = 900  # letters of 14 units are 14 pixels high where a picture is shown at this width


class Drawing:
    """One picture: elements on a white card, which is legible on light and on dark pages."""

    def __init__(self, height, title, description):
        self.height, self.title, self.description = height, title, description
        self.parts = []

    def add(self, element):
        self.parts.append(element)

    def text(self, x, y, words, size=14, colour=INK, anchor="start", weight="normal", font=SANS):
        assert size >= 14, words
        self.add(
            f'<text x="{x:g}" y="{y:g}" font-size="{size}" fill="{colour}" text-anchor="{anchor}" '
            f'font-weight="{weight}" font-family="{font}">{words}</text>'
        )

    def lines(self, x, y, lines, step=18, **style):
        for i, line in enumerate(lines):
            self.text(x, y + i * step, line, **style)

    def box(self, x, y, w, h, hue, label="", size=16, below="", code=False):
        """A part of a network: its name in bold, or in the letters of code where the code has that name."""
        self.add(
            f'<rect x="{x:g}" y="{y:g}" width="{w:g}" height="{h:g}" rx="8" fill="{TINT[hue]}" '
            f'stroke="{hue}" stroke-width="2"/>'
        )
        middle = y + h / 2 + size / 3 - (10 if below else 0)
        style = {"font": MONO} if code else {"weight": "bold"}
        self.text(x + w / 2, middle, label, size, DARK[hue], "middle", **style)
        if below:
            self.text(x + w / 2, middle + 20, below, 14, INK, "middle")

    def rect(self, x, y, w, h, fill, stroke="none", rx=1):
        self.add(
            f'<rect x="{x:g}" y="{y:g}" width="{w:g}" height="{h:g}" rx="{rx}" fill="{fill}" stroke="{stroke}"/>'
        )

    def path(self, points, colour=LINE, width=2, head=True, dash=""):
        """An arrow along the points."""
        (x0, y0), (x1, y1) = points[-2:]
        length = math.hypot(x1 - x0, y1 - y0)
        dx, dy = (x1 - x0) / length, (y1 - y0) / length
        if head:
            tip, size = (x1, y1), 5 + 2 * width
            points = [*points[:-1], (x1 - dx * size * 0.8, y1 - dy * size * 0.8)]
            a, b = x1 - dx * size, y1 - dy * size
            wings = [(a - dy * size / 2, b + dx * size / 2), (a + dy * size / 2, b - dx * size / 2)]
            corners = " ".join(f"{x:.1f},{y:.1f}" for x, y in [tip, *wings])
            self.add(f'<polygon points="{corners}" fill="{colour}"/>')
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        through = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        self.add(f'<polyline points="{through}" fill="none" stroke="{colour}" stroke-width="{width:g}"{dashes}/>')

    def disc(self, x, y, r=8, fill=U):
        self.add(f'<circle cx="{x:g}" cy="{y:g}" r="{r:g}" fill="{fill}" stroke="{PAPER}" stroke-width="1.5"/>')

    def triangle(self, x, y, r=9, fill=E):
        corners = " ".join(
            f"{x + r * math.sin(a):.1f},{y - r * math.cos(a):.1f}" for a in (0, math.tau / 3, -math.tau / 3)
        )
        self.add(f'<polygon points="{corners}" fill="{fill}" stroke="{PAPER}" stroke-width="1.5"/>')

    def image(self, name, x, y, side, frame=LINE):
        data = base64.b64encode((HERE / "frames" / f"{name}.png").read_bytes()).decode()
        sharp = ' style="image-rendering:pixelated"' if name.startswith(("view", "heat")) else ""
        self.add(
            f'<image x="{x:g}" y="{y:g}" width="{side:g}" height="{side:g}" '
            f'href="data:image/png;base64,{data}"{sharp}/>'
        )
        self.add(
            f'<rect x="{x:g}" y="{y:g}" width="{side:g}" height="{side:g}" fill="none" stroke="{frame}"/>'
        )

    def svg(self):
        inner = "\n".join(self.parts)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{self.height}" '
            f'viewBox="0 0 {WIDTH} {self.height}" role="img" aria-labelledby="title desc">\n'
            f'<title id="title">{html.escape(self.title)}</title>\n'
            f'<desc id="desc">{html.escape(self.description)}</desc>\n'
            f'<rect width="{WIDTH}" height="{self.height}" rx="10" fill="{PAPER}"/>\n{inner}\n</svg>\n'
        )


def sub(letter, index):
    """A letter with a smaller index below."""
    return f'{letter}<tspan dy="4" font-size="14">{index}</tspan><tspan dy="-4">&#8203;</tspan>'


def mirror():
    d = Drawing(
        400,
        "The mirror",
        "Left, somebody closes the red jar; the encoder U watches eight frames and names the action. Right, a robot "
        "sees another scene and reads 'close the red jar'; the policy E chooses the next keyframe. In the middle, two "
        "linear maps take what U holds, a blue disc, and what E holds, a vermilion triangle, into one shared space. "
        "Discs and triangles of the same action lie side by side.",
    )
    d.text(150, 36, "somebody acts, U watches", 18, DARK[U], "middle", "bold")
    for i, frame in enumerate((0, 2, 4, 7)):
        d.image(f"video-{frame}", 18 + i * 67, 52, 63)
    d.text(150, 136, "a video: T = 8 frames", 14, SOFT, "middle")
    d.path([(150, 144), (150, 172)], U)
    d.box(75, 174, 150, 64, U, "U", 24, "understanding")
    d.path([(150, 240), (150, 272)], U)
    d.text(150, 292, "which action was it?", 14, SOFT, "middle")
    d.text(150, 316, "“close the red jar”", 16, INK, "middle")

    d.text(750, 36, "the robot acts, E decides", 18, DARK[E], "middle", "bold")
    d.image("scene", 618, 52, 84)
    d.text(788, 84, "“close", 16, INK, "middle")
    d.text(788, 106, "the red jar”", 16, INK, "middle")
    d.text(750, 154, "another scene, and an instruction", 14, SOFT, "middle")
    d.path([(750, 160), (750, 172)], E)
    d.box(675, 174, 150, 64, E, "E", 24, "execution")
    d.path([(750, 240), (750, 272)], E)
    d.text(750, 292, "where does the hand go next?", 14, SOFT, "middle")
    d.image("scene-next", 708, 302, 84)

    cx, cy, r = 450, 206, 128
    d.add(f'<circle cx="{cx}" cy="{cy}" r="{r}" fill="{TINT[SHARED]}" stroke="{SHARED}" stroke-width="2"/>')
    d.text(cx, 56, "one shared space", 18, DARK[SHARED], "middle", "bold")
    d.path([(227, 206), (cx - r - 2, 206)], U, 2.5)
    d.text(272, 194, sub("T", "u"), 18, DARK[U], "middle", "bold")
    d.path([(673, 206), (cx + r + 2, 206)], E, 2.5)
    d.text(626, 194, sub("T", "e"), 18, DARK[E], "middle", "bold")
    d.text(272, 230, "linear map", 14, SOFT, "middle")
    d.text(628, 230, "linear map", 14, SOFT, "middle")
    pairs = [(450, 204, 0, "close the red jar"), (402, 120, 40, ""), (496, 130, -25, "open a drawer"),
             (372, 176, 70, ""), (372, 258, -30, ""), (470, 276, 15, "push a button"), (530, 240, 60, "")]  # fmt: skip
    for x, y, turn, name in pairs:
        dx, dy = 16 * math.cos(math.radians(turn)), 16 * math.sin(math.radians(turn))
        d.path([(x - dx, y - dy), (x + dx, y + dy)], SHARED, 3, head=False)
        d.disc(x - dx, y - dy)
        d.triangle(x + dx, y + dy)
        if name:
            d.text(x, y + 30, name, 14, INK, "middle")
    d.text(cx, 362, "Do the two hold an action in the same way?", 16, DARK[SHARED], "middle", "bold")
    d.disc(350, 383, 7)
    d.text(362, 388, "watched (U)", 14)
    d.triangle(468, 384, 8)
    d.text(480, 388, "performed (E)", 14)
    return d


def understanding():
    d = Drawing(
        664,
        "The encoder U",
        "Left, from top to bottom: the eight frames of a video become 16 tokens each; a class token joins them; two "
        "transformer layers, video.layer0 and video.layer1, let every token attend to every other; the class token after "
        "the last norm is video.out. Right, the words of an instruction go through a transformer with a causal mask to "
        "text.out. Both are mapped to unit vectors of Z numbers. The contrastive loss compares all videos with all "
        "texts: each row must find its text, each column its videos.",
    )
    d.text(24, 34, "video", 18, DARK[U], weight="bold")
    d.text(84, 34, "(B, T, H, W, 3)", 14, SOFT, font=MONO)
    d.text(640, 34, "instruction", 18, DARK[U], weight="bold")
    d.text(766, 34, "(N, L)", 14, SOFT, font=MONO)

    left, step, side = 78, 62, 56
    for t in range(8):
        x = left + t * step
        d.image(f"video-{t}", x, 48, side)
        for k in range(1, 4):  # the patches
            d.path([(x + k * side / 4, 48), (x + k * side / 4, 48 + side)], PAPER, 0.7, head=False)
            d.path([(x, 48 + k * side / 4), (x + side, 48 + k * side / 4)], PAPER, 0.7, head=False)
    words = ["close", "the", "red", "jar", "⟨end⟩"]
    widths = [50, 38, 36, 34, 58]
    places = [632 + sum(widths[:i]) + 6 * i for i in range(5)]
    for word, x, w in zip(words, places, widths):
        d.rect(x, 62, w, 28, TINT[U], U, 5)
        d.text(x + w / 2, 81, word, 14, INK, "middle")

    d.path([(left + 4 * step - 3, 108), (left + 4 * step - 3, 150)], U)
    d.text(left + 4 * step + 10, 125, "stem: convolutions and pooling;", 14)
    d.text(left + 4 * step + 10, 143, "then + place in the frame + time", 14)
    d.path([(750, 94), (750, 150)], U)
    d.text(762, 125, "word vectors", 14)
    d.text(762, 143, "+ position", 14)

    for t in range(8):
        x = left + t * step + 10
        for k in range(16):
            d.rect(x + k % 4 * 9.4, 156 + k // 4 * 9.4, 8, 8, U)
    d.rect(34, 166, 18, 18, INK, INK, 3)
    d.text(24, 143, "class token", 14)
    for x, w in zip(places, widths):
        d.rect(x + w / 2 - 9, 166, 18, 18, U, U, 3)
    d.text(left + 4 * step - 3, 216, "1 + T·g² = 129 tokens of D = 96 numbers", 14, INK, "middle")
    d.text(750, 216, "L tokens of D = 96 numbers", 14, INK, "middle")

    d.path([(43, 188), (43, 232)], U)
    d.path([(left + 4 * step - 3, 222), (left + 4 * step - 3, 232)], U)
    d.path([(750, 222), (750, 232)], U)
    d.rect(24, 234, 548, 112, "none", U, 10)
    d.text(298, 254, "joint space–time transformer: every token attends to every other", 14, INK, "middle")
    for i in range(2):
        d.box(34, 264 + 40 * i, 528, 32, U, f"video.layer{i}", 15, code=True)
        d.rect(38, 274 + 40 * i, 12, 12, INK, INK, 3)
    d.rect(632, 234, 240, 112, "none", U, 10)
    d.text(752, 254, "transformer, causal mask:", 14, INK, "middle")
    d.text(752, 272, "a word sees those before it", 14, INK, "middle")
    d.box(642, 284, 220, 48, U, "one layer", 15)

    d.path([(43, 348), (43, 376)], U)
    d.text(56, 368, "the class token after the layers, then a norm", 14)
    d.box(24, 378, 190, 40, U, "video.out", 16, code=True)
    d.text(224, 403, "(B, D)", 14, SOFT, font=MONO)
    d.path([(752, 348), (752, 376)], U)
    d.text(740, 368, "the state at ⟨end⟩, then a norm", 14, INK, "end")
    d.box(682, 378, 190, 40, U, "text.out", 16, code=True)
    d.text(672, 403, "(N, D)", 14, SOFT, "end", font=MONO)

    d.path([(119, 420), (119, 520), (266, 520)], SHARED, 2.5)
    d.text(131, 448, "linear map, length 1", 14)
    d.text(131, 468, "(B, Z)", 14, SOFT, font=MONO)
    d.path([(777, 420), (777, 470), (452, 470)], SHARED, 2.5)
    d.text(765, 448, "linear map, length 1", 14, INK, "end")
    d.text(787, 448, "(N, Z)", 14, SOFT, font=MONO)

    x, y, cell = 300, 470, 24
    for i in range(6):
        d.disc(x - 14, y + cell * i + 12, 7)
        d.rect(x + cell * i + 6, y - 18, 12, 12, U, U, 3)
        for j in range(6):
            d.rect(x + cell * j + 1, y + cell * i + 1, cell - 2, cell - 2, SHARED if i == j else "#d9efe7", rx=3)
    d.text(x + 72, y - 26, "N texts", 14, INK, "middle")
    d.text(x - 32, y + 76, "B videos", 14, INK, "end")
    d.text(x - 32, y + 112, "cell: cosine / τ", 14, SOFT, "end")
    d.text(484, 512, "The contrastive loss, half and half:", 16, DARK[SHARED], weight="bold")
    d.path([(484, 531), (512, 531)], SHARED, 2.5)
    d.text(522, 536, "softmax along each row:", 14)
    d.text(522, 554, "a video must find its own text", 14)
    d.path([(498, 568), (498, 596)], SHARED, 2.5)
    d.text(522, 580, "softmax along each column:", 14)
    d.text(522, 598, "a text must find its own videos", 14)
    d.text(450, 648, "B videos · T = 8 frames · g² = 16 patches per frame · N texts of L words · D = 96, Z = 128 numbers", 14, SOFT,
           "middle")  # fmt: skip
    return d


def execution():
    d = Drawing(
        904,
        "The policy E",
        "Four RGB-D cameras give one cloud of coloured points. The cloud is drawn from above, from the front and from "
        "the left, for the coarse stage of the whole table and again for the fine stage, inside a cube below the coarse "
        "point. Each stage turns its views into tokens, relates them to the words of the instruction and to the state of "
        "the hand, and a query finds the point in three heatmaps. Layers: language, scene.layer0, scene.layer1, "
        "scene.coarse, scene.fine, action.prompt. From the prompt E chooses rotation x, y, z, the gripper and whether "
        "collisions are ignored, one after another.",
    )
    d.text(24, 34, "four RGB-D cameras", 18, DARK[E], weight="bold")
    for i, (name, label) in enumerate(
        [("front", "front"), ("left_shoulder", "left"), ("right_shoulder", "right"), ("wrist", "wrist")]
    ):
        d.image(f"camera-{name}", 24 + 84 * i, 48, 76)
        d.text(62 + 84 * i, 140, label, 14, SOFT, "middle")
    d.path([(360, 86), (420, 86)], E)
    d.box(422, 58, 124, 56, E, "point cloud", 16, "x, y, z, colour")
    d.text(580, 34, "instruction", 18, DARK[E], weight="bold")
    d.text(580, 62, "“close the red jar”", 16)
    d.path([(640, 70), (640, 90)], E)
    d.box(580, 92, 120, 34, E, "language", 15, code=True)
    d.text(764, 34, "the hand", 18, DARK[E], weight="bold")
    d.lines(764, 62, ["pose, fingers:", "12 numbers"], 18)
    d.path([(702, 109), (730, 109), (730, 184)], E)
    d.path([(800, 88), (800, 109), (730, 109)], E, head=False)
    d.lines(742, 146, ["words (B, L, D) and", "hand: both stages"], 18)

    def stage(x, name, title, size, layers, notes):
        d.rect(x, 186, 416, 480, "none", E, 10)
        d.text(x + 16, 212, title, 18, DARK[E], weight="bold")
        d.text(x + 400, 212, size, 14, SOFT, "end")
        for i, side in enumerate(("top", "front", "left")):
            d.image(f"view-{name}-{side}", x + 52 + 112 * i, 226, 92)
            d.text(x + 98 + 112 * i, 336, ("from above", "front", "left")[i], 14, SOFT, "middle")
        d.text(x + 208, 356, "3 views, 10 channels of 48×48 pixels", 14, INK, "middle")
        d.path([(x + 60, 344), (x + 60, 376)], E)
        d.text(x + 72, 376, "convolutions, modulated by language and hand", 14)
        d.text(x + 16, 398, "3·N image tokens (B, 3·N, D)", 14)
        for i, (layer, note) in enumerate(zip(layers, notes)):
            top = 408 + 42 * i
            if layer:
                d.box(x + 16, top, 164, 34, E, layer, 15, code=layer.startswith("scene"))
            d.text(x + 190, top + 22, note, 14)
        d.path([(x + 60, 534), (x + 60, 556)], E)
        d.text(x + 72, 550, "a query asks each view: where?", 14)
        for i, side in enumerate(("top", "front", "left")):
            d.image(f"heat-{name}-{side}", x + 16 + 100 * i, 562, 92)

    stage(24, "coarse", "coarse: the whole table", "1.7 cm per pixel",
          ["scene.layer0", "scene.layer1", "scene.coarse"],
          ["within each view", "all views, words, hand", "norm, linear map"])  # fmt: skip
    stage(460, "fine", "fine: a cube of 24 cm", "5 mm per pixel",
          ["", "one layer", "scene.fine"],
          ["", "all views, words, hand", "norm, linear map"])
    d.text(476, 430, "weights of its own; no layer within a view", 14, SOFT)  # fmt: skip
    d.path([(446, 116), (446, 150), (400, 150), (400, 184)], E)
    d.path([(500, 116), (500, 184)], E)
    d.lines(334, 592, ["3 heatmaps", "→ one point", "(x, y, z)"], 20)
    d.path([(420, 616), (450, 616), (450, 282), (506, 282)], E, 2.5)
    d.lines(770, 592, ["3 heatmaps", "→ the place", "of the hand"], 20)

    d.path([(668, 668), (668, 694)], E)
    d.text(680, 686, "features at the place", 14)
    d.box(40, 696, 820, 40, E, "action.prompt", 16, code=True)
    d.text(848, 721, "12 tokens (B, 12, D)", 14, SOFT, "end")
    d.path([(450, 738), (450, 768)], E)
    d.text(462, 758, "then one choice after another", 14)
    heads = ["rotation x", "rotation y", "rotation z (yaw)", "gripper", "collision"]
    widths = [130, 130, 178, 118, 128]
    x = 40
    for i, (head, w) in enumerate(zip(heads, widths)):
        d.box(x, 772, w, 38, E, head, 15)
        if i in (0, 1, 3):
            d.path([(x + w, 791), (x + w + 34, 791)], E)
        x += w + 34
    d.lines(40, 834, ["72 steps of 5° each; each sees those before it.", "The yaw also reads circles around the place."])
    d.text(639, 834, "open or closed", 14, INK, "middle")
    d.text(796, 834, "ignore or not", 14, INK, "middle")
    d.text(450, 888, "B scenes · L words · N = 36 tokens per view · D = 96 numbers", 14, SOFT, "middle")
    return d


def loss():
    d = Drawing(
        640,
        "The loss and its arrows",
        "L = L_AU + λ_EE L_EE + λ_align L_align. L_AU teaches U, L_EE teaches E; L_align flows through two linear maps "
        "into both. Below left, the similarities of a video of the batch with the executions of the batch and with 2,048 "
        "remembered ones: green cells have the same instruction, orange cells another instruction of the same task, grey "
        "cells another task. Below right, in the shared space: partners are pulled towards the video, the nearest wrong "
        "ones are pushed away hardest.",
    )
    d.text(80, 48, "L  =", 24, INK, weight="bold")
    d.text(150, 48, sub("L", "AU"), 24, DARK[U], weight="bold")
    d.text(214, 48, "+", 24)
    d.text(250, 48, sub("λ", "EE") + " · " + sub("L", "EE"), 24, DARK[E], weight="bold")
    d.text(374, 48, "+", 24)
    d.text(410, 48, sub("λ", "align") + " · " + sub("L", "align"), 24, DARK[SHARED], weight="bold")
    d.text(600, 46, sub("λ", "EE") + " = 1,  " + sub("λ", "align") + " = 0.5,  τ = 0.1", 16, SOFT)

    d.box(120, 92, 90, 44, U, "U", 20)
    d.box(262, 92, 90, 44, E, "E", 20)
    d.box(440, 92, 70, 44, SHARED, sub("T", "u"), 18)
    d.box(530, 92, 70, 44, SHARED, sub("T", "e"), 18)
    d.path([(165, 60), (165, 90)], U, 2.5)
    d.path([(307, 60), (307, 90)], E, 2.5)
    d.path([(475, 60), (475, 90)], SHARED, 2.5)
    d.path([(560, 60), (560, 90)], SHARED, 2.5)
    d.path([(475, 138), (475, 160), (178, 160), (178, 138)], SHARED, 2.5)
    d.path([(565, 138), (565, 176), (307, 176), (307, 138)], SHARED, 2.5)
    d.lines(620, 100, ["Arrows: the way of the gradient.", "Only the alignment loss ties", "U and E together."], 20)

    d.text(24, 216, "Each video looks for its partners among the executions", 16, DARK[SHARED], weight="bold")
    x, y, cell = 64, 268, 26
    # By column: task and instruction. In a batch, every episode is of another task; the memory holds more of each.
    batch = [(task, 0) for task in range(6)]
    memory = [(2, 1), (0, 0), (4, 1), (1, 0), (0, 1), (3, 0), (5, 1), (2, 0), (1, 1), (4, 0)]
    colours = {"positive": SHARED, "within": "#E69F00", "other": "#e4e4e4"}
    for j in range(16):
        d.triangle(x + cell * j + 13 + (14 if j > 5 else 0), y - 14, 7, E if j < 6 else "#e9a06b")
    for i, (task, instruction) in enumerate(batch):
        d.disc(x - 14, y + cell * i + 13, 7)
        for j, (other, told) in enumerate(batch + memory):
            kind = "other" if other != task else "positive" if told == instruction else "within"
            left, top = x + cell * j + (14 if j > 5 else 0), y + cell * i
            d.rect(left + 1, top + 1, cell - 2, cell - 2, colours[kind], rx=3)
            if kind == "positive":
                d.text(left + cell / 2, top + 18, "+", 16, PAPER, "middle", "bold")
            if kind == "within":
                d.text(left + cell / 2, top + 18, "–", 16, INK, "middle", "bold")
    d.text(x + 78, y - 30, "the batch", 14, INK, "middle")
    d.text(x + 300, y - 30, "memory: 2,048 earlier ones", 14, INK, "middle")
    d.text(x + 438, y + 84, "…", 20)
    bottom = y + 6 * cell
    for k, (kind, lines) in enumerate([
        ("positive", "the same instruction: a partner"),
        ("within", "another instruction of the same task: a hard negative"),
        ("other", "another task: an easy negative"),
    ]):  # fmt: skip
        d.rect(64, bottom + 22 + 28 * k, 20, 20, colours[kind], rx=3)
        mark = {"positive": ("+", PAPER), "within": ("–", INK)}.get(kind)
        if mark:
            d.text(74, bottom + 38 + 28 * k, mark[0], 16, mark[1], "middle", "bold")
        d.text(94, bottom + 37 + 28 * k, lines, 14)
    d.lines(24, bottom + 132, [
        "The episodes of a batch are of different tasks: without the memory,",
        "knowing the task would be enough. No gradient reaches U or E",
        "through the memory. Executions look for videos in the same way.",
    ], 20)  # fmt: skip

    cx, cy, r = 742, 390, 128
    d.text(596, 216, "What the loss does to one video", 16, DARK[SHARED], weight="bold")
    d.add(f'<circle cx="{cx}" cy="{cy}" r="{r}" fill="{TINT[SHARED]}" stroke="{SHARED}" stroke-width="2"/>')

    def at(degrees, radius=r):
        return cx + radius * math.cos(math.radians(degrees)), cy - radius * math.sin(math.radians(degrees))

    def along(start, end, colour, width):
        """An arrow beside the circle, from one angle to another."""
        count = 8
        points = [at(start + (end - start) * k / count, r + 18) for k in range(count + 1)]
        d.path(points, colour, width)

    d.disc(*at(90), 11)
    for degrees in (48, 128):
        d.triangle(*at(degrees), 11, SHARED)
    along(50, 76, SHARED, 4)
    along(126, 104, SHARED, 4)
    d.triangle(*at(22), 11, "#E69F00")
    along(20, -14, "#E69F00", 4)
    d.triangle(*at(160), 11, "#E69F00")
    along(162, 182, "#E69F00", 2.5)
    for degrees in (205, 245, 285, 320):
        d.triangle(*at(degrees), 11, "#8c8c8c")
    along(206, 213, "#8c8c8c", 1.5)
    d.lines(cx, cy - 30, ["Partners are pulled,", "in equal shares.", "Others are pushed,", "each by its share of", "the softmax: the more", "alike, the harder."], 20,
            anchor="middle")  # fmt: skip
    d.lines(596, 566, ["Near on the circle: a large cosine.", "The smaller τ, the more of the push", "goes to the most alike."], 20)
    return d


DRAWINGS = {"mirror": mirror, "understanding": understanding, "execution": execution, "loss": loss}

if __name__ == "__main__":
    for name, draw in DRAWINGS.items():
        (HERE / f"{name}.svg").write_text(draw().svg())
