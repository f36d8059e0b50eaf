//! Frames in, operations and findings out, in one bounded flow
