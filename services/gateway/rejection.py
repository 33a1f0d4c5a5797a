"""Why the door turns a record away. The reasons are fixed sentences: they never quote the record."""

REASONS = {
    "TOO_LARGE": "key, headers and value are too large together",
    "TOMBSTONE": "the record has no value",
    "HEADER_NULL": "a header has no value",
    "HEADER_NOT_UTF8": "a header is not UTF-8",
    "HEADER_MISSING": "a required header is missing or empty",
    "SPECVERSION_UNKNOWN": "ce_specversion is not 1.0",
    "WRONG_SOURCE": "ce_source is not the authority that owns the topic",
    "TYPE_UNKNOWN": "ce_type is not a command that can be sent",
    "SENDER_NOT_ALLOWED": "only operators may send this command",
    "ID_BROKEN": "ce_id is not 1 to 128 of A-Z a-z 0-9 . _ : -",
    "TIME_BROKEN": "ce_time is not an RFC 3339 instant with offset",
    "TIME_IN_FUTURE": "ce_time lies in the future",
    "TIME_TOO_OLD": "ce_time lies too far back",
    "NOT_JSON": "the value is not JSON",
    "NOT_AN_OBJECT": "the value is not a JSON object",
    "CPR_MISSING": "the field cpr is missing",
    "CPR_BROKEN": "the field cpr is not ten digits that begin with a date",
    "CPR_IN_TEXT": "something that looks like a CPR number stands outside the field cpr",
    "CPR_IN_KEY": "something that looks like a CPR number stands in the key",
    "CPR_IN_HEADER": "something that looks like a CPR number stands in a header",
    "FIELD_UNKNOWN": "the command has no such field",
    "FIELD_BROKEN": "a field is missing or its value is not allowed",
    "INTERNAL": "the record could not be handled; the operators know",
}


class Rejected(Exception):
    """A record that is not a command of ours. Its text is the code, and nothing of the record."""

    def __init__(self, code: str, fields: tuple[str, ...] = ()) -> None:
        super().__init__(code)
        self.code = code
        self.fields = fields
        self.reason = REASONS[code]
