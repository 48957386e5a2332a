"""What a client may ask to be done: decisions, each kind with exactly its own fields."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    RootModel,
    StrictBool,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from api.rest.schemas import INK, DecisionId, MonthText, Name, Words
from graph.decision_values import UNSEEN, unfollowable
from graph.mention import NAMED_KINDS
from graph.model import State

# The patterns catch what is no key at all; `graph.decisions.check` judges the rest. The formats tell our tests which
# keys to make up.
CONCEPTS = "|".join(sorted(NAMED_KINDS))
_CALLED = rf"\x20*{INK}[^{UNSEEN}]*$"
ANY_KEY, JOINABLE, CONCEPT = rf"^[a-z]+:{_CALLED}", rf"^(category|{CONCEPTS}):{_CALLED}", rf"^({CONCEPTS}):{_CALLED}"
LONGEST_KEY = 2_000
Key = Annotated[str, Field(pattern=ANY_KEY, max_length=LONGEST_KEY, json_schema_extra={"format": "decision-key"})]
WorkKey = Annotated[str, Field(pattern=ANY_KEY, max_length=LONGEST_KEY, json_schema_extra={"format": "work-key"})]
JoinableKey = Annotated[
    str, Field(pattern=JOINABLE, max_length=LONGEST_KEY, json_schema_extra={"format": "joinable-key"})
]
ConceptKey = Annotated[str, Field(pattern=CONCEPT, max_length=LONGEST_KEY, json_schema_extra={"format": "concept-key"})]
LinkableKey = Annotated[
    str, Field(pattern=ANY_KEY, max_length=LONGEST_KEY, json_schema_extra={"format": "linkable-key"})
]
IdentityText = Annotated[str, Field(pattern=ANY_KEY, max_length=LONGEST_KEY, json_schema_extra={"format": "identity"})]


def _in_words(text: object, check: ValidatorFunctionWrapHandler) -> str:
    """Say of what is no address what would be one, instead of the pattern."""
    try:
        return str(check(text))
    except ValidationError as error:
        raise PydanticCustomError("followed", "{said}", {"said": unfollowable(text)}) from error


SourceKey = Annotated[
    str,
    Field(
        pattern=r"^source:([Hh]ttps?://[^\x00-\x20/?#]|(arxiv|oai):[^\x00-\x20]|source-[0-9A-Za-z_.-])",
        max_length=LONGEST_KEY,
        json_schema_extra={"format": "source-key"},
    ),
    WrapValidator(_in_words),
]
Address = Annotated[
    str,
    Field(
        pattern=r"^(https?://[^\x00-\x20/?#@]|(arxiv|oai):[^\x00-\x20])",
        max_length=LONGEST_KEY,
        description="What can be followed: an http(s) address, or a query like arxiv:cs.CL.",
        json_schema_extra={"format": "followed"},
    ),
    WrapValidator(_in_words),
]
FindingId = Annotated[str, Field(pattern=r"^finding-[0-9a-f]{16}$")]
NodeKey = Annotated[str, Field(min_length=1, max_length=300)]


class Order(BaseModel):
    """What comes in; a field we don't know is refused rather than ignored."""

    model_config = ConfigDict(extra="forbid")


def _one_of_both(schema: dict[str, Any]) -> None:
    """Say in the schema what `_on_or_node` checks."""
    text, nothing = {"type": "string"}, {"type": "null"}
    schema["oneOf"] = [
        {"required": ["on"], "properties": {"on": text, "node": nothing}},
        {"required": ["node"], "properties": {"node": text, "on": nothing}},
    ]


class DecisionOrder(Order):
    """A decision on a key, or on the node with this id. The same `id` sent twice is one decision."""

    model_config = ConfigDict(extra="forbid", json_schema_extra=_one_of_both)

    id: DecisionId | None = None
    on: Key | None = None
    node: NodeKey | None = None

    @model_validator(mode="after")
    def _on_or_node(self) -> DecisionOrder:
        if (self.on is None) == (self.node is None):
            raise ValueError("give either `on` or `node`")
        return self


class WorkOrder(DecisionOrder):
    """A decision that only works can have."""

    on: WorkKey | None = None


class StateValue(Order):
    """Where the work stands in a person's reading."""

    state: State


def _whole(number: object) -> object:
    """Read 4.0 as 4: in JSON they are one number. Texts and booleans stay what they are and are refused."""
    return int(number) if isinstance(number, float) and number.is_integer() else number


class RatingValue(Order):
    """Stars; null takes the rating away."""

    rating: Annotated[int, Field(ge=1, le=5, strict=True), BeforeValidator(_whole)] | None


class TagValue(Order):
    """A tag put on or taken off."""

    tag: Annotated[Name, Field(max_length=100)]
    on: StrictBool = True


class NoteValue(Order):
    """A note in Markdown; empty takes it away."""

    text: Words


class PickValue(Order):
    """A choice for a month, or its withdrawal."""

    month: MonthText
    comment: Words | None = None
    category: Name | None = None
    on: StrictBool = True


class NameCorrection(Order):
    """What it is called; in every correction null takes it back."""

    field: Literal["name"]
    value: Name | None


AnyKind = Literal[
    "paper", "report", "article", "video", "talk", "code", "dataset",
    "model", "technique", "benchmark", "organization", "person", "product",
]  # fmt: skip


class KindCorrection(Order):
    """What it is; a work stays a work, a concept a concept."""

    field: Literal["kind"]
    value: AnyKind | None


class MonthCorrection(Order):
    """The month it belongs to."""

    field: Literal["month"]
    value: MonthText | None


class CategoryCorrection(Order):
    """The category it belongs to."""

    field: Literal["category"]
    value: Name | None


class IdentityCorrection(Order):
    """The address it is found at."""

    field: Literal["identity"]
    value: IdentityText | None


Correction = Annotated[
    NameCorrection | KindCorrection | MonthCorrection | CategoryCorrection | IdentityCorrection,
    Field(discriminator="field"),
]


class MergeValue(Order):
    """The category or the concept that this one becomes part of."""

    into: JoinableKey


class SplitValue(Order):
    """Which of its names is a concept of its own, or no longer."""

    name: Name
    on: StrictBool = True


class UndoValue(Order):
    """The decision to take back."""

    decision: DecisionId


class StateOrder(WorkOrder):
    """Set a state."""

    kind: Literal["state"]
    value: StateValue


class RatingOrder(WorkOrder):
    """Rate."""

    kind: Literal["rating"]
    value: RatingValue


class TagOrder(DecisionOrder):
    """Tag."""

    kind: Literal["tag"]
    value: TagValue


class NoteOrder(DecisionOrder):
    """Write a note."""

    kind: Literal["note"]
    value: NoteValue


class PickOrder(WorkOrder):
    """Pick for a month."""

    kind: Literal["pick"]
    value: PickValue


class CorrectionOrder(DecisionOrder):
    """Correct what was read."""

    kind: Literal["correction"]
    value: Correction


class MergeOrder(DecisionOrder):
    """Put a category into another, or all names of a concept to those of another."""

    on: JoinableKey | None = None
    kind: Literal["merge"]
    value: MergeValue


class SplitOrder(DecisionOrder):
    """Let a name of a concept be a concept of its own."""

    on: ConceptKey | None = None
    kind: Literal["split"]
    value: SplitValue


class DismissalValue(Order):
    """Which finding of the audit."""

    finding: FindingId


class DismissalOrder(WorkOrder):
    """Put a finding of the audit aside: the link is as it should be, or known to be wrong."""

    kind: Literal["dismissal"]
    value: DismissalValue


class LinkValue(Order):
    """The other end, and whether the two belong together (true) or do not (false): either holds for good."""

    to: LinkableKey
    keep: StrictBool


class LinkOrder(DecisionOrder):
    """Keep a link, whether or not it was proposed, or dismiss it."""

    on: LinkableKey | None = None
    kind: Literal["link"]
    value: LinkValue


class SubscriptionValue(Order):
    """Whether a source is followed, whether it is one's own, which reader reads it; what is null stays as it was."""

    on: StrictBool
    mine: StrictBool | None = None
    kind: Annotated[Name, Field(max_length=100)] | None = None


class SubscriptionOrder(Order):
    """Follow a source, or stop."""

    id: DecisionId | None = None
    on: SourceKey
    kind: Literal["subscription"]
    value: SubscriptionValue


class LeaningValue(Order):
    """Whether more or less of its like is wanted among what is recommended; null for neither."""

    toward: Literal["more", "less"] | None


class LeaningOrder(WorkOrder):
    """Lean towards works like this one, or away from them."""

    kind: Literal["leaning"]
    value: LeaningValue


class UndoOrder(Order):
    """Take a decision back."""

    id: DecisionId | None = None
    kind: Literal["undo"]
    value: UndoValue


OneOrder = (
    StateOrder
    | RatingOrder
    | TagOrder
    | NoteOrder
    | PickOrder
    | CorrectionOrder
    | MergeOrder
    | SplitOrder
    | DismissalOrder
    | LinkOrder
    | LeaningOrder
    | SubscriptionOrder
    | UndoOrder
)


class AnyDecision(RootModel[Annotated[OneOrder, Field(discriminator="kind")]]):
    """A decision of any kind."""


class FollowOrder(Order):
    """What to follow, or to follow no longer; what is null stays as it was."""

    address: Address
    on: StrictBool = True
    mine: StrictBool | None = None
    kind: Annotated[Name, Field(max_length=100)] | None = None
