"""Texts leave, are confirmed or looked up, and what follows for everybody else when they fail.

Nothing is held while we wait for the provider, and what may have left is never simply sent again. Whether
somebody is told at all was decided before, in `outbound`; it is asked once more when a text would leave.
"""
