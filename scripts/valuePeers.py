#!/usr/bin/env python3
"""Fits scikit-learn's gradient boosting to the rows, columns and parts that a predictor of Residua was fitted to, and writes its predictions.

    python3 scripts/valuePeers.py JOB.json

The job: {"table": FILE, "joined": FILE or null, "join": COLUMN or null, "target": COLUMN, "features": {COLUMN: "number" | "category" | "list"},
"split": FILE, "out": FILE, "mostRounds": 1600}. `split` is a predictions.csv of Residua: columns row (0-based number of the line in the table), split and target; the
target is compared with the table's, so that a wrong join or a shifted row is seen. `out` gets row and one column of predictions a loss, for all rows;
the standard output one line of JSON: versions, and of each loss the rounds kept and the seconds of processor time.

HistGradientBoostingRegressor, squared and absolute loss, learning rate 0.1 and all else as by default; of 200 rounds as many are kept as have the least validation
error of the same sort (root mean square, mean absolute); where that is in the last quarter, twice as many are tried, up to `mostRounds`. Missing
numbers stay missing; of a category the 254 most frequent training labels are told apart, all others and missing ones are missing; of a list the 64 most
frequent entries become a 0/1 column each. Needs scikit-learn (Debian: python3-sklearn).
"""
import collections
import csv
import itertools
import json
import platform
import sys
import time

ROUNDS = 200
LOSSES = {"squared": "squared_error", "absolute": "absolute_error"}


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    try:
        import numpy
        import sklearn
    except ImportError as missing:
        sys.exit(f"{missing}. Debian: apt-get install python3-sklearn, then /usr/bin/python3 {sys.argv[0]}")

    with open(sys.argv[1], encoding="utf-8") as file:
        job = json.load(file)
    rows, parts, targets = read_split(job)
    part = {name: numpy.flatnonzero(parts == name) for name in ("train", "validation", "test")}
    features, categorical = encode(rows, job["features"], part["train"])
    fits = {loss: fit(name, features, targets, part, categorical, job["mostRounds"]) for loss, name in LOSSES.items()}
    with open(job["out"], "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["row", *fits])
        columns = [made["predictions"] for made in fits.values()]
        for line in range(len(rows)):
            writer.writerow([rows[line]["row"], *(f"{column[line]:.7g}" for column in columns)])
    report = {loss: {"rounds": made["rounds"], "cpuSeconds": made["cpuSeconds"]} for loss, made in fits.items()}
    programs = {"python": platform.python_version(), "numpy": numpy.__version__, "scikit-learn": sklearn.__version__}
    print(json.dumps({"programs": programs, "rows": len(rows), "inputs": features.shape[1], "fits": report}))


def read_split(job):
    """Rows of the table that the split names, in its order, as dictionaries; their parts and targets."""
    import numpy

    table = read_table(job["table"])
    joined = {row[job["join"]]: row for row in read_table(job["joined"])} if job.get("joined") else {}
    rows, parts, targets = [], [], []
    for line in read_table(job["split"]):
        row = table[int(line["row"])]
        target = float(row[job["target"]])
        if abs(target - float(line["target"])) > 1e-5 * max(1.0, abs(target)):
            sys.exit(f'Row {line["row"]}: the table\'s target is {target}, that of the split {line["target"]}.')
        rows.append({**joined.get(row.get(job.get("join") or ""), {}), **row, "row": line["row"]})
        parts.append(line["split"])
        targets.append(target)
    return rows, numpy.array(parts), numpy.array(targets)


def read_table(path):
    with open(path, encoding="utf-8", newline="") as file:
        first = file.readline()
        file.seek(0)
        return list(csv.DictReader(file, delimiter="\t" if "\t" in first else ","))


def encode(rows, types, train):
    """Columns as float64 [rows, inputs] and which of them are categories."""
    import numpy

    columns, categorical = [], []
    for name, kind in types.items():
        texts = [row.get(name, "") for row in rows]
        if kind == "number":
            columns.append(numpy.array([number(text) for text in texts]))
        elif kind == "category":
            known = {label: code for code, label in enumerate(most_frequent((texts[row] for row in train), 254))}
            categorical.append(len(columns))
            columns.append(numpy.array([known.get(text, numpy.nan) for text in texts]))
        else:
            entries = [set(text.split("|")) - {""} for text in texts]
            for label in most_frequent((entry for row in train for entry in entries[row]), 64):
                columns.append(numpy.array([float(label in held) for held in entries]))
    return numpy.array(columns).T, categorical


def most_frequent(labels, count):
    counts = collections.Counter(label for label in labels if label != "")
    return [label for label, _ in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:count]]


def number(text):
    try:
        return float(text)
    except ValueError:
        return float("nan")


def fit(loss, features, targets, part, categorical, most_rounds):
    import numpy
    from sklearn.ensemble import HistGradientBoostingRegressor

    train, validation = part["train"], part["validation"]
    started = time.process_time()
    tried, best = ROUNDS, None
    while best is None or (4 * best > 3 * tried and tried < most_rounds):
        tried = ROUNDS if best is None else 2 * tried
        model = HistGradientBoostingRegressor(loss=loss, max_iter=tried, categorical_features=categorical or None, early_stopping=False, random_state=1)
        model.fit(features[train], targets[train])
        errors = [numpy.abs(predicted - targets[validation]) for predicted in model.staged_predict(features[validation])]
        best = 1 + int(numpy.argmin([error.mean() if loss == "absolute_error" else (error**2).mean() for error in errors]))
    predictions = next(itertools.islice(model.staged_predict(features), best - 1, None))
    return {"rounds": best, "predictions": predictions, "cpuSeconds": round(time.process_time() - started, 1)}


if __name__ == "__main__":
    main()
