//! The rules of the record, pure and synchronous: values, documents, what makes them complete,
//! what they can be found by, and how pages and cursors are cut.
//!
//! Nothing here reads a clock, a file, a database or the environment. The only GraphQL in it are
//! the input derives of `documents` (so that a document has one definition for files and for the
//! API).

pub mod actor;
pub mod area;
pub mod collation;
pub mod condition;
pub mod cursor;
pub mod dates;
pub mod decimal;
pub mod documents;
pub mod encounter;
pub mod entered;
pub mod hexadecimal;
pub mod identity;
pub mod instant;
pub mod locale;
pub mod markdown;
pub mod match_key;
pub mod page;
pub mod partial_date;
pub mod participant;
pub mod paths;
pub mod person_name;
pub mod position;
pub mod problem;
pub mod query;
pub mod search;
pub mod slug;
pub mod timeline;
pub mod web_address;
