//! The addresses of the questions as an OpenAPI 3.1 description, made from the trusted documents. What is true of all of
//! them (headers, refusals) is described once and referred to.

use serde_json::{Map, Value as Json, json};

use super::VARY;
use crate::graphql::{ErrorCode, Parameter, TrustedDocument, TrustedDocuments};

/// What holds for every question.
const ABOUT: &str = "The public record of an institution that meets. Each address answers one question, as JSON or as CSV: by \
`Accept`, or by adding `.json` or `.csv` to the address. Parameters that are lists are repeated. `Accept-Language` says in which \
languages texts are wanted. An answer has status 200 only if it is whole. `Link: rel=\"next\"` leads to the next page.\n\n\
The `x-document-id` of a question can be sent to `/graphql` as `documentId`, instead of a document.";

/// The description.
pub fn description(documents: &TrustedDocuments) -> Json {
    let mut paths = Map::new();
    paths.insert("/api".to_owned(), index());
    let mut schemas: Map<String, Json> =
        documents.schemas().iter().map(|(name, schema)| (name.clone(), schema.clone())).collect();
    schemas.insert("Errors".to_owned(), errors());
    for document in documents.all() {
        paths.insert(format!("/api/{}", document.name), json!({ "get": operation(document) }));
        schemas.insert(answer_name(document), answer(document));
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Rapporteur",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "Questions to the record",
            "description": ABOUT,
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": "/" }],
        "security": [{}, { "token": [] }],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "parameters": {
                "AcceptLanguage": {
                    "name": "Accept-Language", "in": "header", "schema": { "type": "string" }, "example": "ja, en;q=0.5",
                    "description": "The languages in which texts are wanted.",
                },
                "IfNoneMatch": {
                    "name": "If-None-Match", "in": "header", "schema": { "type": "string" },
                    "description": "The `ETag` of the answer that the client has.",
                },
            },
            "headers": {
                "ETag": { "description": "Names this answer.", "schema": { "type": "string" } },
                "Link": { "description": "The next page, if there is one: `rel=\"next\"`.", "schema": { "type": "string" } },
                "Vary": { "description": "What the answer depends on.", "schema": { "type": "string", "const": VARY } },
                "RequestId": { "description": "Under which the log speaks of the request.", "schema": { "type": "string" } },
            },
            "responses": {
                "NotModified": { "description": "The client has this answer.", "headers": { "ETag": header("ETag") } },
                "BadRequest": refusal("A parameter is unknown, missing, repeated or of the wrong form. Each problem is named."),
                "Unauthorized": refusal("The token is not valid."),
                "NotAcceptable": refusal("`Accept` allows nothing that can be sent."),
                "InternalError": refusal("Something is wrong with the service."),
                "Unavailable": refusal("The database does not answer, or not in time."),
            },
            "securitySchemes": {
                "token": { "type": "http", "scheme": "bearer", "description": "An editor's token. Nothing here needs one." },
            },
        },
    })
}

fn operation(document: &TrustedDocument) -> Json {
    let parameters = document.parameters.iter().map(parameter);
    let common =
        ["AcceptLanguage", "IfNoneMatch"].map(|name| json!({ "$ref": format!("#/components/parameters/{name}") }));
    let parameters: Vec<Json> = parameters.chain(common).collect();
    let schema = json!({ "$ref": format!("#/components/schemas/{}", answer_name(document)) });
    let columns: Vec<&str> = document.table.header().collect();
    let mut headers = json!({ "ETag": header("ETag"), "Vary": header("Vary"), "x-request-id": header("RequestId") });
    if document.after().is_some() {
        headers["Link"] = header("Link");
    }
    let refusal = |name: &str| json!({ "$ref": format!("#/components/responses/{name}") });
    json!({
        "operationId": document.name,
        "summary": document.summary,
        "description": document.details,
        "parameters": parameters,
        "responses": {
            "200": {
                "description": "The answer, whole.",
                "headers": headers,
                "content": {
                    "application/json": { "schema": schema },
                    "application/graphql-response+json": { "schema": schema },
                    "text/csv": {
                        "schema": { "type": "string", "description": format!("Rows with these columns: {}.", columns.join(", ")) },
                    },
                },
            },
            "304": refusal("NotModified"),
            "400": refusal("BadRequest"),
            "401": refusal("Unauthorized"),
            "406": refusal("NotAcceptable"),
            "500": refusal("InternalError"),
            "503": refusal("Unavailable"),
        },
        "x-document-id": document.id,
        "x-example": format!("/api/{}", super::with_query(document.name, &document.example)),
    })
}

fn parameter(parameter: &Parameter) -> Json {
    let mut schema = parameter.schema.clone();
    if parameter.is_list {
        schema = json!({ "type": "array", "items": schema });
    }
    if let Some(default) = &parameter.default {
        schema["default"] = default.clone();
    }
    json!({
        "name": parameter.name,
        "in": "query",
        "description": parameter.description,
        "required": parameter.is_required,
        "style": "form",
        "explode": true,
        "schema": schema,
    })
}

/// The name of the schema of an answer: that of the question, as a type.
fn answer_name(document: &TrustedDocument) -> String {
    let capital = |word: &str| word.get(..1).unwrap_or_default().to_uppercase() + word.get(1..).unwrap_or_default();
    let words: String = document.name.split('-').map(capital).collect();
    format!("{words}Answer")
}

fn answer(document: &TrustedDocument) -> Json {
    json!({
        "type": "object",
        "description": document.summary,
        "properties": { "data": document.answer },
        "required": ["data"],
        "additionalProperties": false,
    })
}

fn index() -> Json {
    json!({ "get": {
        "operationId": "api",
        "summary": "This description; for browsers, a page.",
        "parameters": [{ "$ref": "#/components/parameters/IfNoneMatch" }],
        "responses": {
            "200": {
                "description": "What can be asked.",
                "headers": { "ETag": header("ETag") },
                "content": {
                    "application/json": { "schema": { "type": "object" } },
                    "text/html": { "schema": { "type": "string" } },
                },
            },
            "304": { "$ref": "#/components/responses/NotModified" },
            "406": { "$ref": "#/components/responses/NotAcceptable" },
        },
    } })
}

fn header(name: &str) -> Json {
    json!({ "$ref": format!("#/components/headers/{name}") })
}

fn refusal(description: &str) -> Json {
    let schema = json!({ "$ref": "#/components/schemas/Errors" });
    json!({
        "description": description,
        "content": {
            "application/json": { "schema": schema },
            "application/graphql-response+json": { "schema": schema },
        },
    })
}

fn errors() -> Json {
    let codes = ErrorCode::ALL.map(ErrorCode::as_str);
    let error = json!({
        "type": "object",
        "properties": {
            "message": { "type": "string", "description": "A sentence for people, which may change." },
            "path": { "type": "array", "items": { "type": ["string", "integer"] } },
            "extensions": {
                "type": "object",
                "properties": { "code": { "type": "string", "description": "For programs.", "enum": codes } },
                "required": ["code"],
            },
        },
        "required": ["message", "extensions"],
    });
    json!({
        "type": "object",
        "description": "What is wrong. `data` is there if some of the answer could be given.",
        "properties": { "errors": { "type": "array", "items": error, "minItems": 1 }, "data": true },
        "required": ["errors"],
    })
}
