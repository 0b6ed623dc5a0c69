//! A Python file and its syntax tree.

use tree_sitter::{Node, Parser, Tree};

use super::value::Span;

/// A file of the app.
pub(in crate::source) struct File {
    /// Relative to the app's folder, with `/` between the parts.
    pub(in crate::source) path: String,
    pub(in crate::source) text: String,
    pub(super) tree: Tree,
    line_starts: Vec<usize>,
}

impl File {
    /// `None` where the parser gives up, which it does not on wrong syntax.
    pub(in crate::source) fn parse(parser: &mut Parser, path: String, text: String) -> Option<Self> {
        let tree = parser.parse(&text, None)?;
        let line_starts = std::iter::once(0)
            .chain(text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| i + 1));
        Some(Self { line_starts: line_starts.collect(), path, text, tree })
    }

    pub(in crate::source) fn text_of(&self, node: Node<'_>) -> &str {
        self.text.get(node.byte_range()).unwrap_or_default()
    }

    /// The line and column, from 1 and in characters, of a byte.
    pub(in crate::source) fn position(&self, byte: usize) -> (usize, usize) {
        let line = self.line_starts.partition_point(|start| *start <= byte);
        let start = self.line_starts[line - 1];
        (line, self.text[start..byte].chars().count() + 1)
    }

    /// The byte at a line and column, from 1 and in characters.
    pub(in crate::source) fn byte(&self, line: usize, column: usize) -> Option<usize> {
        let start = *self.line_starts.get(line.checked_sub(1)?)?;
        let rest = self.text.get(start..)?;
        let mut characters = rest.char_indices().map(|(offset, _)| offset).chain([rest.len()]);
        Some(start + characters.nth(column.checked_sub(1)?)?)
    }

    /// Calls `each` with every name that stands for something: not in imports, not those of keyword arguments.
    pub(in crate::source) fn each_name<'t>(&'t self, mut each: impl FnMut(&'t str)) {
        let mut open = vec![self.tree.root_node()];
        while let Some(node) = open.pop() {
            match node.kind() {
                "identifier" => each(self.text_of(node)),
                "import_statement" | "import_from_statement" => {}
                "keyword_argument" => open.extend(field(node, "value")),
                _ => open.extend(node.children(&mut node.walk())),
            }
        }
    }

    /// The name of the variable that is given the expression in a span.
    pub(in crate::source) fn assigned_name(&self, span: Span) -> Option<&str> {
        let node = self.tree.root_node().descendant_for_byte_range(span.start, span.end)?;
        let parent = node.parent().filter(|parent| parent.kind() == "assignment")?;
        field(parent, "left").map(|name| self.text_of(name))
    }

    /// The calls that begin in a line.
    pub(in crate::source) fn calls_in_line(&self, file: usize, line: usize) -> Vec<Span> {
        let mut found = Vec::new();
        let mut open = vec![self.tree.root_node()];
        while let Some(node) = open.pop() {
            let (first, last) = (node.start_position().row + 1, node.end_position().row + 1);
            if first > line || last < line {
                continue;
            }
            if node.kind() == "call" && first == line {
                found.push(Span::of(file, node));
            }
            open.extend(node.children(&mut node.walk()));
        }
        found
    }
}

/// A parser for Python; `None` only if the grammar does not fit the parser.
pub(in crate::source) fn parser() -> Option<Parser> {
    let mut parser = Parser::new();
    parser.set_language(&tree_sitter_python::LANGUAGE.into()).ok()?;
    Some(parser)
}

/// The named children of a node, without comments.
pub(super) fn children(node: Node<'_>) -> Vec<Node<'_>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor).filter(|child| child.kind() != "comment").collect()
}

pub(super) fn field<'t>(node: Node<'t>, name: &str) -> Option<Node<'t>> {
    node.child_by_field_name(name)
}
