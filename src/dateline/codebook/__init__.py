"""The event types: definitions, what counts and what does not, and tables to other ontologies."""

from dateline.codebook.codebook import AcledType, Codebook, CodebookError, Maps, TypeDefinition, WholeReport

__all__ = ["AcledType", "Codebook", "CodebookError", "Maps", "TypeDefinition", "WholeReport"]
