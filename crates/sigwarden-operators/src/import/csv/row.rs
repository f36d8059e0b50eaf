//! One row of a table.

use std::fmt::Display;
use std::str::FromStr;

use super::{COLUMNS, Identity};
use crate::country::Country;
use crate::roles::Roles;
use crate::site::{Kind, NodeRange, Operator};

/// A row: what it says of the whole operator, and its own value.
pub(super) struct Row {
    /// Without lists.
    pub(super) operator: Operator,
    value: Option<Value>,
}

/// The value of a row by its kind: which list it belongs to, and how it is read.
struct Field {
    kind: &'static str,
    looks: Kind,
    push: fn(&mut Operator, &str, Option<Roles>) -> Result<(), String>,
}

struct Value {
    text: String,
    roles: Option<Roles>,
    field: &'static Field,
}

const FIELDS: &[Field] = &[
    Field { kind: "plmn", looks: Kind::Plmn, push: |to, text, _| add(&mut to.plmns, text) },
    Field { kind: "gt", looks: Kind::Range, push: |to, text, _| add(&mut to.global_titles, text) },
    Field { kind: "msisdn", looks: Kind::Range, push: |to, text, _| add(&mut to.msisdns, text) },
    Field { kind: "mgt", looks: Kind::Range, push: |to, text, _| add(&mut to.mobile_global_titles, text) },
    Field { kind: NODE, looks: Kind::Range, push: node },
    Field { kind: "realm", looks: Kind::Host, push: |to, text, _| add(&mut to.realms, text) },
    Field { kind: "ip", looks: Kind::Cidr, push: |to, text, _| add(&mut to.gtp_addresses, text) },
    Field { kind: "point_code", looks: Kind::PointCode, push: |to, text, _| add(&mut to.point_codes, text) },
    Field { kind: "carrier", looks: Kind::Text, push: |to, text, _| add(&mut to.carriers, text) },
];
/// The kind whose rows have a role.
const NODE: &str = "node";

fn add<T: FromStr>(list: &mut Vec<T>, text: &str) -> Result<(), String>
where
    T::Err: Display,
{
    list.push(text.parse().map_err(|error: T::Err| error.to_string())?);
    Ok(())
}

fn node(operator: &mut Operator, text: &str, roles: Option<Roles>) -> Result<(), String> {
    let roles = roles.ok_or("a node needs a role, such as HLR; fill the column role")?;
    operator.nodes.push(NodeRange { roles, range: text.parse()? });
    Ok(())
}

impl Row {
    /// Reads the cells, one for each of [`COLUMNS`].
    pub(super) fn read(cells: &[&str; COLUMNS.len()]) -> Result<Row, String> {
        let [tadig, name, country, kind, value, role, partner, valid_from, valid_to, source, source_date] = *cells;
        if tadig.is_empty() && name.is_empty() {
            return Err("the row names no operator; fill tadig or name".to_owned());
        }
        let text = |cell: &str| cell.to_owned();
        let operator = Operator {
            name: checked("name", name, Kind::Text, |cell| Some(text(cell)))?,
            tadig: checked("tadig", tadig, Kind::Tadig, |cell| Some(text(cell)))?,
            country: checked("country", country, Kind::Country, Country::new)?,
            partner: checked("partner", partner, Kind::Flag, |cell| cell.parse().ok())?,
            valid_from: checked("valid_from", valid_from, Kind::Date, |cell| cell.parse().ok())?,
            valid_to: checked("valid_to", valid_to, Kind::Date, |cell| cell.parse().ok())?,
            source: checked("source", source, Kind::Text, |cell| Some(text(cell)))?,
            source_date: checked("source_date", source_date, Kind::Date, |cell| cell.parse().ok())?,
            ..Operator::default()
        };
        if operator.valid_from.zip(operator.valid_to).is_some_and(|(from, to)| from > to) {
            return Err(format!("valid_to {valid_to} is before valid_from {valid_from}; exchange them"));
        }
        Ok(Row { operator, value: Value::read(kind, value, role)? })
    }

    /// What rows of one operator have in common.
    pub(super) fn identity(&self) -> Identity {
        let of = &self.operator;
        let label = of.tadig.as_ref().or(of.name.as_ref());
        (label.cloned().unwrap_or_default(), of.tadig.is_some(), of.valid_from, of.valid_to)
    }

    /// Adds what the row says to its operator; what contradicts it is the error.
    pub(super) fn join(self, operator: &mut Operator) -> Result<(), String> {
        let Row { operator: own, value } = self;
        merge("name", &mut operator.name, own.name)?;
        merge("country", &mut operator.country, own.country)?;
        merge("partner", &mut operator.partner, own.partner)?;
        merge("source", &mut operator.source, own.source)?;
        merge("source_date", &mut operator.source_date, own.source_date)?;
        match value {
            Some(value) => (value.field.push)(operator, &value.text, value.roles),
            None => Ok(()),
        }
    }
}

impl Value {
    fn read(kind: &str, value: &str, role: &str) -> Result<Option<Value>, String> {
        let field = FIELDS.iter().find(|field| field.kind == kind);
        let Some(field) = field else {
            return match (kind, value, role) {
                ("", "", "") => Ok(None),
                ("", _, _) => Err(format!("the value \"{value}\" has no kind; kinds: {}", kinds())),
                _ => Err(format!("there is no kind \"{kind}\"; kinds: {}", kinds())),
            };
        };
        let roles = if role.is_empty() { None } else { Some(Roles::parse(role)?) };
        if roles.is_some() && field.kind != NODE {
            return Err(format!("only rows of the kind {NODE} have a role; empty the column role"));
        }
        let value = Value { text: value.to_owned(), roles, field };
        let mut trial = Operator::default();
        let fits = !value.field.looks.is_integer() && value.field.looks.accepts_text(value.text.as_str())
            || value.field.looks.is_integer() && value.text.parse().is_ok_and(|code| field.looks.accepts_integer(code));
        if !fits {
            return Err(format!("value: \"{}\" is not {}", value.text, field.looks.expected()));
        }
        (field.push)(&mut trial, &value.text, value.roles)?;
        Ok(Some(value))
    }
}

fn kinds() -> String {
    FIELDS.iter().map(|field| field.kind).collect::<Vec<_>>().join(", ")
}

/// The value of a cell that may be empty.
fn checked<T>(column: &str, cell: &str, looks: Kind, read: impl Fn(&str) -> Option<T>) -> Result<Option<T>, String> {
    if cell.is_empty() {
        return Ok(None);
    }
    let accepted = looks == Kind::Flag || looks.accepts_text(cell);
    let value = read(cell).filter(|_| accepted);
    value.map(Some).ok_or_else(|| format!("{column}: \"{cell}\" is not {}", looks.expected()))
}

fn merge<T: PartialEq + Display>(column: &str, known: &mut Option<T>, new: Option<T>) -> Result<(), String> {
    match (known.as_ref(), new) {
        (_, None) => Ok(()),
        (None, new) => {
            *known = new;
            Ok(())
        }
        (Some(known), Some(new)) if *known == new => Ok(()),
        (Some(known), Some(new)) => Err(format!(
            "{column}: \"{new}\" contradicts \"{known}\"; make them the same, or give the rows another validity"
        )),
    }
}
