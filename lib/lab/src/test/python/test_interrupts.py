"""The stop button: a cell of ours ends within two seconds, and the kernel can be used on."""

import tempfile
import time
import unittest
from pathlib import Path

import psutil
from jupyter_client.manager import start_new_kernel

SOON = 2  # seconds

# What is stopped, by name: a cell that goes on for long after it says "go".
LONG = {
    "training": 'new TrainingRun(quick, set, RUN, 0, false).understanding(told);',
    "joint training": 'new TrainingRun(quick, set, BOTH, 0, false)'
    ".joint(AlignmentSettings.DEFAULT, TrainingRun.Start.FRESH, told);",
    "a rollout": """
        System.out.println("go");
        for (long seed = 0; ; seed++) {
          try (World world = World.create(Tasks.named("stack_blocks"), 0, seed)) {
            Rollout.run(world, e);
          }
        }""",
    "a demonstration": """
        System.out.println("go");
        for (long seed = 0; ; seed++) {
          try (World world = World.create(Tasks.named("stack_blocks"), 0, seed)) {
            Rollout.demonstrate(world);
          }
        }""",
    "rollouts on all cores": 'Control.run(many, seed -> e, done -> System.out.println("go"))',
    "representing": 'System.out.println("go"); encoders.represent(many);',
    "a probe": """
        System.out.println("go");
        for (;;) {
          Probe.train(pairs, Probe.Settings.DEFAULT, 0).close();
        }""",
    "layers": """
        System.out.println("go");
        for (;;) {
          LayerAlignment.metrics("", Map.of("u", pairs.understanding()), Map.of("e", pairs.execution()),
              pairs.labels(), 0);
        }""",
}

PREPARED = """
    Profile quick = Profile.QUICK;
    Path RUN = Path.of("%s/run"), BOTH = Path.of("%s/both");
    DemonstrationSet set = Lesson.demonstrations(quick);
    List<Episode> test = set.read(Split.TEST_SEEN);
    List<Episode> many = Collections.nCopies(40, test).stream().flatMap(List::stream).toList();
    Encoders encoders = Encoders.load(Lesson.checkpoint("aligned"));
    KeyframePolicy e = encoders.execution();
    Pairs pairs = encoders.represent(test);
    Consumer<Progress> told = progress -> {
      if (progress.step() == 3) {
        System.out.println("go");
      }
    };
"""


def setUpModule():
    global manager, client, java, folder
    folder = tempfile.TemporaryDirectory()
    unittest.addModuleCleanup(folder.cleanup)
    manager, client = start_new_kernel(kernel_name="java", startup_timeout=180)
    java = psutil.Process(manager.provisioner.pid)
    reply = client.execute_interactive(PREPARED % (folder.name, folder.name), timeout=300)
    assert reply["content"]["status"] == "ok", reply


def tearDownModule():
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def run(code):
    """The text that a cell leaves, and whether it ended well."""
    text = []

    def keep(message):
        text.append(str(message["content"].get("data", message["content"])))

    reply = client.execute_interactive(code, output_hook=keep, timeout=60)
    return "".join(text), reply["content"]["status"]


def stop(code):
    """Runs a cell until it says "go", and stops it; the seconds until the kernel is idle.

    The kernel is idle at once; what ran behind it, such as a checkpoint, has SOON to end.
    """
    cell = client.execute(code)
    wait(cell, lambda content: "go" in content.get("text", ""))
    time.sleep(1)
    began = time.monotonic()
    manager.interrupt_kernel()
    wait(cell, lambda content: content.get("execution_state") == "idle")
    seconds = time.monotonic() - began
    time.sleep(max(0, SOON - seconds))
    return seconds


def wait(cell, said):
    """Until the cell has sent what is waited for."""
    content = {}
    while not said(content):
        message = client.get_iopub_msg(timeout=60)
        if message["parent_header"].get("msg_id") == cell:
            content = message["content"]


class InterruptTest(unittest.TestCase):
    """One test for each kind of work; the methods are made below."""

    def test_a_stopped_training_left_a_whole_checkpoint_from_which_it_goes_on(self):
        stop(LONG["training"].replace("RUN", 'RUN.resolve("a")'))
        self.assertTrue((Path(folder.name) / "run/a/checkpoint").exists())
        shown, status = run(
            "long[] first = {0};"
            ' try { new TrainingRun(quick, set, RUN.resolve("a"), 0, true).understanding('
            "progress -> { first[0] = progress.step(); Thread.currentThread().interrupt(); }); }"
            " catch (InterruptedException stopped) { Thread.interrupted(); }"
            " first[0] > 3"
        )
        self.assertEqual(status, "ok", shown)
        self.assertIn("true", shown)


def interrupt_test(code):
    def test(self):
        seconds = stop(code)
        before = java.cpu_times()
        time.sleep(1)
        after = java.cpu_times()
        shown, status = run("20 + 22")
        self.assertEqual(status, "ok", shown)
        self.assertIn("42", shown)
        self.assertLess(seconds, SOON)
        busy = after.user + after.system - before.user - before.system
        self.assertLess(busy, 0.5, "it goes on behind the kernel's back")

    return test


for name, code in LONG.items():
    setattr(InterruptTest, "test_" + name.replace(" ", "_"), interrupt_test(code))
