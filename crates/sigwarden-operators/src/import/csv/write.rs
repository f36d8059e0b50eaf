//! Operators as a table.

use std::fmt::Display;

use super::COLUMNS;
use crate::site::Operator;

/// Writes operators as a table that [`read`](super::read) takes back: what each says of itself in every row of it,
/// so that rows can be sorted and picked. The order is that of the operators and of their lists.
///
/// An operator without TADIG code and name has no place in a table, nor have two with the same one and the same
/// validity.
pub fn write(operators: &[Operator]) -> String {
    let mut table = csv::Writer::from_writer(Vec::new());
    // Writing to memory does not fail.
    let _ = table.write_record(COLUMNS);
    for operator in operators {
        for (kind, value, role) in values(operator) {
            let _ = table.write_record(row(operator, kind, value, role));
        }
    }
    table.into_inner().ok().and_then(|octets| String::from_utf8(octets).ok()).unwrap_or_default()
}

type Value = (&'static str, String, String);

/// Kind, value and role of each row of an operator; one row without, where it has no values.
fn values(operator: &Operator) -> Vec<Value> {
    fn add<T: Display>(rows: &mut Vec<Value>, kind: &'static str, list: &[T]) {
        rows.extend(list.iter().map(|value| (kind, value.to_string(), String::new())));
    }
    let mut rows = Vec::new();
    add(&mut rows, "plmn", &operator.plmns);
    add(&mut rows, "gt", &operator.global_titles);
    add(&mut rows, "msisdn", &operator.msisdns);
    add(&mut rows, "mgt", &operator.mobile_global_titles);
    rows.extend(operator.nodes.iter().map(|node| ("node", node.range.to_string(), node.roles.list())));
    add(&mut rows, "realm", &operator.realms);
    add(&mut rows, "ip", &operator.gtp_addresses);
    add(&mut rows, "point_code", &operator.point_codes);
    add(&mut rows, "carrier", &operator.carriers);
    if rows.is_empty() {
        rows.push(("", String::new(), String::new()));
    }
    rows
}

fn row(operator: &Operator, kind: &str, value: String, role: String) -> [String; COLUMNS.len()] {
    fn cell<T: Display>(value: &Option<T>) -> String {
        value.as_ref().map(T::to_string).unwrap_or_default()
    }
    [
        cell(&operator.tadig),
        cell(&operator.name),
        cell(&operator.country),
        kind.to_owned(),
        value,
        role,
        cell(&operator.partner),
        cell(&operator.valid_from),
        cell(&operator.valid_to),
        cell(&operator.source),
        cell(&operator.source_date),
    ]
}
