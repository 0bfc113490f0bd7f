"""From the bytes of a CSV to problems or typed rows; the tables, once declared, are here."""
