//! Names and types: the tree against the field registry.

use sigwarden_schema::fields::{Field, FieldType};

use crate::error::{ParseError, excerpt};
use crate::eval::{
    BooleanOperand, Comparison, Condition, FieldId, IntegerOperand, Method, TextOperand,
};
use crate::parser::{Kind, Node};

/// Names that a hint proposes at most.
const SUGGESTIONS: usize = 4;

/// Likeness (0 to 1) from which a name counts as meant.
const CLOSE: f64 = 0.6;

/// Characters of an unknown name that are compared with the known ones.
const COMPARED: usize = 64;

/// The condition that the tree says, and the fields that it reads, each once.
pub(crate) fn check(
    tree: &Node,
    fields: &[Field],
) -> Result<(Condition, Vec<FieldId>), ParseError> {
    let mut checker = Checker {
        fields,
        read: Vec::new(),
    };
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
        let found = self
            .fields
            .iter()
            .enumerate()
            .find(|(_, field)| field.name == name);
        let Some((index, field)) = found else {
            return Err(unknown_field(name, offset, self.fields));
        };
        let id = FieldId {
            index,
            name: field.name,
        };
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

    /// What stands behind `!`, which binds closer than a comparison.
    fn negated(&mut self, inner: &Node) -> Result<Condition, ParseError> {
        self.condition(inner).map_err(|mut error| {
            if let Kind::Field(name) = &inner.kind
                && error.message.ends_with(NOT_A_CONDITION)
            {
                error.hint = format!(
                    "'!' binds closer than comparisons: write !({name} == …), or !has({name})"
                );
            }
            error
        })
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
                    FieldType::TextList | FieldType::IntegerList | FieldType::ObjectList => {
                        Operand::List(field, kind)
                    }
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
            _ => Ok(Operand::Boolean(BooleanOperand::Condition(Box::new(
                self.condition(node)?,
            )))),
        }
    }

    fn size(&mut self, argument: &Node) -> Result<IntegerOperand, ParseError> {
        if let Kind::List(elements) = &argument.kind {
            return Ok(IntegerOperand::Constant(
                i64::try_from(elements.len()).unwrap_or(i64::MAX),
            ));
        }
        match self.operand(argument)? {
            Operand::Text(text) => Ok(IntegerOperand::SizeOfText(text)),
            Operand::List(field, _) => Ok(IntegerOperand::SizeOfList(field)),
            other => Err(ParseError::new(
                argument.offset,
                format!(
                    "{}, which has no size",
                    describe(argument, other.field_type())
                ),
                "size() takes a text or a list; compare other values directly",
            )),
        }
    }

    fn ask(&mut self, method: Method, text: &Node, part: &Node) -> Result<Condition, ParseError> {
        let receiver = self.operand(text)?;
        let argument = self.operand(part)?;
        match (receiver, argument) {
            (Operand::Text(receiver), Operand::Text(argument)) => {
                Ok(Condition::Ask(method, receiver, argument))
            }
            (Operand::Text(_), argument) => Err(ParseError::new(
                part.offset,
                format!(
                    "the method takes a text, {}",
                    describe(part, argument.field_type())
                ),
                "put it in quotes, as in op.name.contains(\"text\")",
            )),
            (receiver, _) => {
                let kind = receiver.field_type();
                let hint = match kind {
                    FieldType::TextList | FieldType::IntegerList => {
                        format!("write {} in {}", written(part), written(text))
                    }
                    FieldType::ObjectList => OBJECT_LIST_HINT.to_string(),
                    _ => "use a comparison such as == or >=".to_string(),
                };
                let message = format!("methods work on text, {}", describe(text, kind));
                Err(ParseError::new(text.offset, message, hint))
            }
        }
    }

    fn compare(
        &mut self,
        comparison: Comparison,
        left: &Node,
        right: &Node,
    ) -> Result<Condition, ParseError> {
        if matches!(right.kind, Kind::Null) {
            return self.compare_null(comparison, left, right);
        }
        if matches!(left.kind, Kind::Null) {
            return self.compare_null(comparison, right, left);
        }
        let ordered = !matches!(comparison, Comparison::Equal | Comparison::NotEqual);
        match (self.operand(left)?, self.operand(right)?) {
            (Operand::Text(left), Operand::Text(right)) => {
                Ok(Condition::CompareText(comparison, left, right))
            }
            (Operand::Integer(left), Operand::Integer(right)) => {
                Ok(Condition::CompareInteger(comparison, left, right))
            }
            (Operand::Boolean(_), Operand::Boolean(_)) if ordered => Err(ParseError::new(
                left.offset,
                "booleans have no order",
                "compare them with == or !=",
            )),
            (Operand::Boolean(left), Operand::Boolean(right)) => {
                Ok(Condition::CompareBoolean(comparison, left, right))
            }
            (first, second) => Err(mismatch(
                left,
                first.field_type(),
                right,
                second.field_type(),
            )),
        }
    }

    fn compare_null(
        &mut self,
        comparison: Comparison,
        other: &Node,
        null: &Node,
    ) -> Result<Condition, ParseError> {
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
            _ => Err(ParseError::new(
                null.offset,
                "null has no order",
                "compare it with == or !=",
            )),
        }
    }

    fn membership(&mut self, value: &Node, list: &Node) -> Result<Condition, ParseError> {
        let operand = self.operand(value)?;
        if let Kind::List(elements) = &list.kind {
            return among(value, operand, elements);
        }
        match (operand, self.operand(list)?) {
            (Operand::Text(text), Operand::List(field, FieldType::TextList)) => {
                Ok(Condition::TextInField(text, field))
            }
            (Operand::Integer(number), Operand::List(field, FieldType::IntegerList)) => {
                Ok(Condition::IntegerInField(number, field))
            }
            (_, Operand::List(_, FieldType::ObjectList)) => Err(ParseError::new(
                list.offset,
                format!(
                    "{} is a list of objects, which 'in' cannot look into",
                    written(list)
                ),
                OBJECT_LIST_HINT,
            )),
            (operand, Operand::List(_, kind)) => Err(ParseError::new(
                value.offset,
                format!(
                    "{}, {}",
                    describe(value, operand.field_type()),
                    describe(list, kind)
                ),
                "look for a value of the type that the list holds",
            )),
            (operand, other) => {
                let hint = match (&operand, &other) {
                    (Operand::Text(_), Operand::Text(_)) => {
                        format!("write {}.contains({})", written(list), written(value))
                    }
                    _ => "write a list, as in op.code in [70, 71], or ==".to_string(),
                };
                let message = format!(
                    "'in' needs a list on its right, {}",
                    describe(list, other.field_type())
                );
                Err(ParseError::new(list.offset, message, hint))
            }
        }
    }
}

const OBJECT_LIST_HINT: &str =
    "a list of objects answers size() and has() only, as in size(anomalies) > 0";
const NOT_A_CONDITION: &str = "not a condition";

/// `value in [ ... ]`
fn among(value: &Node, operand: Operand, elements: &[Node]) -> Result<Condition, ParseError> {
    match operand {
        Operand::Text(text) => {
            let pick = |kind: &Kind| {
                if let Kind::Text(text) = kind {
                    Some(text.clone())
                } else {
                    None
                }
            };
            Ok(Condition::TextAmong(
                text,
                sorted(elements, FieldType::Text, pick)?,
            ))
        }
        Operand::Integer(number) => {
            let pick = |kind: &Kind| {
                if let Kind::Integer(number) = kind {
                    Some(*number)
                } else {
                    None
                }
            };
            Ok(Condition::IntegerAmong(
                number,
                sorted(elements, FieldType::Integer, pick)?,
            ))
        }
        Operand::Boolean(_) => Err(ParseError::new(
            value.offset,
            "a boolean is not looked up in a list",
            "write it alone, or compare it with == true or == false",
        )),
        Operand::List(..) => Err(ParseError::new(
            value.offset,
            format!(
                "{} is a list, a list is not looked up in another",
                written(value)
            ),
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
            let message = format!(
                "the value looked up is {}, the element {} is not",
                type_name(wanted),
                written(element)
            );
            ParseError::new(element.offset, message, hint)
        })?;
        values.push(value);
    }
    values.sort_unstable();
    Ok(values)
}

fn not_a_condition(node: &Node, kind: FieldType) -> ParseError {
    let hint = match (kind, &node.kind) {
        (FieldType::ObjectList, _) => OBJECT_LIST_HINT.to_string(),
        (FieldType::TextList | FieldType::IntegerList, _) => {
            format!("write value in {0}, or has({0})", written(node))
        }
        (FieldType::Text, Kind::Field(name)) => {
            format!("compare it, as in {name} == \"text\", or write has({name})")
        }
        (_, Kind::Field(name)) => format!("compare it, as in {name} == 1, or write has({name})"),
        _ => "compare it with a field, as in op.code == 71".to_string(),
    };
    ParseError::new(
        node.offset,
        format!("{}, {NOT_A_CONDITION}", describe(node, kind)),
        hint,
    )
}

/// Two sides of different types, or types that are not compared. The place is the side that is
/// no field, for that is what has to change.
fn mismatch(left: &Node, left_type: FieldType, right: &Node, right_type: FieldType) -> ParseError {
    let fixed_left = matches!(right.kind, Kind::Field(_)) && !matches!(left.kind, Kind::Field(_));
    let (field, field_type, other, other_type) = if fixed_left {
        (right, right_type, left, left_type)
    } else {
        (left, left_type, right, right_type)
    };
    let hint = match field_type {
        FieldType::ObjectList => OBJECT_LIST_HINT.to_string(),
        FieldType::TextList | FieldType::IntegerList => {
            let value = match other_type {
                FieldType::Text | FieldType::Integer => written(other),
                _ => "value".to_string(),
            };
            format!(
                "lists are asked by 'in', size() and has(): write {value} in {}",
                written(field)
            )
        }
        _ => literal_hint(other, field_type).unwrap_or_else(|| {
            "compare two values of the same type; lists are asked by 'in'".to_string()
        }),
    };
    let message = format!(
        "{}, {}: they cannot be compared",
        describe(field, field_type),
        describe(other, other_type)
    );
    ParseError::new(other.offset, message, hint)
}

/// How a literal is written so that it has the type that was wanted.
fn literal_hint(node: &Node, wanted: FieldType) -> Option<String> {
    match (&node.kind, wanted) {
        (Kind::Integer(number), FieldType::Text) => Some(format!("put it in quotes: \"{number}\"")),
        (Kind::Text(text), FieldType::Integer) => text
            .parse::<i64>()
            .ok()
            .map(|number| format!("write it without quotes: {number}")),
        (Kind::Text(text), FieldType::Boolean) => text
            .parse::<bool>()
            .ok()
            .map(|value| format!("write it without quotes: {value}")),
        _ => None,
    }
}

/// The node as it may have been written, short.
fn written(node: &Node) -> String {
    match &node.kind {
        Kind::Field(name) => name.clone(),
        Kind::Integer(number) => number.to_string(),
        Kind::Text(text) => format!("\"{}\"", excerpt(text)),
        Kind::Boolean(value) => value.to_string(),
        Kind::Null => "null".to_string(),
        Kind::List(_) => "[…]".to_string(),
        Kind::Size(argument) => format!("size({})", written(argument)),
        Kind::Has(_)
        | Kind::Ask(..)
        | Kind::Not(_)
        | Kind::All(_)
        | Kind::Any(_)
        | Kind::Compare(..)
        | Kind::In(..) => "this condition".to_string(),
    }
}

fn describe(node: &Node, kind: FieldType) -> String {
    format!("{} is {}", written(node), type_name(kind))
}

fn type_name(kind: FieldType) -> &'static str {
    match kind {
        FieldType::Text => "text",
        FieldType::Integer => "an integer",
        FieldType::Boolean => "a boolean",
        FieldType::TextList => "a list of texts",
        FieldType::IntegerList => "a list of integers",
        FieldType::ObjectList => "a list of objects",
    }
}

fn unknown_field(name: &str, offset: usize, fields: &[Field]) -> ParseError {
    let compared: String = name.chars().take(COMPARED).collect();
    let mut ranked: Vec<(f64, &str)> = fields
        .iter()
        .map(|field| (likeness(&compared, field.name), field.name))
        .collect();
    // The sort is stable: names that are equally like stay in the order of the registry.
    ranked.sort_by(|left, right| right.0.total_cmp(&left.0));
    ranked.truncate(SUGGESTIONS);
    let close: Vec<&str> = ranked
        .iter()
        .filter(|(score, _)| *score >= CLOSE)
        .map(|(_, known)| *known)
        .collect();
    let shown = excerpt(name);
    let hint = if close.is_empty() {
        let nearest: Vec<&str> = ranked.iter().map(|(_, known)| *known).collect();
        format!(
            "text stands in quotes: \"{shown}\"; the nearest field names are {}",
            nearest.join(", ")
        )
    } else {
        format!("did you mean {}", close.join(", "))
    };
    ParseError::new(offset, format!("unknown field '{shown}'"), hint)
}

/// How like a known name is to what was written, 0 to 1: whole or last segments count as the
/// same (`imsi` for `target.imsi`, `op` for its fields), else the edits between them.
fn likeness(wrong: &str, known: &str) -> f64 {
    let behind = known
        .strip_suffix(wrong)
        .is_some_and(|group| group.ends_with('.'));
    let within = known
        .strip_prefix(wrong)
        .is_some_and(|rest| rest.starts_with('.'));
    if behind || within {
        return 1.0;
    }
    strsim::normalized_damerau_levenshtein(&wrong.to_ascii_lowercase(), known)
}
