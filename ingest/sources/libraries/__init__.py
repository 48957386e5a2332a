"""Libraries from elsewhere: bibliographies and subscription lists."""
