"""An HTML page → its text: `tree` parses and prunes, `told` reads what it says of itself, `content` finds the text."""
