//! What lines ask for, as tables.
