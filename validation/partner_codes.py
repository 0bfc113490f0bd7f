"""Code lists of what partners score, what members can do and give, and what is to be mended."""

from typing import Final

from validation.codes import Code, CodeList
from validation.text import mark

OPERATIONAL: Final = "operational"
FTE: Final = "fte"
EUR: Final = "eur"
COUNT: Final = "count"
TRAINING: Final = "training"
DONE: Final = "done"
REJECTED: Final = "rejected"

CHARACTERISTICS: Final = CodeList(
    mark("characteristic of a partnership"),
    (
        Code(
            "clear_communication",
            mark("Clear communication"),
            mark("Partners understand what is asked and told."),
        ),
        Code(
            "trust_and_respect",
            mark("Trust and mutual respect"),
            mark("Partners rely on each other and treat each other as equals."),
        ),
        Code(
            "standardised_procedures",
            mark("Standardised procedures"),
            mark("Partners do the same things in the same way."),
        ),
        Code(
            "shared_goals",
            mark("Commitment to shared goals"),
            mark("Partners want the same and work for it."),
        ),
    ),
)

CAPABILITIES: Final = CodeList(
    mark("capability"),
    (
        Code(
            "real_time_platform",
            mark("Real-time platform"),
            mark("Information is seen by all partners as soon as it is entered."),
        ),
        Code(
            "automated_exchange",
            mark("Automated exchange"),
            mark("Systems pass messages to each other without retyping."),
        ),
        Code(
            "encrypted_messaging",
            mark("Encrypted messaging"),
            mark("Messages that nobody on the way can read."),
        ),
        Code("video_conferencing", mark("Video conferencing"), mark("Secure meetings by video.")),
        Code("dna_exchange", mark("DNA exchange"), mark("DNA profiles compared with partners'.")),
        Code(
            "fingerprint_exchange",
            mark("Fingerprint exchange"),
            mark("Fingerprints compared with partners'."),
        ),
        Code(
            "digital_forensics",
            mark("Digital forensics"),
            mark("Evidence secured from devices and passed on so that courts accept it."),
        ),
        Code(
            "ai_analysis",
            mark("Analysis with AI"),
            mark("Machine learning that helps to find patterns in shared data."),
        ),
        Code(
            "integrity_ledger",
            mark("Integrity ledger"),
            mark("A record that shows whether shared data was altered, such as a blockchain."),
        ),
        Code(
            "shared_database",
            mark("Shared database"),
            mark("One database that partners fill and search together."),
        ),
    ),
)

CAPABILITY_STATUSES: Final = CodeList(
    mark("status of a capability"),
    (
        Code("none", mark("None"), mark("Neither there nor planned.")),
        Code("planned", mark("Planned"), mark("Decided or paid for, not begun.")),
        Code("pilot", mark("Pilot"), mark("Being tried out by some.")),
        Code(OPERATIONAL, mark("Operational"), mark("In daily use with partners.")),
    ),
)

INPUT_KINDS: Final = CodeList(
    mark("kind of contribution"),
    (
        Code("staff", mark("Staff"), mark("People who work for the partnership.")),
        Code("funds", mark("Funds"), mark("Money paid in.")),
        Code("technology", mark("Technology"), mark("Equipment, software and systems.")),
        Code(TRAINING, mark("Training"), mark("Courses given to the others.")),
    ),
)

INPUT_UNITS: Final = CodeList(
    mark("unit of a contribution"),
    (
        Code(FTE, mark("Full-time posts"), mark("Full-time equivalents; half a post is 0.5.")),
        Code(EUR, mark("Euros"), mark("Euros.")),
        Code(COUNT, mark("Pieces"), mark("A number of things, such as devices or courses.")),
    ),
)

ORIGINS: Final = CodeList(
    mark("origin of a recommendation"),
    (
        Code("evaluation", mark("Evaluation"), mark("An evaluation of the partnership.")),
        Code("audit", mark("Audit"), mark("An audit.")),
        Code("review", mark("Review"), mark("A review by the partners themselves.")),
        Code("finding", mark("Finding"), mark("A figure that was noticed.")),
    ),
)

RECOMMENDATION_STATUSES: Final = CodeList(
    mark("status of a recommendation"),
    (
        Code("open", mark("Open"), mark("Nothing has been done yet.")),
        Code("in_progress", mark("In progress"), mark("Begun, not finished.")),
        Code(DONE, mark("Done"), mark("Carried out.")),
        Code(REJECTED, mark("Rejected"), mark("Decided against.")),
    ),
)
