//! Names and types: the tree against the field registry.

use sigwarden_schema::fields::{Field, FieldType};

use crate::error::ParseError;
use crate::eval::{BooleanOperand, Comparison, Condition, FieldId, IntegerOperand, Method, TextOperand};
use crate::explain::{
    OBJECT_LIST_HINT, ask_list, describe, literal_hint, mismatch, not_a_condition, type_name, unknown_field, written,
};
use crate::parser::{Kind, Node};

/// The condition that the tree says, and the fields that it reads, each once.
pub(crate) fn check(tree: &Node, fields: &[Field]) -> Result<(Condition, Vec<FieldId>), ParseError> {
    let mut checker = Checker { fields, read: Vec::new() };
    let condition = checker.condition(tree)?;
    Ok((condition, checker.read))
}

/// A value whose type is known.
enum Operand {
    Text(TextOperand),
    Integer(IntegerOperand),
    Boolean(BooleanOperand),
    List(FieldId, FieldType),
}

impl Operand {
    fn field_type(&self) -> FieldType {
        match self {
            Self::Text(_) => FieldType::Text,
            Self::Integer(_) => FieldType::Integer,
            Self::Boolean(_) => FieldType::Boolean,
            Self::List(_, kind) => *kind,
        }
    }
}

struct Checker<'f> {
    fields: &'f [Field],
    read: Vec<FieldId>,
}

impl Checker<'_> {
    fn field(&mut self, name: &str, offset: usize) -> Result<(FieldId, FieldType), ParseError> {
        let found = self.fields.iter().enumerate().find(|(_, field)| field.name == name);
        let Some((index, field)) = found else {
            return Err(unknown_field(name, offset, self.fields));
        };
        let id = FieldId { index, name: field.name };
        if !self.read.contains(&id) {
            self.read.push(id);
        }
        Ok((id, field.kind))
    }

    /// The node as something that is true or false.
    fn condition(&mut self, node: &Node) -> Result<Condition, ParseError> {
        match &node.kind {
            Kind::Boolean(value) => Ok(Condition::Constant(*value)),
            Kind::Has(argument) => self.has(argument),
            Kind::Not(inner) => Ok(Condition::Not(Box::new(self.negated(inner)?))),
            Kind::All(parts) => Ok(Condition::All(self.conditions(parts)?)),
            Kind::Any(parts) => Ok(Condition::Any(self.conditions(parts)?)),
            Kind::Compare(comparison, left, right) => self.compare(*comparison, left, right),
            Kind::In(value, list) => self.membership(value, list),
            Kind::Ask(method, text, part) => self.ask(*method, text, part),
            _ => match self.operand(node)? {
                Operand::Boolean(BooleanOperand::Field(field)) => Ok(Condition::Field(field)),
                other => Err(not_a_condition(node, other.field_type())),
            },
        }
    }

    fn conditions(&mut self, parts: &[Node]) -> Result<Vec<Condition>, ParseError> {
        parts.iter().map(|part| self.condition(part)).collect()
    }

    /// What stands behind `!`, which binds closer than a comparison: `!op.code == 3` asks for
    /// the opposite of a number.
    fn negated(&mut self, inner: &Node) -> Result<Condition, ParseError> {
        if let Kind::Field(name) = &inner.kind {
            let (_, kind) = self.field(name, inner.offset)?;
            if matches!(kind, FieldType::Text | FieldType::Integer) {
                let hint = format!("'!' binds closer than comparisons: write !({name} == …), or !has({name})");
                return Err(ParseError { hint, ..not_a_condition(inner, kind) });
            }
        }
        self.condition(inner)
    }

    fn has(&mut self, argument: &Node) -> Result<Condition, ParseError> {
        match &argument.kind {
            Kind::Field(name) => Ok(Condition::Present(self.field(name, argument.offset)?.0)),
            _ => Err(ParseError::new(
                argument.offset,
                "has() asks for a field",
                "write the name of a field, as in has(op.code)",
            )),
        }
    }

    fn operand(&mut self, node: &Node) -> Result<Operand, ParseError> {
        match &node.kind {
            Kind::Integer(number) => Ok(Operand::Integer(IntegerOperand::Constant(*number))),
            Kind::Text(text) => Ok(Operand::Text(TextOperand::Constant(text.clone()))),
            Kind::Size(argument) => Ok(Operand::Integer(self.size(argument)?)),
            Kind::Field(name) => {
                let (field, kind) = self.field(name, node.offset)?;
                Ok(match kind {
                    FieldType::Text => Operand::Text(TextOperand::Field(field)),
                    FieldType::Integer => Operand::Integer(IntegerOperand::Field(field)),
                    FieldType::Boolean => Operand::Boolean(BooleanOperand::Field(field)),
                    FieldType::TextList | FieldType::IntegerList | FieldType::ObjectList => Operand::List(field, kind),
                })
            }
            Kind::Null => Err(ParseError::new(
                node.offset,
                "null can only be compared with a field",
                "write field == null, field != null or has(field)",
            )),
            Kind::List(_) => Err(ParseError::new(
                node.offset,
                "a list in brackets cannot stand here",
                "write it to the right of 'in', as in op.code in [70, 71]",
            )),
            _ => Ok(Operand::Boolean(BooleanOperand::Condition(Box::new(self.condition(node)?)))),
        }
    }

    fn size(&mut self, argument: &Node) -> Result<IntegerOperand, ParseError> {
        if let Kind::List(elements) = &argument.kind {
            return Ok(IntegerOperand::Constant(i64::try_from(elements.len()).unwrap_or(i64::MAX)));
        }
        match self.operand(argument)? {
            Operand::Text(text) => Ok(IntegerOperand::SizeOfText(text)),
            Operand::List(field, _) => Ok(IntegerOperand::SizeOfList(field)),
            other => Err(ParseError::new(
                argument.offset,
                format!("{}, which has no size", describe(argument, other.field_type())),
                "size() takes a text or a list; compare other values directly",
            )),
        }
    }

    fn ask(&mut self, method: Method, text: &Node, part: &Node) -> Result<Condition, ParseError> {
        let receiver = self.operand(text)?;
        let argument = self.operand(part)?;
        match (receiver, argument) {
            (Operand::Text(receiver), Operand::Text(argument)) => Ok(Condition::Ask(method, receiver, argument)),
            (Operand::Text(_), argument) => Err(ParseError::new(
                part.offset,
                format!("the method takes a text, {}", describe(part, argument.field_type())),
                "put it in quotes, as in op.name.contains(\"text\")",
            )),
            (receiver, argument) => {
                let kind = receiver.field_type();
                let hint = match kind {
                    FieldType::TextList | FieldType::IntegerList => ask_list(part, argument.field_type(), text),
                    FieldType::ObjectList => OBJECT_LIST_HINT.to_string(),
                    _ => "use a comparison such as == or >=".to_string(),
                };
                let message = format!("methods work on text, {}", describe(text, kind));
                Err(ParseError::new(text.offset, message, hint))
            }
        }
    }

    fn compare(&mut self, comparison: Comparison, left: &Node, right: &Node) -> Result<Condition, ParseError> {
        if matches!(right.kind, Kind::Null) {
            return self.compare_null(comparison, left, right);
        }
        if matches!(left.kind, Kind::Null) {
            return self.compare_null(comparison, right, left);
        }
        let ordered = !matches!(comparison, Comparison::Equal | Comparison::NotEqual);
        match (self.operand(left)?, self.operand(right)?) {
            (Operand::Text(left), Operand::Text(right)) => Ok(Condition::CompareText(comparison, left, right)),
            (Operand::Integer(left), Operand::Integer(right)) => Ok(Condition::CompareInteger(comparison, left, right)),
            (Operand::Boolean(_), Operand::Boolean(_)) if ordered => {
                Err(ParseError::new(left.offset, "booleans have no order", "compare them with == or !="))
            }
            (Operand::Boolean(left), Operand::Boolean(right)) => Ok(Condition::CompareBoolean(comparison, left, right)),
            (first, second) => Err(mismatch(left, first.field_type(), right, second.field_type())),
        }
    }

    fn compare_null(&mut self, comparison: Comparison, other: &Node, null: &Node) -> Result<Condition, ParseError> {
        let Kind::Field(name) = &other.kind else {
            return Err(ParseError::new(
                null.offset,
                "null can only be compared with a field",
                "write field == null, field != null or has(field)",
            ));
        };
        let (field, kind) = self.field(name, other.offset)?;
        if kind == FieldType::ObjectList {
            return Err(ParseError::new(
                other.offset,
                format!("{name} is a list of objects and cannot be compared"),
                OBJECT_LIST_HINT,
            ));
        }
        match comparison {
            Comparison::Equal => Ok(Condition::Not(Box::new(Condition::Present(field)))),
            Comparison::NotEqual => Ok(Condition::Present(field)),
            _ => Err(ParseError::new(null.offset, "null has no order", "compare it with == or !=")),
        }
    }

    fn membership(&mut self, value: &Node, list: &Node) -> Result<Condition, ParseError> {
        let operand = self.operand(value)?;
        if let Kind::List(elements) = &list.kind {
            return among(value, operand, elements);
        }
        match (operand, self.operand(list)?) {
            (Operand::Text(text), Operand::List(field, FieldType::TextList)) => Ok(Condition::TextInField(text, field)),
            (Operand::Integer(number), Operand::List(field, FieldType::IntegerList)) => {
                Ok(Condition::IntegerInField(number, field))
            }
            (_, Operand::List(_, FieldType::ObjectList)) => Err(ParseError::new(
                list.offset,
                format!("{} is a list of objects, which 'in' cannot look into", written(list)),
                OBJECT_LIST_HINT,
            )),
            (operand, Operand::List(_, kind)) => Err(ParseError::new(
                value.offset,
                format!("{}, {}", describe(value, operand.field_type()), describe(list, kind)),
                "look for a value of the type that the list holds",
            )),
            (operand, other) => {
                let hint = match (&operand, &other) {
                    (Operand::Text(_), Operand::Text(_)) => {
                        format!("write {}.contains({})", written(list), written(value))
                    }
                    _ => "write a list, as in op.code in [70, 71], or ==".to_string(),
                };
                let message = format!("'in' needs a list on its right, {}", describe(list, other.field_type()));
                Err(ParseError::new(list.offset, message, hint))
            }
        }
    }
}

/// `value in [ ... ]`
fn among(value: &Node, operand: Operand, elements: &[Node]) -> Result<Condition, ParseError> {
    match operand {
        Operand::Text(text) => {
            let pick = |kind: &Kind| {
                if let Kind::Text(text) = kind { Some(text.clone()) } else { None }
            };
            Ok(Condition::TextAmong(text, sorted(elements, FieldType::Text, pick)?))
        }
        Operand::Integer(number) => {
            let pick = |kind: &Kind| {
                if let Kind::Integer(number) = kind { Some(*number) } else { None }
            };
            Ok(Condition::IntegerAmong(number, sorted(elements, FieldType::Integer, pick)?))
        }
        Operand::Boolean(_) => Err(ParseError::new(
            value.offset,
            "a boolean is not looked up in a list",
            "write it alone, or compare it with == true or == false",
        )),
        Operand::List(..) => Err(ParseError::new(
            value.offset,
            format!("{} is a list, a list is not looked up in another", written(value)),
            "ask for each element: \"a\" in list || \"b\" in list",
        )),
    }
}

/// The elements of a list literal, which all have the type of the value that is looked up.
fn sorted<T: Ord>(
    elements: &[Node],
    wanted: FieldType,
    pick: impl Fn(&Kind) -> Option<T>,
) -> Result<Vec<T>, ParseError> {
    let mut values = Vec::with_capacity(elements.len());
    for element in elements {
        let value = pick(&element.kind).ok_or_else(|| {
            let hint = literal_hint(element, wanted).unwrap_or_else(|| match element.kind {
                Kind::Null => "ask for absence apart: field == null || field in [...]".to_string(),
                _ => "all elements have the type of the value that is looked up".to_string(),
            });
            let message =
                format!("the value looked up is {}, the element {} is not", type_name(wanted), written(element));
            ParseError::new(element.offset, message, hint)
        })?;
        values.push(value);
    }
    values.sort_unstable();
    Ok(values)
}
