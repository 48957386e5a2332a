"""Reads texts for what they name and state: known names by the lexicon, unknown ones by form, relations by sentence.

`extractor.Entities` puts the parts together; nothing is imported here, since the rules take a second to compile.
"""
