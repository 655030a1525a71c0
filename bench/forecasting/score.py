"""Scores forecasts of the tasks: MASE, sMAPE, wMAPE, coverage of points and of weekly sums. Standard library only."""
import collections
import csv
import json
import os


def load_values(path):
    series = collections.OrderedDict()
    with open(path) as file:
        for row in csv.DictReader(file):
            series.setdefault(row["series_id"], []).append((row["timestamp"], float(row["value"])))
    return series


class Truth:
    def __init__(self, folder):
        self.tasks = json.load(open(os.path.join(folder, "tasks.json")))
        self.future, self.scale = {}, {}
        for task in self.tasks:
            name, lag = task["name"], task["mase_lag"]
            for key, rows in load_values(os.path.join(folder, name + ".history.csv")).items():
                y = [v for _, v in rows]
                diffs = [abs(a - b) for a, b in zip(y[lag:], y)]
                self.scale[name, key] = sum(diffs) / len(diffs) if diffs and sum(diffs) else 1.0
            for key, rows in load_values(os.path.join(folder, name + ".future.csv")).items():
                self.future[name, key] = rows


class Score:
    """Sums over the series of one task and one method."""

    def __init__(self):
        self.mase, self.smape, self.abs_error, self.total, self.points = [], [], 0.0, 0.0, 0
        self.inside = {"80": 0, "95": 0}
        self.with_interval, self.missing, self.seconds = 0, 0, []
        self.sum_inside, self.sums = {"80": 0, "95": 0}, 0

    def add(self, truth, forecast, scale):
        """`forecast`: timestamp -> (mean, lo80, hi80, lo95, hi95)."""
        errors, percents = [], []
        for t, y in truth:
            if t not in forecast:
                self.missing += 1
                continue
            f = forecast[t]
            errors.append(abs(y - f[0]))
            percents.append(200 * abs(y - f[0]) / (abs(y) + abs(f[0])) if y or f[0] else 0.0)
            self.total += abs(y)
            self.points += 1
            if len(f) == 5:
                self.with_interval += 1
                self.inside["80"] += f[1] <= y <= f[2]
                self.inside["95"] += f[3] <= y <= f[4]
        if errors:
            self.mase.append(sum(errors) / len(errors) / scale)
            self.smape.append(sum(percents) / len(percents))
            self.abs_error += sum(errors)

    def add_sum(self, y, intervals):
        self.sums += 1
        for level, (low, high) in intervals.items():
            self.sum_inside[level] += low <= y <= high

    def row(self):
        n = max(len(self.mase), 1)
        points = max(self.with_interval, 1)
        return {"series": len(self.mase), "mase": sum(self.mase) / n, "smape": sum(self.smape) / n,
                "wmape": 100 * self.abs_error / self.total if self.total else 0,
                "c80": 100 * self.inside["80"] / points, "c95": 100 * self.inside["95"] / points,
                "s80": 100 * self.sum_inside["80"] / self.sums if self.sums else None,
                "s95": 100 * self.sum_inside["95"] / self.sums if self.sums else None, "sums": self.sums,
                "missing": self.missing, "seconds": sum(self.seconds) / len(self.seconds) if self.seconds else None}


def read_csv_forecast(text):
    out = {}
    for row in csv.DictReader(text.splitlines()):
        out.setdefault(row["series_id"], {})[row["timestamp"]] = tuple(
            float(row[c]) for c in ("mean", "lo80", "hi80", "lo95", "hi95"))
    return out


def read_json_forecast(text):
    """Points and sums of `peakdesk forecast --format json`."""
    points, sums = {}, {}
    for one in json.loads(text):
        points[one["series_id"]] = {s["timestamp"]: (s["mean"], s["interval_80"]["low"], s["interval_80"]["high"],
                                                     s["interval_95"]["low"], s["interval_95"]["high"]) for s in one["forecast"]}
        sums[one["series_id"]] = one["sums"]
    return points, sums


def score_sums(score, truth, sums):
    index = {t: i for i, (t, _) in enumerate(truth)}
    for one in sums:
        if one["from"] not in index or one["to"] not in index:
            continue
        a, b = index[one["from"]], index[one["to"]]
        if b - a + 1 != one["steps"]:
            continue
        score.add_sum(sum(y for _, y in truth[a:b + 1]),
                      {level: (one[f"interval_{level}"]["low"], one[f"interval_{level}"]["high"]) for level in ("80", "95")})


def read_peers(path):
    """task -> method -> series -> (seconds, {timestamp: (mean, ...)}); rows with NA are left out."""
    out = collections.defaultdict(lambda: collections.defaultdict(dict))
    with open(path) as file:
        for row in csv.reader(file):
            if len(row) != 10 or "NA" in row[4:9] or "NaN" in row[4:9]:
                continue
            task, series, method, t = row[:4]
            seconds, values = out[task][method].setdefault(series, (float(row[9]), {}))
            values[t] = tuple(float(v) for v in row[4:9])
    return out
