"""Plot what each day of a plan brings of every nutrient, beside its target.

Run the cells one by one in an editor or a notebook, or all of it:

    pip install '.[plot]' && python examples/plot_coverage.py

It writes coverage.png into the folder that you are in.
"""

# %% Plan a week
from matplotlib import pyplot as plt
from matplotlib.ticker import FuncFormatter, NullLocator

from planner import Planner, report

planner = Planner()
week = planner.plan(planner.make_request(diet="vegan"))

# %% Take the coverage as a DataFrame: a row for each nutrient and day, a share of 1 is the target
coverage = report.coverage(week).query("nutrient != 'energy_kcal'")
lowest = coverage.groupby("name")["share"].min().sort_values(ascending=False)
coverage[["name", "day", "value", "target", "unit", "share"]].head()

# %% Draw a dot for each day, and a stroke for their mean: the targets of many hold on the average
rows = {name: row for row, name in enumerate(lowest.index)}
figure, axes = plt.subplots(figsize=(8, 0.28 * len(rows) + 1.2), layout="constrained")
axes.scatter(100 * coverage["share"], coverage["name"].map(rows), s=22, alpha=0.6, label="day")
mean = 100 * coverage.groupby("name")["share"].mean()
axes.scatter(mean, mean.index.map(rows), s=90, marker="|", color="black", label="mean of the days")
axes.axvline(100, color="black", linewidth=1)
axes.set_yticks(list(rows.values()), list(rows))
axes.set_xscale("log", base=2)
axes.set_xticks([50, 100, 200, 400, 800])
axes.xaxis.set_major_formatter(FuncFormatter(lambda percent, _: f"{percent:g} %"))
axes.xaxis.set_minor_locator(NullLocator())
axes.set_xlabel("of the target")
axes.legend(loc="upper right")
axes.set_title(f"{len(week.days)} days, {week.request.people[0].diet}")
axes.grid(axis="y", linewidth=0.3)

# %% Keep it
figure.savefig("coverage.png", dpi=110)
