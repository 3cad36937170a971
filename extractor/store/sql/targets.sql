-- What was aimed at, where it started, and how far it got.
--
-- A goal is compared with actual values of the same indicator, measure, region, comparable unit and dimensions (but for
-- remarks such as the property of an indicator). There are three cases.
--
-- Flows, which add up over the goal's period (amounts, and what is called new): the way gone is the share of the goal that
-- was reached since the period began. There is no baseline.
-- Other levels: the baseline is the latest actual of the goal's own document that lies before its end, else the latest
-- before that document was issued. What may add up and is aimed at for several years is compared with as many years only.
-- Changes, growths and ranks: the actual of the same period, against the same base. There is no baseline.
--
-- The direction comes from the words of the goal (at least, at most); flows go up. For other levels it is the way from the
-- baseline to the goal, but not down where the value may be a flow: less than last year is no aim to have less.

CREATE VIEW targets AS
WITH told AS (
    SELECT
        f.*,
        coalesce(f.indicator_id, f.indicator) AS what,
        coalesce(f.region_code, f.region, '') AS place,
        without_remarks(f.dimensions) AS part,
        date_diff('month', f.period_start, f.period_end + 1) AS months,
        d.published AS issued,
        coalesce(u.factor, 1) AS base_factor
    FROM facts AS f
    JOIN documents AS d ON d.doc_path = f.doc_path
    LEFT JOIN unit_conversions AS u ON u.unit = f.unit
    WHERE f.period_end IS NOT NULL
        AND coalesce(f.indicator_id, f.indicator) IN (
            SELECT coalesce(r.indicator_id, r.indicator) FROM records AS r WHERE r.status = 'target'
        )
),

aims AS (
    SELECT
        t.*,
        coalesce(t.base_value, t.value_min * t.base_factor, t.value_max * t.base_factor) AS goal_base,
        t.measure = 'level' AND coalesce(i.kind = 'amount' OR says(t.indicator, 'new_word'), says(t.indicator, 'new_word'))
            AS flow,
        t.measure = 'level' AND coalesce(i.kind IN ('count', 'amount'), NOT regexp_matches(t.unit, '[%‰/]') AND t.unit <> '')
            AS may_flow
    FROM told AS t
    LEFT JOIN indicators AS i ON i.indicator_id = t.indicator_id
    WHERE t.status = 'target'
),

actuals AS (
    SELECT
        *,
        {'at': period_end, 'value': base_value, 'record_id': record_id} AS point
    FROM told
    WHERE status = 'actual' AND value IS NOT NULL
),

paired AS (
    SELECT
        t.fact_id,
        t.indicator,
        max(a.point) FILTER (
            WHERE a.period_end < t.period_end AND list_contains(a.sources, t.doc_path) AND t.measure = 'level' AND NOT t.flow
        ) AS own_baseline,
        max(a.point) FILTER (
            WHERE a.period_end < t.period_end AND a.period_end <= t.issued AND t.measure = 'level' AND NOT t.flow
        ) AS other_baseline,
        max(a.point) FILTER (
            WHERE a.period_end <= t.period_end
                AND (NOT t.flow OR a.period_start = t.period_start)
                AND (t.measure = 'level' OR (a.period_start = t.period_start AND a.period_end = t.period_end))
        ) AS latest
    FROM aims AS t
    JOIN actuals AS a
        ON a.what = t.what AND a.place = t.place AND a.part = t.part AND a.measure = t.measure
        AND coalesce(a.own_unit, '') = coalesce(t.own_unit, '')
        AND coalesce(a.pace, '') = coalesce(t.pace, '')
        AND (t.measure = 'level' OR coalesce(a.base_period, '') = coalesce(t.base_period, ''))
    WHERE t.flow OR NOT t.may_flow OR t.months <= 12 OR a.months = t.months
    GROUP BY t.fact_id, t.indicator
),

measured AS (
    SELECT
        t.*,
        coalesce(p.own_baseline, p.other_baseline) AS start,
        CASE WHEN p.latest.at > coalesce(p.own_baseline.at, p.other_baseline.at, DATE '0001-01-01') THEN p.latest END AS last
    FROM aims AS t
    LEFT JOIN paired AS p ON p.fact_id = t.fact_id AND p.indicator = t.indicator
),

judged AS (
    SELECT
        *,
        CASE
            WHEN qualifier = 'more_than' THEN 'up'
            WHEN qualifier = 'less_than' THEN 'down'
            WHEN flow OR goal_base > start.value THEN 'up'
            WHEN goal_base < start.value AND NOT may_flow THEN 'down'
        END AS direction
    FROM measured
),

compared AS (
    SELECT
        *,
        CASE
            WHEN flow THEN last.value / nullif(goal_base, 0)
            WHEN direction IS NOT NULL THEN (last.value - start.value) / nullif(goal_base - start.value, 0)
        END AS way,
        CASE
            WHEN flow THEN (date_diff('day', period_start, last.at) + 1) / (date_diff('day', period_start, period_end) + 1)
            ELSE date_diff('day', start.at, last.at) / nullif(date_diff('day', start.at, period_end), 0)
        END AS time_gone,
        CASE
            WHEN abs(last.value - goal_base) <= 1e-9 * abs(goal_base) THEN true
            WHEN direction = 'up' THEN last.value > goal_base
            WHEN direction = 'down' THEN last.value < goal_base
        END AS met
    FROM judged
)

SELECT
    fact_id,
    indicator_id,
    indicator,
    region_code,
    region,
    period_start,
    period_end,
    measure,
    base_period,
    dimensions,
    value AS goal,
    value_min AS goal_min,
    value_max AS goal_max,
    qualifier,
    unit,
    TRY_CAST(start.value / base_factor AS DECIMAL(38, 10)) AS baseline,
    start.at AS baseline_at,
    TRY_CAST(last.value / base_factor AS DECIMAL(38, 10)) AS latest,
    last.at AS latest_at,
    direction,
    way AS way_gone,
    time_gone,
    CASE WHEN direction = 'up' OR last.at = period_end THEN met END AS reached,
    CASE
        WHEN last.at = period_end OR (direction IS DISTINCT FROM 'down' AND met) THEN met
        WHEN flow AND direction = 'down' THEN way <= time_gone
        ELSE way >= time_gone
    END AS on_track,
    nullif(concat_ws(
        ', ',
        CASE WHEN goal_base IS NULL THEN 'goal' END,
        CASE WHEN start IS NULL AND measure = 'level' AND NOT flow THEN 'baseline' END,
        CASE WHEN last IS NULL THEN 'actual' END
    ), '') AS missing,
    raw_text,
    quotation,
    doc_path,
    raw_start,
    raw_end,
    record_id,
    start.record_id AS baseline_record_id,
    last.record_id AS latest_record_id,
    documents,
    sources
FROM compared;
COMMENT ON VIEW targets IS 'Goals with baseline, latest actual, share of the way gone, and whether that is on track. What the records do not tell is null.';
COMMENT ON COLUMN targets.fact_id IS 'Name of the fact, as in facts';
COMMENT ON COLUMN targets.indicator_id IS 'Code of the indicator; null where the catalogue does not know it';
COMMENT ON COLUMN targets.indicator IS 'Name of the indicator';
COMMENT ON COLUMN targets.region_code IS 'GB/T 2260 code of the reference area';
COMMENT ON COLUMN targets.region IS 'Name of the reference area';
COMMENT ON COLUMN targets.period_start IS 'First day that the goal is for';
COMMENT ON COLUMN targets.period_end IS 'Last day that the goal is for: when it is due';
COMMENT ON COLUMN targets.measure IS 'level, change, growth or rank';
COMMENT ON COLUMN targets.base_period IS 'What a change or growth is against';
COMMENT ON COLUMN targets.dimensions IS 'Further qualifiers';
COMMENT ON COLUMN targets.goal IS 'The value that is aimed at, in unit; null for a range';
COMMENT ON COLUMN targets.goal_min IS 'Lower end of a range, or the bound that is to be reached at least';
COMMENT ON COLUMN targets.goal_max IS 'Upper end of a range, or the bound that is not to be passed';
COMMENT ON COLUMN targets.qualifier IS 'exact, approx, more_than (at least), less_than (at most) or range';
COMMENT ON COLUMN targets.unit IS 'Unit of measure of goal, baseline and latest';
COMMENT ON COLUMN targets.baseline IS 'Where it started: the latest actual of the goal''s own document before it is due, else the latest before that document was issued; null where there is none, and for flows, changes, growths and ranks, which have none';
COMMENT ON COLUMN targets.baseline_at IS 'Last day of the baseline';
COMMENT ON COLUMN targets.latest IS 'The latest actual after the baseline that is not after the goal is due, for flows since the goal''s period began; null where there is none';
COMMENT ON COLUMN targets.latest_at IS 'Last day of it';
COMMENT ON COLUMN targets.direction IS 'up or down: from the words of the goal (at least, at most), else up for flows, else from baseline to goal; null where none of it tells';
COMMENT ON COLUMN targets.way_gone IS 'Share of the way that is gone: from the baseline to the goal (1 is all of it, less than 0 the wrong way), for flows of the goal; null where a piece or the direction is missing';
COMMENT ON COLUMN targets.time_gone IS 'Share of the time that had gone by then: from the baseline, for flows from the begin of the period, until the goal is due';
COMMENT ON COLUMN targets.reached IS 'Whether the latest actual reaches the goal; null where a piece or the direction is missing, or where it may still be passed';
COMMENT ON COLUMN targets.on_track IS 'Whether it is reached, or the way gone is at least the time gone (a straight line from baseline to goal); null where a piece or the direction is missing';
COMMENT ON COLUMN targets.missing IS 'Which pieces are missing: goal, baseline, actual; null where none is';
COMMENT ON COLUMN targets.raw_text IS 'The goal as its raw file has it';
COMMENT ON COLUMN targets.quotation IS 'The sentence or table row of the goal';
COMMENT ON COLUMN targets.doc_path IS 'Raw file of it';
COMMENT ON COLUMN targets.raw_start IS 'First raw character of the goal, counted from 0';
COMMENT ON COLUMN targets.raw_end IS 'Character behind its last one';
COMMENT ON COLUMN targets.record_id IS 'The record of the goal';
COMMENT ON COLUMN targets.baseline_record_id IS 'The record of the baseline';
COMMENT ON COLUMN targets.latest_record_id IS 'The record of the latest actual';
COMMENT ON COLUMN targets.documents IS 'Documents that speak of the goal';
COMMENT ON COLUMN targets.sources IS 'Those documents, by path';
