//! The root of subscriptions. Each event is answered from its own moment of the record. Which events
//! there are is decided by whoever runs the execution.

use async_graphql::{Context, Subscription as GraphQLSubscription};
use futures_util::Stream;

use super::driver::Driver;
use super::execution::{Asked, Source};
use super::feed::FeedEvent;
use super::inputs::ItemFilter;
use super::locales;
use super::reader::Reader;
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
        #[graphql(
            desc = "Whether events without item say how far everything was looked at: once up to date, and from time to time.",
            default
        )]
        checkpoints: bool,
    ) -> async_graphql::Result<impl Stream<Item = FeedEvent> + use<>> {
        events(ctx, filter, after, checkpoints, true).await
    }

    /// Everything that happens to items: follow it from the start and you hold exactly what matches.
    async fn record_changed(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only about these items.")] filter: Option<ItemFilter>,
        #[graphql(desc = "What came after this place; \"0\" for all there ever was. From now if left out.")]
        after: Option<String>,
        #[graphql(
            desc = "Whether events without item say how far everything was looked at: once up to date, and from time to time.",
            default
        )]
        checkpoints: bool,
    ) -> async_graphql::Result<impl Stream<Item = FeedEvent> + use<>> {
        events(ctx, filter, after, checkpoints, false).await
    }
}

async fn events(
    ctx: &Context<'_>,
    filter: Option<ItemFilter>,
    after: Option<String>,
    checkpoints: bool,
    only_published: bool,
) -> async_graphql::Result<impl Stream<Item = FeedEvent> + use<>> {
    let store = ctx.data::<Store>()?.clone();
    let locales = locales(ctx);
    let driver = ctx.data::<Driver>()?.clone();
    let reader = Reader::new(&store, locales.clone(), driver.clone());
    let matches = filter.unwrap_or_default().matches(&reader).await?;
    let record = reader.direct(store::record_head(reader.snapshot())).await?.record;
    reader.close().await;
    let filter = feed::Filter { matches, only_published };
    let mut events = ctx.data::<Source>()?.begin(Asked { filter, after, checkpoints }).await?;
    Ok(async_stream::stream! {
        while let Some(event) = events.next().await {
            let event = FeedEvent::new(Reader::new(&store, locales.clone(), driver.clone()), record, event);
            if only_published && !event.is_public().await {
                events.skip().await;
                continue;
            }
            yield event;
        }
    })
}
