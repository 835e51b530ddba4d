//! The questions of docs/reads.md, which tests and the benchmark ask.

/// A question and its heading.
#[derive(Clone, Debug)]
pub struct Read {
    pub name: String,
    pub document: String,
    /// Whether it takes as many statements whatever the record holds.
    pub is_even: bool,
}

/// All of them, in their order.
pub fn reads() -> Vec<Read> {
    let text = include_str!("../../../docs/reads.md");
    let sections = text.split("\n### ").skip(1);
    let uneven = text.find("\n## By what is related\n").expect("the last sections");
    let read = |section: &str| {
        let at = section.as_ptr().addr() - text.as_ptr().addr();
        let (name, rest) = section.split_once('\n').expect("a heading");
        let (_, code) = rest.split_once("```graphql\n").expect("a question");
        let (document, _) = code.split_once("```").expect("its end");
        Read { name: name.to_owned(), document: document.to_owned(), is_even: at < uneven }
    };
    sections.map(read).collect()
}
