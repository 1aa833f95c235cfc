"""What the tests of the schema need: grammars as patterns, documents made from a grammar, a Schematron engine."""
