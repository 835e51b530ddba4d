//! What is imported: files of NDJSON, standard input, or texts built in. They are read twice, a line
//! at a time; what cannot be read twice goes into a temporary file first, and what changes between
//! the two readings is refused.

use std::collections::hash_map::DefaultHasher;
use std::fs::File;
use std::hash::Hasher as _;
use std::io::{self, BufRead, BufReader, Read as _, Seek as _};
use std::path::Path;

use serde_path_to_error::Segment;

use super::progress::Progress;
use crate::domain::documents::Document;
use crate::domain::problem::{Problem, ProblemCode};
use crate::store::{Line, Lines, StoreError};

/// Bytes of the longest line that is read.
const LONGEST: usize = 16 << 20;
/// Some editors begin a file with it.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// Where a document came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The file's name.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
}

/// The lines of some files, one after the other.
pub struct Input {
    files: Vec<Source>,
    progress: Progress,
    readings: usize,
    /// The file that is read now, the lines before it, and its reader once it is open.
    current: usize,
    before: usize,
    reader: Option<Reader>,
    buffer: Vec<u8>,
}

/// One of the files.
struct Source {
    name: String,
    medium: Medium,
    /// What its first reading found.
    read: Option<Reading>,
}

enum Medium {
    File(File),
    Text(&'static str),
}

/// What reading a file found.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Reading {
    /// Lines in the files before it.
    before: usize,
    lines: usize,
    hash: u64,
}

struct Reader {
    text: Box<dyn BufRead + Send>,
    hasher: DefaultHasher,
    lines: usize,
}

impl Input {
    /// Opens files; `-` is standard input.
    pub fn open(paths: &[impl AsRef<Path>], progress: &Progress) -> io::Result<Self> {
        let mut files = Vec::new();
        let mut bytes = 0;
        for path in paths.iter().map(AsRef::as_ref) {
            let stdin = path == Path::new("-");
            let name = if stdin { "standard input".to_owned() } else { path.display().to_string() };
            let open = || -> io::Result<File> {
                if stdin {
                    return spool(io::stdin().lock());
                }
                let file = File::open(path)?;
                // A pipe cannot be read twice either.
                if file.metadata()?.is_file() { Ok(file) } else { spool(file) }
            };
            let named = |error: io::Error| io::Error::new(error.kind(), format!("{name}: {error}"));
            let file = open().map_err(named)?;
            bytes += file.metadata().map_err(named)?.len();
            files.push(Source { name, medium: Medium::File(file), read: None });
        }
        progress.expect(bytes);
        Ok(Self::of(files, progress.clone()))
    }

    /// Texts with their names.
    pub fn texts(texts: &[(&str, &'static str)]) -> Self {
        let source = |(name, text): &(&str, &'static str)| Source {
            name: (*name).to_owned(),
            medium: Medium::Text(text),
            read: None,
        };
        Self::of(texts.iter().map(source).collect(), Progress::hidden())
    }

    fn of(files: Vec<Source>, progress: Progress) -> Self {
        Self { files, progress, readings: 0, current: 0, before: 0, reader: None, buffer: Vec::new() }
    }

    /// Where a line is.
    pub fn locate(&self, number: usize) -> Origin {
        let begun = |source: &&Source| source.read.is_some_and(|read| read.before <= number);
        let source = self.files.iter().rfind(begun);
        let before = source.and_then(|source| source.read).map_or(0, |read| read.before);
        Origin { file: source.map_or_else(String::new, |source| source.name.clone()), line: number - before + 1 }
    }

    /// The next line of any file that is not blank, with its number.
    fn line(&mut self) -> io::Result<Option<usize>> {
        while let Some(source) = self.files.get_mut(self.current) {
            let reader = match &mut self.reader {
                Some(open) => open,
                none => none.insert(source.begin()?),
            };
            let length = read_line(&mut reader.text, &mut self.buffer)?;
            if length == 0 {
                source.compare(Reading { before: self.before, lines: reader.lines, hash: reader.hasher.finish() })?;
                self.before += reader.lines;
                self.current += 1;
                self.reader = None;
                continue;
            }
            reader.hasher.write(&self.buffer);
            reader.hasher.write_usize(length);
            let number = self.before + reader.lines;
            reader.lines += 1;
            self.progress.advance(length);
            if !self.buffer.trim_ascii().is_empty() {
                return Ok(Some(number));
            }
        }
        Ok(None)
    }
}

impl Lines for Input {
    fn rewind(&mut self) -> Result<(), StoreError> {
        self.readings += 1;
        self.progress.reading(self.readings);
        (self.current, self.before, self.reader) = (0, 0, None);
        Ok(())
    }

    fn next(&mut self) -> Result<Option<Line>, StoreError> {
        let Some(number) = self.line()? else { return Ok(None) };
        let document = parse(&self.buffer);
        Ok(Some(Line { number, bytes: self.buffer.len(), document }))
    }
}

impl Source {
    fn begin(&mut self) -> io::Result<Reader> {
        let text: Box<dyn BufRead + Send> = match &mut self.medium {
            Medium::Text(text) => Box::new(text.as_bytes()),
            Medium::File(file) => {
                file.rewind()?;
                Box::new(BufReader::with_capacity(1 << 16, file.try_clone()?))
            }
        };
        Ok(Reader { text, hasher: DefaultHasher::new(), lines: 0 })
    }

    /// Notes what was found at the first reading, and compares it with that at the second.
    fn compare(&mut self, found: Reading) -> io::Result<()> {
        if self.read.replace(found).is_some_and(|first| first != found) {
            let message = format!("{}: the file changed while it was imported; nothing was imported", self.name);
            return Err(io::Error::other(message));
        }
        Ok(())
    }
}

/// Keeps what can be read only once.
fn spool(mut from: impl io::Read) -> io::Result<File> {
    let mut file = tempfile::tempfile()?;
    io::copy(&mut from, &mut file)?;
    Ok(file)
}

/// Reads a line without its end, and says how many bytes it has with it; 0 at the end. Of a line that
/// is too long, only so much is kept that this can be seen.
fn read_line(text: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<usize> {
    line.clear();
    let limit = LONGEST as u64 + 2;
    let mut length = text.by_ref().take(limit).read_until(b'\n', line)?;
    let mut rest = Vec::new();
    while length as u64 >= limit && line.last() != Some(&b'\n') && rest.last() != Some(&b'\n') {
        rest.clear();
        match text.by_ref().take(1 << 16).read_until(b'\n', &mut rest)? {
            0 => break,
            more => length += more,
        }
    }
    Ok(length)
}

fn parse(line: &[u8]) -> Result<Document, Problem> {
    if line.len() > LONGEST + 1 {
        let message = format!("the line has more than {LONGEST} bytes, which no document needs");
        return Err(Problem::new("", ProblemCode::Invalid, message));
    }
    let reader = &mut serde_json::Deserializer::from_slice(line.strip_prefix(BYTE_ORDER_MARK).unwrap_or(line));
    let document = serde_path_to_error::deserialize(&mut *reader)
        .map_err(|error| Problem::new(path_of(error.path()), ProblemCode::Invalid, said(error.inner())))?;
    reader.end().map_err(|error| Problem::new("", ProblemCode::Invalid, said(&error)))?;
    Ok(document)
}

/// A path into the document, such as a check would give: without the content type it begins with.
fn path_of(path: &serde_path_to_error::Path) -> String {
    let part = |segment: &Segment| match segment {
        Segment::Seq { index } => Some(index.to_string()),
        Segment::Map { key } => Some(key.clone()),
        Segment::Enum { variant } => Some(variant.clone()),
        Segment::Unknown => None,
    };
    path.iter().skip(1).map_while(part).collect::<Vec<_>>().join("/")
}

/// What the parser says, which counts lines by itself.
fn said(error: &serde_json::Error) -> String {
    let (said, place) = (error.to_string(), format!(" at line {} column {}", error.line(), error.column()));
    said.strip_suffix(&place).map(|said| format!("{said} (column {})", error.column())).unwrap_or(said)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn slugs(input: &mut Input) -> Vec<(usize, Option<String>)> {
        input.rewind().expect("a beginning");
        std::iter::from_fn(|| input.next().expect("a line"))
            .map(|line| (line.number, line.document.ok().and_then(|document| document.slug().map(str::to_owned))))
            .collect()
    }

    fn some(number: usize, slug: &str) -> (usize, Option<String>) {
        (number, Some(slug.to_owned()))
    }

    #[test]
    fn lines_of_all_files_are_numbered_and_found_again() {
        let first = "\u{feff}{\"meeting\":{\"slug\":\"a\"}}\r\n\n{\"meeting\":{\"slug\":\"b\"}}\n";
        let texts = [("first", first), ("empty", ""), ("last", " \n{\"meeting\":{\"slug\":\"c\"}}")];
        let mut input = Input::texts(&texts);
        for _ in 0..2 {
            assert_eq!(slugs(&mut input), [some(0, "a"), some(2, "b"), some(4, "c")]);
        }
        let origin = |number| {
            let Origin { file, line } = input.locate(number);
            format!("{file}:{line}")
        };
        assert_eq!([origin(0), origin(2), origin(4)], ["first:1", "first:3", "last:2"]);
    }

    #[test]
    fn what_cannot_be_read_says_where() {
        let problem = |line: &str| parse(line.as_bytes()).map_err(|problem| (problem.path, problem.message));
        let (path, message) = problem(r#"{"meeting":{"places":[{},{"town":1}]}}"#).expect_err("a problem");
        assert_eq!(path, "places/1/town");
        assert!(message.starts_with("unknown field `town`") && message.ends_with("(column 32)"), "{message}");
        assert_eq!(problem(r#"{"meeting":{}} and more"#).expect_err("a problem").1, "trailing characters (column 16)");
        assert_eq!(problem(r#"{"party":{}}"#).expect_err("a problem").0, "");
        let long = vec![b' '; LONGEST + 2];
        assert!(parse(&long).is_err());
    }

    #[test]
    fn a_line_that_is_too_long_is_not_kept() {
        let mut text = vec![b'x'; LONGEST + 200_000];
        text.extend(b"\nrest");
        let (mut text, mut line) = (text.as_slice(), Vec::new());
        assert_eq!(read_line(&mut text, &mut line).expect("a line"), LONGEST + 200_001);
        assert!(line.len() > LONGEST + 1 && line.len() < LONGEST + 10);
        assert_eq!((read_line(&mut text, &mut line).expect("a line"), line.as_slice()), (4, b"rest".as_slice()));
        assert_eq!(read_line(&mut text, &mut line).expect("the end"), 0);
    }

    #[test]
    fn a_file_that_changes_is_refused() {
        let mut file = tempfile::NamedTempFile::new().expect("a file");
        writeln!(file, r#"{{"meeting":{{"slug":"a"}}}}"#).expect("a line");
        let mut input = Input::open(&[file.path()], &Progress::hidden()).expect("an input");
        assert_eq!(slugs(&mut input), [some(0, "a")]);
        writeln!(file, r#"{{"meeting":{{"slug":"b"}}}}"#).expect("a line");
        input.rewind().expect("a beginning");
        let read = std::iter::from_fn(|| input.next().transpose()).collect::<Result<Vec<_>, _>>();
        let said = read.expect_err("a change").to_string();
        assert!(said.ends_with("the file changed while it was imported; nothing was imported"), "{said}");
    }

    #[test]
    fn what_is_read_once_is_kept() {
        let mut kept = spool(b"text".as_slice()).expect("a file");
        kept.rewind().expect("a beginning");
        assert_eq!(io::read_to_string(&kept).expect("a text"), "text");
    }
}
