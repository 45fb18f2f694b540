"""What the cells of a lesson show, in the kernel that the launcher installed."""

import base64
import json
import os
import struct
import subprocess
import sys
import time
import unittest

from jupyter_client.kernelspec import get_kernel_spec
from jupyter_client.manager import start_new_kernel

ALL = os.environ.get("MIRRORLAB_TESTS") == "all"


def setUpModule():
    global manager, client
    manager, client = start_new_kernel(kernel_name="java", startup_timeout=180)


def tearDownModule():
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def run(code, timeout=120):
    """The messages that a cell sends, (type, content) each."""
    messages = []

    def keep(message):
        messages.append((message["msg_type"], message["content"]))

    client.execute_interactive(code, output_hook=keep, timeout=timeout)
    return [m for m in messages if m[0] not in ("status", "execute_input")]


def shown(code):
    """The one result of a cell: its forms by MIME type, and how large a picture is drawn."""
    [(kind, content)] = run(code)
    assert kind == "execute_result", content
    return content["data"], content["metadata"]


def size(png):
    """Pixels (W, H) of a PNG."""
    return struct.unpack(">II", base64.b64decode(png)[16:24])


class KernelTest(unittest.TestCase):
    def test_it_is_named_java_and_stopped_by_message(self):
        spec = get_kernel_spec("java")
        self.assertEqual(spec.display_name, "Java (Mirrorlab)")
        self.assertEqual(spec.language, "java")
        self.assertEqual(spec.interrupt_mode, "message")

    def test_jupyterlab_offers_it_alone(self):
        told = subprocess.run(
            [sys.executable, "-m", "jupyterlab", "--show-config-json"],
            check=True, capture_output=True, text=True, timeout=120,
        )  # fmt: skip
        config = json.loads(told.stdout[told.stdout.index("{") :])
        self.assertEqual(config["KernelSpecManager"]["allowed_kernelspecs"], ["java"])
        self.assertEqual(config["MultiKernelManager"]["default_kernel_name"], "java")

    def test_a_chart_is_a_picture_with_two_pixels_a_point(self):
        data, metadata = shown(
            'new XYChartBuilder().width(300).height(200).title("Loss").build()'
        )
        self.assertEqual(size(data["image/png"]), (600, 400))
        self.assertEqual(metadata["image/png"], {"width": 300, "height": 200})
        self.assertEqual(data["text/plain"], "chart: Loss")

    def test_a_table_is_html_of_at_most_twenty_rows_with_its_text_escaped(self):
        data, _ = shown(
            'Table.create(StringColumn.create("s", Collections.nCopies(30, "<b>")))'
        )
        self.assertEqual(data["text/html"].count("&lt;b&gt;"), 20)
        self.assertIn("and 10 more rows", data["text/html"])

    def assert_text(self, code, *lines):
        data, _ = shown(code)
        self.assertEqual(data["text/plain"].split("\n"), list(lines))

    def test_arrays_show_their_values(self):
        self.assert_text(
            "NDManager.newBaseManager().arange(20f).reshape(2, 10)",
            "NDArray (2, 10) float32 on cpu()",
            "  0.000  1.000  2.000  3.000  4.000  5.000  6.000  7.000      …",
            "  10.00  11.00  12.00  13.00  14.00  15.00  16.00  17.00      …",
        )
        self.assert_text(
            "NDManager.newBaseManager().ones(new Shape(1, 2, 1), DataType.INT64)",
            "NDArray (1, 2, 1) int64 on cpu(): 1.000, 1.000",
        )
        self.assert_text("Nd4j.create(new double[] {1, 0.25})", "INDArray [2] DOUBLE: 1.000, 0.2500")
        self.assert_text(
            "Nd4j.create(new double[][] {{1, 0.25}, {0, 0}})",
            "INDArray [2, 2] DOUBLE",
            "   1.000  0.2500",
            "   0.000   0.000",
        )
        self.assert_text("new double[] {0.5, -1}", "double[2]: 0.5000, -1.000")
        self.assert_text("new int[][] {{1, 20}, {3}}", "int[2][]", "   1  20", "   3")
        self.assert_text('new String[] {"a", null}', "String[2]: a, null")
        self.assert_text("new boolean[0]", "boolean[0]")
        self.assert_text("new float[9][1].length", "9")

    def test_a_list_of_pictures_is_a_strip(self):
        data, metadata = shown("Collections.nCopies(3, new Image(64, 64, new byte[12288]))")
        width, height = size(data["image/png"])
        self.assertTrue(width > 3 * 128 and 128 < height < 200, (width, height))
        self.assert_text("List.of(1, 2)", "[1, 2]")

    def test_a_world_shows_itself(self):
        data, _ = shown('var world = World.create(Tasks.named("close_jar"), 0, 1); world')
        self.assertEqual(size(data["image/png"]), (256, 256))
        run("world.close()")

    def test_a_small_image_is_enlarged_to_squares(self):
        data, _ = shown("new Image(64, 32, new byte[64 * 32 * 3])")
        self.assertEqual(size(data["image/png"]), (256, 128))

    def test_a_large_image_keeps_its_size(self):
        data, _ = shown("new Image(300, 10, new byte[9000]).toBufferedImage()")
        self.assertEqual(size(data["image/png"]), (300, 10))

    def test_an_animation_is_a_gif(self):
        data, metadata = shown(
            "Animation.of(List.of(new Image(64, 64, new byte[12288])), 10)"
        )
        self.assertTrue(base64.b64decode(data["image/png"]).startswith(b"GIF89a"))
        self.assertEqual(metadata["image/png"], {"width": 256, "height": 256})

    def test_a_progress_bar_stays_in_one_place(self):
        messages = run(
            'try (var bar = ProgressBar.of("acting", 3)) {'
            " for (int i = 0; i < 3; i++) { Thread.sleep(600); bar.step(); } }"
        )
        kinds = [kind for kind, _ in messages]
        self.assertEqual(kinds[0], "display_data")
        self.assertGreaterEqual(kinds.count("update_display_data"), 3)
        places = {content["transient"]["display_id"] for _, content in messages}
        self.assertEqual(len(places), 1)
        self.assertIn("<progress", messages[0][1]["data"]["text/html"])
        self.assertRegex(messages[-1][1]["data"]["text/plain"], r"^acting: 3 in \d+ s$")

    def test_a_loss_curve_grows_in_one_place(self):
        messages = run(
            'var curve = new LossCurve("U learns");'
            " for (int i = 1; i <= 3; i++) { Thread.sleep(600); curve.accept(new Progress("
            'i, 3, Map.of("loss", 1.0 / i), Map.of(), Map.of("", 0.1),'
            " Duration.ofSeconds(i), Duration.ZERO, 0)); }"
        )
        self.assertEqual(messages[0][0], "display_data")
        places = {content["transient"]["display_id"] for _, content in messages}
        self.assertEqual(len(places), 1)
        self.assertIn("image/png", messages[-1][1]["data"])
        self.assertIn("step 3 of 3, loss 0.333, in 3 s", messages[-1][1]["data"]["text/plain"])

    def assert_whole(self, code, expected):
        """Every line arrives, in order, and so does the word that the cell has ended."""
        messages = run(code, timeout=600)
        self.assertEqual("".join(content["text"] for _, content in messages), expected)

    def test_many_printed_lines_arrive_whole(self):
        for stream in ("out", "err"):
            for count in (20_000, 100_000) if ALL else (20_000,):
                with self.subTest(stream, count=count):
                    self.assert_whole(
                        f"for (int i = 0; i < {count}; i++) System.{stream}.println(i);",
                        "".join(f"{i}\n" for i in range(count)),
                    )

    def test_one_long_line_arrives_whole(self):
        self.assert_whole('System.out.println("x".repeat(5_000_000));', "x" * 5_000_000 + "\n")

    def test_lines_of_many_threads_arrive_whole(self):
        messages = run(
            "IntStream.range(0, 20_000).parallel().forEach(i -> System.out.println(i));", timeout=600
        )
        lines = "".join(content["text"] for _, content in messages).splitlines()
        self.assertEqual(sorted(map(int, lines)), list(range(20_000)))

    def test_many_displayed_values_arrive_whole(self):
        messages = run("for (int i = 0; i < 5000; i++) display(i);", timeout=600)
        shown = [content["data"]["text/plain"] for kind, content in messages if kind == "display_data"]
        self.assertEqual(shown, [str(i) for i in range(5000)])

    def said(self, code, timeout=120):
        """What a cell prints on its error stream."""
        return "".join(c["text"] for _, c in run(code, timeout) if c.get("name") == "stderr")

    def test_the_failing_statement_is_named(self):
        said = self.said(
            "int[] xs = {1, 2, 3};\n"
            "int pick(int i) {\n"
            "  return xs[i];\n"
            "}\n"
            "System.out.print(pick(1));\n"
            "System.out.print(pick(7));"
        )
        self.assertEqual(
            said,
            "It failed here:\n    return xs[i];\n  called by\n    System.out.print(pick(7));\n",
        )

    def test_an_exception_keeps_its_message_when_it_is_thrown_often(self):
        code = (
            "int often(int n) { int caught = 0; for (int i = 0; i < n; i++) {"
            " try { caught += new int[0][i % 3]; } catch (ArrayIndexOutOfBoundsException e) { caught++; } }"
            " return caught; } often(300_000);"
        )
        run(code)
        [(_, content)] = [m for m in run("int[] none = {}; none[1]") if m[0] == "error"]
        self.assertIn("Index 1 out of bounds for length 0", "\n".join(content["traceback"]))

    def test_a_misspelt_name_in_a_method_is_reported_at_once(self):
        self.assertEqual(
            self.said("double loss(double[][] s) { return Maths.exp(s[0][0]); }"),
            "loss(double[][]) is declared, but does not work as long as there is no variable Maths\n",
        )
        self.assertEqual(self.said("int twice(int a) { return later(a); } int later(int a) { return 2 * a; }"), "")

    def stop(self, code):
        """Stops a cell after a second; what it printed on its error stream."""
        cell = client.execute(code)
        said, interrupted = "", False
        while True:
            message = client.get_iopub_msg(timeout=60)
            if message["parent_header"].get("msg_id") != cell:
                continue
            if message["msg_type"] == "execute_input" and not interrupted:
                time.sleep(2)  # the cell is compiled
                manager.interrupt_kernel()
                interrupted = True
            content = message["content"]
            said += content.get("text", "") if content.get("name") == "stderr" else ""
            if content.get("execution_state") == "idle":
                return said

    def runs(self):
        code = (
            "Thread.getAllStackTraces().values().stream().filter(frames -> Arrays.stream(frames)"
            '.anyMatch(f -> f.getMethodName().equals("do_it$"))).count()'
        )
        [content] = [content for kind, content in run(code) if kind == "execute_result"]
        return int(content["data"]["text/plain"]) - 1  # that of this cell

    def test_a_loop_that_looks_at_nothing_is_ended(self):
        said = self.stop("long n = 0; while (true) n++;")
        self.assertIn("was ended by force", said)
        self.assertEqual(self.runs(), 0)

    def test_a_cell_that_can_be_stopped_says_nothing_more(self):
        self.assertEqual(self.stop("Thread.sleep(60_000);"), "")
        self.assertEqual(self.runs(), 0)

    def test_shift_tab_shows_the_javadoc(self):
        reply = client.inspect("Interval.ofRate(1, 2)", 12, reply=True, timeout=60)
        self.assertIn("Wilson's score interval", reply["content"]["data"]["text/plain"])

    def test_a_cell_that_prints_for_ever_can_be_stopped(self):
        cell = client.execute('for (long i = 0; ; i++) System.out.println(i);')

        def read_until(said):
            content = {}
            while not said(content):
                message = client.get_iopub_msg(timeout=60)
                if message["parent_header"].get("msg_id") == cell:
                    content = message["content"]

        read_until(lambda content: "text" in content)
        time.sleep(1)
        manager.interrupt_kernel()
        read_until(lambda content: content.get("execution_state") == "idle")
        messages = run("20 + 22")  # perhaps after a last line of the loop
        self.assertIn("42", [m["data"]["text/plain"] for kind, m in messages if kind == "execute_result"])
        self.assertEqual(self.runs(), 0)

    def test_an_exception_of_ours_reaches_the_cell(self):
        [content] = [c for kind, c in run("new Image(4, 2, new byte[23])") if kind == "error"]
        self.assertIn("needs 24 bytes, not 23", "\n".join(content["traceback"]))
