//! EXPR: a strict subset of CEL over the field registry
