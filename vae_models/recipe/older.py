"""Recipes as earlier versions wrote them, which lie in run folders and model files. Names of kinds are those of their time."""

from collections.abc import Mapping
from typing import Any


def brought_up_to_date(values: Mapping[str, Any]) -> dict[str, Any]:
    """What such values are called today, with what went without saying then."""
    unsaid = {"precision": "float32", "code_relu": values.get("network") == "conv"}
    renamed = {"family": "unet", "network": "conv"} if values.get("network") == "unet" else {}
    return unsaid | dict(values) | renamed
