"""The reference job in pandas, read and written by pyarrow: peer_pandas.py DATA OUT."""
import sys
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute
import pyarrow.csv

data, out = sys.argv[1:3]


def table(name, columns):
    options = pa.csv.ConvertOptions(include_columns=columns, column_types=dict.fromkeys(columns, pa.string()),
                                    strings_can_be_null=False)
    lines = pa.csv.ParseOptions(newlines_in_values=True)
    return pa.csv.read_csv(f"{data}/{name}.csv", parse_options=lines, convert_options=options).to_pandas()


def times(column):
    return pd.to_datetime(column.replace("", None), format="%Y-%m-%dT%H:%M:%S.%f%z", utc=True)


names = table("User", ["Id", "Name"]).set_index("Id")["Name"]
cases = table("Case", ["Id", "CaseNumber", "Priority", "Origin", "Type", "Subject", "Status", "OwnerId", "CreatedById",
                       "CreatedDate", "ClosedDate", "IsEscalated"])
cases["CreatedDate"], cases["ClosedDate"] = times(cases.CreatedDate), times(cases.ClosedDate)
history = table("CaseHistory", ["Id", "CaseId", "CreatedById", "CreatedDate", "Field", "OldValue", "NewValue"])
history = history[history.Field.isin(["Owner", "Status", "Priority", "Type", "IsEscalated"])].copy()
history["at"] = times(history.pop("CreatedDate"))
mails = table("EmailMessage", ["Id", "ParentId", "CreatedById", "Incoming", "MessageDate"])
mails = mails[mails.Incoming == "false"].copy()
mails["at"] = times(mails.pop("MessageDate"))
milestones = table("CaseMilestone", ["Id", "CaseId", "TargetDate", "IsCompleted", "IsViolated"])
milestones["at"] = times(milestones.pop("TargetDate"))
milestones["completed"], milestones["violated"] = milestones.IsCompleted == "true", milestones.IsViolated == "true"


def events_of(frame, case, activity, source, by=None, at="at", changes=False):
    return pd.DataFrame({
        "case": frame[case], "activity": activity, "at": frame[at], "source": source, "id": frame.Id,
        "by": frame[by] if by else None, "old": frame.OldValue if changes else None,
        "new": frame.NewValue if changes else None})


owners = history[history.Field == "Owner"].sort_values(["CaseId", "at", "Id"])
others = history[history.Field != "Owner"]
is_status, old, new = others.Field == "Status", others.OldValue, others.NewValue
ended = ["Resolved", "Closed"]
kinds = [
    (is_status & old.isin(ended) & ~new.isin(ended), "Case Reopened"),
    (is_status & (new == "Working") & (old == "Waiting on Customer"), "Information Received"),
    (is_status & (new == "Working"), "Agent Investigates"),
    (is_status & (new == "Waiting on Customer"), "Information Requested"),
    (is_status & (new == "Resolved"), "Case Resolved"),
    (is_status & (new == "Closed"), "Case Closed"),
    (others.Field.isin(["Priority", "Type"]), "Case Classified"),
    ((others.Field == "IsEscalated") & (new == "true"), "Escalation Triggered"),
]
activity = np.select([kind.to_numpy(dtype=bool) for kind, _ in kinds], [name for _, name in kinds], default="")
of_others = events_of(others, "CaseId", activity, 1, "CreatedById", changes=True)
of_owners = events_of(owners, "CaseId", np.where(owners.CaseId.duplicated(), "Case Reassigned", "Case Assigned"), 1,
                      "CreatedById", changes=True)
answers = mails.sort_values(["ParentId", "at", "Id"]).drop_duplicates("ParentId")
events = pd.concat([
    events_of(cases, "Id", "Case Created", 0, "CreatedById", at="CreatedDate"), of_owners,
    of_others[of_others.activity != ""],
    events_of(answers, "ParentId", "Initial Acknowledgement Sent", 2, "CreatedById"),
    events_of(milestones[milestones.violated], "CaseId", "SLA Violated", 3)], ignore_index=True)
events = events.sort_values(["case", "at", "source", "id"])
events["resource"] = events.by.map(names)


def times_of(name):
    return events[events.activity == name].groupby("case", sort=False)["at"]


resolved, reopened = times_of("Case Resolved"), times_of("Case Reopened").size()
joined = cases.sort_values("Id").set_index("Id", drop=False)
joined["count"] = events.groupby("case", sort=False).size()
joined["last"], joined["first"] = resolved.max(), resolved.min()
joined["worked"], joined["asked"] = times_of("Agent Investigates").max(), times_of("Information Requested").min()
joined["reopened"] = reopened.reindex(joined.index).fillna(0).astype(int)
escalated = joined.index.isin(events.case[events.activity == "Escalation Triggered"])
of_case = pd.concat([cases[["Id", "OwnerId"]].set_axis(["case", "owner"], axis=1),
                     owners[["CaseId", "OldValue"]].set_axis(["case", "owner"], axis=1),
                     owners[["CaseId", "NewValue"]].set_axis(["case", "owner"], axis=1)])
handoffs = of_case[of_case.owner != ""].drop_duplicates().groupby("case").size() - 1
promises = milestones.groupby("CaseId").agg({"violated": "any", "completed": "all"})
sla = pd.Series(np.select([promises.violated, promises.completed], ["Violated", "Met"], "Open"), index=promises.index)


def truth(values):
    return np.where(np.asarray(values, dtype=bool), "true", "false")


is_first = joined["first"].notna() & (joined.reopened == 0) & (joined.asked.isna() | (joined.asked >= joined["first"]))
table_of_cases = pd.DataFrame({
    "CaseId": joined.Id, "CaseNumber": joined.CaseNumber, "Priority": joined.Priority, "Channel": joined.Origin,
    "Type": joined.Type, "Subject": joined.Subject, "Status": joined.Status,
    "Owner": joined.OwnerId.map(names).fillna(joined.OwnerId), "CreatedDate": joined.CreatedDate,
    "ClosedDate": joined.ClosedDate,
    "ResolutionTimeMs": ((joined["last"] - joined.CreatedDate) // pd.Timedelta(milliseconds=1)).astype("Int64"),
    "SlaStatus": joined.Id.map(sla).fillna("None"), "HandoffCount": joined.Id.map(handoffs),
    "IsRework": truth((joined.reopened > 0) | (joined.worked > joined["first"])),
    "IsEscalated": truth((joined.IsEscalated == "true") | escalated), "FCR": truth(is_first),
    "ReopenCount": joined.reopened, "EventCount": joined["count"]})
columns = {"case": "CaseId", "activity": "Activity", "at": "Timestamp", "resource": "Resource", "old": "OldValue",
           "new": "NewValue", "id": "SourceId"}
table_of_events = events[list(columns)].rename(columns=columns)
for frame, name in ((table_of_events, "events"), (table_of_cases, "cases")):
    written = pa.Table.from_pandas(frame, preserve_index=False)
    for place, field in enumerate(written.schema):
        if pa.types.is_timestamp(field.type):
            moments = written.column(place).cast(pa.timestamp("s", "UTC"))
            written = written.set_column(place, field.name, pa.compute.strftime(moments, "%Y-%m-%dT%H:%M:%SZ"))
    pa.csv.write_csv(written, f"{out}/{name}.csv")
