"""What every use case stands on: the parts of the application, the unit of work, the interaction.

Nothing here knows what is told to whom, by which means, or what a need is.
"""
