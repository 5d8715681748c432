#!/usr/bin/env python3
"""Writes a vector for each item of a log, from who saw it in the training rows: labels are not used, and neither are later rows.

    python3 scripts/labelVectors.py JOB.json

The job: {"log": FILE, "split": FILE, "user": COLUMN, "item": COLUMN, "dim": 32, "vectors": FILE.npy, "ids": FILE.csv}. `split` is a predictions.csv of Residua: columns row (0-based
number of the line in the log) and split. An item is a row of ones at the users who had it, each weighed by idf; a truncated SVD makes `dim` numbers of it, scaled to length 1.
`vectors` gets float32 [items, dim], `ids` the items in the same order, by the training row they come in first. The standard output is one line of JSON: versions, items, and
the share of the squares that the SVD keeps. Needs scikit-learn (Debian: python3-sklearn).
"""
import os

for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"  # before numpy is imported

import csv
import json
import platform
import sys


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    try:
        import numpy
        import sklearn
        from scipy.sparse import csr_matrix
        from sklearn.decomposition import TruncatedSVD
        from sklearn.feature_extraction.text import TfidfTransformer
        from sklearn.preprocessing import normalize
    except ImportError as missing:
        sys.exit(f"{missing}. Debian: apt-get install python3-sklearn, then /usr/bin/python3 {sys.argv[0]}")

    with open(sys.argv[1], encoding="utf-8") as file:
        job = json.load(file)
    log = read_table(job["log"])
    train = [log[int(line["row"])] for line in read_table(job["split"]) if line["split"] == "train"]
    items, users = {}, {}
    places = sorted({(items.setdefault(row[job["item"]], len(items)), users.setdefault(row[job["user"]], len(users))) for row in train})
    rows, columns = numpy.array(places).T
    seen = csr_matrix((numpy.ones(len(places)), (rows, columns)), shape=(len(items), len(users)))
    svd = TruncatedSVD(job["dim"], n_iter=10, random_state=1)
    vectors = normalize(svd.fit_transform(TfidfTransformer().fit_transform(seen)))
    numpy.save(job["vectors"], vectors.astype(numpy.float32))
    with open(job["ids"], "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["item"], *([item] for item in items)])
    programs = {"python": platform.python_version(), "numpy": numpy.__version__, "scikit-learn": sklearn.__version__}
    print(json.dumps({"programs": programs, "items": len(items), "kept": float(svd.explained_variance_ratio_.sum())}))


def read_table(path):
    with open(path, encoding="utf-8", newline="") as file:
        first = file.readline()
        file.seek(0)
        return list(csv.DictReader(file, delimiter="\t" if "\t" in first else ","))


if __name__ == "__main__":
    main()
