#!/usr/bin/env python3
"""Milliseconds of a training step in PyTorch on one thread, for the networks and sizes of bench/clickSteps.ts, as JSON on the standard output.

A step draws 512 of 19,200 rows, leaves ids and codes out of a tenth each, and ends with Adam. Data are random numbers in the same sizes. Needs PyTorch (Debian: python3-torch).
"""
import os

for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"  # before numpy is imported: torch.set_num_threads alone does not hold OpenBLAS

import json
import sys
import time

ROWS, BATCH, WIDTH, HIDDEN, DIM = 19_200, 512, 8, (64, 32), 16
LOG = {"user": 801, "item": 901, "weekday": 8, "hour": 25}
CODES = {"code 1": 17, "code 2": 9}
PIECES = {
    "FNN, id": (LOG, False, False),
    "FNN, id and codes": ({**LOG, **CODES}, False, False),
    "FNN, id and vector": (LOG, True, False),
    "IPNN, id and codes": ({**LOG, **CODES}, False, True),
}


def main():
    try:
        import torch
    except ImportError as missing:
        sys.exit(f"{missing}. Debian: apt-get install python3-torch, then /usr/bin/python3 {sys.argv[0]}")

    torch.set_num_threads(1)
    samples, steps = int(sys.argv[1]) if len(sys.argv) > 1 else 15, 20
    work = {name: step_of(*piece) for name, piece in PIECES.items()}
    times = {name: [] for name in work}
    for sample in range(samples + 1):
        for name, step in work.items():
            started = time.perf_counter()
            for _ in range(steps):
                step()
            if sample > 0:  # the first is no sample
                times[name].append((time.perf_counter() - started) * 1000 / steps)
    print(json.dumps({"torch": torch.__version__, "times": {name: sorted(found)[len(found) // 2] for name, found in times.items()}}))


def step_of(sizes, with_vectors, pairs):
    import torch

    torch.manual_seed(1)
    fields = len(sizes) + with_vectors
    starts = torch.tensor([sum(list(sizes.values())[:at]) for at in range(len(sizes))])
    ids = torch.stack([torch.randint(size, (ROWS,)) for size in sizes.values()], 1) + starts
    of_id = torch.tensor([name == "item" for name in sizes])
    of_codes = torch.tensor([name in CODES for name in sizes])
    vectors, labels = torch.randn(ROWS, DIM), torch.randint(2, (ROWS,)).float()
    table = torch.nn.Embedding(sum(sizes.values()), WIDTH)
    torch.nn.init.normal_(table.weight, std=0.01)
    project = torch.nn.Linear(DIM, WIDTH)
    left, right = torch.triu_indices(fields, fields, 1)
    widths = [fields * WIDTH + (len(left) if pairs else 0), *HIDDEN]
    layers = torch.nn.Sequential(*[layer for a, b in zip(widths, widths[1:]) for layer in (torch.nn.Linear(a, b), torch.nn.ReLU())], torch.nn.Linear(HIDDEN[-1], 1))
    optimizer = torch.optim.Adam([*table.parameters(), *layers.parameters(), *(project.parameters() if with_vectors else [])], lr=1e-3)

    def step():
        rows = torch.randint(ROWS, (BATCH,))
        without_id, without_codes = torch.rand(BATCH, 1) < 0.1, torch.rand(BATCH, 1) < 0.1
        found = table(torch.where((without_id & of_id) | (without_codes & of_codes), starts, ids[rows]))
        if with_vectors:
            found = torch.cat([found, project(vectors[rows] * ~without_codes)[:, None]], 1)
        inputs = found.flatten(1)
        if pairs:
            inputs = torch.cat([inputs, torch.bmm(found, found.transpose(1, 2))[:, left, right]], 1)
        loss = torch.nn.functional.binary_cross_entropy_with_logits(layers(inputs)[:, 0], labels[rows]) + 1e-6 * (found**2).sum() / BATCH
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

    return step


if __name__ == "__main__":
    main()
