#!/usr/bin/env python3
"""Fits scikit-learn's logistic regression and a field network in PyTorch to the events, parts, fields, codes and vectors that Residua's predictors of a label read, on one thread.

    python3 scripts/labelPeers.py JOB.json

The job: {"log": FILE, "split": FILE, "user": COLUMN, "item": COLUMN, "time": COLUMN of ms, "label": COLUMN, "numbers": [COLUMN], "sizes": {FIELD: values}, "vectors": FILE.npy, "ids": FILE.csv,
"codes": FILE.npy, "numCodes": [64, 64, 64], "seed": 1, "out": FILE}. `split` is a predictions.csv of Residua; its labels are compared with the log's, and `sizes`, what Residua's fields have,
with the fields made here: values that two training rows have, hour and weekday of the time, numbers in eight groups of equally many training rows. `codes` [items, levels] are Residua's own, in the
order of `ids`, as are `vectors`. `out` gets row and a column of probabilities a fit; the standard output one line of JSON: versions, and of each fit the seconds of processor time and the epoch kept.

Logistic regression: one-hot fields, C = 0.3, L-BFGS to a gradient of 1e-6; a value without a training row has no weight. The field network: 8 numbers a field from N(0, 0.01), layers of 64 and
32 as PyTorch starts them, Adam 0.001, batches of 512, at most 10 epochs, the best by validation AUC is kept, patience 2; 0.1 of the rows lose the id, and as many the codes and vector.
Needs scikit-learn and PyTorch (Debian: python3-sklearn python3-torch).
"""
import os

for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"  # before numpy is imported: torch.set_num_threads alone does not hold OpenBLAS

import csv
import json
import platform
import sys
import time

DAY = 86_400
PARTS = ("train", "validation", "test")
WITH_CODES = ("codes", "both", "replace", "shuffled")
WITHOUT_ID = ("replace", "noItem")
FITS = [("logistic", fields) for fields in ("none", "noItem", "codes", "shuffled", "vectors")] + [("fnn", fields) for fields in ("none", "noItem", "vectors", "codes", "both", "replace", "shuffled")]


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    try:
        import numpy
        import sklearn
        import torch
    except ImportError as missing:
        sys.exit(f"{missing}. Debian: apt-get install python3-sklearn python3-torch, then /usr/bin/python3 {sys.argv[0]}")

    torch.set_num_threads(1)
    with open(sys.argv[1], encoding="utf-8") as file:
        job = json.load(file)
    events = read_events(job)
    fits = {}
    for kind, fields in FITS:
        started = time.process_time()
        made = {"logistic": logistic, "fnn": fnn}[kind](events, known(events, fields, job["seed"]), job["seed"])
        fits[f"{kind}-{fields}"] = {**made, "cpuSeconds": round(time.process_time() - started, 2)}
    columns = [fit.pop("probabilities") for fit in fits.values()]
    with open(job["out"], "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["row", *fits])
        writer.writerows([row, *(f"{column[place]:.8g}" for column in columns)] for place, row in enumerate(events["rows"]))
    programs = {"python": platform.python_version(), "numpy": numpy.__version__, "scikit-learn": sklearn.__version__, "torch": torch.__version__}
    print(json.dumps({"programs": programs, "fits": fits}))


def read_events(job):
    """Labels, parts and fields of the events that the split names, in its order; codes and vectors by event."""
    import numpy

    log, split = read_table(job["log"]), read_table(job["split"])
    rows = [log[int(line["row"])] for line in split]
    labels = numpy.array([int(float(row[job["label"]])) for row in rows])
    for line, label in zip(split, labels):
        if int(line["label"]) != label:
            sys.exit(f'Row {line["row"]}: the label of the log is {label}, that of the split {line["label"]}.')
    parts = {name: numpy.array([at for at, line in enumerate(split) if line["split"] == name]) for name in PARTS}
    text = lambda column: numpy.array([row[column] for row in rows])
    seconds = numpy.array([float(row[job["time"]]) / 1000 for row in rows])
    fields = {"user": text(job["user"]), "item": text(job["item"]), "hour": seconds % DAY // 3600, "weekday": (seconds // DAY + 4) % 7}
    for column in job["numbers"]:
        fields[column] = in_groups(text(column).astype(float), parts["train"])
    fields = {name: known_values(values, parts["train"]) for name, values in fields.items()}
    sizes = {name: int(codes.max()) for name, codes in fields.items()}
    if sizes != job["sizes"]:
        sys.exit(f'The fields made here have {sizes} values, those of Residua {job["sizes"]}.')
    place = {line["item"]: at for at, line in enumerate(read_table(job["ids"]))}
    items = numpy.array([place.get(item, -1) for item in text(job["item"])])
    # Number 0 of each level, and a vector of zeros, stand for items without them; these come last.
    codes = numpy.vstack([numpy.load(job["codes"]).astype(int) + 1, numpy.zeros((1, len(job["numCodes"])), int)])
    vectors = numpy.load(job["vectors"]).astype(numpy.float32)
    vectors = numpy.vstack([vectors / numpy.sqrt((vectors**2).mean()), numpy.zeros((1, vectors.shape[1]), numpy.float32)])
    return {"rows": [line["row"] for line in split], "labels": labels, "parts": parts, "fields": fields, "items": items, "codes": codes, "numCodes": job["numCodes"], "vectors": vectors}


def in_groups(values, train):
    """Numbers of at most 32 different values as they are, others by the eighths of the training rows."""
    import numpy

    if len(set(values[~numpy.isnan(values)])) <= 32:
        return values
    edges = sorted(set(numpy.quantile(values[train], [share / 8 for share in range(1, 8)])))
    return numpy.array([sum(value > edge for edge in edges) for value in values])


def known_values(values, train):
    """Numbers from 1 of the values that two training rows have, 0 for the others."""
    import numpy

    found, counts = numpy.unique(values[train], return_counts=True)
    kept = {value: at + 1 for at, value in enumerate(found[counts >= 2])}
    return numpy.array([kept.get(value, 0) for value in values])


def known(events, mode, seed):
    """Fields of one setting: codes [events] from 0, how many values, and what each tells of the item; and the vectors or None."""
    import numpy

    fields = [(codes, int(codes.max()) + 1, "id" if name == "item" else "") for name, codes in events["fields"].items() if name != "item" or mode not in WITHOUT_ID]
    if mode in WITH_CODES:
        codes = events["codes"].copy()
        if mode == "shuffled":
            codes[:-1] = codes[numpy.random.default_rng(seed).permutation(len(codes) - 1)]
        fields += [(codes[events["items"], level], count + 1, "codes") for level, count in enumerate(events["numCodes"])]
    return fields, events["vectors"][events["items"]] if mode in ("vectors", "both") else None


def logistic(events, given, seed):
    import numpy
    from scipy.sparse import csr_matrix, hstack
    from sklearn.linear_model import LogisticRegression

    fields, vectors = given
    count = len(events["labels"])
    columns = []
    for codes, size, _ in fields:
        rows = numpy.flatnonzero(codes)
        columns.append(csr_matrix((numpy.ones(len(rows)), (rows, codes[rows] - 1)), shape=(count, size - 1)))
    inputs = hstack(columns + ([csr_matrix(vectors)] if vectors is not None else [])).tocsr()
    train = events["parts"]["train"]
    model = LogisticRegression(C=0.3, tol=1e-6, max_iter=2000).fit(inputs[train], events["labels"][train])
    return {"probabilities": model.predict_proba(inputs)[:, 1], "epoch": 0}


def fnn(events, given, seed):
    import numpy
    import torch
    from sklearn.metrics import roc_auc_score

    torch.manual_seed(seed)
    fields, vectors = given
    starts = numpy.cumsum([0, *(size for _, size, _ in fields)])
    ids = torch.from_numpy(numpy.stack([codes + start for (codes, _, _), start in zip(fields, starts)], 1))
    empty = torch.from_numpy(starts[:-1].copy())
    of = [torch.tensor([told == what for _, _, told in fields]) for what in ("id", "codes")]
    told = torch.from_numpy(vectors) if vectors is not None else None
    labels = torch.from_numpy(events["labels"].astype(numpy.float32))
    table = torch.nn.Embedding(int(starts[-1]), 8)
    torch.nn.init.normal_(table.weight, std=0.01)
    project = torch.nn.Linear(vectors.shape[1], 8) if vectors is not None else None
    layers = torch.nn.Sequential(torch.nn.Linear(8 * (len(fields) + (project is not None)), 64), torch.nn.ReLU(), torch.nn.Linear(64, 32), torch.nn.ReLU(), torch.nn.Linear(32, 1))
    parts = {name: torch.from_numpy(rows) for name, rows in events["parts"].items()}
    share = labels[parts["train"]].mean()
    torch.nn.init.constant_(layers[-1].bias, float(torch.log(share / (1 - share))))
    modules = torch.nn.ModuleList([table, layers, *([project] if project is not None else [])])
    optimizer = torch.optim.Adam(modules.parameters(), lr=1e-3)

    def logits(rows, drop):
        own, vector = ids[rows], told[rows] if told is not None else None
        if drop:
            without_id, without_codes = torch.rand(len(rows), 1) < 0.1, torch.rand(len(rows), 1) < 0.1
            own = torch.where((without_id & of[0]) | (without_codes & of[1]), empty, own)
            vector = vector * ~without_codes if vector is not None else None
        found = table(own)
        parts_of = [found.flatten(1)] + ([project(vector)] if vector is not None else [])
        return layers(torch.cat(parts_of, 1))[:, 0], found

    def predict(rows):
        with torch.no_grad():
            return torch.sigmoid(logits(rows, False)[0]).numpy()

    best, since, kept, epoch = -1.0, 0, None, 0
    for epoch in range(1, 11):
        order = parts["train"][torch.randperm(len(parts["train"]))]
        for start in range(0, len(order), 512):
            rows = order[start : start + 512]
            out, found = logits(rows, True)
            loss = torch.nn.functional.binary_cross_entropy_with_logits(out, labels[rows]) + 1e-6 * (found**2).sum() / len(rows)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        score = roc_auc_score(events["labels"][events["parts"]["validation"]], predict(parts["validation"]))
        if score > best:
            best, since, kept = score, 0, (epoch, {name: value.clone() for name, value in modules.state_dict().items()})
        else:
            since += 1
            if since == 2:
                break
    modules.load_state_dict(kept[1])
    return {"probabilities": predict(torch.arange(len(labels))), "epoch": kept[0]}


def read_table(path):
    with open(path, encoding="utf-8", newline="") as file:
        first = file.readline()
        file.seek(0)
        return list(csv.DictReader(file, delimiter="\t" if "\t" in first else ","))


if __name__ == "__main__":
    main()
