//! The tables of the record, the journal and the desk, as `SeaORM` entities, and the closed
//! vocabularies that their columns use.
//!
//! One spine table, [`item`], carries what every content type has; a detail table per content type
//! shares its key. Nothing here decides anything: rules live in the `domain` module of the service,
//! SQL in its `store` module.

pub mod appearance;
pub mod article;
pub mod attendance;
pub mod depiction;
pub mod draft;
pub mod ids;
pub mod indicator;
pub mod involvement;
pub mod item;
pub mod item_key;
pub mod journal;
pub mod label_order;
pub mod link;
pub mod mechanism;
pub mod media_item;
pub mod meeting;
pub mod meeting_place;
pub mod meeting_session;
pub mod name;
pub mod observation;
pub mod organization;
pub mod participant;
pub mod party;
pub mod person;
pub mod person_name;
pub mod photo;
pub mod position;
pub mod publication;
pub mod publication_file;
pub mod publish_key;
pub mod record;
pub mod reference;
pub mod roles;
pub mod search_entry;
pub mod session_attendance;
pub mod slug;
pub mod statement;
pub mod subject;
pub mod text;
pub mod token;
pub mod vocabulary;

pub use ids::ItemId;
pub use item::ItemType;
