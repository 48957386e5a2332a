"""Saved pages of posts: aggregators and previews of feeds, and the footnotes glued into their texts."""
