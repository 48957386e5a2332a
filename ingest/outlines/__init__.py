"""Source HTML → outline blocks: `text` cleans, `frame` collects a block, `reader` follows the markup."""
