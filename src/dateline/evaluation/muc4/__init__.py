"""The MUC-4 corpus (1992): its reports, answer keys and scorer, and the writing of its templates.

A report ("message") tells of zero or more terrorist incidents in nine Latin American countries; each incident is a
template of 24 numbered slots. The task documents of MUC-4 call a written value a "fill".
"""
