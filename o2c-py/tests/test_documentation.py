"""Every example of the documentation runs, and every public word has one sentence at least."""

import doctest
import importlib
import inspect
import pkgutil
from pathlib import Path

import pytest

import o2c

MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(o2c.__path__, "o2c.")
    if module.name != "o2c._o2c"
)
README = Path(__file__).parent.parent / "README.md"


@pytest.mark.parametrize("name", ["o2c", *MODULES])
def test_examples_run(name: str) -> None:
    failed, _ = doctest.testmod(importlib.import_module(name))
    assert failed == 0


def test_the_readme_runs() -> None:
    failed, tried = doctest.testfile(str(README), module_relative=False)
    assert failed == 0
    assert tried > 0


def test_every_public_word_is_documented() -> None:
    for name in [word for word in vars(o2c) if not word.startswith("_")]:
        word = getattr(o2c, name)
        if inspect.isclass(word) or inspect.isfunction(word):
            assert word.__doc__, name
            assert not word.__doc__.startswith(f"{name}("), f"{name} has only its signature"
