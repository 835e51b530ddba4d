//! The object types, one file per content type, and what they share.

pub mod area;
pub mod item;
pub mod link;
pub mod mechanism;
pub mod meeting;
pub mod name;
pub mod organization;
pub mod place;
pub mod session;
pub mod text;
