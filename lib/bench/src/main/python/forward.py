"""Forward passes of the published sizes in PyTorch."""

import torch
from models import TOWERS, Execution, encoder_golden, load
from peer import Row, serve
from torch import nn
from training import Training


class Forward(Row):
    def __init__(self, weights, batch, words=49408, length=32):
        torch.set_num_threads(1)
        self.version = f"torch {torch.__version__}"
        self.model = load(self.make(words, length), weights).eval()
        self.batch = Training.read(batch)

    @torch.inference_mode()
    def value(self):
        raise NotImplementedError

    def answer(self):
        return self.value().flatten()

    def run(self, n):
        for _ in range(n):
            self.value()


class Viclip(Forward):
    """The representation of clips; there is no text tower."""

    def make(self, words, length):
        model = nn.Module()
        model.vision_encoder = encoder_golden.Vision(*TOWERS["b16"][0], TOWERS["b16"][2])
        return model

    @torch.inference_mode()
    def value(self):
        return self.model.vision_encoder(self.batch["clips"].float())[0]


class Arp(Forward):
    """The loss of keyframes, for which all of the policy is computed."""

    def make(self, words, length):
        return Execution("arp", words, length)

    @torch.inference_mode()
    def value(self):
        return self.model(self.batch)[None]


if __name__ == "__main__":
    serve({f"{name}-{b}": row for name, row in (("viclip", Viclip), ("arp", Arp)) for b in (1, 8)})
