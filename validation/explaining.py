"""From a cell that failed a check to the sentence an analyst reads."""

from collections.abc import Mapping
from typing import Final

from validation import cells
from validation.codes import OWN_RETURN
from validation.contract import Column, Contract
from validation.fields import BOUND_SIGN, INDICATORS, LISTS, Kind
from validation.mends import Mend, nearest, repeated_members, suggested, unknown_members
from validation.mixed import beside_a_figure, of_another_column
from validation.problems import CELL_KINDS, Facts, Problem, problem
from validation.text import mark

FEW: Final = 12
FIGURE_NEEDED: Final = mark(
    "Ask the office that counts for the figure. Until it is known, leave the whole row out; never "
    "put an estimate or a 0 in its place."
)
NEAREST: Final = mark(
    "The nearest are: {near}. The page Methods and the command “indicators” list them all."
)
OWN_OR_SOURCE: Final = mark(
    "Write own_return where your office counted itself; else the source_id of a row of {table}, "
    "which may be handed in together with this file."
)
SEE_DICTIONARY: Final = mark("Use one of its {number} codes; the dictionary of {table} has them.")
# Distinct bad values of a column for which a likely meaning is sought; the rest get the rule's
# own mend, so that a column of a million wrong values costs little more than one of a hundred.
SUGGESTIONS: Final = 200


class Explainer:
    """Words for the failing cells of one column; what is said of a value is worked out once."""

    def __init__(
        self, contract: Contract, column: Column, known: Mapping[str, frozenset[str]]
    ) -> None:
        """Note what the sentences need to know.

        Args:
            contract: the table.
            column: the column whose cells failed.
            known: ids that exist, by table.
        """
        spec = column.spec
        self._contract = contract
        self._column = column
        self._ids = sorted({*known.get(spec.references, ()), *spec.extra})
        self._facts: Facts = {
            "example": spec.example,
            "list": " / ".join(entries.title for entries in spec.codes),
            "allowed": ", ".join(column.values),
            "number": len(column.values),
            "minimum": f"{spec.minimum or 0:g}",
            "maximum": f"{spec.maximum or 0:g}",
            "longest": cells.LONGEST_TEXT,
            "table": spec.references or contract.name,
        }
        self._words: dict[tuple[str, str], tuple[str, Facts]] = {}

    def problem(self, check: str, line: int, value: str) -> Problem:
        """Make the problem of one cell.

        Args:
            check: the check of `validation.cells` that failed.
            line: the file's line.
            value: the cell as typed.
        """
        bare = value.strip()
        if bare.casefold() in cells.MISSING_WORDS:
            check = cells.MISSING_WORD
        mends, facts = self._said(check, bare)
        return problem(
            CELL_KINDS[check],
            line=line,
            columns=(self._column.name,),
            values=(value,),
            facts=facts,
            mends=mends,
        )

    def _said(self, check: str, value: str) -> tuple[str, Facts]:
        said = (check, value)
        if said not in self._words:
            worth = self._worth(value) and check != cells.TWO_BOUNDS
            mend = self._suggested(check, value) if worth else None
            facts = self._all_facts(check, value, mend)
            self._words[said] = (self._mends(check, mend), facts)
        return self._words[said]

    def _suggested(self, check: str, value: str) -> Mend | None:
        mixed = check == cells.NOT_IN_LIST and of_another_column(
            self._contract, self._column, value
        )
        return (
            mixed
            or suggested(self._column, value, self._ids)
            or beside_a_figure(self._column, value)
        )

    def _worth(self, value: str) -> bool:
        return bool(value) and len(self._words) < SUGGESTIONS

    def _mends(self, check: str, mend: Mend | None) -> str:
        if mend:
            return mend.says
        if check in (cells.EMPTY, cells.MISSING_WORD) and self._column.required:
            figure = self._column.kind in (Kind.COUNT, Kind.NUMBER)
            return FIGURE_NEEDED if figure else CELL_KINDS[cells.EMPTY].mend
        if self._column.spec.references == INDICATORS and self._ids:
            return NEAREST
        if OWN_RETURN in self._column.spec.extra:
            return OWN_OR_SOURCE
        return SEE_DICTIONARY if check == cells.NOT_IN_LIST and self._many() else ""

    def _many(self) -> bool:
        return len(self._column.values) > FEW

    def _all_facts(self, check: str, value: str, mend: Mend | None) -> Facts:
        facts = {**self._facts, **mend.facts} if mend else self._facts
        if self._column.spec.references == INDICATORS:
            facts = {**facts, "near": ", ".join(nearest(value, self._ids))}
        if self._column.kind not in LISTS:
            return facts
        if check == cells.REPEATED:
            return {**facts, "value": ", ".join(repeated_members(value))}
        if check == cells.TWO_BOUNDS:
            twice = repeated_members(value, of=lambda bound: bound.partition(BOUND_SIGN)[0])
            return {**facts, "value": ", ".join(twice)}
        unknown = unknown_members(self._column, value, self._ids)
        return {**facts, "value": ", ".join(unknown) or value}
