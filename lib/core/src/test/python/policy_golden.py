"""Golden values for mirrorlab.execution, from PyTorch's own layers.

The equations of E, stated again from its documentation. Run by hand where torch is installed
(2.10 made mini, 2.11 arp); it rewrites the files that the tests read:

    python lib/core/src/test/python/policy_golden.py
"""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from encoder_golden import save
from torch import nn

CHANNELS, STATE = 10, 12
CLASSES = [72, 72, 72, 2, 2]
GIVEN = [0, 1, 3]  # x, y, gripper: nothing looks at a choice of the others
RING, BINS = 80, 72  # numbers in a direction around the point, and directions
NAMES = ["rotation x", "rotation y", "rotation z", "gripper", "collision"]


@dataclass(frozen=True)
class Size:
    """As PolicySize; a stage's trunk is (layers within a view, layers over all)."""

    pixels: int
    stem: tuple
    patch: int
    width: int
    trunk: int
    heads: int
    hidden: int
    coarse: tuple
    fine: tuple
    cross: int
    action: int
    upsampler: int

    @property
    def grid(self):
        return self.pixels // self.patch


WORDS, LENGTH = 9, 7
MINI = Size(16, (8, 16), 8, 16, 24, 2, 20, (1, 1), (0, 1), 1, 1, 0)
ARP = Size(28, (), 14, 8, 16, 2, 24, (2, 2), (2, 2), 2, 2, 4)


def numbered(modules):
    return nn.ModuleDict({f"layer{i}": module for i, module in enumerate(modules)})


def perceptron(width, wide, hidden, out):
    return nn.ModuleDict({"c_fc": nn.Linear(width, wide), "c_proj": nn.Linear(hidden, out)})


class Layer(nn.Module):
    """A pre-norm transformer layer; a gated one halves what the perceptron's first map gives."""

    def __init__(self, width, heads, hidden, gated):
        super().__init__()
        self.ln_1 = nn.LayerNorm(width)
        self.attn = nn.MultiheadAttention(width, heads, batch_first=True)
        self.ln_2 = nn.LayerNorm(width)
        self.mlp = perceptron(width, 2 * hidden if gated else hidden, hidden, width)
        self.gated = gated

    def forward(self, x, mask=None):
        y = self.ln_1(x)
        x = x + self.attn(y, y, y, need_weights=False, attn_mask=mask)[0]
        h = self.mlp["c_fc"](self.ln_2(x))
        if self.gated:
            value, gate = h.chunk(2, -1)
            h = value * F.gelu(gate)
        else:
            h = F.gelu(h)
        return x + self.mlp["c_proj"](h)


class CrossLayer(nn.Module):
    """What a query finds in a view steers the rest of the layer (AdaLN)."""

    def __init__(self, width, heads):
        super().__init__()
        self.ln_look = nn.LayerNorm(width)
        self.look = nn.MultiheadAttention(width, heads, batch_first=True)
        self.steer = nn.Linear(width, 6 * width)
        self.attn = nn.MultiheadAttention(width, heads, batch_first=True)
        self.mlp = perceptron(width, 4 * width, 4 * width, width)

    def forward(self, x, view):
        def norm(y):
            return F.layer_norm(y, y.shape[-1:])

        c = norm(self.look(self.ln_look(x), view, view, need_weights=False)[0])
        a, b, g, a2, b2, g2 = self.steer(F.silu(c)).chunk(6, -1)
        y = norm(x) * (1 + a) + b
        x = x + g * self.attn(y, y, y, need_weights=False)[0]
        y = norm(x) * (1 + a2) + b2
        return x + g2 * self.mlp["c_proj"](F.gelu(self.mlp["c_fc"](y)))


class Film(nn.Linear):
    def __init__(self, channels, condition):
        super().__init__(condition, 2 * channels)

    def forward(self, x, condition):
        gain, shift = super().forward(condition)[:, :, None, None].chunk(2, 1)
        return F.group_norm(x, 4) * (1 + gain) + shift


class Language(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.token_embedding = nn.Parameter(torch.randn(WORDS, size.width))
        self.positional_embedding = nn.Parameter(0.1 * torch.randn(LENGTH, size.width))
        self.layer0 = Layer(size.width, size.heads, 4 * size.width, False)

    def forward(self, ids):
        words = self.layer0(F.embedding(ids, self.token_embedding) + self.positional_embedding)
        texts = [row[real] for row, real in zip(words, ids != 0)]
        return words, torch.stack([text.sum(0) / len(text) ** 0.5 for text in texts])


class Stem(nn.Module):
    def __init__(self, size):
        super().__init__()
        if size.stem:
            widths = [CHANNELS, *size.stem, size.width]
            convolutions = [
                nn.Conv2d(a, b, 5 if i == 0 else 3, 2, 2 if i == 0 else 1)
                for i, (a, b) in enumerate(zip(widths, widths[1:]))
            ]
        else:
            convolutions = [nn.Conv2d(CHANNELS, size.width, size.patch, size.patch)]
        for i, conv in enumerate(convolutions):
            film = Film(conv.out_channels, size.width)
            self.add_module(f"level{i}", nn.ModuleDict({"conv": conv, "film": film}))

    def forward(self, x, condition):
        *levels, last = self.children()
        maps = []
        for level in levels:
            x = F.relu(level["film"](level["conv"](x), condition))
            maps.append(x)
        tokens = last["film"](last["conv"](x), condition)
        return maps, tokens if maps else F.leaky_relu(tokens, 0.02)


class ConvexUpsampler(nn.Module):
    """ARP's: every fine pixel is a convex combination of the 3×3 coarse ones around it."""

    def __init__(self, channels, hidden, factor):
        super().__init__()
        self.factor = factor
        self.hidden = nn.Conv2d(channels, hidden, 3, 1, 1)
        self.hidden2 = nn.Conv2d(hidden, hidden, 3, 1, 1)
        self.logits = nn.Conv2d(hidden, 1, 3, 1, 1)
        self.mask_hidden = nn.Conv2d(channels, hidden, 3, 1, 1)
        self.mask = nn.Conv2d(hidden, 9 * factor * factor, 1)

    def forward(self, x):
        n, _, h, w = x.shape
        logits = self.logits(F.relu(self.hidden2(F.relu(self.hidden(x)))))
        mask = 0.1 * self.mask(F.relu(self.mask_hidden(x)))
        mask = mask.view(n, 9, self.factor**2, h * w).softmax(1)
        around = F.unfold(logits, 3, padding=1).view(n, 9, 1, h * w)
        fine = (mask * around).sum(1).view(n, self.factor**2, h, w)
        return F.pixel_shuffle(fine, self.factor).squeeze(1)


class Decoder(nn.Module):
    def __init__(self, size):
        super().__init__()
        channels = size.width
        self.steps = len(size.stem)
        for i in reversed(range(self.steps)):
            out = size.stem[i]
            step = {
                "up": nn.Conv2d(channels, 4 * out, 1),
                "film": Film(out, 2 * size.width),
                "mix": nn.Conv2d(out, out, 3, 1, 1),
            }
            self.add_module(f"level{i}", nn.ModuleDict(step))
            channels = out
        if size.stem:
            self.heatmaps = nn.Conv2d(channels, 4, 3, 1, 1)
        else:
            self.convex = ConvexUpsampler(channels, size.upsampler, size.patch)

    def forward(self, tokens, stem, query, condition):
        x = tokens * query[:, :, None, None]
        asked = torch.cat([query, condition], 1)
        levels = []
        for i in reversed(range(self.steps)):
            step = getattr(self, f"level{i}")
            x = F.pixel_shuffle(step["up"](x), 2) + step["film"](stem[i], asked)
            x = F.relu(F.group_norm(step["mix"](x), 4))
            levels.append(x)
        if levels:
            return F.pixel_shuffle(self.heatmaps(x), 2).squeeze(1), levels
        return self.convex(x), levels


class Scene(nn.Module):
    """A stage; the cross layers are not its own."""

    def __init__(self, size, layers):
        super().__init__()
        self.size = size
        d, trunk = size.width, size.trunk
        self.condition = perceptron(d + STATE, d, d, d)
        self.stem = Stem(size)
        self.places = nn.Parameter(torch.randn(3 * size.grid**2, d))
        self.register_module("in", nn.Linear(d, trunk))
        self.words_in = nn.Linear(d, trunk)
        self.state_in = nn.Linear(STATE, trunk)
        view, joint = layers
        self.view = numbered(Layer(trunk, size.heads, size.hidden, True) for _ in range(view))
        self.joint = numbered(Layer(trunk, size.heads, size.hidden, True) for _ in range(joint))
        if size.stem:
            self.last = nn.LayerNorm(trunk)
        self.out = nn.Linear(trunk, d)
        self.query = nn.Parameter(torch.randn(1, 1, d))
        self.found = nn.LayerNorm(d)
        self.decoder = Decoder(size)

    def forward(self, views, words, meaning, robot, cross):
        b, n = len(robot), self.size.grid**2
        asked = F.relu(self.condition["c_fc"](torch.cat([meaning, robot], 1)))
        condition = self.condition["c_proj"](asked).repeat_interleave(3, 0)  # a row for each view
        stem, maps = self.stem(views.flatten(0, 1), condition)
        tokens = maps.flatten(2).transpose(1, 2).reshape(b, 3 * n, -1) + self.places
        x = getattr(self, "in")(tokens).reshape(3 * b, n, -1)
        for layer in self.view.values():
            x = layer(x)
        x = x.reshape(b, 3 * n, -1)
        x = torch.cat([x, self.words_in(words), self.state_in(robot)[:, None]], 1)
        for layer in self.joint.values():
            x = layer(x)
        x = x[:, : 3 * n]
        tokens = self.out(self.last(x) if self.size.stem else x).reshape(3 * b, n, -1)
        query = self.query.expand(3 * b, 1, -1)
        for layer in cross.values():
            query = layer(query, tokens)
        query = self.found(query)[:, 0]
        maps = tokens.transpose(1, 2).unflatten(2, (self.size.grid, self.size.grid))
        heatmaps, levels = self.decoder(maps, stem, query, condition)
        asked = condition[::3]
        return heatmaps.unflatten(0, (b, 3)), [maps, *levels], tokens, asked, query


class Round(nn.Conv1d):
    """A convolution along a circle; of an even kernel one number more lies before the middle."""

    def forward(self, x):
        reach = self.kernel_size[0]
        return super().forward(F.pad(x, (reach // 2, (reach - 1) // 2), mode="circular"))


class YawHead(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.first, self.first_film = Round(RING, 32, 9), Film(32, width)
        self.second, self.second_film = Round(32, 32, 9), Film(32, width)
        self.last = Round(32, 1, BINS)

    def forward(self, rings, asked):
        x = rings
        for round_, film in (self.first, self.first_film), (self.second, self.second_film):
            x = F.relu(film(round_(x)[:, :, None], asked)[:, :, 0])
        return self.last(x)[:, 0]


class Action(nn.Module):
    def __init__(self, size):
        super().__init__()
        d = size.width
        self.at_point = nn.Linear(d + sum(size.stem), d)
        self.over_view = nn.Linear(d, d)
        self.squeeze = nn.Linear(d, d // 8)
        self.of_map = nn.Linear(size.grid**2 * (d // 8), d)
        self.of_query = nn.Linear(d, d)
        self.places = nn.Parameter(torch.randn(12, d))
        self.queries = nn.Parameter(torch.randn(5, d))
        for k, classes in enumerate(CLASSES):
            self.add_module(f"head{k}", nn.Linear(d, classes))
            if k in GIVEN:
                self.register_parameter(f"table{k}", nn.Parameter(torch.randn(classes, d)))
        self.layers = size.action
        for i in range(size.action):
            self.add_module(f"layer{i}", Layer(d, size.heads, 4 * d, False))
        self.last = nn.LayerNorm(d)
        self.compass = YawHead(d)

    def prompt(self, maps, tokens, query, points):
        grid = 2 * points.reshape(-1, 1, 1, 2) - 1  # one place a view
        local = [
            F.grid_sample(m, grid, padding_mode="border", align_corners=False)[:, :, 0, 0]
            for m in maps
        ]
        four = [
            self.at_point(torch.cat(local, 1)),
            self.over_view(tokens.amax(1)),
            self.of_map(self.squeeze(tokens).flatten(1)),
            self.of_query(query),
        ]
        return torch.stack(four, 1).reshape(len(points), 12, -1) + self.places

    def forward(self, prompt, yaw, given):
        filled = [getattr(self, f"table{k}")[given[:, i]][:, None] for i, k in enumerate(GIVEN)]
        x = torch.cat([prompt, *filled, self.queries.expand(len(prompt), 5, -1)], 1)
        # The prompt sees itself. Tokens x y gripper (12 to 14) and questions x? y? z? gripper?
        # collision? (15 to 19) see the prompt, themselves and these:
        more = {13: [12], 16: [12], 17: [12, 13], 19: [14]}
        mask = torch.full((20, 20), float("-inf")).fill_diagonal_(0)
        mask[:, :12] = 0
        for row, columns in more.items():
            mask[row, columns] = 0
        for i in range(self.layers):
            x = getattr(self, f"layer{i}")(x, mask)
        x = self.last(x)
        logits = [getattr(self, f"head{k}")(x[:, 15 + k]) for k in range(5)]
        logits[2] = logits[2] + yaw
        return logits


class Policy(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.language = Language(size)
        self.cross = numbered(CrossLayer(size.width, size.heads) for _ in range(size.cross))
        self.coarse = Scene(size, size.coarse)
        self.fine = Scene(size, size.fine)
        self.action = Action(size)

    def forward(self, batch):
        words, meaning = self.language(batch["words"])
        stages = []
        for name in "coarse", "fine":
            views, robot, _ = batch[name]
            stages.append(getattr(self, name)(views, words, meaning, robot, self.cross))
        coarse, (fine, maps, tokens, asked, query) = stages
        prompt = self.action.prompt(maps, tokens, query, batch["points"])
        yaw = self.action.compass(batch["rings"], asked)
        return coarse[0], fine, prompt, yaw, self.action(prompt, yaw, batch["given"])


def numbers(count, shift=0):
    """Numbers from −1 to 1 that the test makes in the same way."""
    i = torch.arange(count) + shift
    return ((i * i * 31 + i * 17) // 64 % 256).double() / 127.5 - 1


def labels(rows, columns):
    weights = torch.exp(20 * numbers(rows * columns)).reshape(rows, columns)
    return (weights / weights.sum(1, keepdim=True)).float()


def stage(size, shift):
    side = size.pixels
    views = numbers(2 * 3 * CHANNELS * side * side, shift).float()
    robot = numbers(2 * STATE, shift).float()
    views, robot = views.reshape(2, 3, CHANNELS, side, side), robot.reshape(2, STATE)
    return views, robot, labels(6, side * side)


def example(size):
    """Two keyframes; one instruction is padded, and two places lie at a border."""
    points = torch.arange(12).double() * 41 % 97 / 97
    points[0], points[1] = 0.01, 0.99
    return {
        "coarse": stage(size, 0),
        "fine": stage(size, 1000),
        "words": torch.tensor([[1, 4, 5, 6, 2, 0, 0], [1, 7, 3, 8, 5, 4, 2]]),
        "rings": numbers(2 * RING * BINS, 2000).float().reshape(2, RING, BINS),
        "points": points.float().reshape(2, 3, 2),
        "given": torch.tensor([[3, 70, 1], [0, 71, 0]]),
        "actions": [labels(2, classes) for classes in CLASSES],
    }


def policy(name, size, seed, gain):
    """Seed and gain are such that no gradient is small beside the rounding of floats."""
    torch.manual_seed(seed)
    model = Policy(size)
    for parameter in model.parameters():
        if parameter.ndim == 1:  # not zeros and ones, so that each is seen to be used
            nn.init.normal_(parameter, 0.5, 0.2)
        else:
            nn.init.normal_(parameter, 0, gain / parameter[0].numel() ** 0.5)
    batch = example(size)
    coarse, fine, prompt, yaw, actions = model(batch)
    losses = {
        "coarse point": F.cross_entropy(coarse.flatten(2).flatten(0, 1), batch["coarse"][2]),
        "fine point": F.cross_entropy(fine.flatten(2).flatten(0, 1), batch["fine"][2]),
    }
    for token, logits, wanted in zip(NAMES, actions, batch["actions"]):
        losses[token] = F.cross_entropy(logits, wanted)
    sum(losses.values()).backward()
    for key, p in model.named_parameters():
        # What is added to all 72 logits changes no choice.
        assert p.grad.abs().max() > 1e-4 or key == "action.compass.last.bias", key
    golden = {"weight." + k: p for k, p in model.named_parameters()}
    golden |= {"gradient." + k: p.grad for k, p in model.named_parameters()}
    golden |= {"loss." + k: loss for k, loss in losses.items()}
    golden |= {"coarse": coarse, "fine": fine, "prompt": prompt, "yaw": yaw}
    golden |= {token: logits for token, logits in zip(NAMES, actions)}
    save(f"execution/{name}.safetensors", golden)


if __name__ == "__main__":
    policy("mini", MINI, 22, 1)
    policy("arp", ARP, 9, 1.4)
