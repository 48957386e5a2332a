"""What one adapter promises beyond the contracts."""
