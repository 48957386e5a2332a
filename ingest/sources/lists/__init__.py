"""Reading lists as tables, in Markdown, as lists of addresses."""
