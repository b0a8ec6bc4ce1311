"""`recipes`: the list of recipes, for people or as JSON; without loading torch."""

import argparse
import json

from vae_models.recipe.named import RECIPES


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print all values as one JSON list")


def run(options: argparse.Namespace) -> int:
    if options.json:
        print(json.dumps([recipe.to_dict() for recipe in RECIPES.values()], indent=2))
        return 0
    width = max(map(len, RECIPES))
    for recipe in RECIPES.values():
        print(f"{recipe.name:<{width}}  {recipe.summary}; {recipe.note}")
    return 0
