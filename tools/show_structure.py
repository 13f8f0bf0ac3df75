"""Print the floors and arrows of the house: which package imports which, read from the code.

    python tools/show_structure.py            the packages
    python tools/show_structure.py --modules  every module
    python tools/show_structure.py --repo ../before

A floor is the longest way down to a package that imports nothing of the planner: what stands on
floor 0 needs no other. An arrow is one package that imports another, however often. Imports inside
functions and for types count like the others.
"""

from __future__ import annotations

import argparse
import ast
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def read_modules(package: Path) -> dict[str, ast.Module]:
    """The syntax of every module below a package, by its dotted name."""
    found = {}
    for path in sorted(package.rglob("*.py")):
        parts = [package.name, *path.relative_to(package).with_suffix("").parts]
        name = ".".join(parts).removesuffix(".__init__")
        found[name] = ast.parse(path.read_text(encoding="utf-8"))
    return found


def find_imports(modules: Mapping[str, ast.Module]) -> dict[str, set[str]]:
    """The modules that each module imports, of those that there are."""
    found: dict[str, set[str]] = {name: set() for name in modules}
    for name, tree in modules.items():
        for node in ast.walk(tree):
            named: list[str] = []
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                named = [f"{node.module}.{alias.name}" for alias in node.names]
                named = [one if one in modules else node.module for one in named]
            elif isinstance(node, ast.Import):
                named = [alias.name for alias in node.names]
            found[name] |= {one for one in named if one in modules and one != name}
    return found


def find_package(module: str) -> str:
    """The package a module belongs to: the first name below the planner's own."""
    return ".".join(module.split(".")[1:2]) or module


def join_packages(imports: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """The packages that each package imports."""
    found: dict[str, set[str]] = defaultdict(set)
    for module, others in imports.items():
        own = find_package(module)
        found[own] |= {find_package(one) for one in others} - {own}
    return dict(found)


def find_floors(imports: Mapping[str, set[str]]) -> dict[str, int]:
    """The floor of each package or module; ValueError where they import in a circle."""
    open_now: set[str] = set()

    @cache
    def floor(name: str) -> int:
        if name in open_now:
            message = f"{name} imports itself in a circle"
            raise ValueError(message)
        open_now.add(name)
        found = 1 + max((floor(one) for one in sorted(imports[name])), default=-1)
        open_now.discard(name)
        return found

    return {name: floor(name) for name in imports}


def main() -> None:
    """Print the floors from the ground up, with the arrows down from each."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--repo", type=Path, default=ROOT, help="the checkout to read")
    parser.add_argument("--modules", action="store_true", help="every module instead of packages")
    given = parser.parse_args()
    modules = read_modules(given.repo / "planner")
    of_modules = find_imports(modules)
    imports = of_modules if given.modules else join_packages(of_modules)
    floors = find_floors(imports)
    for number in range(max(floors.values()), -1, -1):
        print(f"floor {number}")
        for name in sorted(one for one, floor in floors.items() if floor == number):
            print(f"    {name:<24} -> {' '.join(sorted(imports[name])) or '-'}")
    arrows = sum(len(others) for others in imports.values())
    sizes: dict[str, int] = defaultdict(int)
    for module in modules:
        sizes[find_package(module)] += 1
    largest = max(sizes, key=lambda one: sizes[one])
    kind = "modules" if given.modules else "packages"
    print(f"{len(imports)} {kind} on {max(floors.values()) + 1} floors, {arrows} arrows")
    print(f"{len(modules)} modules, {sum(map(len, of_modules.values()))} imports among them")
    print(f"the largest package is {largest}, with {sizes[largest]} modules")


if __name__ == "__main__":
    main()
