"""Builds the rolling-origin tasks from the five real sets: one CSV of histories and one of what came after per task.

Standard library only. A task is a (set, kind, horizon); its series carry the cut in their id. Nothing here is read by the program.
"""
import collections
import csv
import datetime as dt
import gzip
import json
import os

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


def read(path):
    opener = gzip.open if path.endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8", newline=None) as file:
        return file.read()


def stamp(t, daily):
    return t.strftime("%Y-%m-%d") if daily else t.strftime("%Y-%m-%d %H:%M:%S")


class Task:
    def __init__(self, name, group, periods, mase_lag, daily, country=""):
        self.name, self.group, self.periods, self.mase_lag = name, group, periods, mase_lag
        self.daily, self.country, self.series = daily, country, []

    def add(self, series_id, history, future):
        self.series.append((series_id, history, future))

    def cut(self, series_id, points, cut, horizon):
        """History up to and with `cut` (a time), then `horizon` points."""
        at = next(i for i, (t, _) in enumerate(points) if t > cut)
        self.add(f"{series_id}@{cut:%Y-%m-%d}", points[:at], points[at:at + horizon])

    def write(self, folder):
        for part, index in (("history", 1), ("future", 2)):
            with open(os.path.join(folder, f"{self.name}.{part}.csv"), "w") as out:
                out.write("series_id,timestamp,value\n")
                for row in self.series:
                    for t, y in row[index]:
                        out.write(f"{row[0]},{stamp(t, self.daily)},{y:g}\n" if y != int(y) else
                                  f"{row[0]},{stamp(t, self.daily)},{int(y)}\n")
        horizons = {len(row[2]) for row in self.series}
        return {"name": self.name, "group": self.group, "periods": self.periods, "mase_lag": self.mase_lag,
                "daily": self.daily, "country": self.country, "horizon": max(horizons), "series": len(self.series)}


def m4(data):
    """No dates in the set: hours are counted from a Monday, weeks from a Monday; no country is named, so no holiday is."""
    for name, step, periods, lag, daily in (("hourly", HOUR, [24, 168], 24, False), ("weekly", 7 * DAY, [52], 1, True)):
        task = Task(f"m4_{name}", "ts-m4", periods, lag, daily)
        future = {}
        for line in read(f"{data}/ts-m4/{name}-test.tsv.gz").splitlines():
            key, values = line.split("\t")
            future[key] = [float(v) for v in values.split()]
        for line in read(f"{data}/ts-m4/{name}-train.tsv.gz").splitlines():
            key, values = line.split("\t")
            past = [float(v) for v in values.split()]
            start = dt.datetime(2001, 1, 1) if daily else dt.datetime(2015, 1, 5)
            if daily:  # the longest series begin in 1970
                start = dt.datetime(2015, 1, 5) - len(past) * step
            times = [start + i * step for i in range(len(past) + len(future[key]))]
            task.add(key, list(zip(times, past)), list(zip(times[len(past):], future[key])))
        yield task


def contacts(data):
    five = []
    for row in csv.DictReader(read(f"{data}/ts-contacts/bank_calls_5min.csv.gz").splitlines()):
        five.append((dt.datetime.fromisoformat(row["datetime"]), float(row["calls"])))
    half = collections.OrderedDict()
    for t, y in five:
        if t.time() < dt.time(21, 0):
            key = t.replace(minute=t.minute // 30 * 30)
            half[key] = half.get(key, 0) + y
    half = list(half.items())
    task5 = Task("bank_5min", "ts-contacts", [169, 845], 169, False, "US")
    for cut in ("2003-08-08", "2003-09-12"):
        task5.cut("bank", five, dt.datetime.fromisoformat(cut) + DAY - dt.timedelta(minutes=1), 845)
    task30 = Task("bank_30min", "ts-contacts", [28, 140], 28, False, "US")
    for cut in ("2003-06-06", "2003-06-20", "2003-07-11", "2003-08-01", "2003-08-22", "2003-09-19"):
        task30.cut("bank", half, dt.datetime.fromisoformat(cut) + DAY - dt.timedelta(minutes=1), 140)
    days = collections.OrderedDict()
    for t, y in five:
        days[t.date()] = days.get(t.date(), 0) + y
    daily = [(dt.datetime.combine(d, dt.time()), y) for d, y in days.items()]
    task_daily = Task("bank_daily", "ts-contacts", [5], 5, True, "US")
    for cut in ("2003-06-20", "2003-07-18", "2003-08-15", "2003-09-05"):
        task_daily.cut("bank", daily, dt.datetime.fromisoformat(cut), 15)
    counts = collections.Counter()
    for row in csv.DictReader(read(f"{data}/ts-contacts/anonymous_bank_calls_1999-02-01_18.csv.gz").splitlines()):
        if row["outcome"] == "PHANTOM":
            continue
        d = row["date"]
        hour, minute, _ = row["vru_entry"].split(":")
        counts[dt.datetime(1900 + int(d[:2]), int(d[2:4]), int(d[4:])) + int(hour) * HOUR + int(minute) // 30 * HOUR / 2] += 1
    start = dt.datetime(1999, 2, 1)
    points = [(start + i * HOUR / 2, float(counts[start + i * HOUR / 2])) for i in range(18 * 48)]
    task_anon = Task("calls_30min", "ts-contacts", [48, 336], 48, False)
    for cut in ("1999-02-13", "1999-02-15"):
        task_anon.cut("calls", points, dt.datetime.fromisoformat(cut) + DAY - HOUR / 2, 144)
    return [task5, task30, task_daily, task_anon]


def online_retail(data):
    rows = list(csv.DictReader(read(f"{data}/ts-online-retail/daily_orders.csv").splitlines()))
    daily = [(dt.datetime.fromisoformat(r["date"]), float(r["orders"])) for r in rows]
    task = Task("orders_daily", "ts-online-retail", [7], 7, True, "GB")
    for cut in ("2010-07-31", "2010-10-15", "2011-01-31", "2011-03-31", "2011-05-31", "2011-06-30", "2011-07-31", "2011-08-31",
                "2011-09-30"):
        task.cut("orders", daily, dt.datetime.fromisoformat(cut), 31)
    rows = list(csv.DictReader(read(f"{data}/ts-online-retail/hourly_orders.csv.gz").splitlines()))
    hourly = [(dt.datetime.fromisoformat(r["datetime"]), float(r["orders"])) for r in rows]
    task_hourly = Task("orders_hourly", "ts-online-retail", [24, 168], 24, False, "GB")
    for cut in ("2010-09-19", "2011-03-20", "2011-06-19", "2011-08-14", "2011-10-16"):
        task_hourly.cut("orders", hourly, dt.datetime.fromisoformat(cut) + 23 * HOUR, 168)
    return [task, task_hourly]


def web_retail(data):
    folder = f"{data}/ts-web-retail"
    sensors = collections.OrderedDict()
    for row in csv.DictReader(read(f"{folder}/pedestrian_hourly_2sensors.csv.gz").splitlines()):
        sensors.setdefault(row["Sensor"].split()[0], []).append((dt.datetime.fromisoformat(row["Date_Time"]), float(row["Count"])))
    hourly = Task("web_hourly", "ts-web-retail", [24, 168], 24, False)
    for sensor, points in sensors.items():
        for cut in ("2015-11-08", "2016-05-15", "2016-10-16", "2016-12-18"):
            hourly.cut(sensor, points, dt.datetime.fromisoformat(cut) + 23 * HOUR, 168)
    bikes = []
    for row in csv.DictReader(read(f"{folder}/bike_sharing_hourly.csv.gz").splitlines()):
        bikes.append((dt.datetime.fromisoformat(row["dteday"]) + int(row["hr"]) * HOUR, float(row["cnt"])))
    for cut in ("2011-09-18", "2012-03-18", "2012-07-15", "2012-11-11"):
        hourly.cut("bikes", bikes, dt.datetime.fromisoformat(cut) + 23 * HOUR, 168)
    daily = Task("web_daily", "ts-web-retail", [7], 7, True, "US")
    for name, file, cuts, horizon in (
            ("pages", "wp_log_peyton_manning_daily.csv", ("2010-12-31", "2012-08-31", "2013-12-31", "2015-01-10", "2015-10-31"), 56),
            ("walkers", "pedestrians_covid_daily.csv", ("2018-11-30", "2019-05-31", "2019-11-30", "2020-10-31", "2021-03-31"), 56)):
        points = [(dt.datetime.fromisoformat(r["ds"]), float(r["y"]))
                  for r in csv.DictReader(read(f"{folder}/{file}").splitlines()) if r["y"]]
        for cut in cuts:
            daily.cut(name, points, dt.datetime.fromisoformat(cut), horizon)
    monthly = Task("web_monthly", "ts-web-retail", [12], 12, True)
    for name, file, cuts in (("air", "air_passengers_monthly.csv", ("1955-12-01", "1957-12-01", "1959-12-01")),
                             ("retail", "us_retail_sales_monthly.csv", ("2004-12-01", "2009-06-01", "2014-05-01"))):
        points = [(dt.datetime.fromisoformat(r["ds"]), float(r["y"])) for r in csv.DictReader(read(f"{folder}/{file}").splitlines())]
        for cut in cuts:
            monthly.cut(name, points, dt.datetime.fromisoformat(cut), 12)
    return [hourly, daily, monthly]


def walmart(data):
    stores = collections.OrderedDict()
    for row in csv.DictReader(read(f"{data}/ts-walmart-weekly/weekly_sales.csv.gz").splitlines()):
        stores.setdefault(row["Store"], []).append((dt.datetime.fromisoformat(row["ds"]), float(row["Weekly_Sales"])))
    peak = Task("walmart_peak", "ts-walmart-weekly", [52], 1, True, "US")
    late = Task("walmart_late", "ts-walmart-weekly", [52], 1, True, "US")
    for store, points in stores.items():
        points.sort()
        peak.cut(f"store{store}", points, dt.datetime(2011, 10, 28), 13)
        late.cut(f"store{store}", points, dt.datetime(2012, 7, 27), 13)
    return [peak, late]


def build(data, folder):
    os.makedirs(folder, exist_ok=True)
    index = []
    for source in (m4, contacts, online_retail, web_retail, walmart):
        for task in source(data):
            index.append(task.write(folder))
    with open(os.path.join(folder, "tasks.json"), "w") as out:
        json.dump(index, out, indent=1)
    return index


if __name__ == "__main__":
    import sys
    for task in build(sys.argv[1], sys.argv[2]):
        print(task)
