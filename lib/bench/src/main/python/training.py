"""A training step in PyTorch: loss, gradients, clipping, AdamW and the average of the weights."""

from pathlib import Path

import torch
from models import Execution, Understanding, load
from peer import Row, serve
from safetensors.torch import load_file
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

RATE = 1e-4
INTEGERS = ("texts", "shown", "words", "given")


class Trained:
    """A model with its optimiser and its average."""

    def __init__(self, model, loss):
        self.model, self.loss = model, loss
        self.parameters = list(model.parameters())
        matrices = [p for p in self.parameters if p.ndim > 1]
        vectors = [p for p in self.parameters if p.ndim <= 1]
        groups = [
            {"params": matrices, "weight_decay": model.decay},
            {"params": vectors, "weight_decay": 0.0},
        ]
        self.optimiser = torch.optim.AdamW(groups, lr=RATE, betas=(0.9, 0.98), eps=1e-8, fused=True)
        self.average = [p.detach().clone() for p in self.parameters]

    def move(self, step):
        nn.utils.clip_grad_norm_(self.parameters, 1.0)
        self.optimiser.step()
        self.optimiser.zero_grad()
        d = min(self.model.average, 1 - 1 / (1 + (step + 1) / 10))
        with torch.no_grad():
            torch._foreach_lerp_(self.average, self.parameters, 1 - d)


class Training(Row):
    """Of one model or of both, which then share a step."""

    models = {}

    def __init__(self, folder, threads, words, length, compiled=False):
        torch.set_num_threads(threads)
        self.threads = threads
        self.version = f"torch {torch.__version__}"
        self.parts = []
        for name, kind in self.models.items():
            model = load(kind("mini", words, length), Path(folder) / f"{name}.safetensors").train()
            self.parts.append(Trained(model, torch.compile(model) if compiled else model))
        files = sorted(Path(folder).glob("batch*.safetensors"))
        self.batches = [self.read(file) for file in files]
        self.step = 0

    @staticmethod
    def read(file):
        batch = load_file(file)
        batch = {k: v.long() if k in INTEGERS else v for k, v in batch.items()}
        if "clips" in batch:
            batch["clips"] = batch["clips"].to(torch.uint8)
        return batch

    def train(self):
        batch = self.batches[self.step % len(self.batches)]
        losses = [part.loss(batch) for part in self.parts]
        sum(losses).backward()
        for part in self.parts:
            part.move(self.step)
        self.step += 1
        return sum(losses).item()

    def answer(self):
        return [self.train() for _ in range(3)]

    def run(self, n):
        torch.set_num_threads(self.threads)
        for _ in range(n):
            self.train()


class UnderstandingTraining(Training):
    models = {"understanding": Understanding}


class ExecutionTraining(Training):
    models = {"execution": Execution}


class JointTraining(Training):
    models = {"understanding": Understanding, "execution": Execution}


class Flops(Row):
    """Floating-point operations of a step, as PyTorch counts those of products."""

    def __init__(self, kind, **settings):
        self.version = f"torch {torch.__version__}"
        training = KINDS[kind](**settings)
        with FlopCounterMode(display=False) as counter:
            training.train()
        self.flops = counter.get_total_flops()

    def answer(self):
        return [self.flops]


KINDS = {
    "understanding": UnderstandingTraining,
    "execution": ExecutionTraining,
    "joint": JointTraining,
}

if __name__ == "__main__":
    rows = dict(KINDS, flops=Flops)
    for kind in KINDS:
        for threads in 1, 2:
            for way in "eager", "compiled":
                rows[f"{kind}-{threads}-{way}"] = KINDS[kind]
    serve(rows)
