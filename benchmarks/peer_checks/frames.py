"""A file as pandas frames, the fastest way pandas' own documentation offers, or as it comes.

Texts are read as text, since what a cell may look like (`120`, not `+120` or `1.2e2`) can be asked
of text only. The figures are read a second time as numbers, which takes less time than to convert
sixteen columns of text. With Arrow, its engine and its text take a third of the time of those that
pandas has where nothing else is installed. No record of the file has a line break within, so a
row's line follows from its place.
"""

import os
from pathlib import Path

import pandas as pd
from answers import LINE, MIXED, Rules

SAME = "sender_is_not_receiver"
ARROW = bool(os.environ["PANDAS_READS_WITH"])
ENGINE = "pyarrow" if ARROW else "c"
pd.options.mode.string_storage = "pyarrow" if ARROW else "python"


def texts(file: Path, rules: Rules) -> pd.DataFrame:
    """Read every cell as text; add the line and, for rules across texts, the cells that break one.

    Neither library compares texts of two columns, nor rows with each other, but row by row in
    Python; what breaks such a rule is found with pandas, and they are asked that it be nothing.
    """
    frame = pd.read_csv(file, dtype=str, keep_default_na=False, na_values=[""], engine=ENGINE)
    frame[LINE] = range(2, len(frame) + 2)
    sender, receiver = rules["ends"]
    same = (frame[sender] == frame[receiver]) & (frame[sender] != rules["all"])
    frame[SAME] = frame[sender].where(same)
    frame[MIXED] = _mixed(frame, rules)
    return frame


def numbers(file: Path, rules: Rules) -> pd.DataFrame:
    """Read the figures as numbers, what is none as empty; add the line and the sums of rules."""
    names = [each["name"] for each in rules["columns"] if each["number"]]
    frame = pd.read_csv(file, usecols=names, na_values=[""], engine=ENGINE)
    for name in names:
        if not pd.api.types.is_numeric_dtype(frame[name]):
            frame[name] = pd.to_numeric(frame[name], errors="coerce")
    frame[LINE] = range(2, len(frame) + 2)
    for rule in rules["rows"]:
        if len(rule["sum"]) > 1:  # an empty cell counts nothing
            frame[part_of(rule)] = frame[rule["sum"]].fillna(0).sum(axis=1)
    return frame


def part_of(rule: Rules) -> str:
    """Name the column that a rule says is within another: one of the file, or a sum."""
    return rule["sum"][0] if len(rule["sum"]) == 1 else f"sum of {rule['name']}"


def _mixed(frame: pd.DataFrame, rules: Rules) -> pd.Series:
    """Give the split of each row in which ALL stands beside a split of the same cell."""
    found = pd.Series(None, index=frame.index, dtype=object)
    for column in rules["breakdowns"]:
        others = [name for name in rules["key"] if name != column]
        is_total = frame[column] == rules["all"]
        if not is_total.any():
            continue
        totals, parts = frame[is_total], frame[~is_total]
        for one, other in ((totals, parts), (parts, totals)):
            both = one[[*others, LINE]].merge(other[others].drop_duplicates(), on=others)
            lines = frame[LINE].isin(both[LINE])
            found[lines] = frame.loc[lines, column]
    return found
