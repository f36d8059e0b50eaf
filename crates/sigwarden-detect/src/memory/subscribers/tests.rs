use super::*;

#[test]
fn placeholder_removed() {}
