//! What is wrong: categories, checks, findings
