"""Properties of immutable values that are computed once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

T = TypeVar("T")


class Lazily(Generic[T]):
    """A property that is computed when it is first read, and then stands in the instance's dictionary.

    It is `functools.cached_property` without the lock that Python 3.11 takes for each first read, which costs more than
    most properties of a form do; a value that two threads compute is the same value.
    """

    def __init__(self, compute: Callable[[Any], T]) -> None:
        """The property that a method computes."""
        self.compute = compute
        self.__doc__ = compute.__doc__
        self.name = compute.__name__

    @overload
    def __get__(self, instance: None, owner: type) -> Lazily[T]: ...

    @overload
    def __get__(self, instance: object, owner: type) -> T: ...

    def __get__(self, instance: object | None, owner: type) -> Lazily[T] | T:
        """The value, which the dictionary gives from now on."""
        if instance is None:
            return self
        value = instance.__dict__[self.name] = self.compute(instance)
        return value
