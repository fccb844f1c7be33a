"""Every rule that can be worked out on paper: who may be reached and who is asked, which change of state is
legal, limits, hours, levels, what may be shown.

Plain values in, plain values out: no clock, no database, no provider. Properties are tested here.
"""
