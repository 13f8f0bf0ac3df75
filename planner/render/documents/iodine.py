"""The estimate of a person's iodine, composed: a remark of a plan, and what explains it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from planner.render.blocks import Block, Cell, Grid, Paragraph
from planner.render.phrases import Units, write_percent, write_weight
from planner.report.drink_and_salt import SALT_G_A_TSP
from planner.report.iodine_estimate import SALT_UG_PER_G, IodineEstimate
from planner.tables.foods import Food

MOST_FOODS = 8  # that are named
MATCH_WORDS = {
    "measured": "itself",
    "near": "a food near to it",
    "group": "a food of its group",
    "analogy": "a food like it",
}
SOURCE = (
    "USDA, FDA and ODS-NIH Database for the Iodine Content of Common Foods, Release 4 (2024); five"
    " kinds of fish and mussels from Ciqual 2020 (Anses)"
)
SUPPLEMENT = "a supplement of 150 µg (American Thyroid Association)"
OF_A_CHILD = "a supplement (ask a doctor which one for a child)"
ENOUGH = 0.5  # µg a day that rounding hides


def write_iodine(
    estimate: IodineEstimate, units: Units = Units.METRIC, *, brief: bool = False
) -> str:
    """Write what food brings, how sure that is, and what would bring what lacks.

    With `brief`, only how much.
    """
    foods = len(estimate.sources) + len(estimate.unknown)
    text = f"Iodine: the food brings about {estimate.food_ug:.0f} µg a day"
    if estimate.need_ug:
        share = write_percent(estimate.food_ug, estimate.need_ug)
        text += f", {share} of the RDA of {estimate.need_ug:.0f} µg"
    if brief:
        return f"{text}. It is an estimate, not a target."
    text += (
        f"; {estimate.least_ug:.0f} to {estimate.most_ug:.0f} by the lowest and the highest samples"
        f" ({estimate.measured} of the {foods} foods were measured themselves)."
    )
    if estimate.lacks_ug:
        text += f" {_write_remedy(estimate, units)}"
    return f"{text} It is an estimate, not a target."


def _write_remedy(estimate: IodineEstimate, units: Units) -> str:
    """Write how iodized salt would bring what lacks, or a supplement."""
    supplement = OF_A_CHILD if estimate.child else SUPPLEMENT
    if not estimate.salt_g:
        return f"The sodium leaves no room for iodized salt; {supplement} would do."
    salt, spoons = f"{estimate.salt_g:.1f} g", estimate.salt_g / SALT_G_A_TSP
    if units is Units.US and round(spoons, 1):
        salt += f" ({spoons:.1f} teaspoons)"
    text = f"If {salt} of the salt that you add is iodized, that brings"
    if estimate.lacks_ug - estimate.salt_ug > ENOUGH:
        return f"{text} {estimate.salt_ug:.0f} µg more; {supplement} would bring the rest."
    return f"{text} the rest, and so would {supplement}."


def compose_iodine(estimate: IodineEstimate) -> Iterator[Block]:
    """The remark, and the foods that bring most, with the range of their samples."""
    yield Paragraph(write_iodine(estimate))
    rows = [
        (
            Cell(source.food.name),
            Cell(write_weight(source.grams)),
            Cell(f"{source.ug:.0f} µg"),
            Cell(f"{source.least_ug:.0f} to {source.most_ug:.0f} µg"),
            Cell(MATCH_WORDS[source.food.iodine_match]),
        )
        for source in estimate.sources[:MOST_FOODS]
    ]
    headers = ("from, in all the days", "eaten", "iodine", "samples", "measured in")
    yield Grid(headers, tuple(rows), ("left", "right", "right", "right", "left"))
    if estimate.unknown:
        yield Paragraph(f"Unknown, and not counted: {', '.join(estimate.unknown)}.")
    yield _write_sources()


def compose_richest_in_iodine(foods: Iterable[Food]) -> Iterator[Block]:
    """The foods that give most in a usual helping, the best of each kind, with their samples."""
    best: dict[str, tuple[float, Food]] = {}
    for food in foods:
        helping = (food.iodine_ug or 0.0) * food.serving * food.portion_g / 100
        if helping > best.get(food.kind, (0.0, food))[0]:
            best[food.kind] = (helping, food)
    rows = []
    for helping, food in sorted(best.values(), key=lambda one: -one[0])[:MOST_FOODS]:
        ends = (food.iodine_least_ug, food.iodine_most_ug)
        scale = food.serving * food.portion_g / 100
        samples = "" if None in ends else " to ".join(f"{(end or 0) * scale:.0f}" for end in ends)
        rows.append(
            (
                Cell(food.name),
                Cell(f"{helping:.0f} µg"),
                Cell(samples and f"{samples} µg"),
                Cell(MATCH_WORDS[food.iodine_match]),
            )
        )
    headers = ("most in a usual helping", "iodine", "samples", "measured in")
    yield Grid(headers, tuple(rows), ("left", "right", "right", "left"))
    yield _write_sources()


def _write_sources() -> Paragraph:
    return Paragraph(
        f"Iodized table salt has {SALT_UG_PER_G:.0f} µg in a gram (26 samples, 34 to 89 µg);"
        f" seaweed differs too much to count on. Source of the figures: {SOURCE}."
    )
