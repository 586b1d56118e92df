"""The reference job in SQL: peer_duckdb.py DATA OUT THREADS. Cases have whole numbers as keys, activities are an enum."""
import sys
import duckdb

data, out, threads = sys.argv[1:4]
base = duckdb.connect(config={"threads": int(threads)})


def table(name, times=()):
    with open(f"{data}/{name}.csv", encoding="utf-8") as file:
        header = file.readline().strip().replace('"', "").split(",")
    types = ", ".join(f"'{column}': '{'TIMESTAMP' if column in times else 'VARCHAR'}'" for column in header)
    return (
        f"read_csv('{data}/{name}.csv', columns = {{{types}}}, auto_detect = false, header = true, delim = ',', quote = '\"', "
        "escape = '\"', new_line = '\\n', timestampformat = '%Y-%m-%dT%H:%M:%S.%g+0000')"
    )


ACTIVITIES = [
    "Case Created", "Case Assigned", "Case Reassigned", "Case Reopened", "Information Received", "Agent Investigates",
    "Information Requested", "Case Resolved", "Case Closed", "Case Classified", "Escalation Triggered",
    "Initial Acknowledgement Sent", "SLA Violated",
]
base.execute("CREATE TYPE activity AS ENUM (" + ", ".join(f"'{name}'" for name in ACTIVITIES) + ")")
base.execute(f"CREATE TEMP TABLE users AS SELECT Id, Name FROM {table('User')}")
base.execute(f"""
CREATE TEMP TABLE cases AS
SELECT row_number() OVER (ORDER BY Id)::INTEGER AS number, Id, CaseNumber, Priority, Origin, Type, Subject, Status, OwnerId,
       CreatedById, CreatedDate, ClosedDate, IsEscalated = 'true' AS flagged
FROM {table('Case', ('CreatedDate', 'ClosedDate'))}""")
base.execute(f"""
CREATE TEMP TABLE history AS
SELECT number, record.Id, record.CreatedById, record.CreatedDate AS moment, Field, OldValue, NewValue
FROM {table('CaseHistory', ('CreatedDate',))} AS record JOIN cases ON cases.Id = record.CaseId
WHERE Field IN ('Owner', 'Status', 'Priority', 'Type', 'IsEscalated')""")
base.execute(f"""
CREATE TEMP TABLE answers AS
SELECT number, arg_min({{'id': record.Id, 'actor': record.CreatedById, 'moment': MessageDate}}, (MessageDate, record.Id)) AS first
FROM {table('EmailMessage', ('MessageDate',))} AS record JOIN cases ON cases.Id = record.ParentId
WHERE Incoming = 'false' GROUP BY number""")
base.execute(f"""
CREATE TEMP TABLE milestones AS
SELECT number, record.Id, TargetDate, IsCompleted = 'true' AS completed, IsViolated = 'true' AS violated
FROM {table('CaseMilestone', ('TargetDate',))} AS record JOIN cases ON cases.Id = record.CaseId""")
base.execute("""
CREATE TEMP TABLE events AS
WITH found AS (
    SELECT number, 'Case Created' AS activity, CreatedDate AS moment, 0 AS source, Id, CreatedById AS actor, NULL AS old_value, NULL AS new_value
    FROM cases
    UNION ALL
    SELECT number, if(row_number() OVER (PARTITION BY number ORDER BY moment, Id) = 1, 'Case Assigned', 'Case Reassigned'),
           moment, 1, Id, CreatedById, OldValue, NewValue
    FROM history WHERE Field = 'Owner'
    UNION ALL
    SELECT number, CASE Field
        WHEN 'Status' THEN CASE
            WHEN OldValue IN ('Resolved', 'Closed') AND NewValue NOT IN ('Resolved', 'Closed') THEN 'Case Reopened'
            WHEN NewValue = 'Working' THEN if(OldValue = 'Waiting on Customer', 'Information Received', 'Agent Investigates')
            WHEN NewValue = 'Waiting on Customer' THEN 'Information Requested'
            WHEN NewValue = 'Resolved' THEN 'Case Resolved'
            WHEN NewValue = 'Closed' THEN 'Case Closed' END
        WHEN 'IsEscalated' THEN CASE WHEN NewValue = 'true' THEN 'Escalation Triggered' END
        ELSE 'Case Classified' END, moment, 1, Id, CreatedById, OldValue, NewValue
    FROM history WHERE Field <> 'Owner'
    UNION ALL
    SELECT number, 'Initial Acknowledgement Sent', first.moment, 2, first.id, first.actor, NULL, NULL FROM answers
    UNION ALL
    SELECT number, 'SLA Violated', TargetDate, 3, Id, NULL, NULL, NULL FROM milestones WHERE violated)
SELECT number, activity::activity AS activity, moment, source, found.Id, Name AS resource, old_value, new_value
FROM found LEFT JOIN users ON users.Id = actor WHERE activity IS NOT NULL""")
OPTIONS = "(FORMAT csv, HEADER true, TIMESTAMPFORMAT '%Y-%m-%dT%H:%M:%SZ')"
base.execute(f"""
COPY (SELECT cases.Id AS CaseId, activity AS Activity, moment AS Timestamp, resource AS Resource, old_value AS OldValue,
             new_value AS NewValue, events.Id AS SourceId
      FROM events JOIN cases USING (number) ORDER BY number, moment, source, events.Id) TO '{out}/events.csv' {OPTIONS}""")
base.execute(f"""
COPY (
WITH of_events AS (
    SELECT number, count(*) AS events, max(moment) FILTER (activity = 'Case Resolved') AS last_resolved,
           min(moment) FILTER (activity = 'Case Resolved') AS resolved, max(moment) FILTER (activity = 'Agent Investigates') AS worked,
           min(moment) FILTER (activity = 'Information Requested') AS asked,
           count(*) FILTER (activity = 'Case Reopened') AS reopened, bool_or(activity = 'Escalation Triggered') AS escalated
    FROM events GROUP BY number),
of_owners AS (
    SELECT number, count(DISTINCT owner) - 1 AS handoffs FROM (
        SELECT number, OwnerId AS owner FROM cases
        UNION ALL SELECT number, unnest([OldValue, NewValue]) FROM history WHERE Field = 'Owner')
    WHERE owner <> '' GROUP BY number),
of_milestones AS (
    SELECT number, CASE WHEN bool_or(violated) THEN 'Violated' WHEN bool_and(completed) THEN 'Met' ELSE 'Open' END AS sla
    FROM milestones GROUP BY number)
SELECT cases.Id AS CaseId, CaseNumber, Priority, Origin AS Channel, Type, Subject, Status, coalesce(Name, OwnerId) AS Owner,
       CreatedDate, ClosedDate, epoch_ms(last_resolved) - epoch_ms(CreatedDate) AS ResolutionTimeMs,
       coalesce(sla, 'None') AS SlaStatus, handoffs AS HandoffCount,
       reopened > 0 OR coalesce(worked > resolved, false) AS IsRework, flagged OR escalated AS IsEscalated,
       resolved IS NOT NULL AND reopened = 0 AND coalesce(asked >= resolved, true) AS FCR, reopened AS ReopenCount,
       events AS EventCount
FROM cases LEFT JOIN of_events USING (number) LEFT JOIN of_owners USING (number) LEFT JOIN of_milestones USING (number)
     LEFT JOIN users ON users.Id = OwnerId ORDER BY number) TO '{out}/cases.csv' {OPTIONS}""")
