"""Writes execution/LAYER.npy and labels.csv of a PAIRS folder: a LeRobot policy's layers, by forward hooks.
    python export_lerobot.py POLICY DATA PAIRS --layers 'model\\.(encoder|decoder)\\.layers\\.\\d+'
A row is an episode: the mean over its frames and over all tokens. POLICY and DATA are folders, or names on the Hub,
such as lerobot/act_aloha_sim_transfer_cube_human and lerobot/aloha_sim_transfer_cube_human. Needs lerobot."""

import argparse
import csv
import re
from pathlib import Path

import numpy as np
import torch
from lerobot.configs.policies import PreTrainedConfig
from lerobot.datasets.lerobot_dataset import LeRobotDataset
from lerobot.policies.factory import get_policy_class, make_pre_post_processors


@torch.inference_mode()
def represent(policy, prepare, data, layers, every):
    """LAYER -> N x D, and the instruction of each of the N episodes."""
    sums, texts = {}, {}

    def keep(name, output):
        x = output[0] if isinstance(output, tuple) else output  # D is the last axis
        sums.setdefault(name, {}).setdefault(episode, []).append(x.float().flatten(0, -2).mean(0).cpu().numpy())

    for name, module in policy.named_modules():
        if re.fullmatch(layers, name):
            module.register_forward_hook(lambda module, inputs, output, name=name: keep(name, output))
    for i in range(0, len(data), every):
        frame = data[i]
        episode = int(frame["episode_index"])
        texts[episode] = frame["task"]
        policy.reset()  # no chunk of actions is left, so that the network runs
        policy.select_action(prepare(frame))
    return {n: np.stack([np.mean(rows[e], 0) for e in sorted(texts)]) for n, rows in sums.items()}, texts


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("policy", "data", "pairs"):
        parser.add_argument(name)
    parser.add_argument("--layers", required=True, help="a pattern of the names of policy.named_modules()")
    parser.add_argument("--arm", default="execution", help="execution, or execution@ARM for a further policy")
    parser.add_argument("--every", type=int, default=10, help="frames from one to the next")
    to = parser.parse_args()
    policy = get_policy_class(PreTrainedConfig.from_pretrained(to.policy).type).from_pretrained(to.policy).eval()
    prepare, _ = make_pre_post_processors(policy.config, pretrained_path=to.policy)
    data = LeRobotDataset(Path(to.data).name, root=to.data) if Path(to.data).is_dir() else LeRobotDataset(to.data)
    arrays, texts = represent(policy, prepare, data, to.layers, to.every)
    if not arrays:
        parser.error(f"no layer that runs is called {to.layers!r}; policy.named_modules() names all")
    out = Path(to.pairs, to.arm)
    out.mkdir(parents=True, exist_ok=True)
    for layer, rows in arrays.items():
        np.save(out / f"{layer}.npy", rows[:, rows.std(0) > 0])
    rows = [(e, text, text.split()[0]) for e, text in sorted(texts.items())]  # LeRobot's task is our instruction
    with open(out.parent / "labels.csv", "w", newline="") as file:
        csv.writer(file).writerows([("episode", "instruction", "task"), *rows])
