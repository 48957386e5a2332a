"""What documents need mended, in words, for the reports."""

SENTENCES = {
    "address-not-kept": "its link leads to no page of the web (a script, a place on a machine); it was not kept",
    "bare-ampersand": "the XML held & where &amp; was meant; read as &",
    "broken-character": "half a character stood in the text, of an emoji that was cut, say; read as �",
    "date-not-read": "its date could not be read, so it is undated",
    "date-placeholder": "its date is the zero of a clock, not a date, so it is undated",
    "date-without-offset": "its date states no time zone; taken as UTC",
    "double-escaped": "its markup was escaped twice and was unescaped once more",
    "duplicate": "the same entry stood in the feed twice; it is kept once",
    "encoded-twice": "its letters beyond ASCII had been encoded twice; read as they were before that",
    "entities-ignored": "the XML declares entities of its own; they were not expanded",
    "html-entities": "the XML used names for signs that only HTML knows; read as those signs",
    "junk-before-xml": "something stood before the XML; it was skipped",
    "link-not-followed": "a link that leads to no page (mail, script, inlined file) keeps its text only",
    "not-well-formed": "the XML is not well-formed; read as far as it goes",
    "read-by-feedparser": "the XML is too broken for the fast reader; feedparser read it",
    "relative-date": "its date was relative and was resolved when the feed was read",
    "same-id": "another entry of the feed has the same id; they are kept as two documents",
    "wrong-encoding": "the encoding the XML declares is not the one it is in; read in the right one",
}
