//! The first page of what is found. What has a better rank has the wider ones too, other spellings aside.

use std::collections::HashSet;

use sea_orm::DbBackend;

use super::glimpse::{Glimpse, few, glimpse};
use super::{Asked, Hit, Search, ranked};
use crate::store::error::StoreError;
use crate::store::sql::Rows;

/// Where one in so many of a page's items has a narrower rank, merging finds enough of them soon.
const ENOUGH: u64 = 4;

/// The best matches, at most so many.
pub(super) async fn best(rows: &impl Rows, search: &Search, most: u64) -> Result<Vec<Hit>, StoreError> {
    let known = vec![None; search.query.ranks.len()];
    let mut page = FirstPage { rows, search, most, known };
    match rows.backend() {
        DbBackend::Postgres => page.look_around().await?,
        _ => page.narrow_down().await?,
    }
    page.take().await
}

/// A page, and what is known of it so far.
struct FirstPage<'s, R> {
    rows: &'s R,
    search: &'s Search,
    most: u64,
    /// Of each rank, items that have it or a better one: the first ones, as many as the page has, or at least all that have
    /// no better one.
    known: Vec<Option<Vec<Hit>>>,
}

impl<R: Rows> FirstPage<'_, R> {
    /// Looks through the ranks from the widest. Where little is found, narrower ones are looked for among it.
    async fn narrow_down(&mut self) -> Result<(), StoreError> {
        let mut places: Option<Vec<i64>> = None;
        for index in self.nested().into_iter().rev() {
            let hits = match places.as_deref() {
                Some([]) => Vec::new(),
                known => self.ranked(index, Asked { places: known, ..self.first() }).await?,
            };
            if !self.is_full(&hits) {
                places = Some(hits.iter().map(|hit| hit.place).collect());
            }
            self.known[index] = Some(hits);
        }
        Ok(())
    }

    /// Looks at what PostgreSQL finds at once. What takes it longer is left open, and only asked for if the page is not
    /// full without it.
    async fn look_around(&mut self) -> Result<(), StoreError> {
        if self.search.filter.0.is_empty() {
            self.known[0] = Some(self.ranked(0, self.first()).await?);
        }
        if self.is_filled() {
            return Ok(());
        }
        let has_alternatives = self.search.query.ranks.iter().any(|(_, condition)| condition.alternatives(2).len() > 1);
        if has_alternatives { self.widen().await } else { self.skim().await }
    }

    /// Asks for one rank after the other, the best ones first: a word that may be written as two, such as a given name, is
    /// seldom frequent, and so are those that have it and others.
    async fn widen(&mut self) -> Result<(), StoreError> {
        for index in self.nested() {
            if self.is_filled() {
                break;
            }
            if self.known[index].is_some() {
                continue;
            }
            // Names in other spellings are asked for with names.
            let beside = Some(index + 1).filter(|next| self.search.is_spelling(*next));
            let asked: Vec<usize> = std::iter::once(index).chain(beside).collect();
            if self.ask_few(&asked).await? {
                continue;
            }
            // There are so many that the first ones are mostly soon found.
            for index in asked {
                if !self.is_filled() {
                    self.known[index] = Some(self.ranked(index, self.first()).await?);
                }
            }
        }
        Ok(())
    }

    /// Looks at the first ones of the widest rank, which may have the narrower ones too, then at those that have all in
    /// their names.
    async fn skim(&mut self) -> Result<(), StoreError> {
        let nested = self.nested();
        let (widest, name) = (nested[nested.len() - 1], nested[1]);
        let asked = Asked { is_ranked: true, ..self.first() };
        let page = match glimpse(self.rows, self.search, widest, &asked).await? {
            Glimpse::Page(hits) => hits,
            Glimpse::Near => self.ranked(widest, asked).await?,
            Glimpse::Nothing => return self.ask_unseen(nested).await,
        };
        let mut unseen: Vec<usize> = Vec::new();
        for index in nested {
            let rank = self.search.query.ranks[index].0;
            let having: Vec<Hit> = page.iter().filter(|hit| hit.rank <= rank).copied().collect();
            let found = having.len() as u64;
            if found >= self.most || !self.is_full(&page) {
                self.known[index].get_or_insert(having);
            } else if found * ENOUGH < self.most && !self.is_single(index) {
                unseen.push(index);
            }
        }
        if unseen.contains(&name) && !self.is_filled() {
            match glimpse(self.rows, self.search, name, &self.first()).await? {
                Glimpse::Page(hits) => self.known[name] = Some(hits),
                Glimpse::Near => self.known[name] = Some(self.ranked(name, self.first()).await?),
                Glimpse::Nothing => {}
            }
        }
        self.ask_unseen(unseen).await
    }

    /// Asks for ranks of which little was seen, the widest first: if it has few, they have all that the others have.
    async fn ask_unseen(&mut self, mut unseen: Vec<usize>) -> Result<(), StoreError> {
        // Nothing comes after a rank that has a page of its own.
        let last = self.known.iter().position(|hits| hits.as_ref().is_some_and(|hits| self.is_full(hits)));
        unseen.retain(|index| self.known[*index].is_none() && last.is_none_or(|last| *index < last));
        while !unseen.is_empty() && !self.is_filled() {
            let last = unseen.len() - 1;
            let spelling = (0..unseen[last]).filter(|index| self.search.is_spelling(*index));
            let mut asked: Vec<usize> = unseen.iter().copied().chain(spelling).collect();
            asked.sort_unstable();
            if self.ask_few(&asked).await? {
                break;
            }
            unseen.truncate(last);
        }
        Ok(())
    }

    /// Notes all items that have any of some ranks, if they are few.
    async fn ask_few(&mut self, ranks: &[usize]) -> Result<bool, StoreError> {
        let Some(hits) = few(self.rows, self.search, ranks, Asked::default().bounds).await? else { return Ok(false) };
        for index in ranks {
            let rank = self.search.query.ranks[*index].0;
            self.known[*index] = Some(hits.iter().filter(|hit| hit.rank <= rank).copied().collect());
        }
        Ok(true)
    }

    /// The page: the ranks one after the other, until it is full.
    async fn take(mut self) -> Result<Vec<Hit>, StoreError> {
        let mut page: Vec<Hit> = Vec::new();
        let mut places: HashSet<i64> = HashSet::new();
        for index in 0..self.known.len() {
            if self.is_full(&page) {
                break;
            }
            let rank = self.search.query.ranks[index].0;
            let hits = match self.known[index].take() {
                Some(hits) => hits,
                None => self.ranked(index, self.first()).await?,
            };
            // What is not full is all there is of its rank, so what comes now has no better one.
            page.extend(hits.into_iter().filter(|hit| places.insert(hit.place)).map(|hit| Hit { rank, ..hit }));
        }
        page.truncate(usize::try_from(self.most).unwrap_or(usize::MAX));
        Ok(page)
    }

    /// The first items of all.
    fn first(&self) -> Asked<'static> {
        Asked::first(self.most)
    }

    async fn ranked(&self, index: usize, asked: Asked<'_>) -> Result<Vec<Hit>, StoreError> {
        ranked(self.rows, self.search, index, asked).await
    }

    /// The ranks of which each has all that those before it have, the best first.
    fn nested(&self) -> Vec<usize> {
        (0..self.known.len()).filter(|index| !self.search.is_spelling(*index)).collect()
    }

    /// Whether it asks for one word, and nothing else but content types.
    fn is_single(&self, index: usize) -> bool {
        self.search.filter.0.is_empty() && self.search.query.ranks[index].1.0.len() == 1
    }

    fn is_full(&self, hits: &[Hit]) -> bool {
        hits.len() as u64 >= self.most
    }

    /// Whether the ranks that are known, from the best one on, fill the page.
    fn is_filled(&self) -> bool {
        let mut places: HashSet<i64> = HashSet::new();
        for hits in self.known.iter().map_while(Option::as_ref) {
            places.extend(hits.iter().map(|hit| hit.place));
        }
        places.len() as u64 >= self.most
    }
}
