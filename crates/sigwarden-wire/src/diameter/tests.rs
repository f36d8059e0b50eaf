//! Rows of input and expectation.
