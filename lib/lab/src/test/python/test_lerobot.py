"""Our sets in LeRobot's own reader, and a set that LeRobot wrote in ours.

Skipped where no Python with the package `lerobot` is found: this one, or that which the variable
MIRRORLAB_LEROBOT_PYTHON names.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[5]
SAMPLE = ROOT / "data" / "demos" / "sample"
PYTHON = os.environ.get("MIRRORLAB_LEROBOT_PYTHON", sys.executable)

READ = """
import json, sys
from lerobot.datasets.lerobot_dataset import LeRobotDataset
found = {}
for part in ("keyframes", "video"):
    data = LeRobotDataset("mirrorlab/" + part, root=sys.argv[1] + "/" + part)
    shapes, tasks, dark = {}, set(), 0
    for i in range(data.num_frames):
        row = data[i]
        tasks.add(row["task"])
        for name, value in row.items():
            if hasattr(value, "shape"):
                shapes[name] = list(value.shape)
            if name.startswith("observation.images"):
                assert 0 <= value.min() and value.max() <= 1
                dark += bool(value.std() < 0.02)
    found[part] = dict(episodes=data.num_episodes, shapes=shapes, tasks=sorted(tasks), dark=dark)
print(json.dumps(found))
"""

# As LeRobot's own tool for datasets without statistics computes them.
STATISTICS = """
import json, sys
import numpy as np
from lerobot.datasets.lerobot_dataset import LeRobotDataset
from lerobot.scripts.augment_dataset_quantile_stats import compute_quantile_stats_for_dataset, has_quantile_stats
worst = {}
for part in ("keyframes", "video"):
    data = LeRobotDataset("mirrorlab/" + part, root=sys.argv[1] + "/" + part)
    assert has_quantile_stats(data.meta.stats)
    theirs = compute_quantile_stats_for_dataset(data, use_sampling=False)
    assert theirs.keys() == data.meta.stats.keys(), theirs.keys() ^ data.meta.stats.keys()
    for feature, values in theirs.items():
        ours = data.meta.stats[feature]
        assert ours.keys() == values.keys(), feature
        size = 1e-6 + np.max(np.abs([values["max"], values["min"]]))
        for name, value in values.items():
            assert ours[name].shape == value.shape, (feature, name, ours[name].shape, value.shape)
            worst[name] = max(worst.get(name, 0), float(np.max(np.abs(ours[name] - value) / size)))
print(json.dumps(worst))
"""

WRITE = """
import sys
import numpy as np
from lerobot.datasets.lerobot_dataset import LeRobotDataset
data = LeRobotDataset.create("somebody/else", fps=10, root=sys.argv[1], use_videos=sys.argv[2] == "video", features={
    "observation.images.top": {"dtype": sys.argv[2], "shape": (48, 64, 3), "names": ["height", "width", "channels"]},
    "action": {"dtype": "float32", "shape": (2,), "names": ["x", "y"]}})
for episode, task in enumerate(["wave", "nod"]):
    for frame in range(12):
        image = np.zeros((48, 64, 3), np.uint8)
        image[:, : 4 * frame + 4, episode] = 255
        data.add_frame({"observation.images.top": image, "action": np.zeros(2, np.float32), "task": task})
    data.save_episode()
if hasattr(data, "finalize"):
    data.finalize()
"""


def lerobot(program, *arguments):
    environment = dict(os.environ, HF_HUB_OFFLINE="1")
    result = subprocess.run(
        [PYTHON, "-c", program, *map(str, arguments)], env=environment, capture_output=True, text=True
    )
    if result.returncode:
        raise AssertionError(result.stderr[-2000:])
    return result.stdout


def is_there():
    found = subprocess.run([PYTHON, "-c", "import lerobot"], capture_output=True)
    return found.returncode == 0


@unittest.skipUnless(
    is_there(), f"{PYTHON} has no package lerobot; set MIRRORLAB_LEROBOT_PYTHON to one that has"
)
class LeRobotTest(unittest.TestCase):
    def test_lerobot_reads_our_sample(self):
        found = json.loads(lerobot(READ, SAMPLE).splitlines()[-1])
        keyframes, video = found["keyframes"], found["video"]
        self.assertEqual(keyframes["episodes"], 36)
        self.assertEqual(video["episodes"], 36)
        self.assertEqual(keyframes["shapes"]["observation.images.wrist"], [3, 64, 64])
        self.assertEqual(keyframes["shapes"]["observation.depth.front"], [64, 64])
        self.assertEqual(keyframes["shapes"]["observation.state"], [10])
        self.assertEqual(keyframes["shapes"]["action"], [9])
        self.assertEqual(video["shapes"]["observation.images.observer"], [3, 64, 64])
        self.assertEqual(keyframes["tasks"], video["tasks"])
        self.assertIn("open the bottom drawer", video["tasks"])
        self.assertEqual(video["dark"], 0)

    def test_our_statistics_are_lerobots(self):
        worst = json.loads(lerobot(STATISTICS, SAMPLE).splitlines()[-1])
        # Not the quantiles, which LeRobot takes from histograms that it stretches as it goes on; ours are NumPy's.
        for name in ("min", "max", "mean", "std", "count"):
            self.assertLess(worst[name], 1e-3, name)  # LeRobot sums in 32 bits

    def test_we_read_what_lerobot_wrote(self):
        self.check_that_we_read("image")

    @unittest.skipUnless(
        os.environ.get("MIRRORLAB_FFMPEG") or shutil.which("ffmpeg"), "there is no ffmpeg; set MIRRORLAB_FFMPEG to one"
    )
    def test_we_read_videos_that_lerobot_wrote(self):
        self.check_that_we_read("video")

    def check_that_we_read(self, pictures):
        with tempfile.TemporaryDirectory() as folder:
            theirs = Path(folder) / "theirs"
            lerobot(WRITE, theirs, pictures)
            result = subprocess.run(
                [ROOT / "mirrorlab", "data", "info", theirs], capture_output=True, text=True
            )
            self.assertEqual(result.returncode, 0, result.stderr)
            self.assertIn("2 episodes", result.stdout)
            self.assertIn("64×48 pixels", result.stdout)
            self.assertEqual(result.stdout.split()[-2:], ["wave", "nod"])


if __name__ == "__main__":
    unittest.main()
