"""Each change of the schema. One that is released is never edited: docs/CONTRIBUTING.md."""
