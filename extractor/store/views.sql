-- What the records say together. Records are mentions: the same fact told in three places is three records.
-- claims groups them by fact and value; facts, conflicts and series stand on it.
--
-- Two records speak of the same fact where indicator, region, period, status, measure, base period and
-- dimensions agree. An indicator that the catalogue does not know is told apart by its unit as well, because a
-- name read from a sentence may leave out what the unit shows (households or people).
--
-- Every view groups by the plain columns, so that a WHERE on them reaches the records and not the whole
-- database is summed up for one indicator.

CREATE VIEW claims AS
WITH grouped AS (
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
        CASE WHEN indicator_id IS NULL THEN unit END AS own_unit,
        value,
        value_min,
        value_max,
        qualifier,
        min(period_type) AS period_type,
        count(*) AS records,
        list_sort(list(DISTINCT doc_path)) AS sources,
        first(
            {
                'unit': unit,
                'confidence': confidence,
                'doc_path': doc_path,
                'raw_start': raw_start,
                'raw_end': raw_end,
                'raw_text': raw_text,
                'evidence': evidence,
                'record_id': record_id
            } ORDER BY confidence DESC, length(evidence), doc_path, raw_start, record_id
        ) AS surest
    FROM records
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
        value,
        value_min,
        value_max,
        qualifier
),

counted AS (
    SELECT *, length(regexp_extract(rtrim(rtrim(value::VARCHAR, '0'), '.'), '0*$')) AS zeros FROM grouped
)

SELECT
    md5(concat_ws(
        chr(31),
        coalesce(indicator_id, indicator || chr(30) || own_unit),
        coalesce(region_code, region, ''),
        coalesce(period_start::VARCHAR, ''),
        coalesce(period_end::VARCHAR, ''),
        status,
        measure,
        coalesce(base_period, ''),
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
    CASE WHEN abs(value) >= 10000 AND zeros >= 2 THEN (10 ** zeros) / 2 ELSE 0 END AS rounding,
    records,
    surest.confidence AS confidence,
    sources,
    surest AS quote
FROM counted;
COMMENT ON VIEW claims IS 'One row per fact and value: who says which number. facts, conflicts and series are made of it.';
COMMENT ON COLUMN claims.fact_id IS 'Name of the fact: the same for all records of one indicator, region, period, status, measure, base period and dimensions';
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
COMMENT ON COLUMN claims.value IS 'The number in the base unit; null for a range';
COMMENT ON COLUMN claims.value_min IS 'Lower end or bound';
COMMENT ON COLUMN claims.value_max IS 'Upper end or bound';
COMMENT ON COLUMN claims.qualifier IS 'exact, approx, more_than, less_than or range';
COMMENT ON COLUMN claims.unit IS 'Unit of measure of the surest record';
COMMENT ON COLUMN claims.rounding IS 'By how much the value may be rounded: half of its last place where it is 10000 or more and ends in at least two zeros, else 0';
COMMENT ON COLUMN claims.records IS 'Records that say so';
COMMENT ON COLUMN claims.confidence IS 'Highest confidence among them';
COMMENT ON COLUMN claims.sources IS 'Documents that say so, by path';
COMMENT ON COLUMN claims.quote IS 'The surest record: where it stands (doc_path, raw_start, raw_end), raw_text, evidence, unit, confidence and record_id';

CREATE VIEW facts AS
WITH grouped AS (
    -- What most documents say counts; among equals the exact before the vague, the unrounded before the rounded.
    SELECT
        fact_id,
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
        min(period_type) AS period_type,
        first(
            {
                'value': value,
                'value_min': value_min,
                'value_max': value_max,
                'unit': unit,
                'qualifier': qualifier,
                'quote': quote
            } ORDER BY len(sources) DESC, qualifier <> 'exact', rounding, records DESC, confidence DESC,
                quote.doc_path, quote.raw_start, quote.record_id
        ) AS best,
        sum(records)::BIGINT AS records,
        count(DISTINCT {'value': value, 'value_min': value_min, 'value_max': value_max}) AS different_values,
        coalesce(
            max(value) FILTER (WHERE qualifier = 'exact') - min(value) FILTER (WHERE qualifier = 'exact')
            > max(rounding) FILTER (WHERE qualifier = 'exact'),
            false
        ) AS disputed,
        list_sort(list_distinct(flatten(list(sources)))) AS sources
    FROM claims
    GROUP BY
        fact_id,
        indicator_id,
        indicator,
        region_code,
        region,
        period_start,
        period_end,
        status,
        measure,
        base_period,
        dimensions
)

SELECT
    fact_id,
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
    best.value AS value,
    best.value_min AS value_min,
    best.value_max AS value_max,
    best.unit AS unit,
    best.qualifier AS qualifier,
    records,
    len(sources) AS documents,
    different_values,
    disputed,
    best.quote.confidence AS confidence,
    best.quote.evidence AS quotation,
    best.quote.raw_text AS raw_text,
    best.quote.doc_path AS doc_path,
    best.quote.raw_start AS raw_start,
    best.quote.raw_end AS raw_end,
    sources
FROM grouped;
COMMENT ON VIEW facts IS 'One row per indicator, region, period, status, measure, base period and dimensions: the value that most documents give, with the best quotation and the sources.';
COMMENT ON COLUMN facts.fact_id IS 'Name of the fact; see claims for every value that was told for it';
COMMENT ON COLUMN facts.indicator_id IS 'Code of the indicator; null where the catalogue does not know it';
COMMENT ON COLUMN facts.indicator IS 'Name of the indicator';
COMMENT ON COLUMN facts.region_code IS 'GB/T 2260 code of the reference area';
COMMENT ON COLUMN facts.region IS 'Name of the reference area';
COMMENT ON COLUMN facts.period_start IS 'First day';
COMMENT ON COLUMN facts.period_end IS 'Last day, inclusive';
COMMENT ON COLUMN facts.period_type IS 'instant or duration';
COMMENT ON COLUMN facts.status IS 'actual or target';
COMMENT ON COLUMN facts.measure IS 'level, change, growth or rank';
COMMENT ON COLUMN facts.base_period IS 'What a change or growth is against';
COMMENT ON COLUMN facts.dimensions IS 'Further qualifiers';
COMMENT ON COLUMN facts.value IS 'The value that most documents give, exact before vague, unrounded before rounded; null for a range';
COMMENT ON COLUMN facts.value_min IS 'Lower end or bound of that value';
COMMENT ON COLUMN facts.value_max IS 'Upper end or bound of that value';
COMMENT ON COLUMN facts.unit IS 'Unit of measure of that value';
COMMENT ON COLUMN facts.qualifier IS 'exact, approx, more_than, less_than or range';
COMMENT ON COLUMN facts.records IS 'Records that speak of the fact, whatever value they give';
COMMENT ON COLUMN facts.documents IS 'Documents that speak of the fact';
COMMENT ON COLUMN facts.different_values IS 'How many different values were told, rounded and vague ones included';
COMMENT ON COLUMN facts.disputed IS 'Whether exact values lie further apart than rounding explains; conflicts shows them';
COMMENT ON COLUMN facts.confidence IS 'Confidence of the surest record with this value';
COMMENT ON COLUMN facts.quotation IS 'The sentence or table row of that record';
COMMENT ON COLUMN facts.raw_text IS 'The number as the raw file has it';
COMMENT ON COLUMN facts.doc_path IS 'Raw file of the quotation';
COMMENT ON COLUMN facts.raw_start IS 'First raw character of the number, counted from 0';
COMMENT ON COLUMN facts.raw_end IS 'Character behind the last one of the number';
COMMENT ON COLUMN facts.sources IS 'Documents that speak of the fact, by path';

CREATE VIEW conflicts AS
WITH grouped AS (
    SELECT
        fact_id,
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
        list({'value': value, 'unit': unit, 'records': records, 'quote': quote} ORDER BY value) AS told,
        max(value) - min(value) AS distance,
        max(rounding) AS rounding,
        min(abs(value)) AS nearest,
        sum(records)::BIGINT AS records,
        list_sort(list_distinct(flatten(list(sources)))) AS sources
    FROM claims
    WHERE qualifier = 'exact' AND value IS NOT NULL
    GROUP BY
        fact_id,
        indicator_id,
        indicator,
        region_code,
        region,
        period_start,
        period_end,
        status,
        measure,
        base_period,
        dimensions
)

SELECT
    fact_id,
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
    told[1].value AS lowest,
    told[-1].value AS highest,
    CASE WHEN nearest > 0 THEN distance::DOUBLE / nearest::DOUBLE END AS spread,
    told[1].unit AS unit,
    told,
    records,
    len(sources) AS documents,
    sources
FROM grouped
WHERE distance > rounding;
COMMENT ON VIEW conflicts IS 'Facts that are told with different exact values, further apart than rounding explains. With documents = 1 a bulletin contradicts itself, or two numbers were taken for one fact.';
COMMENT ON COLUMN conflicts.fact_id IS 'Name of the fact, as in facts and claims';
COMMENT ON COLUMN conflicts.indicator_id IS 'Code of the indicator; null where the catalogue does not know it';
COMMENT ON COLUMN conflicts.indicator IS 'Name of the indicator';
COMMENT ON COLUMN conflicts.region_code IS 'GB/T 2260 code of the reference area';
COMMENT ON COLUMN conflicts.region IS 'Name of the reference area';
COMMENT ON COLUMN conflicts.period_start IS 'First day';
COMMENT ON COLUMN conflicts.period_end IS 'Last day, inclusive';
COMMENT ON COLUMN conflicts.status IS 'actual or target';
COMMENT ON COLUMN conflicts.measure IS 'level, change, growth or rank';
COMMENT ON COLUMN conflicts.base_period IS 'What a change or growth is against';
COMMENT ON COLUMN conflicts.dimensions IS 'Further qualifiers';
COMMENT ON COLUMN conflicts.lowest IS 'Lowest value that was told';
COMMENT ON COLUMN conflicts.highest IS 'Highest value that was told';
COMMENT ON COLUMN conflicts.spread IS 'Difference of the two as a share of the value nearest to zero; null where that is zero';
COMMENT ON COLUMN conflicts.unit IS 'Unit of measure of the lowest value';
COMMENT ON COLUMN conflicts.told IS 'For each value: unit, number of records, and where the surest of them stands';
COMMENT ON COLUMN conflicts.records IS 'Records that give one of the values';
COMMENT ON COLUMN conflicts.documents IS 'Documents that give one of the values';
COMMENT ON COLUMN conflicts.sources IS 'Those documents, by path';

CREATE VIEW series AS
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
    min(period_type) AS period_type,
    first(value ORDER BY fact_id) FILTER (WHERE status = 'actual') AS actual,
    first(value ORDER BY fact_id) FILTER (WHERE status = 'target') AS target,
    first(unit ORDER BY status, fact_id) AS unit,
    first(raw_text ORDER BY fact_id) FILTER (WHERE status = 'actual') AS actual_text,
    first(raw_text ORDER BY fact_id) FILTER (WHERE status = 'target') AS target_text,
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
    CASE WHEN indicator_id IS NULL THEN unit END;
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
