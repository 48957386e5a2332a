"""What was said and when: cue files (WebVTT, SRT, JSON) and episode pages → blocks with speakers and seconds.

Nothing is known beforehand of a show or its speakers: names, chapters and figures are told by where they stand and by
what recurs.
"""
