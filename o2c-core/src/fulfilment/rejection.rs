//! Why a shipment says no.

use crate::calendar::Day;
use crate::id::{ItemId, LineId, OrderId, ParcelId, SiteId, TaskId};
use crate::money::Exact;
use alloc::string::String;

crate::rejections! {
    /// Why a shipment says no: numbers 1300 to 1399, in order of precedence.
    pub enum Rejection {
        /// The command is not possible in the shipment's state.
        NotPossible = 1301 "fulfilment.not_possible" { state: &'static str, command: &'static str }
            => "{command} is not possible: the shipment is {state}",
        /// A shipment holds something.
        LinesMissing = 1302 "fulfilment.lines_missing" {} => "at least one line is needed",
        /// The shipment has more lines than a document may have.
        TooManyLines = 1303 "fulfilment.too_many_lines" { count: usize, most: usize }
            => "{count} lines are more than {most}",
        /// The quantity is not greater than zero.
        QuantityNotPositive = 1304 "fulfilment.line.quantity_not_positive"
            { line: LineId, quantity: Exact }
            => "the quantity {quantity} of line {line} must be greater than zero",
        /// One line of the order is there twice.
        DuplicateLine = 1305 "fulfilment.line.duplicate" { line: LineId }
            => "the line {line} is there twice",
        /// Goods do not arrive before they left.
        DeliveredBeforeShipped = 1306 "fulfilment.delivered_before_shipped"
            { on: Day, shipped_on: Day }
            => "{on} is before {shipped_on}, the day of the shipment",
        /// Two parcels of a shipment have one id.
        ParcelTwice = 1307 "fulfilment.parcel.twice" { parcel: ParcelId }
            => "the parcel {parcel} is there twice",
        /// Parcels that say what is in them hold what leaves, all of it and nothing else.
        ParcelsDoNotSum = 1308 "fulfilment.parcel.do_not_sum"
            { line: LineId, packed: Exact, shipped: Exact }
            => "{packed} of line {line} are packed, {shipped} leave",
        /// The command is not possible in the return's state.
        ReturnNotPossible = 1310 "fulfilment.return.not_possible"
            { state: &'static str, command: &'static str }
            => "{command} is not possible: the return is {state}",
        /// No more comes back than was shipped and has not come back.
        ReturnBeyondShipped = 1311 "fulfilment.return.beyond_shipped"
            { line: LineId, asked: Exact, returnable: Exact }
            => "{asked} of line {line} cannot come back: {returnable} may",
        /// No more is received than was agreed on, and no more accepted than was received.
        ReturnBeyondAgreed = 1312 "fulfilment.return.beyond_agreed"
            { line: LineId, asked: Exact, most: Exact }
            => "{asked} of line {line} is more than {most}",
        /// Nothing of the return was found to be good.
        NothingAccepted = 1313 "fulfilment.return.nothing_accepted" {}
            => "nothing of the return was accepted",
        /// The command is not possible in the plan's state.
        PlanNotPossible = 1320 "fulfilment.plan.not_possible"
            { state: &'static str, command: &'static str }
            => "{command} is not possible: the plan is {state}",
        /// A plan has tasks, and not too many.
        TasksOutOfRange = 1321 "fulfilment.plan.tasks_out_of_range" { count: usize, most: usize }
            => "{count} tasks are no plan: at least one and at most {most}",
        /// One task is there twice.
        TaskTwice = 1322 "fulfilment.plan.task_twice" { task: TaskId }
            => "the task {task} is there twice",
        /// There is no such task.
        UnknownTask = 1323 "fulfilment.plan.unknown_task" { task: TaskId }
            => "there is no task {task}",
        /// Tasks wait for each other in a circle.
        TasksInACircle = 1324 "fulfilment.plan.tasks_in_a_circle" { task: String }
            => "the task {task} waits for itself",
        /// The command is not possible in the task's state.
        TaskNotPossible = 1325 "fulfilment.plan.task_not_possible"
            { task: TaskId, state: &'static str, command: &'static str }
            => "{command} is not possible: the task {task} is {state}",
        /// The task waits for another.
        TaskNotReady = 1326 "fulfilment.plan.task_not_ready" { task: TaskId, waits_for: TaskId }
            => "the task {task} waits for {waits_for}",
        /// Nothing happens to a task before what it builds on.
        TaskTooEarly = 1327 "fulfilment.plan.task_too_early" { on: Day, latest: Day }
            => "{on} is before {latest}, the day of what it builds on",
        /// A bundle is made of itself, or of too many bundles in each other.
        BundleWithoutEnd = 1330 "fulfilment.sourcing.bundle_without_end" { item: ItemId }
            => "the bundle {item} is made of bundles without an end",
        /// The lines come to more parts than a document has lines.
        TooManyParts = 1331 "fulfilment.sourcing.too_many_parts" { count: usize, most: usize }
            => "more than {most} parts: {count} and more",
        /// One source is there twice.
        SourceTwice = 1332 "fulfilment.sourcing.source_twice" { source_id: SiteId }
            => "the source {source_id} is there twice",
        /// A source has less than nothing.
        OfferNegative = 1333 "fulfilment.sourcing.offer_negative" { quantity: Exact }
            => "{quantity} available is less than nothing",
        /// A bundle is made of something.
        BundleEmpty = 1334 "fulfilment.sourcing.bundle_empty" { item: ItemId }
            => "the bundle {item} is made of nothing",
        /// One bundle is there twice.
        BundleTwice = 1335 "fulfilment.sourcing.bundle_twice" { item: ItemId }
            => "the bundle {item} is there twice",
        /// Tasks are laid down for an order that is placed or confirmed.
        PlanOfNoOrder = 1336 "fulfilment.plan.order_not_open"
            { order: OrderId, state: &'static str }
            => "nothing is planned for {order}: the order is {state}",
        /// What is behind its point of no return is not cancelled.
        BeyondReturn = 1337 "fulfilment.plan.beyond_return" { task: TaskId, line: LineId }
            => "line {line} is not cancelled: {task} has begun, the point of no return",
        /// Nothing happens to a return before what happened to it last.
        ReturnTooEarly = 1338 "fulfilment.return.too_early" { on: Day, latest: Day }
            => "{on} is before {latest}, the day of what happened to the return last",
    }
    carries {
        Money(crate::money::Rejection),
        Calendar(crate::calendar::Rejection),
        Stock(crate::stock::Rejection),
    }
}
