"""A small demonstration as RLBench writes it, and pickles of plain values, for PickleTest and RlbenchFolderTest.

Needs NumPy and Pillow. Run from the folder lib, first with NumPy 1, as RLBench has it, then with NumPy 2:
    python src/test/python/rlbench_folder.py src/test/resources/mirrorlab [PERACT]
With NumPy 2 only the plain values are written, since NumPy names its functions otherwise there. PERACT is a checkout
of github.com/peract/peract; with it, keyframes.json is written anew by PerAct's own heuristic.

The scene: a chequered table at z = 0.752 m with a red ball on it, seen by RLBench's five cameras, each ray cast through
a pixel's centre. expected.json holds where in the world some of the rays end, by the scene's geometry alone.
"""

import collections
import json
import pathlib
import pickle
import sys
import types

import numpy as np
from PIL import Image

SIZE = 16  # pixels
TABLE = 0.752  # metres
BALL, RADIUS = np.array([0.2, 0.1, 0.85]), 0.15
FRAMES = 12
FARTHEST = 2**24 - 1
CAMERAS = {  # position, point looked at, vertical field of view in degrees, near and far in metres
    "left_shoulder": ((0.32, 0.9, 1.98), (0.2, 0, TABLE), 40, 0.01, 3.5),
    "right_shoulder": ((0.32, -0.9, 1.98), (0.2, 0, TABLE), 40, 0.02, 4.0),
    "overhead": ((-0.02, 0, 2.0), (0.25, 0, TABLE), 50, 0.01, 3.0),
    "front": ((1.35, 0, 1.58), (0.1, 0, 1.0), 60, 0.01, 4.5),
    "wrist": (None, None, 60, 0.05, 2.0),
}
SEEN = [camera for camera in CAMERAS if camera != "overhead"]


# RLBench's two classes: a pickle names them, with what follows "self" in their constructors as attributes.


def rlbench_class(module, name):
    parts = module.split(".")
    for i in range(len(parts)):
        sys.modules.setdefault(".".join(parts[: i + 1]), types.ModuleType(".".join(parts[: i + 1])))
    made = type(name, (object,), {"__module__": module})
    setattr(sys.modules[module], name, made)
    return made


Demo = rlbench_class("rlbench.demo", "Demo")
Demo.__len__ = lambda self: len(self._observations)
Demo.__getitem__ = lambda self, i: self._observations[i]
Observation = rlbench_class("rlbench.backend.observation", "Observation")


def with_attributes(made, **attributes):
    made.__dict__.update(attributes)
    return made


# Cameras as PyRep has them: x to the left, y up, looking along +z; negative focal lengths.


def extrinsics(position, target):
    position, target = np.array(position, float), np.array(target, float)
    z = (target - position) / np.linalg.norm(target - position)
    x = np.cross([0, 0, 1] if abs(z[2]) < 0.99 else [1, 0, 0], z)
    x /= np.linalg.norm(x)
    matrix = np.eye(4)
    matrix[:3] = np.stack([x, np.cross(z, x), z, position], axis=1)
    return matrix


def intrinsics(angle):
    focal = -SIZE / (2 * np.tan(np.radians(angle) / 2))
    return np.array([[focal, 0.0, SIZE / 2], [0.0, focal, SIZE / 2], [0.0, 0.0, 1.0]])


def cast(origin, direction):
    """The nearest point of table and ball on a ray as (its parameter, colour); infinity for none."""
    hits = [(np.inf, (0, 0, 0))]
    if direction[2] < 0:
        t = (TABLE - origin[2]) / direction[2]
        x, y = origin[:2] + t * direction[:2]
        chequer = (int(np.floor(x / 0.2)) + int(np.floor(y / 0.2))) % 2
        hits.append((t, (200, 180, 140) if chequer else (60, 80, 120)))
    a, b, c = direction @ direction, direction @ (origin - BALL), (origin - BALL) @ (origin - BALL) - RADIUS**2
    if b * b - a * c > 0:
        hits.append(((-b - np.sqrt(b * b - a * c)) / a, (220, 30, 40)))
    return min(hits)


def ray(matrix, camera, column, row):
    """A ray whose parameter is the depth along the camera's axis."""
    direction = np.array([(column - SIZE / 2) / camera[0, 0], (row - SIZE / 2) / camera[1, 1], 1.0])
    return matrix[:3, 3], matrix[:3, :3] @ direction


def photograph(matrix, camera, near, far):
    rgb = np.zeros((SIZE, SIZE, 3), np.uint8)
    depth = np.ones((SIZE, SIZE))
    for row in range(SIZE):
        for column in range(SIZE):
            t, colour = cast(*ray(matrix, camera, column + 0.5, row + 0.5))
            if t < far:
                rgb[row, column] = colour
                depth[row, column] = (t - near) / (far - near)
    return rgb, depth


def depth_picture(depth):
    """24 bits, the highest in red."""
    bits = np.floor(depth * FARTHEST + 0.5).astype(np.uint32)
    return np.stack([bits >> 16, bits >> 8 & 255, bits & 255], axis=2).astype(np.uint8)


# The demonstration: the gripper comes down (frame 5: it stops), closes at frame 8, and goes up to frame 11.

OPEN = [1.0] * 8 + [0.0] * 4
STILL = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 1]
IGNORE = [0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0]  # PerAct takes the flag of the frame before a keyframe
KEYFRAMES = [5, 8, 11]


def gripper_pose(i):
    position = [0.3 - 0.01 * i, 0.02 * i, 1.3 - 0.04 * min(i, 8) + 0.03 * max(0, i - 8)]
    half = 0.1 * (i - 6)  # a downward gripper, tilted: w is negative in some frames
    return np.array(position + [np.cos(half), 0.0, 0.0, np.sin(half)])


def observation(i, folder, points):
    pose = gripper_pose(i)
    misc = {}
    for name, (position, target, angle, near, far) in CAMERAS.items():
        if position is None:
            position, target = pose[:3] + [0.08, 0, 0.05], pose[:3] + [0.02, 0.01, -0.4]
        matrix, camera = extrinsics(position, target), intrinsics(angle)
        misc.update({
            name + "_camera_extrinsics": matrix,
            name + "_camera_intrinsics": camera,
            name + "_camera_near": near,
            name + "_camera_far": far,
        })
        if name not in SEEN:
            continue
        rgb, depth = photograph(matrix, camera, near, far)
        for kind, picture in (("rgb", rgb), ("depth", depth_picture(depth))):
            path = folder / (name + "_" + kind) / ("%d.png" % i)
            path.parent.mkdir(parents=True, exist_ok=True)
            Image.fromarray(picture).save(path)
        if i in [0] + KEYFRAMES[:-1]:
            for row, column in ((0, 0), (3, 12), (8, 5), (9, 8), (15, 15)):
                origin, direction = ray(matrix, camera, column + 0.5, row + 0.5)
                t = cast(origin, direction)[0]
                seen = t < far
                metres = near + (far - near) * depth[row, column]
                # RLBench's point clouds: through the pixel's corner, by the inverse of PyRep's matrices.
                corner = matrix[:3, :3] @ np.linalg.inv(camera) @ [column * metres, row * metres, metres]
                points.append({
                    "frame": i, "camera": name, "row": row, "column": column,
                    "rgb": rgb[row, column].tolist(), "depth": metres if seen else 0,
                    "point": np.round(origin + t * direction, 6).tolist() if seen else [],
                    "corner": np.round(matrix[:3, 3] + corner, 6).tolist(),
                })
    pictures = {
        "%s_%s" % (name, kind): None
        for name in ("left_shoulder", "right_shoulder", "overhead", "wrist", "front")
        for kind in ("rgb", "depth", "mask", "point_cloud")
    }
    return with_attributes(
        Observation(),
        **pictures,
        joint_velocities=np.full(7, 0.0999 if STILL[i] else 0.0) + (0 if STILL[i] else np.eye(7)[i % 7] * -0.2),
        joint_positions=np.linspace(-1, 1, 7) + 0.01 * i,
        joint_forces=np.linspace(-5, 5, 7),
        gripper_open=OPEN[i],
        gripper_pose=pose,
        gripper_matrix=np.eye(4),
        gripper_joint_positions=np.array([0.0401, 0.0399]) if OPEN[i] else np.array([0.011, 0.012]),
        gripper_touch_forces=np.zeros(6),
        task_low_dim_state=np.arange(14.0),
        ignore_collisions=np.array(float(IGNORE[i])),
        misc=misc,
    )


def write(path, value, protocol=4):  # the protocol of Python 3.8 to 3.13
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pickle.dumps(value, protocol))


def write_episode(folder):
    episode = folder / "data/rlbench/push_buttons/all_variations/episodes/episode3"
    points = []
    np.random.seed(0)
    demo = with_attributes(
        Demo(),
        _observations=[observation(i, episode, points) for i in range(FRAMES)],
        random_seed=np.random.get_state(),
        variation_number=0,
    )
    write(episode / "low_dim_obs.pkl", demo)
    write(episode / "variation_number.pkl", 7)
    write(episode / "variation_descriptions.pkl", ["push the maroon button", "press the maroon button"])
    beginning = with_attributes(Demo(), _observations=demo[:2], random_seed=None, variation_number=0)
    write(folder / "data/rlbench/two_frames.protocol2.pkl", beginning, 2)
    expected = {"keyframes": KEYFRAMES, "poses": [gripper_pose(i).tolist() for i in range(FRAMES)], "points": points}
    (folder / "data/rlbench/expected.json").write_text(json.dumps(expected).replace('{"frame"', '\n{"frame"') + "\n")
    return demo


def write_keyframes(folder, demo, peract):
    sys.path.insert(0, peract)
    from helpers.demo_loading_utils import keypoint_discovery

    assert keypoint_discovery(demo) == KEYFRAMES
    rng = np.random.default_rng(0)
    cases = []
    for _ in range(60):
        n = int(rng.integers(2, 24))
        is_open = rng.random() < 0.5
        opens, stills = [], rng.random(n) < 0.5
        for _ in range(n):
            is_open ^= rng.random() < 0.15
            opens.append(bool(is_open))
        frames = [
            with_attributes(Observation(), gripper_open=float(o), joint_velocities=np.full(7, 0.05 if s else 0.3))
            for o, s in zip(opens, stills)
        ]
        found = keypoint_discovery(with_attributes(Demo(), _observations=frames))
        cases.append({
            "open": "".join("01"[o] for o in opens),
            "still": "".join("01"[int(s)] for s in stills),
            "keyframes": [int(i) for i in found],
        })
    text = json.dumps(cases).replace(', {"open"', ',\n{"open"')
    (folder / "data/rlbench/keyframes.json").write_text(text + "\n")


# Plain values; PickleTest knows them.


def values():
    shared = [1, 2]
    types_of_numbers = ["|b1", "|i1", "|u1"] + [
        order + kind for order in "<>" for kind in ("i2", "u2", "i4", "u4", "i8", "u8", "f2", "f4", "f8")
    ]
    return {
        "constants": [None, True, False],
        "integers": [0, 7, -3, 200, 60000, -(2**31), 2**40, 2**63 - 1, -(2**63), 2**63, 2**70, -(2**70)],
        "floats": [0.0, -1.5, 1e300, float("inf"), float("-inf"), float("nan")],
        "texts": ["", "plain", "a\nb\\u0041\\", "h\xe9llo \u03c4 \U0001f916", "x" * 300],
        "bytes": [b"", b"\x00\xff\n", bytearray(b""), bytearray(b"ab"), b"y" * 300],
        "tuples": [(), (1,), (1, 2), (1, 2, 3), (1, 2, 3, (4,))],
        "sets": [set(), {5}, frozenset(["a"])],
        "keys": {"a": 1, 2: "b", 2.5: "c", None: "d", False: "e", 2**70: "f"},
        "ordered": collections.OrderedDict([("z", 1), ("a", 2)]),
        "shared": [shared, shared],
        "arrays": {
            code: np.array([[0, 1, 2], [3, 4, 100]]).astype(code) for code in types_of_numbers
        },
        "largest": np.array([2**64 - 1, 2**63], "<u8"),
        "halves": np.array([1.5, -0.0, 2**-24, 65504, np.inf, np.nan], "<f2"),
        "columns first": np.asfortranarray(np.arange(24.0).reshape(2, 3, 4)),
        "every second": np.arange(10)[::2],
        "shapes": [np.array(2.5), np.zeros((0, 3)), np.zeros((1, 1, 1))],
        "scalars": [
            np.float64(2.5), np.float32(0.5), np.int64(-5), np.uint8(200), np.uint64(2**64 - 1), np.bool_(True)
        ],
        "object": with_attributes(Demo(), _observations=[], random_seed=None),
        "bare object": Demo(),
    }


def main(folder, peract=None):
    folder = pathlib.Path(folder)
    version = int(np.__version__.split(".")[0])
    for protocol in range(6) if version == 1 else (2, 4, 5):
        write(folder / ("pickle/numpy%d.protocol%d.pkl" % (version, protocol)), values(), protocol)
    if version == 1:
        demo = write_episode(folder)
        if peract:
            write_keyframes(folder, demo, peract)


if __name__ == "__main__":
    main(*sys.argv[1:])
