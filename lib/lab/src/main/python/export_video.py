"""Writes understanding/layer.K.npy of a PAIRS folder: the hidden states of a Hugging Face video encoder.

    python export_video.py MCG-NJU/videomae-base MINE/videos.npy PAIRS

videos.npy: N x T x H x W x 3 bytes, row i the video of row i in PAIRS/labels.csv; T frames as the model was trained
with. Any model whose hidden states are B x tokens x D will do, such as VideoMAE, ViViT, TimeSformer and V-JEPA 2.
Needs torch and transformers.
"""

import argparse
from pathlib import Path

import numpy as np
import torch
from transformers import AutoModel

MEAN = torch.tensor([0.485, 0.456, 0.406])  # of ImageNet, as these models were trained
DEVIATION = torch.tensor([0.229, 0.224, 0.225])


def pixels(videos, size):
    """B x T x H x W x 3 bytes -> B x T x 3 x size x size, standardised."""
    x = (torch.from_numpy(videos).float() / 255 - MEAN) / DEVIATION
    x = x.permute(0, 1, 4, 2, 3)
    flat = torch.nn.functional.interpolate(x.flatten(0, 1), (size, size), mode="bilinear", antialias=True)
    return flat.unflatten(0, x.shape[:2])


@torch.inference_mode()
def represent(model, videos, batch=8):
    """layer.K -> N x D: the mean over all tokens of each hidden state."""
    size = getattr(model.config, "image_size", None) or model.config.crop_size
    layers = {}
    for start in range(0, len(videos), batch):
        x = pixels(np.array(videos[start : start + batch]), size).to(model.device)
        states = model(**{model.main_input_name: x}, output_hidden_states=True).hidden_states
        for k, state in enumerate(states):
            layers.setdefault(f"layer.{k:02d}", []).append(state.mean(1).float().cpu().numpy())
    return {name: np.concatenate(parts) for name, parts in layers.items()}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model")
    parser.add_argument("videos", type=Path)
    parser.add_argument("pairs", type=Path)
    to = parser.parse_args()
    folder = to.pairs / "understanding"
    folder.mkdir(parents=True, exist_ok=True)
    for layer, rows in represent(AutoModel.from_pretrained(to.model).eval(), np.load(to.videos, mmap_mode="r")).items():
        np.save(folder / f"{layer}.npy", rows[:, rows.std(0) > 0])
