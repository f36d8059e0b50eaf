//! Tokens to a tree, by the precedence of CEL (language definition, "Syntax"):
//! `||`, then `&&`, then one comparison, then `!`, then methods.

use crate::MAX_DEPTH;
use crate::error::{ParseError, excerpt};
use crate::eval::{Comparison, Method};
use crate::lexer::{Placed, Token};

/// A part of the expression and where it starts, in bytes.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) offset: usize,
    pub(crate) kind: Kind,
}

/// What was written; names and types are not checked yet.
#[derive(Debug)]
pub(crate) enum Kind {
    Integer(i64),
    Text(String),
    Boolean(bool),
    Null,
    /// Literals of texts, integers, booleans or null.
    List(Vec<Node>),
    Field(String),
    Has(Box<Node>),
    Size(Box<Node>),
    Ask(Method, Box<Node>, Box<Node>),
    Not(Box<Node>),
    All(Vec<Node>),
    Any(Vec<Node>),
    Compare(Comparison, Box<Node>, Box<Node>),
    In(Box<Node>, Box<Node>),
}

const COMPARISONS: &[(&str, Comparison)] = &[
    ("==", Comparison::Equal),
    ("!=", Comparison::NotEqual),
    ("<", Comparison::Less),
    ("<=", Comparison::LessOrEqual),
    (">", Comparison::Greater),
    (">=", Comparison::GreaterOrEqual),
];

const METHODS: &[(&str, Method)] =
    &[("startsWith", Method::StartsWith), ("endsWith", Method::EndsWith), ("contains", Method::Contains)];

/// How a function makes a node of its one argument.
type Function = fn(Box<Node>) -> Kind;

const FUNCTIONS: &[(&str, Function)] = &[("has", Kind::Has), ("size", Kind::Size)];

/// Operators of other languages, in lower case, and what to write here.
const FOREIGN_WORDS: &[(&str, &str)] = &[
    ("and", "write && for 'and'"),
    ("or", "write || for 'or'"),
    ("not", "write ! for 'not', as in !(op.code in [70, 71])"),
    ("is", "write == to compare"),
    ("like", "write op.name.contains(\"text\")"),
];

/// The tree of a whole expression.
pub(crate) fn parse(tokens: Vec<Placed<'_>>) -> Result<Node, ParseError> {
    let mut parser = Parser { tokens, position: 0, depth: 0 };
    if *parser.peek(0) == Token::End {
        return Err(parser.error("the expression is empty", "write a condition such as op.code == 71"));
    }
    let node = parser.any()?;
    match parser.peek(0) {
        Token::End => Ok(node),
        _ => Err(parser.unexpected("an operator or the end")),
    }
}

struct Parser<'a> {
    tokens: Vec<Placed<'a>>,
    position: usize,
    depth: usize,
}

impl<'a> Parser<'a> {
    /// The token `ahead` of the next one.
    fn peek(&self, ahead: usize) -> &Token<'a> {
        self.tokens.get(self.position.saturating_add(ahead)).map_or(&Token::End, |placed| &placed.token)
    }

    fn offset(&self) -> usize {
        self.tokens.get(self.position).or(self.tokens.last()).map_or(0, |placed| placed.offset)
    }

    fn advance(&mut self) {
        self.position = self.position.saturating_add(1);
    }

    fn take(&mut self, symbol: &'static str) -> bool {
        let found = *self.peek(0) == Token::Symbol(symbol);
        if found {
            self.advance();
        }
        found
    }

    fn expect(&mut self, symbol: &'static str) -> Result<(), ParseError> {
        if self.take(symbol) { Ok(()) } else { Err(self.unexpected(&format!("'{symbol}'"))) }
    }

    fn error(&self, message: impl Into<String>, hint: impl Into<String>) -> ParseError {
        ParseError::new(self.offset(), message, hint)
    }

    /// The error for a token that cannot stand here, with a word on the usual reasons.
    fn unexpected(&self, expected: &str) -> ParseError {
        let found = match self.peek(0) {
            Token::Word(word) => format!("'{}'", excerpt(word)),
            Token::Integer(number) => format!("'{number}'"),
            Token::Text(text) => format!("the text \"{}\"", excerpt(text)),
            Token::Symbol(symbol) => format!("'{symbol}'"),
            Token::End => "the end".to_string(),
        };
        let hint = match self.peek(0) {
            Token::Word(word) => match foreign_word(word) {
                Some(hint) => hint.to_string(),
                None => "join conditions with && or ||; text stands in quotes".to_string(),
            },
            Token::Symbol("-") => "arithmetic is not part of the expression language: work the number out".to_string(),
            Token::Symbol("[") => "elements have no number here; write \"location\" in disclosed".to_string(),
            Token::Symbol(")") => "remove it, or open it further left".to_string(),
            Token::End => format!("the expression stops too early: add {expected}"),
            _ => "join conditions with && or ||".to_string(),
        };
        self.error(format!("expected {expected}, found {found}"), hint)
    }

    /// Runs one level deeper; the level is bounded so that no expression exhausts the stack.
    fn nested<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, ParseError>) -> Result<T, ParseError> {
        if self.depth >= MAX_DEPTH {
            return Err(self.error(
                format!("the expression nests deeper than {MAX_DEPTH} levels"),
                "remove parentheses, or split it into several expressions",
            ));
        }
        self.depth = self.depth.saturating_add(1);
        let result = read(self);
        self.depth = self.depth.saturating_sub(1);
        result
    }

    fn any(&mut self) -> Result<Node, ParseError> {
        self.nested(|parser| parser.chain("||", Self::all, Kind::Any))
    }

    fn all(&mut self) -> Result<Node, ParseError> {
        self.chain("&&", Self::relation, Kind::All)
    }

    /// One or several parts joined by the same operator: a flat node, however many they are.
    fn chain(
        &mut self,
        symbol: &'static str,
        part: fn(&mut Self) -> Result<Node, ParseError>,
        join: fn(Vec<Node>) -> Kind,
    ) -> Result<Node, ParseError> {
        let first = part(self)?;
        if *self.peek(0) != Token::Symbol(symbol) {
            return Ok(first);
        }
        let offset = first.offset;
        let mut parts = vec![first];
        while self.take(symbol) {
            parts.push(part(self)?);
        }
        Ok(Node { offset, kind: join(parts) })
    }

    /// The comparison that stands here, or [`None`] inside for `in`.
    fn relation_operator(&self) -> Option<Option<Comparison>> {
        match self.peek(0) {
            Token::Word("in") => Some(None),
            Token::Symbol(symbol) => lookup(COMPARISONS, symbol).map(Some),
            _ => None,
        }
    }

    fn relation(&mut self) -> Result<Node, ParseError> {
        let left = self.unary()?;
        let Some(operator) = self.relation_operator() else {
            return Ok(left);
        };
        self.advance();
        let right = self.unary()?;
        if self.relation_operator().is_some() {
            return Err(self
                .error("comparisons cannot be chained", "write a < b && b < c, or put one comparison in parentheses"));
        }
        let offset = left.offset;
        let (left, right) = (Box::new(left), Box::new(right));
        let kind = match operator {
            Some(comparison) => Kind::Compare(comparison, left, right),
            None => Kind::In(left, right),
        };
        Ok(Node { offset, kind })
    }

    fn unary(&mut self) -> Result<Node, ParseError> {
        let offset = self.offset();
        if self.take("!") {
            let inner = self.nested(Self::unary)?;
            return Ok(Node { offset, kind: Kind::Not(Box::new(inner)) });
        }
        self.member()
    }

    /// A value, and at most one method behind it (all methods answer a boolean, which has none).
    fn member(&mut self) -> Result<Node, ParseError> {
        let receiver = self.primary()?;
        if !self.take(".") {
            return Ok(receiver);
        }
        let Token::Word(name) = *self.peek(0) else {
            return Err(self.unexpected("the name of a field or method"));
        };
        let Some(method) = lookup(METHODS, name) else {
            return Err(self.unknown_method(name));
        };
        self.advance();
        let argument = self.argument(name)?;
        let offset = receiver.offset;
        Ok(Node { offset, kind: Kind::Ask(method, Box::new(receiver), Box::new(argument)) })
    }

    fn unknown_method(&self, name: &str) -> ParseError {
        let hint = match name {
            "size" => "write size(value)",
            "exists" | "exists_one" | "all" | "filter" | "map" => {
                "write \"location\" in disclosed to ask for an element"
            }
            _ => "methods are .startsWith(), .endsWith() and .contains(), each on a text",
        };
        self.error(format!("unknown method '{}'", excerpt(name)), hint)
    }

    /// The one argument of a function or method, with its parentheses.
    fn argument(&mut self, name: &str) -> Result<Node, ParseError> {
        self.expect("(")?;
        let one = format!("{name}() takes exactly one value");
        let hint = "put one value between the parentheses; several are joined with ||";
        if *self.peek(0) == Token::Symbol(")") {
            return Err(self.error(one, hint));
        }
        let argument = self.any()?;
        if *self.peek(0) == Token::Symbol(",") {
            return Err(self.error(one, hint));
        }
        self.expect(")")?;
        Ok(argument)
    }

    fn primary(&mut self) -> Result<Node, ParseError> {
        let offset = self.offset();
        if self.take("(") {
            let inner = self.any()?;
            self.expect(")")?;
            return Ok(inner);
        }
        if self.take("[") {
            return self.list(offset);
        }
        if let Token::Word(word) = *self.peek(0)
            && !matches!(word, "true" | "false" | "null" | "in")
        {
            return self.name(word);
        }
        self.literal()
    }

    fn literal(&mut self) -> Result<Node, ParseError> {
        let offset = self.offset();
        let negative = *self.peek(0) == Token::Symbol("-") && matches!(self.peek(1), Token::Integer(_));
        if negative {
            self.advance();
        }
        let kind = match self.peek(0) {
            Token::Integer(magnitude) => Kind::Integer(self.signed(*magnitude, negative)?),
            Token::Text(text) => Kind::Text(text.clone()),
            Token::Word("true") => Kind::Boolean(true),
            Token::Word("false") => Kind::Boolean(false),
            Token::Word("null") => Kind::Null,
            _ => return Err(self.unexpected("a field name or a value")),
        };
        self.advance();
        Ok(Node { offset, kind })
    }

    fn signed(&self, magnitude: u64, negative: bool) -> Result<i64, ParseError> {
        let value = if negative { i128::from(magnitude).checked_neg() } else { Some(i128::from(magnitude)) };
        value.and_then(|value| i64::try_from(value).ok()).ok_or_else(|| {
            self.error(
                format!("{magnitude} is too large for an integer"),
                "integers have 64 bits and a sign; digits of an address are text: \"1555\"",
            )
        })
    }

    /// The rest of a list behind its opening bracket. As in CEL a comma may stand last.
    fn list(&mut self, offset: usize) -> Result<Node, ParseError> {
        let mut elements = Vec::new();
        while !self.take("]") {
            if matches!(self.peek(0), Token::Symbol("[")) {
                return Err(self.error("a list cannot hold lists", "write all elements in one list"));
            }
            let word = match *self.peek(0) {
                Token::Word(word) => Some(word),
                _ => None,
            };
            if let Some(word) = word.filter(|word| !matches!(*word, "true" | "false" | "null")) {
                return Err(self.error(
                    format!("a list holds literals, '{}' is none", excerpt(word)),
                    "text stands in quotes; to compare with fields write x == a || x == b",
                ));
            }
            elements.push(self.literal()?);
            if !self.take(",") && *self.peek(0) != Token::Symbol("]") {
                let mut error = self.unexpected("',' or ']'");
                error.hint = "separate the elements of a list by commas and close it with ]".to_string();
                return Err(error);
            }
        }
        Ok(Node { offset, kind: Kind::List(elements) })
    }

    /// A field name or a function call.
    fn name(&mut self, first: &'a str) -> Result<Node, ParseError> {
        let offset = self.offset();
        if *self.peek(1) != Token::Symbol(".")
            && let Some(hint) = foreign_word(first)
        {
            return Err(self.error(format!("'{first}' is not an operator"), hint));
        }
        if *self.peek(1) == Token::Symbol("(") {
            return self.call(first);
        }
        self.advance();
        let mut name = first.to_string();
        // A word before a parenthesis is a method, not part of the field name.
        while *self.peek(0) == Token::Symbol(".")
            && let Token::Word(segment) = *self.peek(1)
            && *self.peek(2) != Token::Symbol("(")
        {
            name.push('.');
            name.push_str(segment);
            self.advance();
            self.advance();
        }
        Ok(Node { offset, kind: Kind::Field(name) })
    }

    fn call(&mut self, name: &str) -> Result<Node, ParseError> {
        let offset = self.offset();
        let Some(build) = lookup(FUNCTIONS, name) else {
            let hint = match lookup(METHODS, name) {
                Some(_) => format!("write it behind a text, as in op.name.{name}(\"text\")"),
                None => "functions are has(field) and size(value)".to_string(),
            };
            return Err(self.error(format!("unknown function '{}'", excerpt(name)), hint));
        };
        self.advance();
        let argument = self.argument(name)?;
        Ok(Node { offset, kind: build(Box::new(argument)) })
    }
}

fn lookup<T: Copy>(table: &[(&str, T)], name: &str) -> Option<T> {
    table.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
}

fn foreign_word(word: &str) -> Option<&'static str> {
    lookup(FOREIGN_WORDS, word.to_ascii_lowercase().as_str())
}
