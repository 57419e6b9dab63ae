"""A command of every kind about goods, the order desk and credit."""

import o2c
from o2c import commands as do

EUR = o2c.Money("1.50", "EUR")
LINES = [o2c.LineQuantity(line="1", quantity=2)]
LINE = do.LineOfOrder(order="O-1", line="1")
NEW = o2c.NewLine(id="1", quantity=o2c.Quantity(1), price=o2c.Net(2), vat=o2c.Vat("S", 20))
ORDER = o2c.PlaceOrder(order="O-9", customer="C-17", currency="EUR", lines=[NEW])

GOODS: list[o2c.Action] = [
    do.ReceiveStock(item="I-1", site="A", quantity=3, cost=EUR, receipt="R-1"),
    do.CountStock(item="I-1", site="A", counted="2.5", reason="counted"),
    do.IssueStock(item="I-1", site="A", quantity=1),
    do.ExpectStock(
        item="I-1", site="A", receipt="R-1", on="2026-02-01", quantity=9, cost=EUR
    ),
    do.ChangeExpected(item="I-1", site="A", receipt="R-1", on="2026-02-02", quantity=8),
    do.CancelExpected(item="I-1", site="A", receipt="R-1", reason="late"),
    do.PlanStock(item="I-1", site="A", safety=2, replenishment_days=7),
    do.ReserveStock(
        item="I-1", site="A", of=LINE, quantity=1, ordered_on="2026-01-05", priority=2
    ),
    do.ReleaseStock(item="I-1", site="A", of=LINE, quantity=1),
    do.ReallocateStock(item="I-1", site="A"),
    do.TransferStock(
        receipt="T-1", item="I-1", source="A", to="B", quantity=1, arrives_on="2026-02-01"
    ),
    do.BeginTasks(order="O-1", tasks=[do.Task(id="pick", kind="pick")]),
    do.StartTask(order="O-1", task="pick"),
    do.FinishTask(order="O-1", task="pick"),
    do.FailTask(order="O-1", task="pick", reason="broken"),
    do.RetryTask(order="O-1", task="pick"),
    do.CancelTasks(order="O-1", reason="cancelled"),
    do.CompensateTask(order="O-1", task="pick"),
    do.RequestReturn(goods_return="RMA-1", order="O-1", lines=LINES, reason="broken"),
    do.AuthoriseReturn(goods_return="RMA-1"),
    do.ReceiveReturn(goods_return="RMA-1", lines=LINES, site="A"),
    do.InspectReturn(goods_return="RMA-1", accepted=LINES, note="as new"),
    do.CreditReturn(
        goods_return="RMA-1", series="sales", invoice="F2026-00001", restocking_fee=10
    ),
    do.ReplaceReturn(goods_return="RMA-1", by="O-2"),
    do.TakeBackReturn(goods_return="RMA-1"),
    do.AcceptDelivery(order="O-1", lines=LINES, by="M. Martin"),
    do.ShareStock(item="CHAIR", sites=["A", "B"]),
    do.Ship(
        shipment="S-2",
        order="O-1",
        parcels=[do.Parcel(id="P1", carrier="Chronopost", tracking="XY 123", lines=LINES)],
    ),
    do.Deliver(shipment="S-2", proof=do.ProofOfDelivery(received_by="M. Martin")),
    do.RepairReturn(goods_return="RMA-1"),
    do.RejectReturn(goods_return="RMA-1", reason="worn"),
]
"""Stock, tasks and returns."""

DESK: list[o2c.Action] = [
    do.QuoteOrder(content=ORDER, valid_until="2026-03-31"),
    do.ReviseQuote(content=ORDER, valid_until="2026-04-30", reason="asked"),
    do.AcceptQuote(order="O-9"),
    do.LoseQuote(order="O-9", reason="dear"),
    do.RejectOrder(order="O-9", reason="no"),
    do.HoldOrder(order="O-9", kind="manual", reason="asked", by="Martin", until="2026-02-01"),
    do.ReleaseHold(order="O-9", kind="manual", by="Martin"),
    do.RequestCancellation(
        order="O-9", parts=[do.RequestedPart(line="1", part="A", quantity=1)], reason="late"
    ),
    do.AnswerCancellation(order="O-9", part="A", answer="too_late"),
]
"""What an order desk does."""

CREDIT: list[o2c.Action] = [
    do.ChangeCredit(customer="C-17", change=do.SetLimit(limit=EUR)),
    do.ChangeCredit(customer="C-17", change=do.SetLimit(limit=do.UNLIMITED)),
    do.ChangeCredit(customer="C-17", change=do.IncreaseLimit(by=EUR, until="2026-06-30")),
    do.ChangeCredit(customer="C-17", change=do.InsureCredit(limit=EUR, quota=90)),
    do.ChangeCredit(customer="C-17", change=do.GuaranteeCredit(amount=EUR)),
    do.ChangeCredit(group="Martin", change=do.AssessCredit(class_="medium")),
    do.CheckCredit(customer="C-17"),
    do.RuleOnHold(order="O-9", by="Martin", ruling=do.ReleaseCredit(until="2026-06-30")),
    do.RuleOnHold(order="O-9", by="Martin", ruling=do.RefuseCredit(reason="no")),
    do.RuleOnHold(order="O-9", by="Martin", ruling=do.AskDeposit(percent=30)),
    do.RuleOnHold(order="O-9", by="Martin", ruling=do.OfferTerms(terms="net 8")),
]
"""Credit given, checked and ruled on."""
