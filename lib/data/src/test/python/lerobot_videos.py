"""A small LeRobot set with its pictures in video files, and the pixels that LeRobot reads from it, for LeRobotVideosTest.

Needs lerobot[dataset] 0.6.1 with PyAV 15 and PyArrow. Run from the folder lib/data:
    HF_HUB_OFFLINE=1 python src/test/python/lerobot_videos.py src/test/resources/mirrorlab/data/videos

Three episodes of 12, 9 and 5 frames lie in one file a camera, as LeRobot writes them: top is AV1, side is H.264 whose
frames are not stored in the order in which they are shown (LeRobot's own file, encoded once more), depth is no camera.
Left out are statistics, which make up most of the size. expected.json has for each camera and episode every eighth
pixel of every eighth row of the 8 frames that are read, by PyAV.
"""

import base64
import json
import pathlib
import shutil
import sys
import tempfile
from fractions import Fraction

import av
import numpy as np
import pyarrow.parquet as pq
from av.video.frame import PictureType
from lerobot.datasets.lerobot_dataset import LeRobotDataset

FPS = 30
EPISODES = [("wave", 12), ("nod", 9), ("wave", 5)]
TOP, SIDE, DEPTH = "observation.images.top", "observation.images.side", "observation.depth.top"
SIZES = {TOP: (48, 64), SIDE: (64, 48)}  # H, W
STEP = 8  # pixels


def picture(size, episode, frame):
    """A slope of two colours with a bright bar that moves on, on another ground in each episode."""
    height, width = size
    image = np.zeros((height, width, 3), np.uint8)
    image[..., episode] = 60 + np.arange(width) * 100 // width
    image[..., (episode + 1) % 3] = 30 + np.arange(height)[:, None] * 100 // height
    at = 4 * frame
    image[:, at : at + 6] = (250, 240, 20 * frame)
    return image


def write(root):
    features = {
        name: {"dtype": "video", "shape": (*size, 3), "names": ["height", "width", "channels"]}
        for name, size in SIZES.items()
    }
    features[DEPTH] = {
        "dtype": "video",
        "shape": (48, 64, 1),
        "names": ["height", "width", "channels"],
        "info": {"is_depth_map": True},
    }
    features["action"] = {"dtype": "float32", "shape": (2,), "names": ["x", "y"]}
    data = LeRobotDataset.create("any/videos", fps=FPS, root=root, use_videos=True, features=features)
    for episode, (task, length) in enumerate(EPISODES):
        for frame in range(length):
            row = {name: picture(size, episode, frame) for name, size in SIZES.items()}
            row[DEPTH] = np.full((48, 64, 1), 1000 + frame, np.uint16)
            data.add_frame(row | {"action": np.zeros(2, np.float32), "task": task})
        data.save_episode()
    data.finalize()


def video(root, camera):
    return root / "videos" / camera / "chunk-000" / "file-000.mp4"


def as_h264(file):
    """The same pictures at the same times, in groups of one I, several B and P frames."""
    old = file.with_suffix(".old.mp4")
    file.rename(old)
    with av.open(str(old)) as source, av.open(str(file), "w") as target:
        options = {"g": "8", "crf": "20", "x264-params": "bframes=2:b-adapt=0"}
        stream = target.add_stream("libx264", rate=FPS, options=options)
        shown = source.streams.video[0]
        stream.width, stream.height, stream.pix_fmt = shown.width, shown.height, "yuv420p"
        for number, frame in enumerate(source.decode(shown)):
            frame.pts, frame.time_base = number, Fraction(1, FPS)
            frame.pict_type = PictureType.NONE  # else the encoder keeps the kinds of the source
            target.mux(stream.encode(frame))
        target.mux(stream.encode(None))
    old.unlink()


def without_statistics(root):
    (root / "meta" / "stats.json").unlink()
    file = root / "meta" / "episodes" / "chunk-000" / "file-000.parquet"
    table = pq.read_table(file)
    kept = [name for name in table.column_names if not name.startswith("stats/")]
    pq.write_table(table.select(kept).replace_schema_metadata(None), file)


def expected(root):
    """Read before the statistics are gone, which LeRobot asks for."""
    data = LeRobotDataset("any/videos", root=root, video_backend="pyav", return_uint8=True)
    found = {}
    for camera in SIZES:
        episodes = found[camera] = []
        for row in range(len(EPISODES)):
            first, length = data.meta.episodes[row]["dataset_from_index"], EPISODES[row][1]
            frames = [data[first + (length - 1) * t // 7][camera] for t in range(8)]
            pixels = [frame.permute(1, 2, 0).numpy()[::STEP, ::STEP] for frame in frames]
            episodes.append([base64.b64encode(it.tobytes()).decode() for it in pixels])
    return found


def main(folder):
    with tempfile.TemporaryDirectory() as scratch:
        root = pathlib.Path(scratch) / "set"
        write(root)
        as_h264(video(root, SIDE))
        golden = expected(root)
        without_statistics(root)
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(root, folder / "set", ignore=shutil.ignore_patterns("images"))
    (folder / "expected.json").write_text(json.dumps(golden, indent=1) + "\n")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
