//! The language in which the parameters of operations are described: trees of tags.
//!
//! A shape says where in a parameter the fields stand that anybody downstream needs.
//! What a shape does not name is skipped, so a later release of a standard changes nothing here.

use super::field::Field;
pub use crate::ber::Tag;

/// One element of a parameter.
#[derive(Debug)]
pub struct Node {
    /// Its tag.
    pub tag: Tag,
    /// What its content is, or [`Field::None`] where only its children matter.
    pub field: Field,
    /// Its elements, where it is constructed.
    pub children: &'static [Node],
    /// Whether it may stand several times (an element of a SEQUENCE OF).
    pub many: bool,
    /// Whether it or anything in it is essential.
    pub essential: bool,
}

/// Where the fields of one parameter stand.
#[derive(Debug)]
pub struct Shape {
    /// What the parameter is when it is one primitive value (MAP v1 and v2: a bare IMSI).
    pub bare: Field,
    /// Elements of the parameter when it is constructed, whatever its own tag
    /// (SEQUENCE, or `[3]` where a later version changed the type).
    pub nodes: &'static [Node],
}

impl Shape {
    /// A parameter in which nothing is looked for.
    pub const NONE: Self = Self { bare: Field::None, nodes: &[] };
}

/// A primitive element with a universal tag.
pub const fn u(number: u16, field: Field) -> Node {
    node(Tag::universal(number), field, &[])
}

/// A primitive element with a context-specific tag.
pub const fn c(number: u16, field: Field) -> Node {
    node(Tag::context(number), field, &[])
}

/// A constructed element with a universal tag.
pub const fn us(number: u16, children: &'static [Node]) -> Node {
    node(Tag::universal(number), Field::None, children)
}

/// A constructed element with a context-specific tag.
pub const fn cs(number: u16, children: &'static [Node]) -> Node {
    node(Tag::context(number), Field::None, children)
}

/// The same element, several times.
pub const fn many(mut node: Node) -> Node {
    node.many = true;
    node
}

/// The same constructed element, noted as a field too (its mere presence says something).
pub const fn noted(node: Node, field: Field) -> Node {
    let many = node.many;
    let mut node = self::node(node.tag, field, node.children);
    node.many = many;
    node
}

#[expect(clippy::indexing_slicing, clippy::arithmetic_side_effects, reason = "runs while compiling")]
const fn node(tag: Tag, field: Field, children: &'static [Node]) -> Node {
    let mut essential = field.is_essential();
    let mut index = 0;
    while index < children.len() {
        essential |= children[index].essential;
        index += 1;
    }
    Node { tag, field, children, many: false, essential }
}
