"""The reference job in Polars, streaming: peer_polars.py DATA OUT. The number of threads is POLARS_MAX_THREADS."""
import sys
import polars as pl
from polars import col, lit, when

data, out = sys.argv[1:3]


def table(name):
    return pl.scan_csv(f"{data}/{name}.csv", infer_schema=False)


def time(name):
    return col(name).str.to_datetime("%Y-%m-%dT%H:%M:%S%.3f+0000", time_unit="ms", strict=False)


fields = ["Owner", "Status", "Priority", "Type", "IsEscalated"]
read = [
    table("User").select("Id", Name="Name"),
    table("Case").select("Id", "CaseNumber", "Priority", "Origin", "Type", "Subject", "Status", "OwnerId", "CreatedById",
                         time("CreatedDate"), time("ClosedDate"), flagged=col("IsEscalated") == "true"),
    table("CaseHistory").filter(col("Field").is_in(fields)).select(
        "Id", "Field", case="CaseId", by="CreatedById", old="OldValue", new="NewValue", at=time("CreatedDate")),
    table("EmailMessage").filter(col("Incoming") == "false").select(
        "Id", case="ParentId", by="CreatedById", at=time("MessageDate")),
    table("CaseMilestone").select("Id", case="CaseId", at=time("TargetDate"), completed=col("IsCompleted") == "true",
                                  violated=col("IsViolated") == "true"),
]
users, cases, history, mails, milestones = (frame.lazy() for frame in pl.collect_all(read, engine="streaming"))

null = lit(None, dtype=pl.String)
ended = ["Resolved", "Closed"]
owners = history.filter(col("Field") == "Owner")
first_owner = owners.group_by("case").agg(first=col("Id").sort_by("at", "Id").first())
assigned = owners.join(first_owner, on="case", how="left").with_columns(
    activity=when(col("Id") == col("first")).then(lit("Case Assigned")).otherwise(lit("Case Reassigned")))
of_status = (
    when(col("old").is_in(ended) & ~col("new").is_in(ended)).then(lit("Case Reopened"))
    .when((col("new") == "Working") & (col("old") == "Waiting on Customer")).then(lit("Information Received"))
    .when(col("new") == "Working").then(lit("Agent Investigates"))
    .when(col("new") == "Waiting on Customer").then(lit("Information Requested"))
    .when(col("new") == "Resolved").then(lit("Case Resolved"))
    .when(col("new") == "Closed").then(lit("Case Closed")))
others = history.filter(col("Field") != "Owner").with_columns(
    activity=when(col("Field") == "Status").then(of_status)
    .when(col("Field").is_in(["Priority", "Type"])).then(lit("Case Classified"))
    .when(col("new") == "true").then(lit("Escalation Triggered"))).filter(col("activity").is_not_null())


def events_of(frame, source):
    return frame.select("case", "activity", "at", lit(source, pl.Int8).alias("source"), "Id", "by", "old", "new")


answers = mails.group_by("case").agg(col("Id", "by", "at").sort_by("at", "Id").first())
events = pl.concat([
    events_of(cases.with_columns(case="Id", activity=lit("Case Created"), at="CreatedDate", by="CreatedById", old=null,
                                 new=null), 0),
    events_of(assigned, 1),
    events_of(others, 1),
    events_of(answers.with_columns(activity=lit("Initial Acknowledgement Sent"), old=null, new=null), 2),
    events_of(milestones.filter("violated").with_columns(activity=lit("SLA Violated"), by=null, old=null, new=null), 3),
]).join(users, left_on="by", right_on="Id", how="left")
event_table = events.sort("case", "at", "source", "Id").select(
    CaseId="case", Activity="activity", Timestamp="at", Resource="Name", OldValue="old", NewValue="new", SourceId="Id")


def times_of(name):
    return col("at").filter(col("activity") == name)


of_events = events.group_by("case").agg(
    EventCount=pl.len(), last_resolved=times_of("Case Resolved").max(), resolved=times_of("Case Resolved").min(),
    worked=times_of("Agent Investigates").max(), asked=times_of("Information Requested").min(),
    ReopenCount=(col("activity") == "Case Reopened").sum(), escalated=(col("activity") == "Escalation Triggered").any())
all_owners = [cases.select(case="Id", owner="OwnerId"), owners.select("case", owner="old"), owners.select("case", owner="new")]
of_owners = pl.concat(all_owners).filter(col("owner") != "").unique().group_by("case").agg(
    HandoffCount=pl.len().cast(pl.Int64) - 1)
of_milestones = milestones.group_by("case").agg(col("violated").any(), col("completed").all()).select(
    "case", SlaStatus=when("violated").then(lit("Violated")).when("completed").then(lit("Met")).otherwise(lit("Open")))
joined = cases.join(users, left_on="OwnerId", right_on="Id", how="left")
for other in (of_events, of_owners, of_milestones):
    joined = joined.join(other, left_on="Id", right_on="case", how="left")
case_table = joined.sort("Id").select(
    "CaseNumber", "Priority", Channel="Origin", Type="Type", Subject="Subject", Status="Status",
    Owner=pl.coalesce("Name", "OwnerId"), CreatedDate="CreatedDate", ClosedDate="ClosedDate",
    ResolutionTimeMs=(col("last_resolved") - col("CreatedDate")).dt.total_milliseconds(),
    SlaStatus=col("SlaStatus").fill_null("None"), HandoffCount="HandoffCount",
    IsRework=(col("ReopenCount") > 0) | (col("worked") > col("resolved")).fill_null(False),
    IsEscalated=col("flagged") | col("escalated"),
    FCR=col("resolved").is_not_null() & (col("ReopenCount") == 0) & (col("asked") >= col("resolved")).fill_null(True),
    ReopenCount="ReopenCount", EventCount="EventCount", CaseId="Id")
case_table = case_table.select("CaseId", pl.exclude("CaseId"))
form = "%Y-%m-%dT%H:%M:%SZ"
pl.collect_all([event_table.sink_csv(f"{out}/events.csv", datetime_format=form, lazy=True),
                case_table.sink_csv(f"{out}/cases.csv", datetime_format=form, lazy=True)], engine="streaming")
