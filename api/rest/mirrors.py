"""The wire's models are derived from the core's values, so that there is one place to change a shape.

`mirror(Struct)` is a pydantic model with the same fields, read from attributes. What looks different on the wire
is registered with `mirrored_as`: an identity is its text, a document is its flat form.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from operator import or_
from types import GenericAlias, NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Struct
from pydantic import BaseModel, ConfigDict, create_model

_as: dict[type[Struct], Any] = {}
_names: set[str] = set()
Model = TypeVar("Model", bound=type[BaseModel])


class Wire(BaseModel):
    """What leaves: read from a value's attributes."""

    model_config = ConfigDict(from_attributes=True)


def mirror(struct: type[Struct]) -> type[BaseModel]:
    """Return the struct's model, made once."""
    if struct not in _as:
        if struct.__name__ in _names:
            raise TypeError(f"two shapes are called {struct.__name__}: in the description one would replace the other")
        _names.add(struct.__name__)
        hints = get_type_hints(struct)
        fields: dict[str, Any] = {
            field.encode_name: (_on_wire(hints[field.name]), ...) for field in msgspec.structs.fields(struct)
        }
        doc = (struct.__doc__ or "").split("\n\n")[0]
        _as[struct] = create_model(struct.__name__, __base__=Wire, __doc__=doc, **fields)
    made: type[BaseModel] = _as[struct]
    return made


def mirrored_as(struct: type[Struct], wire: Any) -> None:
    """Let values of this struct look like `wire` wherever they occur."""
    _as[struct] = wire


def mirrors(struct: type[Struct]) -> Callable[[Model], Model]:
    """Register the decorated model as the struct's look on the wire."""

    def register(model: Model) -> Model:
        mirrored_as(struct, model)
        return model

    return register


def _on_wire(hint: Any) -> Any:
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return reduce(or_, (_on_wire(each) for each in get_args(hint)))
    if origin is tuple:
        inner = [each for each in get_args(hint) if each is not Ellipsis]
        if Ellipsis in get_args(hint):
            return GenericAlias(list, _on_wire(inner[0]))
        return GenericAlias(tuple, tuple(_on_wire(each) for each in inner))
    if origin is Sequence:
        return GenericAlias(list, _on_wire(get_args(hint)[0]))
    if isinstance(hint, type) and issubclass(hint, Struct):
        return _as.get(hint) or mirror(hint)
    return NoneType if hint is None else hint
