//! From a trace to lanes, phases, ownership, queue contents, findings and explanations.
