//! Which fields a rule may read.

use sigwarden_expr::FieldId;
use sigwarden_schema::fields::{FINDING, Field, FieldType, OPERATION, RULE_ONLY};
use std::sync::LazyLock;

/// What a rule looks at (`logsource.service`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Service {
    /// Operation lines: what was said.
    #[default]
    Operations,
    /// Finding lines: what the checks found.
    Findings,
}

impl Service {
    /// Both, by name.
    pub const ALL: &[(&str, Self)] = &[("operations", Self::Operations), ("findings", Self::Findings)];

    /// Name as in a rule.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|row| row.1 == self).map_or("", |row| row.0)
    }
}

static OPERATIONS: LazyLock<Vec<Field>> = LazyLock::new(|| [OPERATION, RULE_ONLY].concat());
static FINDINGS: LazyLock<Vec<Field>> = LazyLock::new(|| [FINDING, RULE_ONLY].concat());

/// The fields that rules over this service read: those of the line in its order, then
/// [`RULE_ONLY`]. [`FieldId::index`] counts in this list.
pub fn fields(service: Service) -> &'static [Field] {
    match service {
        Service::Operations => &OPERATIONS,
        Service::Findings => &FINDINGS,
    }
}

/// The field of this name, and what it holds.
pub fn find(service: Service, name: &str) -> Option<(FieldId, FieldType)> {
    let (index, field) = fields(service).iter().enumerate().find(|(_, field)| field.name == name)?;
    Some((FieldId { index, name: field.name }, field.kind))
}

/// A type as messages call it.
pub(crate) fn type_name(kind: FieldType) -> &'static str {
    match kind {
        FieldType::Text => "text",
        FieldType::Integer => "a whole number",
        FieldType::Boolean => "true or false",
        FieldType::TextList => "a list of texts",
        FieldType::IntegerList => "a list of whole numbers",
        FieldType::ObjectList => "a list of objects",
    }
}
