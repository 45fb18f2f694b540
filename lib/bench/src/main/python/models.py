"""U and E in PyTorch, as the golden scripts state them, with the sizes of the library."""

import sys
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import nn

sys.path.insert(0, str(Path(__file__).resolve().parents[4] / "core/src/test/python"))
import encoder_golden
import policy_golden

TOWERS = {
    # published, pixels, frames, width, layers, heads, hidden; text the same; shared
    "mini": ((False, 64, 8, 96, 2, 4, 288), (96, 1, 4, 288), 128),
    "b16": ((True, 224, 8, 768, 12, 12, 3072), (512, 12, 8, 2048), 512),
}
POLICIES = {
    "mini": policy_golden.Size(48, (16, 32), 8, 96, 96, 4, 192, (1, 1), (0, 1), 1, 1, 0),
    "arp": policy_golden.Size(224, (), 14, 128, 512, 8, 2048, (4, 4), (4, 4), 4, 4, 160),
}


class Understanding(nn.Module):
    """U: its loss is that of videos and texts."""

    average, decay = 0.0, 0.05

    def __init__(self, size, words, length):
        super().__init__()
        video, text, shared = TOWERS[size]
        self.vision_encoder = encoder_golden.Vision(*video, shared)
        self.text_encoder = encoder_golden.Text(video[0], words, length, *text, shared)
        self.temp = nn.Parameter(torch.tensor(0.07).log())

    def forward(self, batch):
        scores = self.vision_encoder(batch["clips"].float())[1]
        scores = scores @ self.text_encoder(batch["texts"])[1].T / self.temp.exp()
        shown = batch["shown"]
        counts = torch.bincount(shown, minlength=scores.shape[1])
        columns = F.log_softmax(scores, 0).gather(1, shown[:, None])[:, 0]
        text = -(columns / counts[shown]).sum() / (counts > 0).sum()
        return (F.cross_entropy(scores, shown) + text) / 2


class Language(policy_golden.Language):
    """The same without a loop over the texts."""

    def forward(self, ids):
        words = self.layer0(F.embedding(ids, self.token_embedding) + self.positional_embedding)
        real = (ids != 0).float()[:, :, None]
        return words, (words * real).sum(1) / real.sum(1).sqrt()


class Execution(policy_golden.Policy):
    """E: its loss is the sum of seven cross-entropies."""

    average, decay = 0.98, 0.01

    def __init__(self, size, words, length):
        policy_golden.WORDS, policy_golden.LENGTH = words, length
        super().__init__(POLICIES[size])
        self.language = Language(POLICIES[size])

    def forward(self, batch):
        stages = {
            name: (batch[f"{name}.views"], batch[f"{name}.robot"], None)
            for name in ("coarse", "fine")
        }
        coarse, fine, _, _, actions = super().forward({**batch, **stages})
        losses = [
            F.cross_entropy(heatmaps.flatten(2).flatten(0, 1), batch[f"{name}.heatmaps"])
            for name, heatmaps in (("coarse", coarse), ("fine", fine))
        ]
        losses += [F.cross_entropy(a, batch[f"action{k}"]) for k, a in enumerate(actions)]
        return sum(losses)


def load(model, file):
    """The weights of a safetensors file, all of them."""
    missing, unexpected = model.load_state_dict(load_file(file), strict=False)
    missing = [name for name in missing if "num_batches" not in name]
    if missing or unexpected:
        raise ValueError(f"{file}: {missing} are missing, {unexpected} are not known")
    return model
