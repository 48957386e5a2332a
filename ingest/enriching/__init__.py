"""Catalogues that are asked for what sources don't say: one module a service, pure readers of its answers."""
