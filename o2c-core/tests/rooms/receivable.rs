//! Accounts under random commands, held against a model that only keeps lists.
//!
//! The model knows items, applications and the entries that were posted; it has no letters, no
//! index and no running figures. What it says of any day must be what the account says
//! (contract I6, I9, I10, I11, I17).
#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::wildcard_enum_match_arm
)]

use o2c_core::calendar::{Day, DiscountPolicy};
use o2c_core::id::EntryId;
use o2c_core::ledger::{Chart, Entry};
use o2c_core::machine::{Machine, replay};
use o2c_core::money::{Currency, Money};
use o2c_core::receivable::{
    Account, AccountEntry, AccountKey, Command, DiscountOffer, DiscountShare, EntryKind, Event,
    Facts, Item, Letter, LetterLine, Receipt,
};
use o2c_core::tax::{Vat, VatCategory};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// What a random command is made of; places are taken modulo what there is.
#[derive(Debug, Clone)]
enum Step {
    Open { amount: i64, rate: i64, on: i32, discount: bool },
    Receive { amount: i64, rate: i64, on: i32 },
    Letter { places: Vec<(usize, Option<u8>)>, take_discount: bool },
    Unletter { place: usize, on: i32 },
}

#[derive(Debug, Clone)]
struct Timed {
    step: Step,
    /// Days until it is recorded, after the step before.
    later: i32,
    /// Days before its recording that a period closes; none: nothing is closed.
    closed: Option<i32>,
    posts: bool,
}

fn any_step() -> impl Strategy<Value = Step> {
    let amount = prop_oneof![1..40_i64, 1..100_000_i64];
    let rate = prop_oneof![Just(100_i64), 50..150_i64, 1..3_i64];
    let on = -20..10_i32;
    let part = prop::option::weighted(0.25, 0..=255_u8);
    let places = prop::collection::vec((0..64_usize, part), 2..5);
    prop_oneof![
        3 => (amount.clone(), rate.clone(), on.clone(), any::<bool>(), any::<bool>()).prop_map(
            |(amount, rate, on, is_credit, discount)| Step::Open {
                amount: if is_credit && amount % 3 == 0 { -amount } else { amount },
                rate, on, discount,
            }
        ),
        3 => (amount, rate, on).prop_map(|(amount, rate, on)| Step::Receive { amount, rate, on }),
        6 => (places, any::<bool>())
            .prop_map(|(places, take_discount)| Step::Letter { places, take_discount }),
        2 => (0..64_usize, 0..20_i32).prop_map(|(place, on)| Step::Unletter { place, on }),
    ]
}

fn any_story() -> impl Strategy<Value = (bool, Vec<Timed>)> {
    let timed = (any_step(), 0..4_i32, prop::option::weighted(0.2, 0..15_i32), any::<bool>());
    let timed = timed.prop_map(|(step, later, closed, posts)| Timed { step, later, closed, posts });
    (any::<bool>(), prop::collection::vec(timed, 1..60))
}

fn first_day() -> Day {
    "2026-03-01".parse().unwrap()
}

fn after(day: Day, days: i32) -> Day {
    Day::from_number(day.number() + days).unwrap()
}

/// One line of the model: an item, or something taken off one.
struct Row {
    entry: EntryId,
    amount: i64,
    booked: i64,
    counts_on: Day,
    recorded_on: Day,
}

/// The model: lists, nothing else.
struct Model {
    items: Vec<Row>,
    applications: Vec<Row>,
    /// What is on the control account: invoices as they come, the rest as posted.
    postings: Vec<(Day, Day, i64)>,
}

impl Model {
    fn follow(&mut self, event: &Event, entry: Option<&Entry>) {
        match event {
            Event::Opened { item, recorded_on } => {
                let row = Row {
                    entry: item.id.clone(),
                    amount: item.amount.minor(),
                    booked: item.booked.minor(),
                    counts_on: item.accounted_on,
                    recorded_on: *recorded_on,
                };
                if matches!(item.kind, EntryKind::Invoice { .. }) {
                    self.postings.push((row.counts_on, row.recorded_on, row.booked));
                }
                self.items.push(row);
            }
            Event::Lettered(lettered) | Event::Unlettered(lettered) => {
                for applied in &lettered.applications {
                    self.applications.push(Row {
                        entry: applied.entry.clone(),
                        amount: applied.amount.minor(),
                        booked: applied.booked.minor(),
                        counts_on: lettered.effective_on,
                        recorded_on: lettered.recorded_on,
                    });
                }
            }
            Event::DueMoved { .. }
            | Event::Deducted { .. }
            | Event::Reclassified { .. }
            | Event::Promise { .. }
            | Event::Plan { .. } => {}
        }
        let control = Chart::french().receivable;
        for line in entry.iter().flat_map(|entry| entry.lines()) {
            if line.account == control {
                let (counts_on, known_on) =
                    (entry.unwrap().accounted_on(), entry.unwrap().recorded_on());
                self.postings.push((counts_on, known_on, line.booked.minor()));
            }
        }
    }

    /// What was open of each item: amount and booked.
    fn open(&self, day: Day, known_at: Option<Day>) -> BTreeMap<EntryId, (i64, i64)> {
        let is_seen = |row: &&Row| {
            row.counts_on <= day && known_at.is_none_or(|known_at| row.recorded_on <= known_at)
        };
        let mut open: BTreeMap<EntryId, (i64, i64)> = BTreeMap::new();
        for row in self.items.iter().filter(is_seen) {
            open.insert(row.entry.clone(), (row.amount, row.booked));
        }
        for row in self.applications.iter().filter(is_seen) {
            let left = open.get_mut(&row.entry).expect("nothing is settled before it exists");
            *left = (left.0 - row.amount, left.1 - row.booked);
        }
        for row in self.items.iter().filter(is_seen) {
            let (amount, booked) = open[&row.entry];
            // I10: between nothing and the whole, on any day; I6: closed in both currencies.
            assert!(0 <= amount * row.amount.signum() && amount.abs() <= row.amount.abs());
            assert!(amount != 0 || booked == 0, "{} is closed in one currency", row.entry);
        }
        open.retain(|_, left| *left != (0, 0));
        open
    }

    fn posted(&self, day: Day, known_at: Option<Day>) -> i64 {
        let seen = self.postings.iter().filter(|(counts_on, known_on, _)| {
            *counts_on <= day && known_at.is_none_or(|known_at| *known_on <= known_at)
        });
        seen.map(|posting| posting.2).sum()
    }
}

/// The story as it is told: the account, the model, and how often each kind of thing happened.
struct Telling {
    account: Account,
    model: Model,
    events: Vec<Event>,
    today: Day,
}

impl Telling {
    fn command(&self, step: &Step, number: usize) -> Option<Command> {
        let account = self.account.key().currency;
        let (ledger, today) = (self.account.ledger(), self.today);
        let money = |minor: i64| Money::from_minor(minor, account).unwrap();
        let booked = |minor: i64, rate: i64| {
            let minor = if account == ledger { minor } else { minor * rate / 100 };
            Money::from_minor(minor, ledger).unwrap()
        };
        Some(match step {
            Step::Open { amount, rate, on, discount } => Command::OpenItems {
                items: vec![Item {
                    id: format!("F{number}").parse().unwrap(),
                    kind: EntryKind::Invoice {
                        document: format!("F{number}").parse().unwrap(),
                        instalment: 1,
                    },
                    document_on: after(today, *on),
                    accounted_on: after(today, *on),
                    due_on: after(today, on + 30),
                    amount: money(*amount),
                    booked: booked(*amount, *rate),
                    early_discount: (*discount && *amount > 20).then(|| DiscountOffer {
                        until: after(today, on + 25),
                        // Large, so that a shortfall often is within it.
                        amount: money(amount / 10 * 9),
                        shares: vec![DiscountShare {
                            vat: Vat::new(VatCategory::S, "20".parse().unwrap()).unwrap(),
                            net: money(amount / 10 * 9 - amount / 7),
                            tax: money(amount / 7),
                        }],
                        policy: match number % 2 {
                            0 => DiscountPolicy::FullOnly,
                            _ => DiscountPolicy::Proportional,
                        },
                        percent: None,
                    }),
                }],
            },
            Step::Receive { amount, rate, on } => Command::Receive(Receipt {
                entry: format!("P{number}").parse().unwrap(),
                payment: format!("P{number}").parse().unwrap(),
                received_on: after(today, *on),
                accounted_on: after(today, *on),
                amount: money(*amount),
                booked: booked(*amount, *rate),
            }),
            Step::Letter { places, take_discount } => {
                let open: Vec<&AccountEntry> = self.account.open_now().collect();
                let (debits, credits): (Vec<&AccountEntry>, Vec<&AccountEntry>) =
                    open.iter().partition(|entry| entry.open().amount.is_positive());
                if debits.is_empty() || credits.is_empty() {
                    return None;
                }
                let line = |(index, (place, part)): (usize, &(usize, Option<u8>))| {
                    let side = if index % 2 == 0 { &debits } else { &credits };
                    let entry: &AccountEntry = side[place % side.len()];
                    let amount = part.map(|part| {
                        let open = entry.open().amount.minor();
                        let share = open / 255 * i64::from(part);
                        money(if share == 0 { open.signum() } else { share })
                    });
                    LetterLine { entry: entry.id().clone(), amount }
                };
                let mut lines: Vec<LetterLine> = places.iter().enumerate().map(line).collect();
                let is_sloppy = places[0].0 == 7;
                let mut named = Vec::new();
                lines.retain(|line| {
                    let is_new = !named.contains(&line.entry);
                    named.push(line.entry.clone());
                    is_new || is_sloppy
                });
                Command::Letter { lines, take_discount: *take_discount, differences: vec![] }
            }
            Step::Unletter { place, .. } => {
                let letters: Vec<Letter> = self.account.letters().collect();
                let letter = letters.get(place % letters.len().max(1))?.code;
                Command::Unletter { letter }
            }
        })
    }

    fn tell(&mut self, timed: &Timed, number: usize) {
        self.today = after(self.today, timed.later);
        let effective_on = match timed.step {
            Step::Unletter { on, .. } => after(self.today, on),
            Step::Open { .. } | Step::Receive { .. } | Step::Letter { .. } => self.today,
        };
        let facts = Facts {
            effective_on,
            recorded_on: self.today,
            closed_until: timed.closed.map(|days| after(self.today, -days)),
            posting_on: timed.posts.then(|| after(self.today, 1)),
            tolerances: vec![],
            next_code: None,
        };
        let Some(command) = self.command(&timed.step, number) else {
            return;
        };
        // I17: deciding changes nothing, twice gives the same.
        let before = self.account.clone();
        let decided = self.account.decide(&command, &facts);
        assert_eq!(decided, self.account.decide(&command, &facts));
        assert_eq!(before, self.account);
        for event in decided.iter().flatten() {
            self.account.evolve(event).unwrap();
            let entry = self.account.entry_of(event, &Chart::french()).unwrap();
            if let (Some(entry), Some(closed_until)) = (&entry, facts.closed_until) {
                assert!(entry.accounted_on() > closed_until, "I12: nothing in a closed period");
            }
            self.model.follow(event, entry.as_ref());
            self.events.push(event.clone());
        }
        self.account.audit().unwrap();
        self.earlier_days_still_see(&before, effective_on, &command);
    }

    /// I11: un-lettering restores all it set free from its day on, and no day before changes.
    fn earlier_days_still_see(&self, before: &Account, effective_on: Day, command: &Command) {
        let Command::Unletter { letter } = command else {
            return;
        };
        let members = before.letter(*letter).unwrap().members;
        let is_dissolved = self.account.letter(*letter).is_none();
        let latest = Day::MAX;
        for entry in members.iter().filter_map(|id| self.account.entry(id)) {
            if is_dissolved && !matches!(entry.item().kind, EntryKind::Discount { .. }) {
                assert_eq!(entry.open().amount, entry.item().amount);
                assert_eq!(entry.open_as_of(latest, None), entry.open());
            }
            let was = before.entry(entry.id()).unwrap();
            let eve = after(effective_on, -1);
            assert_eq!(entry.open_as_of(eve, None), was.open_as_of(eve, None));
        }
        let of = |account: &Account| account.balance(latest, None).unwrap().amount;
        let discounts = members.iter().filter_map(|id| before.entry(id));
        let discounts =
            discounts.filter(|entry| matches!(entry.item().kind, EntryKind::Discount { .. }));
        let granted: i64 = discounts.map(|entry| entry.item().amount.minor()).sum();
        let taken_back = if is_dissolved { -granted } else { 0 };
        assert_eq!(of(&self.account).minor(), of(before).minor() + taken_back);
    }

    /// I9: the account, the model and the control account say the same of every day.
    fn compare(&self) {
        for on in (-25..60).step_by(3) {
            let day = after(first_day(), on);
            for known in [None, Some(0), Some(-10), Some(15)] {
                let known_at = known.map(|days| after(day, days));
                let expected = self.model.open(day, known_at);
                let found = self.account.open_items(day, known_at).map(|open| {
                    let figures = (open.open.amount.minor(), open.open.booked.minor());
                    (open.entry.id().clone(), figures)
                });
                assert_eq!(found.collect::<BTreeMap<_, _>>(), expected, "{day} {known_at:?}");
                let balance = self.account.balance(day, known_at).unwrap();
                let booked: i64 = expected.values().map(|open| open.1).sum();
                assert_eq!(balance.booked.minor(), booked);
                assert_eq!(booked, self.model.posted(day, known_at), "{day} {known_at:?}");
            }
        }
    }
}

fn tell((is_foreign, story): &(bool, Vec<Timed>)) -> Telling {
    let currency = if *is_foreign { Currency::USD } else { Currency::EUR };
    let key = AccountKey::of("ACME".parse().unwrap(), currency);
    let mut telling = Telling {
        account: Account::new(key, Currency::EUR),
        model: Model { items: Vec::new(), applications: Vec::new(), postings: Vec::new() },
        events: Vec::new(),
        today: first_day(),
    };
    for (number, timed) in story.iter().enumerate() {
        telling.tell(timed, number);
    }
    telling
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_account_says_what_its_lists_say(story in any_story()) {
        let telling = tell(&story);
        telling.compare();
        let fresh = Account::new(telling.account.key().clone(), telling.account.ledger());
        prop_assert_eq!(replay(fresh, &telling.events).unwrap(), telling.account);
    }
}

/// The stories above are of use only if everything happens in them.
#[test]
fn the_stories_reach_what_they_are_about() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let mut seen = BTreeMap::new();
    for _ in 0..200 {
        let story = any_story().new_tree(&mut runner).unwrap().current();
        let telling = tell(&story);
        for event in &telling.events {
            let mut count = |what: &'static str| *seen.entry(what).or_insert(0) += 1;
            match event {
                Event::Opened { item, .. } => match &item.kind {
                    EntryKind::Discount { .. } => count("discount"),
                    EntryKind::DiscountReversal { .. } => count("discount reversed"),
                    _ => {}
                },
                Event::Lettered(lettered) => {
                    count("letter");
                    if !lettered.taken_in.is_empty() {
                        count("joined");
                    }
                    if lettered.exchange.loss.is_positive() {
                        count("loss");
                    }
                    if lettered.exchange.gain.is_positive() {
                        count("gain");
                    }
                }
                Event::Unlettered(_) => count("dissolved"),
                Event::DueMoved { .. } => count("due moved"),
                Event::Deducted { .. } => count("deducted"),
                Event::Reclassified { .. } => count("reclassified"),
                Event::Promise { .. } => count("promise"),
                Event::Plan { .. } => count("plan"),
            }
        }
        let is_again = |entry: &AccountEntry| entry.applications().len() > 2;
        if telling.account.entries().iter().any(is_again) {
            *seen.entry("settled again").or_insert(0) += 1;
        }
    }
    for what in [
        "discount",
        "discount reversed",
        "letter",
        "joined",
        "loss",
        "gain",
        "dissolved",
        "settled again",
    ] {
        assert!(seen.get(what).is_some_and(|count| *count >= 5), "{what}: {seen:?}");
    }
}
