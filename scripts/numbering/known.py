"""The countries the program knows."""

import functools
import re
from pathlib import Path

RUST = Path(__file__).resolve().parents[2] / "crates/sigwarden-operators/src/country.rs"


@functools.cache
def codes():
    """The codes that country.rs lists."""
    return frozenset(re.findall(r"\b[A-Z]{2}\b", RUST.read_text().split("const CODES: &str =")[1].split(";")[0]))
