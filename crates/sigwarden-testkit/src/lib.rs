//! Builds synthetic messages and captures for tests and benchmarks
