"""Golden values for mirrorlab.nn and mirrorlab.understanding, from PyTorch's own layers.

Run by hand where torch is installed (2.10 made geglu and cross, 2.5 the others, which differ by
rounding alone); it rewrites the files that the tests read:

    python lib/core/src/test/python/encoder_golden.py
"""

import json
import struct
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn

RESOURCES = Path(__file__).parent.parent / "resources" / "mirrorlab"


def save(name, tensors):
    """Writes float tensors as safetensors."""
    header, data = {}, b""
    for key, tensor in sorted(tensors.items()):
        values = tensor.detach().float().contiguous().flatten().tolist()
        body = struct.pack(f"<{len(values)}f", *values)
        offsets = [len(data), len(data) + len(body)]
        header[key] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": offsets}
        data += body
    text = json.dumps(header).encode()
    (RESOURCES / name).write_bytes(struct.pack("<Q", len(text)) + text + data)


def quick_gelu(x):
    return x * torch.sigmoid(1.702 * x)


def geglu(x):
    value, gate = x.chunk(2, -1)
    return value * F.gelu(gate)


class Block(nn.Module):
    """CLIP's residual attention block, on torch's own multi-head attention."""

    def __init__(self, width, heads, hidden, activation):
        super().__init__()
        self.ln_1 = nn.LayerNorm(width)
        self.attn = nn.MultiheadAttention(width, heads, batch_first=True)
        self.ln_2 = nn.LayerNorm(width)
        wide = 2 * hidden if activation is geglu else hidden
        self.mlp = nn.ModuleDict(
            {"c_fc": nn.Linear(width, wide), "c_proj": nn.Linear(hidden, width)}
        )
        self.activation = activation

    def forward(self, x, mask=None):
        y = self.ln_1(x)
        x = x + self.attn(y, y, y, need_weights=False, attn_mask=mask)[0]
        return x + self.mlp["c_proj"](self.activation(self.mlp["c_fc"](self.ln_2(x))))


class Stack(nn.Module):
    def __init__(self, width, layers, heads, hidden, published):
        super().__init__()
        activation = quick_gelu if published else F.gelu
        self.resblocks = nn.ModuleList(
            [Block(width, heads, hidden, activation) for _ in range(layers)]
        )

    def forward(self, x, mask=None):
        for block in self.resblocks:
            x = block(x, mask)
        return x


class Convolutions(nn.Module):
    """The mini encoder's stem."""

    def __init__(self, width):
        super().__init__()
        sizes = [(3, 16, 5, 2), (16, 32, 3, 1), (32, 64, 3, 1), (64, width, 1, 1)]
        for i, (a, b, kernel, stride) in enumerate(sizes):
            layer = {"conv": nn.Conv2d(a, b, kernel, stride, kernel // 2), "bn": nn.BatchNorm2d(b)}
            self.add_module(str(i), nn.ModuleDict(layer))

    def forward(self, x):
        for i in range(3):
            layer = getattr(self, str(i))
            x = F.relu(layer["bn"](F.max_pool2d(layer["conv"](x), 2)))
        layer = getattr(self, "3")
        return layer["bn"](layer["conv"](x))


class Vision(nn.Module):
    def __init__(self, published, side, frames, width, layers, heads, hidden, shared):
        super().__init__()
        if published:
            self.conv1 = nn.Conv3d(3, width, (1, 16, 16), (1, 16, 16), bias=False)
        else:
            self.stem = Convolutions(width)
        grid = side // 16
        self.class_embedding = nn.Parameter(torch.randn(width))
        self.positional_embedding = nn.Parameter(torch.randn(grid * grid + 1, width))
        self.temporal_positional_embedding = nn.Parameter(torch.randn(1, frames, width))
        self.ln_pre = nn.LayerNorm(width)
        self.transformer = Stack(width, layers, heads, hidden, published)
        self.ln_post = nn.LayerNorm(width)
        self.proj = nn.Parameter(torch.randn(width, shared))

    def patches(self, clips):  # (B, T, H, W, 3) → (B, T, D, g, g)
        if hasattr(self, "conv1"):
            mean, std = torch.tensor([[0.485, 0.456, 0.406], [0.229, 0.224, 0.225]])
            pixels = (clips / 255 - mean) / std
            return self.conv1(pixels.permute(0, 4, 1, 2, 3)).transpose(1, 2)
        pixels = clips.flatten(0, 1).permute(0, 3, 1, 2) / 127.5 - 1
        return self.stem(pixels).unflatten(0, clips.shape[:2])

    def forward(self, clips):  # (B, T, H, W, 3), 0 … 255
        tokens = self.patches(clips).flatten(3).transpose(2, 3)  # (B, T, g², D)
        tokens = tokens + self.positional_embedding[1:]
        tokens = tokens + self.temporal_positional_embedding[:, :, None]
        first = self.class_embedding + self.positional_embedding[0]
        # By place, then by frame, as ViCLIP has them: their order does not matter.
        tokens = tokens.transpose(1, 2).flatten(1, 2)
        x = torch.cat([first.expand(len(clips), 1, -1), tokens], 1)
        state = self.ln_post(self.transformer(self.ln_pre(x))[:, 0])
        return state, F.normalize(state @ self.proj, dim=-1)


class Text(nn.Module):
    def __init__(self, published, vocabulary, length, width, layers, heads, hidden, shared):
        super().__init__()
        self.published = published
        self.token_embedding = nn.Embedding(vocabulary, width)
        self.positional_embedding = nn.Parameter(torch.randn(length, width))
        self.transformer = Stack(width, layers, heads, hidden, published)
        self.ln_final = nn.LayerNorm(width)
        self.text_projection = nn.Parameter(torch.randn(width, shared))

    def forward(self, ids):
        length = ids.shape[1]
        mask = torch.full((length, length), float("-inf")).triu(1)
        x = self.transformer(self.token_embedding(ids) + self.positional_embedding, mask)
        end = ids.argmax(1) if self.published else (ids == 2).long().argmax(1)
        state = self.ln_final(x)[torch.arange(len(ids)), end]
        return state, F.normalize(state @ self.text_projection, dim=-1)


class VideoText(nn.Module):
    def __init__(self, published):
        super().__init__()
        self.vision_encoder = Vision(published, 32, 3, 8, 2, 2, 16, 6)
        self.text_encoder = Text(published, 9, 6, 8, 2, 2, 16, 6)
        self.temp = nn.Parameter(torch.tensor(0.07).log())

    def loss(self, clips, ids, shown):
        """Videos to all texts, and texts to their videos: the mean outside the logarithm."""
        scores = self.vision_encoder(clips)[1] @ self.text_encoder(ids)[1].T / self.temp.exp()
        video = F.cross_entropy(scores, shown)
        columns = F.log_softmax(scores, 0)
        text = [-columns[shown == n, n].mean() for n in shown.unique().tolist()]
        return video / 2, torch.stack(text).mean() / 2


def encoder(name, published):
    """With ViCLIP's stem, activation and ids, in which 0 may be a token; or with the mini's."""
    torch.manual_seed(1)
    model = VideoText(published)
    for parameter in model.parameters():
        if parameter.ndim == 1:  # not zeros and ones, so that each is seen to be used
            nn.init.normal_(parameter, 0.5, 0.2)
    before = {k: v.clone() for k, v in model.state_dict().items() if "num_batches" not in k}
    i = torch.arange(4 * 3 * 32 * 32 * 3)
    clips = ((i * i * 31 + i * 17) // 64 % 256).reshape(4, 3, 32, 32, 3).float()
    if published:
        ids = [[7, 5, 8, 0, 0, 0], [7, 6, 0, 1, 4, 8], [7, 4, 5, 8, 0, 0]]
    else:
        ids = [[1, 5, 2, 0, 0, 0], [1, 6, 7, 8, 4, 2], [1, 4, 5, 2, 0, 0]]
    ids = torch.tensor(ids)
    shown = torch.tensor([0, 2, 0, 0])
    video, text = model.loss(clips, ids, shown)
    (video + text).backward()
    golden = {"weight." + k: v for k, v in before.items()}
    golden |= {"gradient." + k: p.grad for k, p in model.named_parameters()}
    golden |= {"loss.video": video, "loss.text": text}
    model.eval()
    golden["video.out"], golden["video"] = model.vision_encoder(clips)
    golden["text.out"], golden["text"] = model.text_encoder(ids)
    # Batch statistics were updated by the loss above, as they are in the test.
    save(f"understanding/{name}.safetensors", golden)


def layer(file, **activations):
    torch.manual_seed(2)
    golden = {}
    x = torch.randn(2, 5, 8)
    mask = torch.full((5, 5), float("-inf")).triu(1)
    for name, activation in activations.items():
        block = Block(8, 2, 12, activation)
        for parameter in block.parameters():
            nn.init.normal_(parameter, 0, 0.5)
        golden |= {f"{name}.weight.{k}": v for k, v in block.state_dict().items()}
        golden[f"{name}.plain"] = block(x)
        golden[f"{name}.causal"] = block(x, mask)
        block(x, mask).square().mean().backward()
        golden |= {f"{name}.gradient.{k}": p.grad for k, p in block.named_parameters()}
    save(f"nn/{file}.safetensors", golden | {"x": x})


def cross():
    """Three tokens look at five others."""
    torch.manual_seed(2)
    attention = nn.MultiheadAttention(8, 2, batch_first=True)
    for parameter in attention.parameters():
        nn.init.normal_(parameter, 0, 0.5)
    asking, seen = torch.randn(2, 3, 8), torch.randn(2, 5, 8)
    found = attention(asking, seen, seen, need_weights=False)[0]
    found.square().mean().backward()
    golden = {"asking": asking, "seen": seen, "found": found}
    golden |= {f"weight.{k}": p for k, p in attention.named_parameters()}
    golden |= {f"gradient.{k}": p.grad for k, p in attention.named_parameters()}
    save("nn/cross.safetensors", golden)


def adamw():
    torch.manual_seed(3)
    weights = {"matrix": nn.Parameter(torch.randn(3, 4)), "vector": nn.Parameter(torch.randn(5))}
    golden = {f"start.{k}": p.clone() for k, p in weights.items()}
    groups = [
        {"params": [weights["matrix"]], "weight_decay": 0.1},
        {"params": [weights["vector"]], "weight_decay": 0.0},
    ]
    optimiser = torch.optim.AdamW(groups, betas=(0.9, 0.98), eps=1e-8)
    for step, (rate, size) in enumerate([(0.1, 1.0), (0.2, 0.01), (0.05, 10.0), (0.01, 0.1)]):
        for name, p in weights.items():
            p.grad = size * torch.randn_like(p)
            golden[f"gradient.{step}.{name}"] = p.grad.clone()
        for group in optimiser.param_groups:
            group["lr"] = rate
        golden[f"norm.{step}"] = nn.utils.clip_grad_norm_(weights.values(), 1.0)
        optimiser.step()
        golden |= {f"after.{step}.{k}": p.clone() for k, p in weights.items()}
    save("nn/adamw.safetensors", golden)


if __name__ == "__main__":
    layer("layer", gelu=F.gelu, quick_gelu=quick_gelu)
    layer("geglu", geglu=geglu)
    cross()
    adamw()
    encoder("patches", True)
    encoder("convolutions", False)
