//! The questions of docs/reads.md, which tests and the benchmark ask.

/// A question and its heading.
#[derive(Clone, Debug)]
pub struct Read {
    pub name: String,
    pub document: String,
}

/// All of them, in their order.
pub fn reads() -> Vec<Read> {
    let text = include_str!("../../../docs/reads.md");
    let sections = text.split("\n### ").skip(1);
    let read = |section: &str| {
        let (name, rest) = section.split_once('\n').expect("a heading");
        let (_, code) = rest.split_once("```graphql\n").expect("a question");
        let (document, _) = code.split_once("```").expect("its end");
        Read { name: name.to_owned(), document: document.to_owned() }
    };
    sections.map(read).collect()
}
