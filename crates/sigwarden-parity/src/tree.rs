//! TShark's JSON as it stands: names repeat inside one object and their order counts.
//!
//! A map would keep one of several layers of the same name, so objects are lists of pairs here.

use serde::de::{Deserialize, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// One node of TShark's field tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Node {
    /// Name and value pairs, in order, names may repeat.
    Branch(Vec<(String, Node)>),
    /// Several values of one field.
    List(Vec<Node>),
    /// A value as TShark prints it; empty for null.
    Leaf(String),
}

impl Node {
    /// The children of a branch; nothing for anything else.
    pub(crate) fn children(&self) -> &[(String, Self)] {
        match self {
            Self::Branch(children) => children,
            Self::List(_) | Self::Leaf(_) => &[],
        }
    }

    /// The first child of this name.
    pub(crate) fn child(&self, name: &str) -> Option<&Self> {
        self.children().iter().find_map(|(key, node)| (key == name).then_some(node))
    }

    /// The value of a leaf.
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Self::Leaf(text) => Some(text),
            Self::Branch(_) | Self::List(_) => None,
        }
    }

    /// Shows every named node below this one to `visit`, parents first. Where `visit` says false,
    /// nothing below that node is shown.
    pub(crate) fn walk<'a>(&'a self, visit: &mut dyn FnMut(&'a str, &'a Self) -> bool) {
        match self {
            Self::Branch(children) => {
                for (name, node) in children {
                    if visit(name, node) {
                        node.walk(visit);
                    }
                }
            }
            Self::List(nodes) => nodes.iter().for_each(|node| node.walk(visit)),
            Self::Leaf(_) => {}
        }
    }

    /// The first leaf below this node whose name satisfies `wanted`.
    pub(crate) fn find_text(&self, wanted: &dyn Fn(&str) -> bool) -> Option<&str> {
        let mut found = None;
        self.walk(&mut |name, node| {
            if found.is_none() && wanted(name) {
                found = node.text();
            }
            found.is_none()
        });
        found
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object, a list or a text")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let mut children = Vec::new();
        while let Some(pair) = map.next_entry()? {
            children.push(pair);
        }
        Ok(Node::Branch(children))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Node, A::Error> {
        let mut nodes = Vec::new();
        while let Some(node) = list.next_element()? {
            nodes.push(node);
        }
        Ok(Node::List(nodes))
    }

    fn visit_str<E>(self, text: &str) -> Result<Node, E> {
        Ok(Node::Leaf(text.to_owned()))
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Leaf(String::new()))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Leaf(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Leaf(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Leaf(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(Node::Leaf(value.to_string()))
    }
}

/// Reads a list of packets one by one, so that a long capture never stands in memory as a whole.
pub(crate) struct EachPacket<'a>(pub(crate) &'a mut dyn FnMut(Node));

impl<'de> DeserializeSeed<'de> for EachPacket<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for EachPacket<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list of packets")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while let Some(packet) = list.next_element()? {
            (self.0)(packet);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_names_that_repeat_and_their_order() {
        let mut packets = Vec::new();
        let text = r#"[{"a": "1", "b": null, "a": {"c": ["2", "3"]}}, {}]"#;
        let mut json = serde_json::Deserializer::from_str(text);
        EachPacket(&mut |packet| packets.push(packet)).deserialize(&mut json).unwrap();

        let names: Vec<&str> = packets[0].children().iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["a", "b", "a"]);
        assert_eq!(packets[0].child("a").and_then(Node::text), Some("1"));
        assert_eq!(packets[1].children().len(), 0);
    }
}
