"""Checkpoints as PyTorch and safetensors write them, for the tests that read and convert them.

Needs torch 2.6 or newer, safetensors and NumPy. Run by hand; it rewrites the files that the tests read:

    python lib/data/src/test/python/torch_checkpoints.py

Every number is small and told by its place, so that a test can be followed by hand. expected.json holds what PyTorch
itself makes of each array: its shape, and its numbers as 32-bit floats, the last axis fastest.
"""

import argparse
import collections
import json
import os
import sys
import types
import zipfile
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import nn

RESOURCES = Path(__file__).parent.parent / "resources" / "mirrorlab"
FOLDER = RESOURCES / "checkpoint" / "formats"
T = torch.tensor


def counted(*shape):
    return torch.arange(float(torch.Size(shape).numel())).reshape(shape)


class Settings(dict):
    """A dict whose entries are attributes too, as the package easydict makes them."""

    def __init__(self, **entries):
        super().__init__(entries)
        self.__dict__.update(entries)


def named(made, module, name):
    """Lets pickles name a class of another module."""
    parts = module.split(".")
    for i in range(len(parts)):
        full = ".".join(parts[: i + 1])
        sys.modules.setdefault(full, types.ModuleType(full))
    made.__module__, made.__name__, made.__qualname__ = module, name, name
    setattr(sys.modules[module], name, made)


class Evil:
    def __reduce__(self):
        return os.system, ("echo this was run",)


def arrays():
    numbers = counted(4, 6)
    return collections.OrderedDict(
        {
            "rows": counted(2, 3),
            "transposed": counted(2, 3).t(),
            "permuted": counted(2, 3, 4).permute(2, 0, 1),
            "first.half": numbers[:2],  # these four share one storage
            "second.half": numbers[2:],
            "every.second.column": numbers[1:3, 1::2],
            "diagonal": numbers[:, :4].diagonal(),
            "one.number.often": T([2.5]).expand(2, 3),
            "scalar": T(-7.25),
            "empty": torch.zeros(0, 3),
            "parameter": nn.Parameter(counted(2, 2) + 0.5),
            "f16": T([1.5, -0.0, 2**-24, 65504, 0.1]).half(),
            "bf16": T([1.5, -2.0, 3e38, 2**-133, 0.1]).bfloat16(),
            "f64": T([1.5, 1e-30, 0.1, 1 / 3], dtype=torch.float64),
            "i64": T([3, -4]),
            "i32": T([3, -4], dtype=torch.int32),
            "i16": T([3, -4], dtype=torch.int16),
            "i8": T([3, -4], dtype=torch.int8),
            "u8": T([3, 250], dtype=torch.uint8),
            "bool": T([True, False]),
        }
    )


def expected(tensors):
    return {
        name: {"shape": list(t.shape), "numbers": t.detach().float().flatten().tolist()}
        for name, t in tensors.items()
        if t.is_floating_point()
    }


def entries(file):
    with zipfile.ZipFile(file) as archive:
        return {path.split("/", 1)[1]: archive.read(path) for path in archive.namelist()}


def archive(name, files, method=zipfile.ZIP_STORED):
    """An archive made by hand."""
    with zipfile.ZipFile(FOLDER / name, "w", method) as made:
        for path, content in files.items():
            made.writestr(zipfile.ZipInfo("archive/" + path), content, method)  # of no date


def turned(floats):
    return b"".join(floats[i : i + 4][::-1] for i in range(0, len(floats), 4))


def nested():
    """A training's checkpoint: the weights below "model", and what else a training keeps beside them."""
    state = arrays()
    weight = nn.Parameter(counted(2))
    optimizer = torch.optim.AdamW([weight])
    weight.sum().backward()
    optimizer.step()
    settings = Settings(width=8, optimizer=Settings(lr=1e-4))
    value = {
        "epoch": 3,
        "optimizer": optimizer.state_dict(),
        "args": argparse.Namespace(lr=0.1, betas=(0.9, 0.98)),
        "config": settings,
        "size": torch.Size([2, 3]),
        "model": state,
    }
    torch.save(value, FOLDER / "nested.pth")
    (FOLDER / "expected.json").write_text(
        json.dumps(expected(state)).replace("}, ", "},\n") + "\n"
    )


def plain():
    """State dicts by themselves, in several forms of the archive; weight is 0 … 5, bias 6, 7."""
    layer = nn.Linear(3, 2)
    layer.weight = nn.Parameter(counted(2, 3))
    layer.bias = nn.Parameter(T([6.0, 7.0]))
    state = layer.state_dict()
    torch.save(state, FOLDER / "plain.pth")
    torch.save(state, FOLDER / "protocol4.pth", pickle_protocol=4)
    files = entries(FOLDER / "plain.pth")
    storages = {path: content for path, content in files.items() if path.startswith("data/")}
    # PyTorch 1.6 wrote nothing else.
    archive("first.pth", {path: files[path] for path in ("data.pkl", "version")} | storages)
    swapped = {path: turned(content) for path, content in storages.items()}
    archive("big_endian.pth", files | swapped | {"byteorder": b"big"})
    read = torch.load(FOLDER / "big_endian.pth")
    assert torch.equal(read["weight"], counted(2, 3)), read
    archive("compressed.pth", files, zipfile.ZIP_DEFLATED)
    archive("another_number.pth", files)
    data = (FOLDER / "another_number.pth").read_bytes()
    whole = files["data/0"]
    (FOLDER / "another_number.pth").write_bytes(data.replace(whole, b"\x01" + whole[1:]))
    torch.serialization.set_crc32_options(False)
    torch.save(state, FOLDER / "without_checksums.pth")
    torch.serialization.set_crc32_options(True)
    torch.save(state, FOLDER / "old.pth", _use_new_zipfile_serialization=False)
    torch.jit.script(layer).save(FOLDER / "program.pt")
    program = entries(FOLDER / "program.pt")  # without where PyTorch lies on this machine
    archive("program.pt", {path: v for path, v in program.items() if "debug" not in path})
    torch.save({"epoch": 3, "list": [counted(2)]}, FOLDER / "without_arrays.pth")


def refused():
    torch.save({"model": {"weight": counted(2)}, "config": Evil()}, FOLDER / "evil.pth")
    torch.save(nn.Linear(1, 1), FOLDER / "object.pth")
    torch.save({"weight": torch.zeros(2, dtype=torch.complex64)}, FOLDER / "complex.pth")
    torch.save({"weight": torch.zeros(2, dtype=torch.complex64).conj().imag}, FOLDER / "negative.pth")


def safetensors():
    tensors = {name: t.detach().contiguous().clone() for name, t in arrays().items()}
    save_file(tensors, FOLDER / "values.safetensors", {"format": "pt"})
    save_file({"weight": torch.zeros(2).to(torch.float8_e4m3fn)}, FOLDER / "f8.safetensors")


def viclip():
    """ViCLIP's names and shapes, in small; array number i by name is i, i + 0.5, i + 1 …"""
    width, shared, patch, grid, frames, words, length = 4, 6, 14, 2, 3, 9, 5
    shapes = {"temp": ()}
    tower = {
        "vision_encoder.": {
            "conv1.weight": (width, 3, 1, patch, patch),
            "class_embedding": (width,),
            "positional_embedding": (grid * grid + 1, width),
            "temporal_positional_embedding": (1, frames, width),
            "ln_pre.weight": (width,),
            "ln_pre.bias": (width,),
            "ln_post.weight": (width,),
            "ln_post.bias": (width,),
            "proj": (width, shared),
        },
        "text_encoder.": {
            "token_embedding.weight": (words, width),
            "positional_embedding": (length, width),
            "ln_final.weight": (width,),
            "ln_final.bias": (width,),
            "text_projection": (width, shared),
        },
    }
    block = {
        "attn.in_proj_weight": (3 * width, width),
        "attn.in_proj_bias": (3 * width,),
        "attn.out_proj.weight": (width, width),
        "attn.out_proj.bias": (width,),
        "ln_1.weight": (width,),
        "ln_1.bias": (width,),
        "mlp.c_fc.weight": (4 * width, width),
        "mlp.c_fc.bias": (4 * width,),
        "mlp.c_proj.weight": (width, 4 * width),
        "mlp.c_proj.bias": (width,),
        "ln_2.weight": (width,),
        "ln_2.bias": (width,),
    }
    for prefix, own in tower.items():
        shapes |= {prefix + name: shape for name, shape in own.items()}
        block_prefix = prefix + "transformer.resblocks.0."
        shapes |= {block_prefix + name: shape for name, shape in block.items()}
    state = {name: i + 0.5 * counted(*shapes[name]) for i, name in enumerate(sorted(shapes))}
    state["temp"] = T(0.01)
    state["vision_encoder.conv1.weight"] %= 1000  # as 16-bit floats, halves are exact below 1024
    halves = {name: t.half() for name, t in state.items()} | {"temp": state["temp"]}
    torch.save({"model": halves, "epoch": 1}, RESOURCES / "checkpoint" / "viclip.pth")


FOLDER.mkdir(parents=True, exist_ok=True)
named(Settings, "utils.easydict", "EasyDict")
nested()
plain()
refused()
safetensors()
viclip()
