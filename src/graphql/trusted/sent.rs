//! Requests as clients send them. A trusted document can be named instead of sent; and where only trusted documents
//! are executed, an editor's token is what it takes to send another.

use async_graphql::{Request, Response};

use super::super::schema::{Admitted, Api};
use super::super::{ApiError, ErrorCode, Requester};

/// What a client sent.
pub struct Sent {
    /// The request; without a document, if that is named.
    pub request: Request,
    /// Which trusted document is meant.
    pub document_id: Option<String>,
}

impl Api {
    /// Guards and parses what somebody sent.
    pub fn admit_sent(&self, sent: Sent, requester: &Requester) -> Result<Admitted, Box<Response>> {
        let refuse = |code: ErrorCode, message: String| {
            Box::new(Response::from_errors(vec![ApiError::new(code, message).into_server_error()]))
        };
        let Sent { mut request, document_id } = sent;
        if let Some(id) = document_id {
            let Some(document) = self.trusted().by_id(&id) else {
                let message = format!("no trusted document has the id `{id}`: /api has all of them");
                return Err(refuse(ErrorCode::UnknownOperation, message));
            };
            document.text.clone_into(&mut request.query);
        } else if self.is_for_trusted_only()
            && requester.viewer.editor().is_none()
            && !self.trusted().is_trusted(&request.query)
        {
            let message = "only trusted documents are executed here: send `documentId` with one of /api";
            return Err(refuse(ErrorCode::DocumentNotTrusted, message.to_owned()));
        }
        self.admit(request)
    }
}
