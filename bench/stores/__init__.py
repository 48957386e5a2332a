"""The same work on each store, beside what the database takes without it."""
