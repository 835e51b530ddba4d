//! The object types, one file per content type, and what they share.

pub mod actor;
pub mod area;
pub mod article;
pub mod attended;
pub mod counter;
pub mod coverage;
pub mod image;
pub mod indicator;
pub mod involvement;
pub mod item;
pub mod link;
pub mod mechanism;
pub mod media_item;
pub mod meeting;
pub mod name;
pub mod observation;
pub mod organization;
pub mod participant;
pub mod person;
pub mod place;
pub mod position;
pub mod publication;
pub mod session;
pub mod statement;
pub mod subjects;
pub mod text;
