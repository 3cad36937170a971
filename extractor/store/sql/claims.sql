-- What was told: every other view stands on this one.
--
-- Two records speak of the same fact where indicator, region, period, status, measure, base period and dimensions agree,
-- and their units can be turned into one another. Units of counting (a school is counted in two ways) are as good as
-- another where the catalogue knows the indicator. A yearly average of a change or growth is another fact than the whole.
--
-- Every view groups by the plain columns, so that a WHERE on them reaches the records and not the whole
-- database is summed up for one indicator.

CREATE VIEW claims AS
WITH told AS (
    SELECT
        r.*,
        coalesce(u.base_unit, r.unit) AS base_unit,
        coalesce(u.factor, 1) AS factor,
        CASE
            WHEN r.indicator_id IS NULL OR coalesce(u.dimension, 'count') NOT IN ('count', 'events')
                THEN coalesce(u.base_unit, r.unit)
        END AS own_unit,
        CASE r.period_source WHEN 'explicit' THEN 1 WHEN 'inherited' THEN 2 WHEN 'document' THEN 3 ELSE 4 END AS context,
        d.published,
        d.publisher
    FROM records AS r
    JOIN documents AS d ON d.doc_path = r.doc_path
    LEFT JOIN unit_conversions AS u ON u.unit = r.unit
),

grouped AS (
    SELECT
        indicator_id,
        indicator,
        region_code,
        region,
        period_start,
        period_end,
        status,
        measure,
        base_period,
        dimensions,
        own_unit,
        pace,
        value,
        value_min,
        value_max,
        qualifier,
        base_unit,
        factor,
        min(period_type) AS period_type,
        min(rounding) AS rounding,
        count(*) AS records,
        list_sort(list(DISTINCT doc_path)) AS sources,
        min(published) AS first_published,
        max(published) AS last_published,
        min(context) AS context,
        bool_and(former) AS former,
        first(
            {
                'unit': unit,
                'confidence': confidence,
                'doc_path': doc_path,
                'raw_start': raw_start,
                'raw_end': raw_end,
                'raw_text': raw_text,
                'evidence': evidence,
                'record_id': record_id,
                'period_source': period_source,
                'published': published,
                'publisher': publisher
            } ORDER BY former, context, published DESC NULLS LAST, confidence DESC, length(evidence), doc_path, raw_start, record_id
        ) AS surest,
        max(confidence) AS confidence
    FROM told
    GROUP BY
        indicator_id,
        indicator,
        region_code,
        region,
        period_start,
        period_end,
        status,
        measure,
        base_period,
        dimensions,
        own_unit,
        pace,
        value,
        value_min,
        value_max,
        qualifier,
        base_unit,
        factor
)

SELECT
    md5(concat_ws(
        chr(31),
        coalesce(indicator_id, indicator) || coalesce(chr(30) || own_unit, ''),
        coalesce(region_code, region, ''),
        coalesce(period_start::VARCHAR, ''),
        coalesce(period_end::VARCHAR, ''),
        status,
        measure,
        coalesce(base_period, '') || coalesce(chr(30) || pace, ''),
        coalesce(array_to_string(map_keys(dimensions), chr(30)), ''),
        coalesce(array_to_string(map_values(dimensions), chr(30)), '')
    )) AS fact_id,
    indicator_id,
    indicator,
    region_code,
    region,
    period_start,
    period_end,
    status,
    measure,
    base_period,
    dimensions,
    period_type,
    value,
    value_min,
    value_max,
    qualifier,
    surest.unit AS unit,
    rounding,
    records,
    confidence,
    sources,
    surest AS quote,
    pace,
    CASE context WHEN 1 THEN 'explicit' WHEN 2 THEN 'inherited' WHEN 3 THEN 'document' END AS period_source,
    first_published,
    last_published,
    base_unit,
    value * factor AS base_value,
    rounding * factor AS base_rounding,
    own_unit,
    former
FROM grouped;
COMMENT ON VIEW claims IS 'One row per fact and value: who says which number. facts, conflicts and series are made of it.';
COMMENT ON COLUMN claims.fact_id IS 'Name of the fact: the same for all records of one indicator, region, period, status, measure, base period and dimensions whose units can be compared';
COMMENT ON COLUMN claims.indicator_id IS 'Code of the indicator; null where the catalogue does not know it';
COMMENT ON COLUMN claims.indicator IS 'Name of the indicator';
COMMENT ON COLUMN claims.region_code IS 'GB/T 2260 code of the reference area';
COMMENT ON COLUMN claims.region IS 'Name of the reference area';
COMMENT ON COLUMN claims.period_start IS 'First day';
COMMENT ON COLUMN claims.period_end IS 'Last day, inclusive';
COMMENT ON COLUMN claims.period_type IS 'instant or duration';
COMMENT ON COLUMN claims.status IS 'actual or target';
COMMENT ON COLUMN claims.measure IS 'level, change, growth or rank';
COMMENT ON COLUMN claims.base_period IS 'What a change or growth is against';
COMMENT ON COLUMN claims.dimensions IS 'Further qualifiers';
COMMENT ON COLUMN claims.value IS 'The number in unit; null for a range';
COMMENT ON COLUMN claims.value_min IS 'Lower end or bound';
COMMENT ON COLUMN claims.value_max IS 'Upper end or bound';
COMMENT ON COLUMN claims.qualifier IS 'exact, approx, more_than, less_than or range';
COMMENT ON COLUMN claims.unit IS 'Unit of measure of the surest record';
COMMENT ON COLUMN claims.rounding IS 'By how much the value may be rounded: half of its last written place; whole numbers of 10000 or more that end in at least two zeros count as rounded';
COMMENT ON COLUMN claims.records IS 'Records that say so';
COMMENT ON COLUMN claims.confidence IS 'Highest confidence among them';
COMMENT ON COLUMN claims.sources IS 'Documents that say so, by path';
COMMENT ON COLUMN claims.quote IS 'The surest record, by the source of its period, then by its publication, then by its confidence: where it stands (doc_path, raw_start, raw_end), raw_text, evidence, unit, confidence, record_id, period_source, and published and publisher of its document';
COMMENT ON COLUMN claims.pace IS 'yearly for a change or growth that is an average over the years; else null';
COMMENT ON COLUMN claims.period_source IS 'The best source of the period among the records: explicit, inherited or document; null where there is no period';
COMMENT ON COLUMN claims.first_published IS 'Issue date of the earliest document that says so; null where none has one';
COMMENT ON COLUMN claims.last_published IS 'Issue date of the latest document that says so';
COMMENT ON COLUMN claims.base_unit IS 'Unit that all units of its kind can be turned into; see unit_conversions';
COMMENT ON COLUMN claims.base_value IS 'The number in base_unit';
COMMENT ON COLUMN claims.base_rounding IS 'By how much that may be rounded';
COMMENT ON COLUMN claims.own_unit IS 'Base unit by which the fact is told apart from others; null for counts of an indicator that the catalogue knows';
COMMENT ON COLUMN claims.former IS 'Whether every sentence that tells it says that it is no longer so: from this number to another one';
