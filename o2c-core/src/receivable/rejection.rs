//! Why an account says no.

use super::{AccountKey, DifferenceKind, LetterCode};
use crate::calendar::Day;
use crate::id::{EntryId, MandateId, PlanId, PromiseId};
use crate::money::{Currency, Money};
use alloc::string::String;

crate::rejections! {
    /// Why an account says no: numbers 1500 to 1599, in order of precedence.
    pub enum Rejection {
        /// A letter code is one to twelve capital letters and digits.
        CodeMalformed = 1501 "receivable.code_malformed" { text: String }
            => "{text:?} is no letter code",
        /// A command names at least one item.
        NothingNamed = 1502 "receivable.nothing_named" {} => "no item is named",
        /// What became known is recorded in the order in which it became known.
        RecordedEarlier = 1503 "receivable.recorded_earlier" { recorded_on: Day, latest: Day }
            => "recorded on {recorded_on}, but something was already recorded on {latest}",
        /// An item of this name stands on the account already.
        EntryKnown = 1504 "receivable.entry_known" { entry: EntryId }
            => "{entry} stands on the account already",
        /// No item of this name stands on the account.
        EntryUnknown = 1505 "receivable.entry_unknown" { entry: EntryId, account: AccountKey }
            => "{entry} does not stand on the account of {account}",
        /// An item is named twice in one command.
        EntryTwice = 1506 "receivable.entry_twice" { entry: EntryId } => "{entry} is named twice",
        /// Only documents and opening balances are opened by name; the rest follows from what happens.
        KindNotOpened = 1507 "receivable.kind_not_opened" { entry: EntryId }
            => "{entry} is neither a document nor an opening balance",
        /// An amount in another currency than the account's or the ledger's.
        CurrencyDiffers = 1508 "receivable.currency_differs" { expected: Currency, found: Currency }
            => "expected {expected}, found {found}",
        /// An item of nothing cannot be settled.
        ZeroAmount = 1509 "receivable.zero_amount" { entry: EntryId }
            => "the amount of {entry} is zero",
        /// Money received is positive.
        NotPositive = 1510 "receivable.not_positive" { amount: Money }
            => "{amount} must be greater than zero",
        /// The booked value has the amount's sign, and in one's own currency is the amount.
        BookedDiffers = 1511 "receivable.booked_differs" { amount: Money, booked: Money }
            => "{amount} cannot be booked as {booked}",
        /// A discount is positive, below the item's amount, and the sum of its shares.
        DiscountMalformed = 1512 "receivable.discount_malformed"
            { amount: Money, discount: Money, shares: Money }
            => "a discount of {discount} in shares of {shares} does not fit an item of {amount}",
        /// Nothing takes effect in a closed period.
        PeriodClosed = 1513 "receivable.period_closed" { day: Day, closed_until: Day }
            => "{day} lies in a period closed until {closed_until}",
        /// The item is closed: nothing is open of it.
        NothingOpen = 1514 "receivable.nothing_open" { entry: EntryId }
            => "nothing of {entry} is open",
        /// No item is settled beyond what is open of it, nor with the opposite sign.
        BeyondOpen = 1515 "receivable.beyond_open" { entry: EntryId, asked: Money, open: Money }
            => "{asked} of {entry} cannot be settled: {open} is open",
        /// A letter needs debits and credits.
        OneSided = 1516 "receivable.one_sided" { debit: Money, credit: Money }
            => "debits of {debit} and credits of {credit} do not settle each other",
        /// The amounts settled must sum to zero.
        Unbalanced = 1517 "receivable.unbalanced" { debit: Money, credit: Money }
            => "debits of {debit} and credits of {credit} do not balance",
        /// The shortfall is more than the discounts earned by the day the funds were received.
        DiscountTooSmall = 1518 "receivable.discount_too_small"
            { shortfall: Money, discount: Money }
            => "{shortfall} is missing, discounts of {discount} were earned",
        /// No letter of this code is in force.
        LetterUnknown = 1519 "receivable.letter_unknown" { letter: LetterCode }
            => "no letter {letter} is in force",
        /// The letter carries a transfer or a reversal, which are final.
        LetterFinal = 1520 "receivable.letter_final" { letter: LetterCode, entry: EntryId }
            => "letter {letter} carries {entry}, which is final",
        /// A letter is dissolved on a day after all that it settled, not before.
        UnletteredEarlier = 1521 "receivable.unlettered_earlier" { asked: Day, latest: Day }
            => "dissolved on {asked}, but it settled something on {latest}",
        /// Only a payment that was not settled in part moves to another account.
        NotTransferable = 1522 "receivable.not_transferable" { entry: EntryId }
            => "{entry} is no payment that is wholly open",
        /// A payment moves to another account of the same currency.
        SameAccount = 1523 "receivable.same_account" { account: AccountKey }
            => "the payment does not leave the account of {account}",
        /// A difference is not zero, and only a write-off and the rounding of cash may be paid over.
        DifferenceMalformed = 1524 "receivable.difference_malformed"
            { kind: DifferenceKind, amount: Money } => "no {kind} comes to {amount}",
        /// A deduction needs a reason.
        ReasonMissing = 1525 "receivable.reason_missing" { kind: DifferenceKind }
            => "a {kind} without a reason",
        /// A write-off is what the whole set lacks or leaves: nothing may be open of it besides.
        NotTheResidual = 1526 "receivable.not_the_residual"
            { debit: Money, credit: Money }
            => "debits of {debit} and credits of {credit}, differences included, leave a rest beside what is written off",
        /// The differences of a kind in the whole set are more than the firm accepts.
        BeyondTolerance = 1527 "receivable.beyond_tolerance"
            { kind: DifferenceKind, difference: Money, limit: Money }
            => "a {kind} of {difference} is more than the {limit} that are accepted",
        /// The differences of a kind over the period are more than the firm accepts of one customer.
        BeyondCap = 1528 "receivable.beyond_cap"
            { kind: DifferenceKind, used: Money, cap: Money }
            => "{used} of {kind} over the period are more than the {cap} that are accepted",
        /// What a customer keeps back is open of one of the items after the letter.
        DeductionBeyondOpen = 1529 "receivable.deduction_beyond_open"
            { deduction: Money, open: Money }
            => "{deduction} cannot be kept back: {open} is left open",
        /// Debits become doubtful once, and come back once.
        NotReclassified = 1530 "receivable.not_reclassified" { entry: EntryId }
            => "{entry} is no debit that stands on the other account",
        /// A payment is taken back once, and wholly.
        NotReturned = 1531 "receivable.not_returned" { entry: EntryId }
            => "{entry} is no payment that can be taken back",
        /// A debtor chooses among his debts, each once.
        ChoiceUnknown = 1532 "receivable.choice_unknown" { entry: EntryId }
            => "{entry} is no debt, or it is chosen twice",
        /// A promise is noted once under one reference.
        PromiseKnown = 1533 "receivable.promise_known" { promise: PromiseId }
            => "the promise {promise} was noted before",
        /// There is no such promise on the account.
        PromiseUnknown = 1534 "receivable.promise_unknown" { promise: PromiseId }
            => "there is no promise {promise}",
        /// A promise is withdrawn once.
        PromiseWithdrawn = 1535 "receivable.promise_withdrawn" { promise: PromiseId }
            => "the promise {promise} was withdrawn before",
        /// Nobody promises more than is open of the items.
        PromiseBeyondOpen = 1536 "receivable.promise_beyond_open" { amount: Money, open: Money }
            => "{amount} cannot be promised: {open} is open",
        /// What is still enough is not negative and leaves something to pay.
        ToleranceMalformed = 1537 "receivable.promise_tolerance" { tolerance: Money, amount: Money }
            => "{tolerance} cannot be missing of a promise of {amount}",
        /// What is agreed lies ahead.
        DayPassed = 1538 "receivable.day_passed" { day: Day, on: Day }
            => "{day} has passed on {on}",
        /// Only what is owed is promised or paid by instalments.
        NotADebt = 1539 "receivable.not_a_debt" { entry: EntryId }
            => "{entry} is no debt of the customer",
        /// There is no such plan on the account.
        PlanUnknown = 1540 "receivable.plan_unknown" { plan: PlanId }
            => "there is no plan {plan}",
        /// A plan that was ended is not agreed anew; another one is.
        PlanEnded = 1541 "receivable.plan_ended" { plan: PlanId }
            => "the plan {plan} was ended before",
        /// An item is covered by one plan.
        EntryPlanned = 1542 "receivable.entry_planned" { entry: EntryId, plan: PlanId }
            => "{entry} is covered by the plan {plan}, which was not ended",
        /// A plan is not broken on the day an instalment falls due.
        DefaultAtOnce = 1543 "receivable.default_at_once" {}
            => "an instalment is unpaid after one day at the earliest",
        /// A plan has instalments.
        InstalmentsMissing = 1544 "receivable.instalments_missing" {}
            => "at least one instalment is needed",
        /// Instalments come in the order of their days.
        InstalmentsOutOfOrder = 1545 "receivable.instalments_out_of_order"
            { due_on: Day, before: Day }
            => "{due_on} does not come after {before}",
        /// Instalments sum to what the plan covers, and each comes to something.
        InstalmentsDiffer = 1546 "receivable.instalments_differ" { said: Money, covered: Money }
            => "instalments of {said} do not make up the {covered} that the plan covers",
        /// A bank account has a country, two check digits that fit, and up to thirty characters.
        IbanMalformed = 1547 "receivable.iban_malformed" { text: String }
            => "{text:?} is no IBAN",
        /// A mandate is signed once under one reference.
        MandateKnown = 1548 "receivable.mandate_known" { mandate: MandateId }
            => "the mandate {mandate} was signed before",
        /// There is no such mandate.
        MandateUnknown = 1549 "receivable.mandate_unknown" { mandate: MandateId }
            => "there is no mandate {mandate}",
        /// Nothing happens to a mandate after it was revoked.
        MandateRevoked = 1550 "receivable.mandate_revoked" { mandate: MandateId }
            => "the mandate {mandate} was revoked",
        /// A mandate is noted once it is signed.
        SignedAhead = 1551 "receivable.mandate_signed_ahead" { signed_on: Day, on: Day }
            => "signed on {signed_on}, noted on {on}",
        /// An amendment changes something.
        NothingAmended = 1552 "receivable.nothing_amended" { mandate: MandateId }
            => "nothing of the mandate {mandate} changes",
        /// An alphabet is capital letters and digits, each once and in order, a letter first.
        AlphabetMalformed = 1553 "receivable.alphabet_malformed" { text: String }
            => "{text:?} is no alphabet of letter codes",
    }
    carries {
        Money(crate::money::Rejection),
        Id(crate::id::Rejection),
        Ledger(crate::ledger::Rejection),
    }
}
