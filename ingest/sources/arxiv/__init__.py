"""arXiv's answers, announcements and harvests."""
