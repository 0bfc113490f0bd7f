"""Where the statistical methods come from: said by their own docstrings, for every one in use."""

import inspect
import pkgutil
from importlib import import_module

import pytest

from metrics import methods
from metrics.references import METHODS, Method

NAMED = {place.partition(":")[0] for method in METHODS for place in method.done_in}


def sourced() -> set[str]:
    """List the modules of methods in which a docstring names a source."""
    names = (f"{methods.__name__}.{each.name}" for each in pkgutil.iter_modules(methods.__path__))
    return {name for name in names if "Source" in inspect.getsource(import_module(name))}


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.name)
def test_a_method_says_where_it_comes_from(method: Method) -> None:
    told = method.sources()
    assert told
    assert all(any(sign.isdigit() for sign in each) or "NHS" in each for each in told)
    assert not any("\n" in each or each != each.strip() for each in told)


def test_every_module_that_names_a_source_belongs_to_a_method() -> None:
    assert sourced() <= NAMED


def test_a_source_is_read_as_the_docstring_has_it() -> None:
    (told,) = Method(name="", says="", done_in=("metrics.intervals:mean",)).sources()
    assert told == "Student (1908), The probable error of a mean, Biometrika 6: 1–25."


def test_code_that_names_no_source_is_an_error() -> None:
    nameless = Method(name="", says="", done_in=("metrics.references:Method",))
    with pytest.raises(ValueError, match="does not say where"):
        nameless.sources()
