//! Text to tokens (CEL language definition, "Syntax": lexis), with a word for what CEL has and
//! EXPR has not.

use crate::MAX_LENGTH;
use crate::error::{ParseError, excerpt};

/// The smallest unit of an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    /// A name, one segment of a dotted name, or a word such as `true`.
    Word(&'a str),
    /// Digits without a sign.
    Integer(u64),
    /// A quoted text, escapes resolved.
    Text(String),
    /// One of [`SYMBOLS`].
    Symbol(&'static str),
    /// Behind the last token.
    End,
}

/// A token and its place in bytes.
#[derive(Clone, Debug)]
pub(crate) struct Placed<'a> {
    pub(crate) offset: usize,
    pub(crate) token: Token<'a>,
}

/// What the language is written with; the longer of two that start alike stands first.
const SYMBOLS: &[&str] = &["==", "!=", "<=", ">=", "&&", "||", "<", ">", "!", "(", ")", "[", "]", ",", ".", "-"];

const ARITHMETIC: &str = "arithmetic is not part of the expression language";
const ARITHMETIC_HINT: &str = "work the number out and compare the field with it, as in op.code == 71";
const TERNARY: &str = "the ternary operator is not part of the expression language";
const TERNARY_HINT: &str = "instead of a ? b : c write (a && b) || (!a && c)";
const QUOTES: &str = "typographic quotes do not enclose text";
const QUOTES_HINT: &str = "use plain quotes: \"text\" or 'text'";

/// What people write that is not in the language: symbol, what is wrong, what to write.
/// Looked at before [`SYMBOLS`] fails, the longer of two that start alike first.
const FOREIGN: &[(&str, &str, &str)] = &[
    ("=~", "'=~' is not an operator", "write .startsWith(), .endsWith() or .contains()"),
    ("=", "'=' is not an operator", "write == to compare"),
    ("&", "'&' is not an operator", "write && for 'and'"),
    ("|", "'|' is not an operator", "write || for 'or'"),
    ("+", ARITHMETIC, ARITHMETIC_HINT),
    ("*", ARITHMETIC, ARITHMETIC_HINT),
    ("/", ARITHMETIC, ARITHMETIC_HINT),
    ("%", ARITHMETIC, ARITHMETIC_HINT),
    ("?", TERNARY, TERNARY_HINT),
    (":", TERNARY, TERNARY_HINT),
    ("{", "maps are not part of the expression language", "write a list: [1, 2]"),
    ("“", QUOTES, QUOTES_HINT),
    ("”", QUOTES, QUOTES_HINT),
    ("‘", QUOTES, QUOTES_HINT),
    ("’", QUOTES, QUOTES_HINT),
];

/// Every token of the text, [`Token::End`] last.
pub(crate) fn tokens(text: &str) -> Result<Vec<Placed<'_>>, ParseError> {
    if text.len() > MAX_LENGTH {
        return Err(ParseError::new(
            text.floor_char_boundary(MAX_LENGTH),
            format!("the expression has {} bytes, at most {MAX_LENGTH} are read", text.len()),
            "split it into several expressions",
        ));
    }
    let mut lexer = Lexer { text, offset: 0 };
    let mut tokens = Vec::new();
    loop {
        lexer.skip_blank();
        let offset = lexer.offset;
        let token = lexer.token()?;
        let last = token == Token::End;
        tokens.push(Placed { offset, token });
        if last {
            return Ok(tokens);
        }
    }
}

struct Lexer<'a> {
    text: &'a str,
    offset: usize,
}

impl<'a> Lexer<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.offset..).unwrap_or_default()
    }

    fn skip(&mut self, bytes: usize) {
        self.offset = self.offset.saturating_add(bytes);
    }

    /// Takes the characters from here on that fulfil the condition.
    fn take_while(&mut self, fits: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let length = rest.find(|character| !fits(character)).unwrap_or(rest.len());
        self.skip(length);
        rest.get(..length).unwrap_or_default()
    }

    /// White space and `//` comments.
    fn skip_blank(&mut self) {
        loop {
            self.take_while(|character| matches!(character, ' ' | '\t' | '\n' | '\r' | '\x0c'));
            if !self.rest().starts_with("//") {
                return;
            }
            self.take_while(|character| character != '\n');
        }
    }

    fn token(&mut self) -> Result<Token<'a>, ParseError> {
        match self.rest().chars().next() {
            None => Ok(Token::End),
            Some('"') => self.text_literal('"'),
            Some('\'') => self.text_literal('\''),
            Some('0'..='9') => self.number(),
            Some('a'..='z' | 'A'..='Z' | '_') => self.word(),
            Some(other) => self.symbol(other),
        }
    }

    fn symbol(&mut self, first: char) -> Result<Token<'a>, ParseError> {
        let rest = self.rest();
        if let Some(symbol) = SYMBOLS.iter().find(|symbol| rest.starts_with(**symbol)) {
            self.skip(symbol.len());
            return Ok(Token::Symbol(symbol));
        }
        let (message, hint) = FOREIGN
            .iter()
            .find(|(symbol, ..)| rest.starts_with(symbol))
            .map(|(_, message, hint)| (message.to_string(), *hint))
            .unwrap_or_else(|| {
                let shown = first.escape_debug();
                (format!("unexpected character '{shown}'"), "remove it; text stands in quotes")
            });
        Err(ParseError::new(self.offset, message, hint))
    }

    fn word(&mut self) -> Result<Token<'a>, ParseError> {
        let start = self.offset;
        let word = self.take_while(|character| character.is_ascii_alphanumeric() || character == '_');
        let prefix = matches!(word, "r" | "R" | "b" | "B" | "br" | "bR" | "Br" | "BR" | "rb" | "rB" | "Rb" | "RB");
        if prefix && self.rest().starts_with(['"', '\'']) {
            return Err(ParseError::new(
                start,
                format!("the prefix '{word}' of a text is not part of the expression language"),
                "write the text without it; a backslash is written \\\\",
            ));
        }
        Ok(Token::Word(word))
    }

    fn number(&mut self) -> Result<Token<'a>, ParseError> {
        let start = self.offset;
        let written = self.take_while(|character| character.is_ascii_alphanumeric() || character == '_');
        let hexadecimal = written.strip_prefix("0x").or_else(|| written.strip_prefix("0X"));
        let (digits, radix) = hexadecimal.map_or((written, 10), |digits| (digits, 16));
        let whole = !digits.is_empty() && digits.chars().all(|digit| digit.is_digit(radix));
        let problem = if self.rest().strip_prefix('.').is_some_and(|rest| rest.starts_with(char::is_numeric)) {
            "decimal numbers are not part of the expression language".to_string()
        } else if !whole {
            format!("'{}' is not a whole number", excerpt(written))
        } else if let Ok(number) = u64::from_str_radix(digits, radix) {
            return Ok(Token::Integer(number));
        } else {
            format!("{} is too large for an integer", excerpt(written))
        };
        let hint = "write a whole number such as 71 or 0x47; digits of an address are text: \"1555\"";
        Err(ParseError::new(start, problem, hint))
    }

    /// A quoted text (CEL: STRING_LIT with single quotes, neither raw nor triple).
    fn text_literal(&mut self, quote: char) -> Result<Token<'a>, ParseError> {
        let start = self.offset;
        self.skip(quote.len_utf8());
        let mut value = String::new();
        loop {
            match self.rest().chars().next() {
                None | Some('\n' | '\r') => {
                    return Err(ParseError::new(
                        start,
                        "the text is not closed",
                        format!("end it with {quote} on the same line; a line break is written \\n"),
                    ));
                }
                Some('\\') => value.push(self.escape()?),
                Some(end) if end == quote => break,
                Some(other) => {
                    self.skip(other.len_utf8());
                    value.push(other);
                }
            }
        }
        self.skip(quote.len_utf8());
        if value.is_empty() && self.rest().starts_with(quote) {
            return Err(ParseError::new(
                start,
                "triple quotes are not part of the expression language",
                format!("write the text between two {quote}"),
            ));
        }
        Ok(Token::Text(value))
    }

    /// One escape sequence (CEL: ESCAPE), the backslash included.
    fn escape(&mut self) -> Result<char, ParseError> {
        let start = self.offset;
        self.skip(1);
        let letter = self.rest().chars().next().unwrap_or('\n');
        if let Some((_, meaning)) = ESCAPES.iter().find(|(written, _)| *written == letter) {
            self.skip(1);
            return Ok(*meaning);
        }
        let numeric = match letter {
            'x' | 'X' => Some((1, 2, 16)),
            'u' => Some((1, 4, 16)),
            'U' => Some((1, 8, 16)),
            '0'..='3' => Some((0, 3, 8)),
            _ => None,
        };
        numeric.and_then(|(prefix, digits, radix)| self.code_point(prefix, digits, radix)).ok_or_else(|| {
            ParseError::new(
                start,
                format!("unknown escape '\\{}' in a text", letter.escape_debug()),
                "a backslash is written \\\\; also known: \\\" \\' \\n \\r \\t \\x41 \\u0041 \\U00000041 \\101",
            )
        })
    }

    /// The character whose number stands in exactly `digits` digits behind `prefix` bytes.
    fn code_point(&mut self, prefix: usize, digits: usize, radix: u32) -> Option<char> {
        let end = prefix.checked_add(digits)?;
        let written = self.rest().get(prefix..end)?;
        if !written.chars().all(|digit| digit.is_digit(radix)) {
            return None;
        }
        let character = char::from_u32(u32::from_str_radix(written, radix).ok()?)?;
        self.skip(end);
        Some(character)
    }
}

/// Escapes of one letter: what is written behind the backslash, and what it means.
const ESCAPES: &[(char, char)] = &[
    ('\\', '\\'),
    ('"', '"'),
    ('\'', '\''),
    ('`', '`'),
    ('?', '?'),
    ('a', '\x07'),
    ('b', '\x08'),
    ('f', '\x0c'),
    ('n', '\n'),
    ('r', '\r'),
    ('t', '\t'),
    ('v', '\x0b'),
];
