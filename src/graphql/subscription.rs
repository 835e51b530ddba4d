//! The root of subscriptions. Each event is answered from its own moment of the record.

use async_graphql::{Context, Subscription as GraphQLSubscription};
use futures_util::{Stream, StreamExt as _};

use super::driver::Driver;
use super::errors::ApiError;
use super::feed::FeedEvent;
use super::inputs::ItemFilter;
use super::locales;
use super::reader::Reader;
use crate::domain::cursor::FeedCursor;
use crate::feed;
use crate::store::{self, Store};

/// What happens to the record, as it happens and from any earlier place on.
#[derive(Default)]
pub struct Subscription;

/// What happens to the record, as it happens and from any earlier place on.
#[GraphQLSubscription]
impl Subscription {
    /// Items that become public and still are.
    async fn item_published(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only these items.")] filter: Option<ItemFilter>,
        #[graphql(desc = "What came after this place; \"0\" for all there ever was. From now if left out.")]
        after: Option<String>,
    ) -> async_graphql::Result<impl Stream<Item = FeedEvent> + use<>> {
        let events = events(ctx, filter, after, true).await?;
        Ok(events.filter_map(|event| async move { event.is_public().await.then_some(event) }))
    }

    /// Everything that happens to items: follow it from the start and you hold exactly what matches.
    async fn record_changed(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only about these items.")] filter: Option<ItemFilter>,
        #[graphql(desc = "What came after this place; \"0\" for all there ever was. From now if left out.")]
        after: Option<String>,
    ) -> async_graphql::Result<impl Stream<Item = FeedEvent> + use<>> {
        events(ctx, filter, after, false).await
    }
}

async fn events(
    ctx: &Context<'_>,
    filter: Option<ItemFilter>,
    after: Option<String>,
    only_published: bool,
) -> async_graphql::Result<impl Stream<Item = FeedEvent> + use<>> {
    let store = ctx.data::<Store>()?.clone();
    let locales = locales(ctx);
    let driver = ctx.data::<Driver>()?.clone();
    let reader = Reader::new(&store, locales.clone(), driver.clone());
    let matches = filter.unwrap_or_default().matches(&reader).await?;
    let head = reader.direct(store::record_head(reader.snapshot())).await?;
    reader.close().await;
    let after = match after {
        Some(cursor) => FeedCursor::resume(&cursor, head.record, head.position).map_err(ApiError::from)?,
        None => head.position,
    };
    let filter = feed::Filter { matches, only_published };
    let events = feed::follow(store.clone(), filter, after);
    Ok(events
        .map(move |event| FeedEvent::new(Reader::new(&store, locales.clone(), driver.clone()), head.record, event)))
}
