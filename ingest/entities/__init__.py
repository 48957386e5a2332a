"""Reads texts for what they name and state: known names by the lexicon, unknown ones by form, relations by sentence."""
