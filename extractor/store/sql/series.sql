-- One indicator over time. Where actual and target are told in two units, the target is turned into the actual's.

CREATE VIEW series AS
WITH grouped AS (
    SELECT
        indicator_id,
        indicator,
        region_code,
        region,
        period_start,
        period_end,
        measure,
        base_period,
        dimensions,
        own_unit,
        pace,
        min(period_type) AS period_type,
        first({
            'value': value,
            'unit': unit,
            'base_value': base_value,
            'raw_text': raw_text
        } ORDER BY fact_id) FILTER (WHERE status = 'actual') AS reached,
        first({
            'value': value,
            'unit': unit,
            'base_value': base_value,
            'raw_text': raw_text
        } ORDER BY fact_id) FILTER (WHERE status = 'target') AS aimed,
        sum(records)::BIGINT AS records,
        bool_or(disputed) AS disputed,
        list_sort(list_distinct(flatten(list(sources)))) AS sources
    FROM facts
    GROUP BY
        indicator_id,
        indicator,
        region_code,
        region,
        period_start,
        period_end,
        measure,
        base_period,
        dimensions,
        own_unit,
        pace
)

SELECT
    indicator_id,
    indicator,
    region_code,
    region,
    period_start,
    period_end,
    measure,
    base_period,
    dimensions,
    period_type,
    reached.value AS actual,
    CASE
        WHEN reached.unit IS NULL OR reached.unit = aimed.unit THEN aimed.value
        ELSE coalesce(
            TRY_CAST(aimed.base_value / (reached.base_value / nullif(reached.value, 0)) AS DECIMAL(38, 10)), aimed.value
        )
    END AS target,
    coalesce(reached.unit, aimed.unit) AS unit,
    reached.raw_text AS actual_text,
    aimed.raw_text AS target_text,
    records,
    disputed,
    sources,
    pace,
    own_unit
FROM grouped;
COMMENT ON VIEW series IS 'An indicator over time: one row per indicator, region, measure, base period, dimensions and period, with what was reached beside what was aimed at.';
COMMENT ON COLUMN series.indicator_id IS 'Code of the indicator; null where the catalogue does not know it';
COMMENT ON COLUMN series.indicator IS 'Name of the indicator';
COMMENT ON COLUMN series.region_code IS 'GB/T 2260 code of the reference area';
COMMENT ON COLUMN series.region IS 'Name of the reference area';
COMMENT ON COLUMN series.measure IS 'level, change, growth or rank';
COMMENT ON COLUMN series.base_period IS 'What a change or growth is against';
COMMENT ON COLUMN series.dimensions IS 'Further qualifiers';
COMMENT ON COLUMN series.period_start IS 'First day';
COMMENT ON COLUMN series.period_end IS 'Last day, inclusive';
COMMENT ON COLUMN series.period_type IS 'instant or duration';
COMMENT ON COLUMN series.actual IS 'What is reported, as in facts; null where nothing is, or for a range';
COMMENT ON COLUMN series.target IS 'What is aimed at, as in facts; null where nothing is, or for a range';
COMMENT ON COLUMN series.unit IS 'Unit of measure of the actual value, or of the target where there is none';
COMMENT ON COLUMN series.actual_text IS 'The reported number as its raw file has it';
COMMENT ON COLUMN series.target_text IS 'The number aimed at as its raw file has it';
COMMENT ON COLUMN series.records IS 'Records that speak of either';
COMMENT ON COLUMN series.disputed IS 'Whether either is told with values that contradict each other; see conflicts';
COMMENT ON COLUMN series.sources IS 'Documents that speak of either, by path';
COMMENT ON COLUMN series.pace IS 'yearly for a change or growth that is an average over the years; else null';
COMMENT ON COLUMN series.own_unit IS 'Base unit by which the series is told apart from others; null for counts of an indicator that the catalogue knows';

-- The same with the years, half years, quarters and months in between for which nothing was told.

CREATE VIEW series_filled AS
WITH shaped AS (
    SELECT
        s.*,
        c.kind AS every,
        c.period_start AS slot
    FROM series AS s
    LEFT JOIN calendar AS c
        ON c.kind <> 'plan' AND c.period_end = s.period_end
        AND c.period_start = CASE WHEN s.period_type = 'instant' THEN date_trunc('year', s.period_end)::DATE ELSE s.period_start END
),

lines AS (
    SELECT
        indicator_id,
        indicator,
        region_code,
        region,
        measure,
        dimensions,
        own_unit,
        pace,
        period_type,
        every,
        min(slot) AS first_slot,
        max(slot) AS last_slot,
        list(DISTINCT slot) AS told,
        first(unit ORDER BY slot DESC) AS unit
    FROM shaped
    WHERE every IS NOT NULL
    GROUP BY
        indicator_id,
        indicator,
        region_code,
        region,
        measure,
        dimensions,
        own_unit,
        pace,
        period_type,
        every
)

SELECT
    indicator_id,
    indicator,
    region_code,
    region,
    period_start,
    period_end,
    measure,
    base_period,
    dimensions,
    period_type,
    actual,
    target,
    unit,
    records,
    disputed,
    sources,
    pace,
    own_unit,
    every,
    false AS is_gap
FROM shaped
UNION ALL
SELECT
    l.indicator_id,
    l.indicator,
    l.region_code,
    l.region,
    CASE WHEN l.period_type = 'instant' THEN c.period_end ELSE c.period_start END AS period_start,
    c.period_end,
    l.measure,
    NULL AS base_period,
    l.dimensions,
    l.period_type,
    NULL AS actual,
    NULL AS target,
    l.unit,
    0 AS records,
    false AS disputed,
    [] AS sources,
    l.pace,
    l.own_unit,
    l.every,
    true AS is_gap
FROM lines AS l
JOIN calendar AS c ON c.kind = l.every AND c.period_start > l.first_slot AND c.period_start < l.last_slot
WHERE NOT list_contains(l.told, c.period_start);
COMMENT ON VIEW series_filled IS 'The view series, and between the first and the last period of each line a row for every year, half year, quarter or month for which nothing was told. Such rows have no value; none is ever made up.';
COMMENT ON COLUMN series_filled.indicator_id IS 'Code of the indicator; null where the catalogue does not know it';
COMMENT ON COLUMN series_filled.indicator IS 'Name of the indicator';
COMMENT ON COLUMN series_filled.region_code IS 'GB/T 2260 code of the reference area';
COMMENT ON COLUMN series_filled.region IS 'Name of the reference area';
COMMENT ON COLUMN series_filled.period_start IS 'First day';
COMMENT ON COLUMN series_filled.period_end IS 'Last day, inclusive';
COMMENT ON COLUMN series_filled.measure IS 'level, change, growth or rank';
COMMENT ON COLUMN series_filled.base_period IS 'What a change or growth is against; null in a gap';
COMMENT ON COLUMN series_filled.dimensions IS 'Further qualifiers';
COMMENT ON COLUMN series_filled.period_type IS 'instant or duration';
COMMENT ON COLUMN series_filled.actual IS 'What is reported; null in a gap';
COMMENT ON COLUMN series_filled.target IS 'What is aimed at; null in a gap';
COMMENT ON COLUMN series_filled.unit IS 'Unit of measure; in a gap that of the latest value of the line';
COMMENT ON COLUMN series_filled.records IS 'Records that speak of either; 0 in a gap';
COMMENT ON COLUMN series_filled.disputed IS 'Whether either is told with values that contradict each other; see conflicts';
COMMENT ON COLUMN series_filled.sources IS 'Documents that speak of either, by path; empty in a gap';
COMMENT ON COLUMN series_filled.pace IS 'yearly for a change or growth that is an average over the years; else null';
COMMENT ON COLUMN series_filled.own_unit IS 'As in series';
COMMENT ON COLUMN series_filled.every IS 'The step of the line: year (ends of years included), half, quarter or month; null for periods that are none of these, which have no gaps';
COMMENT ON COLUMN series_filled.is_gap IS 'Whether nothing was told for the period';
