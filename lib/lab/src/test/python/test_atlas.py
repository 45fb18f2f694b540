"""The atlas in a browser: the page of the sample, one of invented episodes, and one of 20,000 points."""

import base64
import json
import random
import struct
import subprocess
import tempfile
import time
import unittest
import zlib
from pathlib import Path

import browser
from test_site import CLIPPED, OUTSIDE, check_inks

ROOT = Path(__file__).resolve().parents[5]
COMMAND = [ROOT / "mirrorlab"]
TEMPLATE = ROOT / "lib/lab/src/main/resources/mirrorlab/atlas"
MARKUP = "<img src=x onerror=alert(1)>"
SIDE, FRAMES, ROWS, NEAREST = 16, 2, 64, 6


def shorts(numbers):
    return base64.b64encode(struct.pack(f"<{len(numbers)}H", *numbers)).decode()


def picture(rows):
    """A PNG whose row i is a film of two frames, dark and bright."""
    line = b"\0" + b"\x20" * SIDE + b"\xe0" * SIDE
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", FRAMES * SIDE, rows * SIDE, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(line * rows * SIDE)),
        (b"IEND", b""),
    ]
    png = b"\x89PNG\r\n\x1a\n"
    for name, body in chunks:
        png += struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
    return base64.b64encode(png).decode()


def invented(episodes, tasks=6, variations=4):
    """Data of a page as AtlasPage writes it: of episode e, the nearest is e itself, and then those that follow."""
    rng = random.Random(1)
    count = tasks * variations
    instructions = [
        {"text": MARKUP if i == 1 else f"press the {'red' if i == 2 else 'blue'} button {i}", "task": i // variations}
        for i in range(count)
    ]
    centres = [(rng.uniform(8000, 57000), rng.uniform(8000, 57000)) for _ in range(count)]
    labels = [e * count // episodes for e in range(episodes)]
    views = []
    for arm in ("baseline", "aligned"):
        for layer in ("scene.coarse", "language"):
            spread = 9000 if arm == "baseline" else 2500
            points = []
            for e in [*range(episodes)] * 2:
                points += [max(0, min(65535, int(rng.gauss(c, spread)))) for c in centres[labels[e]]]
            shift = 1 if arm == "baseline" else 0
            near = [(e + shift + j) % episodes for e in [*range(episodes)] * 2 for j in range(NEAREST)]
            numbers = {"points": shorts(points), "neighbours": shorts(near), "each": NEAREST}
            views.append({"arm": arm, "layer": layer, **numbers})
    sheets = [picture(min(ROWS, episodes - first)) for first in range(0, episodes, ROWS)]
    films = [{"name": "demonstration", "sheets": sheets}, {"name": "baseline", "sheets": sheets}]
    return {
        "note": "Invented.", "tasks": [f"task_{t}" for t in range(tasks)], "instructions": instructions,
        "episodes": labels, "splits": ["test-seen", "test-unseen"], "split": [e % 4 // 3 for e in range(episodes)],
        "outcomes": ["success", "timeout"], "acted": {"aligned": [e % 2 for e in range(episodes)]},
        "views": views, "films": {"side": SIDE, "frames": FRAMES, "rows": ROWS, "of": films},
    }  # fmt: skip


def write(path, data):
    page = (TEMPLATE / "atlas.html").read_text()
    for file in [*TEMPLATE.glob("*.css"), *TEMPLATE.glob("*.js")]:
        page = page.replace(f"/* {file.name} */", file.read_text())
    path.write_text(page.replace("/* data */", json.dumps(data).replace("<", "\\u003c")))
    return path


class ColourTest(unittest.TestCase):
    def test_inks_can_be_read_on_papers(self):
        check_inks(self, (TEMPLATE / "atlas.css").read_text())


@unittest.skipUnless(browser.find(), "no browser of the Chromium family on the PATH or in MIRRORLAB_BROWSER")
class BrowserTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        cls.page = write(cls.folder / "invented.html", invented(96))
        cls.browser = browser.Browser(browser.find())
        cls.addClassCleanup(cls.browser.close)

    def setUp(self):
        self.browser.show(1280)
        self.open(self.page)

    def open(self, page):
        asked, complaints = self.browser.open(page)
        self.assertEqual(complaints, [])
        self.assertEqual([url[:80] for url in asked if url != page.as_uri() and not url.startswith("data:")], [])

    def run_(self, expression):
        return self.browser.run(expression)

    def text(self, selector):
        return self.run_(f"document.querySelector({selector!r})?.textContent ?? ''")

    def wait(self, expression):
        deadline = time.monotonic() + 20
        while not self.run_(expression):
            self.assertLess(time.monotonic(), deadline, expression)
            time.sleep(0.05)

    def press(self, *keys):
        for key in keys:
            text = {"Enter": "\r", "Space": " "}.get(key, key if len(key) == 1 else "")
            named = " " if key == "Space" else key
            code = {"Enter": 13, "Escape": 27, "Tab": 9, "ArrowRight": 39, "ArrowUp": 38}.get(key, 0)
            press = {"key": named, "windowsVirtualKeyCode": code}
            self.browser.call("Input.dispatchKeyEvent", type="keyDown", text=text, **press)
            self.browser.call("Input.dispatchKeyEvent", type="keyUp", **press)

    def processor_time(self):
        """Seconds of the page's thread, whatever else the machine does."""
        self.browser.call("Performance.enable", timeDomain="threadTicks")
        metrics = self.browser.call("Performance.getMetrics")["metrics"]
        return next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration")

    def mouse(self, kind, x, y, **more):
        self.browser.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, **more)

    def click(self, x, y):
        self.mouse("mousePressed", x, y, button="left", clickCount=1)
        self.mouse("mouseReleased", x, y, button="left", clickCount=1)

    def place(self, point):
        """Where a point is on the screen; none lies nearer to that place."""
        return self.run_(
            f"(() => {{ const b = canvas.getBoundingClientRect();"
            f" return [b.left + toX(place[{2 * point}]), b.top + toY(place[{2 * point + 1}])]; }})()"
        )

    def alone(self):
        """A point without others close by."""
        return self.run_(
            "[...Array(2 * N).keys()].find(p => [...Array(2 * N).keys()].every(q => q == p ||"
            " Math.hypot(toX(place[2*p]) - toX(place[2*q]), toY(place[2*p+1]) - toY(place[2*q+1])) > 14))"
        )

    def fits(self, width):
        self.assertLessEqual(self.run_("document.documentElement.scrollWidth"), width)
        self.assertEqual([it for it in self.run_(CLIPPED) if "unseen" not in it], [])
        self.assertEqual(self.run_(OUTSIDE), [])

    def test_the_page_of_the_sample_fits_at_three_widths(self):
        page = self.folder / "sample.html"
        result = subprocess.run(
            [*COMMAND, "atlas", "--from", ROOT / "data/checkpoints", "--data", ROOT / "data/demos/sample", "-o", page],
            capture_output=True, text=True,
        )  # fmt: skip
        self.assertEqual(result.returncode, 0, result.stderr)
        for width in (390, 1280, 1920):
            for scheme in ("light", "dark"):
                with self.subTest(width=width, scheme=scheme):
                    self.browser.show(width, scheme)
                    self.open(page)
                    self.assertEqual(self.run_("N"), 18)
                    self.fits(width)
                    self.run_("select(3)")
                    self.wait("document.querySelectorAll('#near li').length == 6")
                    self.fits(width)

    def test_search_finds_instructions_and_shows_the_first(self):
        self.press("/", *"RED")
        self.assertEqual(self.text("#found"), "4 episodes")
        self.press("Enter")
        self.assertEqual(self.text("#panel h2"), "press the red button 2")
        self.press("Escape")
        self.assertEqual(self.text("#panel h2"), "Where seeing and doing meet")

    def test_a_click_shows_the_neighbours_right_and_wrong(self):
        point = self.alone()
        self.click(*self.place(point))
        self.assertEqual(self.run_("selected"), point)
        labels = self.run_("data.episodes")
        episode = point % 96
        expected = ["right" if labels[episode] == labels[(episode + j) % 96] else "wrong" for j in range(NEAREST)]
        verdicts = "[...document.querySelectorAll('#near .text span')].map(e => e.className)"
        self.assertEqual(self.run_(verdicts), expected)
        self.assertIn("among E's" if point < 96 else "among U's", self.text("#panel"))
        self.run_("document.querySelectorAll('#near button')[1].click()")
        self.assertEqual(self.run_("selected"), (episode + 1) % 96 + (96 if point < 96 else 0))

    def test_hovering_plays_the_film_and_says_what_e_did(self):
        point = self.alone()
        self.mouse("mouseMoved", *self.place(point))
        self.wait("!document.getElementById('card').hidden")
        outcome = "success" if point % 2 == 0 else "timeout"
        self.assertIn(f"E's own try: {outcome}", self.text("#card"))
        for grey in (0x20, 0xE0):  # both frames are shown in turn
            pixel = "document.querySelector('#card .film').getContext('2d').getImageData(8, 8, 1, 1).data[0]"
            self.wait(f"{pixel} == {grey}")
        self.mouse("mouseMoved", 5, 5)
        self.wait("document.getElementById('card').hidden")

    def test_films_stand_still_where_that_is_wished(self):
        self.browser.show(1280, motion="reduce")
        self.open(self.page)
        self.run_("select(0)")
        time.sleep(0.5)
        self.assertEqual(self.run_("tick"), 0)
        self.assertEqual(self.text("#pause"), "Play")

    def test_everything_is_reached_by_keys(self):
        self.run_("document.getElementById('colour').focus()")
        self.press("Tab")
        self.assertEqual(self.run_("document.activeElement.id"), "points")
        self.assertEqual(self.run_("getComputedStyle(canvas).outlineStyle"), "solid")
        self.press("ArrowRight")
        first = self.run_("focused")
        self.press("ArrowRight", "ArrowUp")
        self.assertNotIn(self.run_("focused"), (-1, first))
        self.press("Enter")
        chosen = self.run_("selected")
        self.assertEqual(chosen, self.run_("focused"))
        self.assertIn("watched this" if chosen < 96 else "in these scenes", self.text("#said"))
        self.press("Space")
        self.assertEqual(self.run_("selected"), (chosen + 96) % 192)
        for _ in range(4):  # past the buttons of the zoom
            self.press("Tab")
        self.assertTrue(self.run_("document.getElementById('panel').contains(document.activeElement)"))
        self.press("Escape")
        self.assertEqual((self.run_("selected"), self.run_("document.activeElement.id")), (-1, "points"))

    def test_a_finger_selects_and_two_fingers_zoom(self):
        self.browser.show(390)
        self.open(self.page)
        x, y = self.place(self.alone())

        def touch(kind, *at):
            points = [{"x": a, "y": b, "id": i} for i, (a, b) in enumerate(at)]
            self.browser.call("Input.dispatchTouchEvent", type=kind, touchPoints=points)

        touch("touchStart", (x, y))
        touch("touchEnd")
        self.wait("selected >= 0")
        touch("touchStart", (150, 300))
        touch("touchStart", (150, 300), (250, 300))
        for spread in (20, 40, 60):
            touch("touchMove", (150 - spread, 300), (250 + spread, 300))
        touch("touchEnd")
        self.wait("look.zoom > 1.5")

    def test_switches_change_arm_layer_and_colour(self):
        aligned = self.text("#panel")
        self.run_("document.querySelector('input[value=baseline]').click()")
        self.wait("view.arm == 'baseline' && place.every((v, i) => v == view.points[i])")
        self.assertNotEqual(self.text("#panel"), aligned)
        for name, value in (("layer", "language"), ("colour", "outcome")):
            self.run_(f"(e => {{ e.value = '{value}'; e.dispatchEvent(new Event('change')); }})(get('{name}'))")
        self.assertEqual((self.run_("view.layer"), self.text("#groups .text")), ("language", "not observed"))

    def test_splits_are_colours_where_there_are_several(self):
        self.run_("get('colour').value = 'split'; get('colour').onchange()")
        self.assertEqual(self.text("#groups"), "test-seen72test-unseen24")
        self.assertIn("Of 96 episodes", self.text("#panel"))
        self.run_("document.querySelectorAll('#groups button')[1].click()")
        self.assertIn("Of 24 episodes", self.text("#panel"))

    def test_a_group_of_the_legend_is_shown_alone(self):
        self.run_("document.querySelector('#groups button').click()")
        self.assertEqual(self.run_("shown.reduce((a, b) => a + b)"), 16)
        self.assertEqual(self.run_("document.activeElement.getAttribute('aria-pressed')"), "true")

    def test_texts_of_files_are_text(self):
        self.run_("select(data.episodes.indexOf(1))")
        self.assertEqual(self.text("#panel h2"), MARKUP)
        self.assertEqual(self.run_("document.images.length"), 0)

    def test_dark_is_dark(self):
        for scheme, dark in (("light", False), ("dark", True)):
            self.browser.show(1280, scheme)
            self.open(self.page)
            self.assertEqual(self.run_("pen.getImageData(2, 2, 1, 1).data[0] < 128"), dark)

    def test_20000_points_are_panned_and_found(self):
        self.open(write(self.folder / "many.html", invented(10_000, tasks=18, variations=14)))
        self.assertEqual(self.run_("2 * N"), 20_000)
        frames = """new Promise(done => {
          const times = [];
          let left = 60;
          (function step(before) {
            look.x += 100; move();
            requestAnimationFrame(now => {
              times.push(now - before);
              if (left--) step(now); else done(times.slice(5).sort((a, b) => a - b));
            });
          })(performance.now());
        })"""
        times = self.run_(frames)
        self.run_("moving = true")
        before = self.processor_time()
        self.run_("(() => { for (let i = 0; i < 20; i++) draw(); })()")
        drawn = (self.processor_time() - before) / 20
        before = self.processor_time()
        self.run_("for (let p = 0; p < 2000; p++) pointAt(view.points[2 * p], view.points[2 * p + 1], 300)")
        found = (self.processor_time() - before) / 2000
        print(
            f"\n20,000 points: a frame while panning {times[len(times) // 2]:.0f} ms (median), {times[-3]:.0f} ms (95 %);"
            f" of processor time, a drawing {1000 * drawn:.1f} ms, a search below the pointer {1e6 * found:.0f} µs"
        )
        self.run_("moving = false; select(12345)")
        self.assertEqual(self.run_("document.querySelectorAll('#near li').length"), NEAREST)


if __name__ == "__main__":
    unittest.main()
