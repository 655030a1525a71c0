"""Processor time of `peakdesk forecast` on made-up daily series with French holidays, by length and number.

  python3 bench/forecasting/speed.py build/release/peakdesk [SERIES, 500]
"""
import datetime as dt
import math
import random
import resource
import subprocess
import sys
import tempfile


def write_series(path, count, days):
    rng = random.Random(1)
    with open(path, "w") as out:
        out.write("series_id,timestamp,value\n")
        for k in range(count):
            level = 50 * 10 ** rng.random()
            for t in range(days):
                day = dt.date(2024, 12, 31) - dt.timedelta(days=days - 1 - t)
                shape = (1.3, 1.1, 1.0, 1.0, 1.1, 0.7, 0.5)[day.weekday()] * (1 + 0.3 * math.sin(day.timetuple().tm_yday / 58.1))
                out.write(f"s{k},{day},{max(0, round(level * shape * (1 + 0.1 * rng.gauss(0, 1))))}\n")


def measure(program, count, days, threads):
    with tempfile.NamedTemporaryFile(suffix=".csv") as file:
        write_series(file.name, count, days)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([program, "forecast", file.name, "--horizon", "56", "--country", "FR", "--format", "csv", "--threads", str(threads)],
                       stdout=subprocess.DEVNULL, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    program, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 500
    for days in (365, 730, 1461, 2922, 5844):
        n = count if days == 730 else max(count // 10, 5)
        seconds = measure(program, n, days, 1)
        print(f"{days:5d} days, {n:4d} series: {1000 * seconds / n:6.1f} ms a series, {1e6 * seconds / n / days:5.1f} us a day", flush=True)
        if days == 730:
            print(f"      10,000 such series: {10000 * seconds / n / 60:.1f} min of processor time, {10000 * seconds / n / 120:.1f} min on two cores")


if __name__ == "__main__":
    main()
