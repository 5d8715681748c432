#!/usr/bin/env python3
"""Milliseconds of a training step and of beam search of generative retrieval in PyTorch on one thread, for the sizes of bench/retrievalSteps.ts, as JSON on the standard output.

Two pre-norm layers of encoder and of decoder, 64 numbers a token, 4 heads of 16, 128 units between, dropout 0.1, AdamW, gradients clipped at 1; batches of 128 pairs of about equal length, histories
of 1 to 10 items. IDs are random: 3 codes of 256 and a suffix of 2. The search keeps 20 prefixes and the keys and values of every layer, and looks up in dense tables which codes may follow a prefix.
Needs PyTorch (Debian: python3-torch).
"""
import os

for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"  # before numpy is imported: torch.set_num_threads alone does not hold OpenBLAS

import json
import sys
import time

ITEMS, SIZES, HISTORY, BATCH, USERS, EVENTS, RANKED, BEAM = 3686, (256, 256, 256, 2), 10, 128, 1000, 12, 256, 20
WIDTH, HEADS, HEAD, BETWEEN, LAYERS, DROPOUT = 64, 4, 16, 128, 2, 0.1
PLACES = len(SIZES)


def main():
    try:
        import torch
    except ImportError as missing:
        sys.exit(f"{missing}. Debian: apt-get install python3-torch, then /usr/bin/python3 {sys.argv[0]}")

    torch.set_num_threads(1)
    samples = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    torch.manual_seed(1)
    made = Retrieval()
    work = {"training step": (made.train, 20), f"beam search of {RANKED} users": (made.search, 1)}
    times = {name: [] for name in work}
    for sample in range(samples + 1):
        for name, (run, repeats) in work.items():
            started = time.perf_counter()
            for _ in range(repeats):
                run()
            if sample > 0:  # the first is no sample
                times[name].append((time.perf_counter() - started) * 1000 / repeats)
    print(json.dumps({"torch": torch.__version__, "times": {name: sorted(found)[len(found) // 2] for name, found in times.items()}}))


class Retrieval:
    def __init__(self):
        import torch

        nn, self.torch = torch.nn, torch
        self.starts = torch.tensor([sum(SIZES[:place]) for place in range(PLACES)])
        vocabulary = sum(SIZES)
        self.rows = vocabulary + HISTORY + 2 * PLACES  # ages and places stand behind the tokens
        self.table = nn.Parameter(0.05 * torch.randn(self.rows + 1, WIDTH))  # the last row is what fills slots
        inner = HEADS * HEAD

        def attention():
            return nn.ModuleDict({"norm": nn.LayerNorm(WIDTH), "q": nn.Linear(WIDTH, inner), "k": nn.Linear(WIDTH, inner), "v": nn.Linear(WIDTH, inner), "o": nn.Linear(inner, WIDTH)})

        def feed():
            return nn.Sequential(nn.LayerNorm(WIDTH), nn.Linear(WIDTH, BETWEEN), nn.ReLU(), nn.Linear(BETWEEN, WIDTH), nn.Dropout(DROPOUT))

        self.encoder = nn.ModuleList([nn.ModuleDict({"own": attention(), "feed": feed()}) for _ in range(LAYERS)])
        self.decoder = nn.ModuleList([nn.ModuleDict({"own": attention(), "cross": attention(), "feed": feed()}) for _ in range(LAYERS)])
        self.norms = nn.ModuleList([nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)])
        self.dropout = nn.Dropout(DROPOUT)
        self.parts = nn.ModuleList([self.encoder, self.decoder, self.norms, self.dropout])
        self.parameters = [self.table, *self.parts.parameters()]
        self.optimizer = torch.optim.AdamW(self.parameters, lr=2e-3, weight_decay=0.01)
        codes = torch.stack([torch.randint(size, (ITEMS,)) for size in SIZES[:3]], 1)
        known, suffix = {}, []
        for row in codes.tolist():
            suffix.append(min(known.setdefault(tuple(row), 0), SIZES[3] - 1))
            known[tuple(row)] += 1
        self.codes = torch.cat([codes, torch.tensor(suffix)[:, None]], 1)
        self.histories = [torch.randint(ITEMS, (length,)) for _ in range(USERS) for length in range(1, min(EVENTS - 3, HISTORY) + 1)]
        self.histories.sort(key=len)
        self.targets = torch.randint(ITEMS, (len(self.histories),))
        self.queries = [torch.randint(ITEMS, (1 + user % 10,)) for user in range(RANKED)]
        self.children = self.tables()

    def tables(self):
        """For each place: [prefixes, codes], the number of the longer prefix, or -1 where no item has it."""
        known, found = {(): 0}, []
        for place, size in enumerate(SIZES):
            longer, table = {}, self.torch.full((len(known), size), -1)
            for row in self.codes.tolist():
                before, after = tuple(row[:place]), tuple(row[: place + 1])
                table[known[before], row[place]] = longer.setdefault(after, len(longer))
            known, found = longer, [*found, table]
        return found

    def read(self, histories):
        torch = self.torch
        longest = max(len(history) for history in histories)
        ids = torch.full((len(histories), longest, PLACES, 3), self.rows)
        for i, history in enumerate(histories):
            n = len(history)
            ids[i, :n, :, 0] = self.codes[history] + self.starts
            ids[i, :n, :, 1] = (sum(SIZES) + n - 1 - torch.arange(n))[:, None]
            ids[i, :n, :, 2] = sum(SIZES) + HISTORY + torch.arange(PLACES)
        seen = (ids[..., 0] < self.rows).flatten(1)
        x = self.dropout(self.table[ids].sum(3).flatten(1, 2) * seen[..., None])
        for layer in self.encoder:
            h = layer["own"]["norm"](x)
            x = self.attend(layer["own"], x, h, *self.memory(layer["own"], h), seen[:, None, None])
            x = x + layer["feed"](x)
        return self.norms[0](x), seen

    def heads(self, x):
        return x.unflatten(-1, (HEADS, HEAD)).transpose(1, 2)

    def memory(self, block, source):
        return self.heads(block["k"](source)), self.heads(block["v"](source))

    def attend(self, block, x, h, keys, values, mask=None, causal=False):
        found = self.torch.nn.functional.scaled_dot_product_attention(self.heads(block["q"](h)), keys, values, attn_mask=mask, is_causal=causal)
        return x + self.dropout(block["o"](found.transpose(1, 2).flatten(2)))

    def logits(self, h, place):
        return h @ self.table[self.starts[place] : self.starts[place] + SIZES[place]].T

    def train(self):
        torch = self.torch
        self.parts.train()
        first = int(torch.randint(len(self.histories) // BATCH, (1,))) * BATCH
        rows = range(first, first + BATCH)
        source, seen = self.read([self.histories[row] for row in rows])
        wanted = self.codes[self.targets[first : first + BATCH]]
        places = sum(SIZES) + HISTORY + PLACES + torch.arange(PLACES)
        before = torch.cat([torch.full((BATCH, 1), self.rows), (wanted + self.starts)[:, :-1]], 1)
        x = self.dropout(self.table[before] * (before < self.rows)[..., None] + self.table[places])
        for layer in self.decoder:
            h = layer["own"]["norm"](x)
            x = self.attend(layer["own"], x, h, *self.memory(layer["own"], h), causal=True)
            x = self.attend(layer["cross"], x, layer["cross"]["norm"](x), *self.memory(layer["cross"], source), seen[:, None, None])
            x = x + layer["feed"](x)
        h = self.norms[1](x)
        loss = sum(torch.nn.functional.cross_entropy(self.logits(h[:, place], place), wanted[:, place]) for place in range(PLACES)) / PLACES
        self.optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.parameters, 1)
        self.optimizer.step()

    def search(self):
        torch = self.torch
        self.parts.eval()
        order = sorted(self.queries, key=len)
        with torch.no_grad():
            for first in range(0, RANKED, 64):
                self.ranked(order[first : first + 64])

    def ranked(self, histories):
        torch, count = self.torch, len(histories)
        source, seen = self.read(histories)
        crosses = [self.memory(layer["cross"], source) for layer in self.decoder]
        past = [None] * LAYERS
        scores, nodes, last, beams = torch.zeros(count, 1), torch.zeros(count, 1, dtype=torch.long), torch.full((count, 1), self.rows), 1
        for place in range(PLACES):
            x = (self.table[last] * (last < self.rows)[..., None] + self.table[sum(SIZES) + HISTORY + PLACES + place]).flatten(0, 1)[:, None]
            for at, layer in enumerate(self.decoder):
                h = layer["own"]["norm"](x)
                now = self.memory(layer["own"], h)
                past[at] = now if past[at] is None else tuple(torch.cat([old, new], 2) for old, new in zip(past[at], now))
                x = self.attend(layer["own"], x, h, *past[at])
                flat = x[:, 0].unflatten(0, (count, beams))
                x = self.attend(layer["cross"], flat, layer["cross"]["norm"](flat), *crosses[at], seen[:, None, None]).flatten(0, 1)[:, None]
                x = x + layer["feed"](x)
            told = torch.log_softmax(self.logits(self.norms[1](x)[:, 0], place), 1).unflatten(0, (count, beams))
            below = self.children[place][nodes.clamp(min=0)]
            total = torch.where((below >= 0) & (nodes >= 0)[..., None], scores[..., None] + told, -torch.inf).flatten(1)
            scores, best = total.topk(min(BEAM, total.shape[1]), 1)
            parent, code = best // SIZES[place], best % SIZES[place]
            nodes = below.flatten(1).gather(1, best)
            last, beams = code + self.starts[place], best.shape[1]
            of = (parent + (torch.arange(count) * (past[0][0].shape[0] // count))[:, None]).flatten()
            past = [tuple(part[of] for part in kept) for kept in past]
        return nodes


if __name__ == "__main__":
    main()
