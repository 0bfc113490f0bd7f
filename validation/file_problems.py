"""What can be wrong with a file before any of its cells is looked at."""

from typing import Final

from validation.contract import Severity
from validation.problems import ProblemKind
from validation.text import mark

EMPTY_FILE: Final = ProblemKind(
    name="empty_file",
    title=mark("Empty file"),
    says=mark("The file is empty."),
    mend=mark("Save the table again and check the file that was saved."),
)
SAME_FILE: Final = ProblemKind(
    name="same_file_twice",
    title=mark("The same file twice"),
    says=mark("This is the same file as {other_file}: every byte is equal."),
    mend=mark("Hand it in once."),
)
NOTHING_TO_LOAD: Final = ProblemKind(
    name="nothing_to_load",
    title=mark("Nothing to load"),
    says=mark("The file has a header and no rows, so there is nothing to load."),
    mend=mark("Fill in at least one row."),
)
TOO_LARGE: Final = ProblemKind(
    name="file_too_large",
    title=mark("File too large"),
    says=mark("The file has {size} bytes; at most {limit} are read."),
    mend=mark("Split it into several files with the same header."),
)
NOT_TEXT: Final = ProblemKind(
    name="not_text",
    title=mark("Neither text nor a workbook"),
    says=mark("The file is neither text nor an .xlsx workbook, so no table can be read from it."),
    mend=mark("Open it in the program it comes from and save it as CSV (UTF-8) or .xlsx."),
)
NUL_BYTES: Final = ProblemKind(
    name="nul_bytes",
    title=mark("Damaged text"),
    says=mark("The file holds a NUL byte here, which no text has."),
    mend=mark(
        "Save the table again as CSV (UTF-8) or .xlsx; pictures and other documents are not read."
    ),
)
UNDECODABLE: Final = ProblemKind(
    name="undecodable_text",
    title=mark("Text that cannot be read"),
    says=mark("The letters on this line are neither UTF-8 nor those of Windows."),
    mend=mark(
        "Where rows of several files were put together, save each as CSV (UTF-8) and hand them in "
        "together; else save the table again so, or as .xlsx."
    ),
)
CONVERTED: Final = ProblemKind(
    name="text_converted",
    title=mark("Text converted"),
    says=mark("The file is in {encoding} and was converted to UTF-8; for example “{sample}”."),
    mend=mark("If that is not what you wrote, save the table again as CSV (UTF-8)."),
    severity=Severity.WARNING,
)
LINE_ENDS: Final = ProblemKind(
    name="old_line_ends",
    title=mark("Line ends of an old Mac"),
    says=mark("Lines end in a bare carriage return; they were read as line ends."),
    mend=mark("Nothing needs doing."),
    severity=Severity.WARNING,
)
DELIMITER: Final = ProblemKind(
    name="other_delimiter",
    title=mark("Another delimiter"),
    says=mark("Cells are separated by a {delimiter}, not by a comma; they were read so."),
    mend=mark("Nothing needs doing."),
    severity=Severity.WARNING,
)
LONG_LINE: Final = ProblemKind(
    name="line_too_long",
    title=mark("Line too long"),
    says=mark("This row has {size} bytes; a row of {limit} bytes is the longest that is read."),
    mend=mark(
        "Look for a cell that swallowed a whole document, and shorten it. Each row of the table "
        "needs a line of its own."
    ),
)
RAGGED: Final = ProblemKind(
    name="wrong_number_of_cells",
    title=mark("Row with too many or too few cells"),
    says=mark("Cells in this row: {cells}; columns in the header: {width}."),
    mend=mark(
        "Look for a {delimiter} too many or too few; put quotation marks around a cell that holds "
        "one."
    ),
)
BROKEN_QUOTES: Final = ProblemKind(
    name="broken_quotes",
    title=mark("Quotation marks that do not match"),
    says=mark(
        "A quotation mark on this line does not begin or end a cell, so nothing from here on can "
        "be told apart."
    ),
    mend=mark("Put one quotation mark at each end of the cell, and write those inside it twice."),
)
UNKNOWN_TABLE: Final = ProblemKind(
    name="table_not_recognised",
    title=mark("Table not recognised"),
    says=mark("The first line names no columns of any table that is known here."),
    mend=mark(
        "Begin the file with the column names of one of these tables, as its template has them: "
        "{tables}."
    ),
)
NO_SUCH_TABLE: Final = ProblemKind(
    name="no_such_table",
    title=mark("No such table"),
    says=mark("There is no table “{value}”."),
    mend=mark("Name one of: {tables}."),
)
UNKNOWN_COLUMN: Final = ProblemKind(
    name="unknown_column",
    title=mark("Unknown column"),
    says=mark("“{value}” is not a column of {table}."),
    mend=mark("Remove the column or correct its name."),
)
UNNAMED_COLUMN: Final = ProblemKind(
    name="unnamed_column",
    title=mark("Column without a name"),
    says=mark("Column {position} has no name in the header."),
    mend=mark("Name the column, or remove it with the delimiter before it."),
)
REPEATED_COLUMN: Final = ProblemKind(
    name="repeated_column",
    title=mark("Column named twice"),
    says=mark("The header names {column} more than once."),
    mend=mark("Keep one of the columns."),
)
MISSING_COLUMN: Final = ProblemKind(
    name="missing_column",
    title=mark("Column that every file needs"),
    says=mark("The column {column} is missing, and every row needs it."),
    mend=mark("Add {column} to the header and fill it in every row."),
)
MISSING_OPTIONAL: Final = ProblemKind(
    name="missing_optional_column",
    title=mark("Optional columns that are not in the file"),
    says=mark("Optional columns that are not in the file: {column}."),
    mend=mark("Nothing needs doing: values already held are kept, new rows stay empty."),
    severity=Severity.WARNING,
)
MISSING_KEY: Final = ProblemKind(
    name="missing_key_column",
    title=mark("Columns of the key that are not in the file"),
    says=mark("Columns that tell rows apart and are not in the file: {column}."),
    mend=mark("Nothing needs doing if they are empty in every row: so they were read."),
    severity=Severity.WARNING,
)
RESPELT: Final = ProblemKind(
    name="column_name_read_as",
    title=mark("Column names read with tolerance"),
    says=mark("The column “{value}” was read as {column}."),
    mend=mark("Nothing needs doing; the template has the exact names."),
    severity=Severity.WARNING,
)

NAME_WITH_PATH: Final = ProblemKind(
    name="name_with_path",
    title=mark("File name with folders"),
    says=mark("The name “{value}” names folders, and only plain file names are read."),
    mend=mark(
        "Put the file at the top of the archive, or give it a name without / and \\. If this is no "
        "archive but a document, save the table in it as CSV (UTF-8)."
    ),
)
ARCHIVE_DAMAGED: Final = ProblemKind(
    name="archive_damaged",
    title=mark("Damaged archive"),
    says=mark("The archive cannot be unpacked: it is damaged, cut short or packed in a rare way."),
    mend=mark("Pack the files again as an ordinary .zip or .gz, or hand them in unpacked."),
)
ARCHIVE_EMPTY: Final = ProblemKind(
    name="archive_empty",
    title=mark("Empty archive"),
    says=mark("There is no file in the archive."),
    mend=mark("Pack the files again, or hand them in unpacked."),
)
ARCHIVE_LOCKED: Final = ProblemKind(
    name="archive_locked",
    title=mark("Archive with a password"),
    says=mark("The archive is locked with a password, so it cannot be read here."),
    mend=mark("Hand in the files unpacked, or in an archive without a password."),
)
TOO_DENSE: Final = ProblemKind(
    name="packed_too_densely",
    title=mark("Suspiciously small archive"),
    says=mark("Unpacked, the file would be more than {times} times its size, as no table is."),
    mend=mark("Check where the file comes from; hand in the table itself, unpacked."),
)
TOO_MANY_FILES: Final = ProblemKind(
    name="too_many_files",
    title=mark("Archive of too many files"),
    says=mark("The archive holds {count} files; at most {most} are read at once."),
    mend=mark("Hand in the files in several archives."),
)
WORKBOOK_DAMAGED: Final = ProblemKind(
    name="workbook_damaged",
    title=mark("Damaged workbook"),
    says=mark("The workbook cannot be read: it is damaged, or locked with a password."),
    mend=mark("Open it in the program it comes from, save it again, or save it as CSV (UTF-8)."),
)
FORMULA: Final = ProblemKind(
    name="formula_without_value",
    title=mark("Formulas without a result"),
    says=mark("Cell {cell} holds a formula whose result was never saved; such cells: {count}."),
    mend=mark(
        "Open the workbook in a spreadsheet program, let it compute, and save it; or put the "
        "values in place of the formulas."
    ),
)
OTHER_SHEETS: Final = ProblemKind(
    name="sheets_not_read",
    title=mark("Sheets that were not read"),
    says=mark("Sheets without a table, or with a name in brackets, were not read: {value}."),
    mend=mark("Nothing needs doing if they hold only notes."),
    severity=Severity.WARNING,
)
PERCENTAGES: Final = ProblemKind(
    name="percentages_read",
    title=mark("Percentages"),
    says=mark("Cells of {column} that are shown as percentages were read, 45 % as {example}."),
    mend=mark("Nothing needs doing if that is what is meant."),
    severity=Severity.WARNING,
)
LINES_ABOVE: Final = ProblemKind(
    name="lines_above_header",
    title=mark("Lines above the header"),
    says=mark("Lines above the header were not read ({count}), the first being “{value}”."),
    mend=mark("Nothing needs doing if they hold only a title."),
    severity=Severity.WARNING,
)
HEADER_AGAIN: Final = ProblemKind(
    name="header_again",
    title=mark("A second header"),
    says=mark("This line names the columns again, as the header on line {header_line} does."),
    mend=mark("Remove the line; hand in a second table as a file of its own."),
)
CELLS_WITHOUT_COLUMN: Final = ProblemKind(
    name="cells_without_column",
    title=mark("Cells under no column"),
    says=mark("“{value}” stands in a column that has no name in the header."),
    mend=mark("Name the column in the header, or empty the cell."),
)

FILE_KINDS: Final = {
    kind.name: kind
    for kind in (
        EMPTY_FILE,
        SAME_FILE,
        NOTHING_TO_LOAD,
        TOO_LARGE,
        NOT_TEXT,
        NAME_WITH_PATH,
        ARCHIVE_DAMAGED,
        ARCHIVE_EMPTY,
        ARCHIVE_LOCKED,
        TOO_DENSE,
        TOO_MANY_FILES,
        WORKBOOK_DAMAGED,
        FORMULA,
        OTHER_SHEETS,
        PERCENTAGES,
        NUL_BYTES,
        UNDECODABLE,
        CONVERTED,
        LINE_ENDS,
        DELIMITER,
        LONG_LINE,
        RAGGED,
        BROKEN_QUOTES,
        UNKNOWN_TABLE,
        NO_SUCH_TABLE,
        UNKNOWN_COLUMN,
        UNNAMED_COLUMN,
        REPEATED_COLUMN,
        MISSING_COLUMN,
        MISSING_OPTIONAL,
        MISSING_KEY,
        RESPELT,
        LINES_ABOVE,
        HEADER_AGAIN,
        CELLS_WITHOUT_COLUMN,
    )
}
