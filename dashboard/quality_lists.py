"""What is found on the data in words: verdicts in one line, and lists ready to be read."""

from collections.abc import Iterable
from typing import Any, Final

import polars as pl

from dashboard import labels
from dashboard.charts.formats import show
from dashboard.i18n import NO_BREAK_SPACE, grouped, tr, trn
from dashboard.quality_figures import line_name
from data.revised import AFTER, BEFORE, CELLS
from metrics import values as columns
from metrics.catalogue import INDICATORS
from metrics.catalogue.mirror import WITHIN
from metrics.methods.xmr import BASELINE, BY_CHANCE, FEWEST
from metrics.mirror import AGREE, BY_RECEIVER, BY_SENDER
from metrics.quality.contradictions import RULE, RULES, WHO
from metrics.quality.coverage import COVERAGE, STATES, State
from metrics.quality.mirror import APART, COMPARED, COUNTED, ENDS, GRADES, Counted, Grade
from metrics.quality.outliers import POINTS, Looked
from metrics.quality.revisions import COLUMN, NOTE, SIZE, WHEN, WHY
from metrics.returns import ARRIVED, DAYS, DUE, OVERDUE, TABLE
from metrics.series import names
from metrics.source import Source
from validation.contracts import CONTRACTS
from validation.text import mark

MOST_DECIMALS: Final = 3


def coverage_verdict(found: pl.DataFrame) -> str:
    """Say in one line what came of what was asked for."""
    missing = int((found[COVERAGE] == State.MISSING.value).sum())
    partial = int((found[COVERAGE] == State.PARTIAL.value).sum())
    late = int(found[OVERDUE].sum())
    parts = [
        trn(mark("{n} return is missing"), mark("{n} returns are missing"), missing),
        trn(mark("{n} is partial"), mark("{n} are partial"), partial),
        trn(mark("{n} came late"), mark("{n} came late"), late),
    ]
    told = [part for part, number in zip(parts, (missing, partial, late), strict=True) if number]
    if told:
        return ", ".join(told)
    if not (found[DUE].is_not_null()).any():
        return tr(mark("What is held, period by period"))
    return tr(mark("Nothing that is due is missing, partial or late"))


def lacking(found: pl.DataFrame) -> pl.DataFrame:
    """Return what is missing, then what is partial, then what came late, the newest first."""
    rank = (
        pl.when(pl.col(COVERAGE) == State.MISSING.value)
        .then(0)
        .when(pl.col(COVERAGE) == State.PARTIAL.value)
        .then(1)
        .when(OVERDUE)
        .then(2)
    )
    return (
        found.with_columns(rank.alias(columns.KIND))
        .drop_nulls(columns.KIND)
        .sort(columns.KIND, columns.PERIOD, descending=[False, True], maintain_order=True)
        .drop(columns.KIND)
    )


def states(found: pl.DataFrame, source: Source) -> dict[str, list[str]]:
    """Return rows of coverage as columns of texts."""
    rows = found.to_dicts()
    named = names(source)
    return {
        tr(mark("Partnership")): [
            labels.short_name(named[row[columns.PARTNERSHIP]]) for row in rows
        ],
        tr(mark("Table")): [line_name(row) for row in rows],
        tr(mark("Period")): [labels.period_label(row[columns.PERIOD]) for row in rows],
        tr(mark("State")): [_state(row) for row in rows],
        tr(mark("Due")): days(found[DUE]),
        tr(mark("Arrived")): days(found[ARRIVED]),
        tr(mark("Days after its end")): texts(found[DAYS]),
    }


def _state(row: dict[str, Any]) -> str:
    state = tr(STATES[State(row[COVERAGE])]).partition(":")[0]
    return tr(mark("{state} (late)"), state=state) if row[OVERDUE] else state


def texts(found: Iterable[object]) -> list[str]:
    """Write values as texts; what is not known is empty."""
    return ["" if each is None else str(each) for each in found]


def days(found: Iterable[object]) -> list[str]:
    """Write days as texts that do not break."""
    return [labels.day_label(text).replace(" ", NO_BREAK_SPACE) for text in texts(found)]


def timeliness_verdict(found: pl.DataFrame) -> str:
    """Say in one line how long returns take to come."""
    return tr(
        mark("Half of the returns came within {days} days of the period's end; {late} of {n} late"),
        days=round(found.select(pl.col(DAYS).median()).item()),
        late=int(found[OVERDUE].sum()),
        n=found.height,
    )


def revisions_verdict(found: pl.DataFrame) -> str:
    """Say in one line how much was changed after it was published."""
    cells = int(found.filter(pl.col(COLUMN) != "")[CELLS].sum())
    rows = int(found.filter(pl.col(COLUMN) == "")[CELLS].sum())
    in_versions = trn(
        mark("in {n} version"), mark("in {n} versions"), found[columns.DATA_VERSION].n_unique()
    )
    parts = [
        trn(mark("{n} cell was changed"), mark("{n} cells were changed"), cells) if cells else "",
        trn(mark("{n} row is no longer counted"), mark("{n} rows are no longer counted"), rows)
        if rows
        else "",
    ]
    return tr(mark("{what} {versions}"), what=", ".join(filter(None, parts)), versions=in_versions)


def revised(found: pl.DataFrame, source: Source) -> dict[str, list[str]]:
    """Return revisions as columns of texts."""
    rows = found.to_dicts()
    named = names(source)
    restores = {each.number: each.restores for each in source.versions if each.restores is not None}
    return {
        tr(mark("Version")): texts(found[columns.DATA_VERSION]),
        tr(mark("Published")): days(found[WHEN]),
        tr(mark("Table")): [tr(CONTRACTS[row[TABLE]].title) for row in rows],
        tr(mark("Partnership")): [_short(named, row[columns.PARTNERSHIP]) for row in rows],
        tr(mark("Period")): [_period(row[columns.PERIOD]) for row in rows],
        tr(mark("What")): [row[COLUMN] or tr(mark("rows no longer counted")) for row in rows],
        tr(mark("How many")): [grouped(row[CELLS]) for row in rows],
        tr(mark("Before → after, added up")): [_change(row) for row in rows],
        tr(mark("Reason given")): [_reason(row, restores) for row in rows],
    }


def _short(named: dict[str, str], partnership: str | None) -> str:
    return labels.short_name(named.get(partnership, partnership)) if partnership else ""


def _period(code: str | None) -> str:
    return labels.period_label(code) if code else ""


def _change(row: dict[str, Any]) -> str:
    if row[BEFORE] is None:
        return ""
    both = tr(mark("{before} → {after}"), before=plain(row[BEFORE]), after=plain(row[AFTER]))
    if row[SIZE] is None:
        return both
    return tr(mark("{change} ({size})"), change=both, size=_signed(row[SIZE]))


def _signed(share: float) -> str:
    whole = round(100 * share)
    return f"{f'{whole:+d}' if whole else 0}{NO_BREAK_SPACE}%".replace("-", "−")


def plain(number: float) -> str:
    """Write a number as short as it is exact to two digits."""
    return grouped(number, 0 if number == round(number) else 2)


def _reason(row: dict[str, Any], restores: dict[int, int]) -> str:
    told = [row[WHY], row[NOTE]]
    if row[columns.DATA_VERSION] in restores:
        back = restores[row[columns.DATA_VERSION]]
        told.insert(0, tr(mark("back to version {number}"), number=back))
    return "; ".join(filter(None, told)) or tr(mark("none"))


def outliers_verdict(looked: Looked) -> str:
    """Say in one line how many values are worth a look, of how many."""
    judged = looked.judged.height
    return trn(
        mark("{n} value of {judged} is worth a look; chance alone would pick about {chance}"),
        mark("{n} values of {judged} are worth a look; chance alone would pick about {chance}"),
        looked.found.height,
        judged=grouped(judged),
        chance=round(judged * BY_CHANCE),
    )


def outliers_rule() -> str:
    """Say the rule in words."""
    return tr(
        mark(
            "Each quarter is compared with the whole quarters of the same partnership before it, "
            "{fewest} at least and the last {most} at most: the usual range lies round their "
            "middle value, as wide as neighbouring quarters usually differ, times a constant for "
            "how many there are (XmR chart, short-run constants). Partial values and ones that "
            "may still change are left out. Outside the range means: look at it. It does not mean "
            "that it is wrong."
        ),
        fewest=FEWEST,
        most=BASELINE,
    )


def outlying(found: pl.DataFrame, source: Source) -> dict[str, list[str]]:
    """Return values outside their usual range as columns of texts."""
    rows = found.to_dicts()
    named = names(source)
    return {
        tr(mark("Partnership")): [_short(named, row[columns.PARTNERSHIP]) for row in rows],
        tr(mark("Indicator")): [tr(INDICATORS[row[columns.INDICATOR]].name) for row in rows],
        tr(mark("Period")): [_period(row[columns.PERIOD]) for row in rows],
        tr(mark("Value")): [_as_fine(row, row[columns.VALUE]) for row in rows],
        tr(mark("Usual range")): [_usual(row) for row in rows],
        tr(mark("Side")): [_side(row) for row in rows],
        tr(mark("From so many earlier quarters")): texts(found[POINTS]),
    }


def _side(row: dict[str, Any]) -> str:
    above = row[columns.VALUE] > row[columns.UPPER]
    return tr(mark("above it")) if above else tr(mark("below it"))


def _usual(row: dict[str, Any]) -> str:
    low, high = (max(row[each], 0.0) for each in (columns.LOWER, columns.UPPER))
    top = min(high, 1.0) if row[columns.UNIT] == columns.SHARE else high
    return tr(mark("{low} to {high}"), low=_as_fine(row, low), high=_as_fine(row, top))


def _as_fine(row: dict[str, Any], value: float) -> str:
    """Write a value with the decimals that tell the row's value from the limits it lies beyond."""
    unit, words = row[columns.UNIT], labels.words()
    limits = (row[columns.LOWER], row[columns.UPPER])
    for decimals in (None, *range(1, MOST_DECIMALS)):
        own = show(row[columns.VALUE], unit, words, decimals=decimals)
        if own not in {show(each, unit, words, decimals=decimals) for each in limits}:
            return show(value, unit, words, decimals=decimals)
    return show(value, unit, words, decimals=MOST_DECIMALS)


def contradictions_verdict(found: pl.DataFrame) -> str:
    """Say in one line how much tables say against each other."""
    if found.is_empty():
        return trn(
            mark("{n} rule was applied: no table contradicts another"),
            mark("{n} rules were applied: no table contradicts another"),
            len(RULES),
        )
    return trn(mark("{n} contradiction"), mark("{n} contradictions"), found.height)


def contradicting(found: pl.DataFrame, source: Source) -> dict[str, list[str]]:
    """Return contradictions as columns of texts."""
    rows = found.to_dicts()
    named = names(source)
    return {
        tr(mark("What")): [tr(RULES[row[RULE]].title) for row in rows],
        tr(mark("Partnership")): [_short(named, row[columns.PARTNERSHIP]) for row in rows],
        tr(mark("Period")): [_period(row[columns.PERIOD]) for row in rows],
        tr(mark("About")): [labels.party_name(row[WHO]) if row[WHO] else "" for row in rows],
    }


def rules(found: pl.DataFrame) -> dict[str, list[str]]:
    """Return the rules in words, with how often each was met."""
    times = dict(found.group_by(RULE).len().iter_rows())
    return {
        tr(mark("What")): [tr(rule.title) for rule in RULES.values()],
        tr(mark("Why")): [tr(rule.why) for rule in RULES.values()],
        tr(mark("Found")): [str(times.get(rule, 0)) for rule in RULES],
    }


def grades_told() -> str:
    """Say what the grades mean, and when two counts agree."""
    meant = "; ".join(tr(text) for text in GRADES.values())
    return tr(
        mark("{grades}. Two counts agree where they differ by at most {within} of the larger."),
        grades=meant[0].upper() + meant[1:],
        within=f"{100 * WITHIN:.0f}{NO_BREAK_SPACE}%",
    )


def agreeing_told() -> str:
    """Say what a square of the grid counts."""
    return tr(
        mark(
            "Pairs that agree / pairs that both sides count, each way by itself; two counts agree "
            "where they differ by at most {within} of the larger"
        ),
        within=f"{100 * WITHIN:.0f}{NO_BREAK_SPACE}%",
    )


def whose_figure(counted: Counted) -> str:
    """Say which side's count is the figure, and that the other's is compared alone."""
    if COMPARED[counted].kept_by_receiver:
        return tr(
            mark("The receiver's count is the figure; the sender's is compared and never added.")
        )
    return tr(mark("The sender's count is the figure; the receiver's is compared and never added."))


def graded(found: pl.DataFrame, source: Source) -> dict[str, list[str]]:
    """Return how many flows are known by one side's word, and how many by both sides'."""
    rows = {(row[columns.PARTNERSHIP], row[COUNTED]): row for row in found.iter_rows(named=True)}
    named = names(source)
    whose = [*dict.fromkeys(partnership for partnership, _ in rows)]
    return {
        tr(mark("Partnership")): [_short(named, each) for each in whose],
        **{
            tr(compared.title): [_known(rows.get((each, counted))) for each in whose]
            for counted, compared in COMPARED.items()
        },
    }


def _known(row: dict[str, Any] | None) -> str:
    """Say how many flows of a partnership are known in which way."""
    if row is None:
        return ""
    alone, both = row[Grade.SELF_REPORTED], row[Grade.MIRRORED]
    parts = [
        tr(mark("{n} self-reported"), n=grouped(alone)) if alone else "",
        tr(mark("{n} mirrored, {agree} of them agree"), n=grouped(both), agree=grouped(row[AGREE]))
        if both
        else "",
    ]
    return tr(mark("; ")).join(filter(None, parts))


def flows(found: pl.DataFrame, source: Source) -> dict[str, list[str]]:
    """Return what the two sides of each flow count, side by side."""
    rows = found.to_dicts()
    named = names(source)
    sender, receiver = ENDS
    return {
        tr(mark("Partnership")): [_short(named, row[columns.PARTNERSHIP]) for row in rows],
        tr(mark("From")): [labels.party_name(row[sender]) for row in rows],
        tr(mark("To")): [labels.party_name(row[receiver]) for row in rows],
        tr(mark("Sender counts")): [grouped(row[BY_SENDER]) for row in rows],
        tr(mark("Receiver counts")): [grouped(row[BY_RECEIVER]) for row in rows],
        tr(mark("Apart")): [_signed(row[APART] or 0) for row in rows],
        tr(mark("Agree")): [tr(mark("yes")) if row[AGREE] else tr(mark("no")) for row in rows],
    }
