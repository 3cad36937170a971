-- The choice between sources. What is told of a fact comes in this order:
--
-- 0. What its sentence does not call the former value (from this number to another one).
-- 1. The period is said beside the number, before carried over from the context, before the document's own: a number that
--    only lies near a year may belong to another one.
-- 2. Exact before about, more than, less than, and a range.
-- 3. Later published before earlier: offices revise their figures, and say so in later bulletins.
-- 4. Told by more documents, then by more records, then surer, then first in order of paths.
--
-- The first in this order is the word that counts. Other exact values that its rounding covers say the same thing, and the
-- one with the most places of those is shown: a later bulletin that repeats a figure in short does not take its digits.

CREATE VIEW facts AS
WITH ranked AS (
    SELECT
        *,
        first_value({
            'value': base_value,
            'rounding': base_rounding,
            'unit': base_unit,
            'exact': qualifier = 'exact'
        }) OVER (
            PARTITION BY fact_id,
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
            pace
            ORDER BY
                former,
                coalesce(period_source, 'none') <> 'explicit',
                coalesce(period_source, 'none') <> 'inherited',
                coalesce(period_source, 'none') <> 'document',
                qualifier <> 'exact',
                last_published DESC NULLS LAST,
                len(sources) DESC,
                records DESC,
                confidence DESC,
                quote.doc_path,
                quote.raw_start,
                quote.record_id
        ) AS chosen
    FROM claims
),

grouped AS (
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
        own_unit,
        pace,
        min(period_type) AS period_type,
        first(
            {
                'value': value,
                'value_min': value_min,
                'value_max': value_max,
                'unit': unit,
                'qualifier': qualifier,
                'quote': quote,
                'base_value': base_value,
                'base_unit': base_unit,
                'rounding': rounding,
                'period_source': period_source
            } ORDER BY
                NOT coalesce(
                    chosen.exact AND qualifier = 'exact' AND base_unit = chosen.unit
                    AND base_rounding <= chosen.rounding
                    AND abs(base_value - chosen.value) <= chosen.rounding * 1.000000001,
                    false
                ),
                CASE WHEN chosen.exact THEN base_rounding END,
                former,
                coalesce(period_source, 'none') <> 'explicit',
                coalesce(period_source, 'none') <> 'inherited',
                coalesce(period_source, 'none') <> 'document',
                qualifier <> 'exact',
                last_published DESC NULLS LAST,
                len(sources) DESC,
                records DESC,
                confidence DESC,
                quote.doc_path,
                quote.raw_start,
                quote.record_id
        ) AS best,
        sum(records)::BIGINT AS records,
        count(DISTINCT {'value': value, 'value_min': value_min, 'value_max': value_max}) AS different_values,
        coalesce(
            max(base_value) FILTER (WHERE qualifier = 'exact') - min(base_value) FILTER (WHERE qualifier = 'exact')
            > max(base_rounding) FILTER (WHERE qualifier = 'exact') * 1.000000001,
            false
        ) AS disputed,
        list_sort(list_distinct(flatten(list(sources)))) AS sources,
        min(first_published) AS first_published,
        max(last_published) AS last_published
    FROM ranked
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
        dimensions,
        own_unit,
        pace
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
    sources,
    best.period_source AS period_source,
    first_published,
    last_published,
    best.rounding AS rounding,
    best.base_value AS base_value,
    best.base_unit AS base_unit,
    pace,
    own_unit,
    best.quote.record_id AS record_id
FROM grouped;
COMMENT ON VIEW claims IS 'One row per fact and value: who says which number. facts, conflicts and series are made of it.';
COMMENT ON VIEW facts IS 'One row per indicator, region, period, status, measure, base period and dimensions: the value that counts, with its quotation and the sources. It is the value whose period is said most plainly; of those the exact one, of those the one that was published last, with as many places as any document gives it.';
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
COMMENT ON COLUMN facts.value IS 'The value that counts, in unit: period said beside the number before carried over before the document''s own, exact before vague, later published before earlier, in the fullest spelling of what that rounds; null for a range';
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
COMMENT ON COLUMN facts.period_source IS 'Where the period of the value comes from: explicit, inherited or document; null where there is no period';
COMMENT ON COLUMN facts.first_published IS 'Issue date of the earliest document that speaks of the fact; null where none has one';
COMMENT ON COLUMN facts.last_published IS 'Issue date of the latest document that speaks of the fact';
COMMENT ON COLUMN facts.rounding IS 'By how much the value may be rounded, in unit: half of its last written place';
COMMENT ON COLUMN facts.base_value IS 'The value in base_unit, to compare what is told in several units';
COMMENT ON COLUMN facts.base_unit IS 'Unit that all units of its kind can be turned into; see unit_conversions';
COMMENT ON COLUMN facts.pace IS 'yearly for a change or growth that is an average over the years; else null';
COMMENT ON COLUMN facts.own_unit IS 'Base unit by which the fact is told apart from others; null for counts of an indicator that the catalogue knows';
COMMENT ON COLUMN facts.record_id IS 'The record of the quotation';
