//! One binary of integration tests; modules mirror the service. Every test that touches a database
//! runs on SQLite and on PostgreSQL.

mod harness;

mod api;
mod architecture;
mod articles;
mod bad_input;
mod collation;
mod concurrency;
mod conditions;
mod facets;
mod faults;
mod feed;
mod frequent;
mod guards;
mod health;
mod import;
mod indicators;
mod leak;
mod media_items;
mod model;
mod mutations;
mod organizations;
mod participants;
mod people;
mod plans;
mod processes;
mod properties;
mod publications;
mod publishing;
mod reading;
mod relationships;
mod schema;
mod search;
mod seed;
mod sharing;
mod statements;
mod storage;
mod streams;
mod websocket;
