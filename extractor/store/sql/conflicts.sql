-- Facts that are told with different exact values. What rounding explains is no conflict.

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
        pace,
        list({
            'value': value,
            'unit': unit,
            'records': records,
            'quote': quote,
            'former': former
        } ORDER BY base_value, value) AS told,
        max(base_value) - min(base_value) AS distance,
        max(base_rounding) AS rounding,
        min(abs(base_value)) AS nearest,
        max(abs(base_value)) AS farthest,
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
        dimensions,
        pace
),

quoted AS (
    SELECT
        *,
        told[1].quote AS low,
        told[-1].quote AS high,
        clause_before(told[1].quote.evidence, told[1].quote.raw_text) AS low_clause,
        clause_before(told[-1].quote.evidence, told[-1].quote.raw_text) AS high_clause,
        CASE WHEN told[1].quote.published <= told[-1].quote.published THEN told[1].quote ELSE told[-1].quote END AS earlier,
        CASE WHEN told[1].quote.published <= told[-1].quote.published THEN told[-1].quote ELSE told[1].quote END AS later
    FROM grouped
    WHERE distance > rounding * 1.000000001
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
    CASE WHEN nearest > 0 THEN distance / nearest END AS spread,
    told[1].unit AS unit,
    told,
    records,
    len(sources) AS documents,
    sources,
    distance / unit_factor(told[1].unit) AS difference,
    CASE
        WHEN distance <= 2 * rounding * 1.000000001 THEN 'rounding'
        WHEN nearest > 0 AND farthest / nearest > 9
            AND abs(farthest - nearest * 10 ** round(log10(farthest / nearest))) <= farthest * 1e-9 THEN 'scale'
        WHEN says(low_clause, 'yearly_word') <> says(high_clause, 'yearly_word') THEN 'yearly_average'
        WHEN measure = 'level' AND says(low_clause, 'new_word') AND says(high_clause, 'cumulative_word')
            AND NOT says(high_clause, 'new_word') THEN 'new_and_total'
        WHEN told[1].former <> told[-1].former THEN 'from_to'
        WHEN low.doc_path = high.doc_path AND low.evidence = high.evidence THEN 'one_sentence'
        WHEN low.period_source <> high.period_source
            AND ('explicit' IN (low.period_source, high.period_source)) THEN 'period_not_said'
        WHEN low.doc_path = high.doc_path THEN 'contradiction'
        WHEN says(earlier.evidence, 'preliminary_word') AND NOT says(later.evidence, 'preliminary_word') THEN 'preliminary'
        WHEN says(later.evidence, 'final_word') AND NOT says(earlier.evidence, 'final_word') THEN 'preliminary'
        WHEN earlier.published < later.published AND earlier.publisher = later.publisher THEN 'revision'
    END AS reading,
    low.raw_text AS low_text,
    low.evidence AS low_quotation,
    low.doc_path AS low_doc_path,
    low.raw_start AS low_raw_start,
    low.raw_end AS low_raw_end,
    low.published AS low_published,
    told[-1].unit AS high_unit,
    high.raw_text AS high_text,
    high.evidence AS high_quotation,
    high.doc_path AS high_doc_path,
    high.raw_start AS high_raw_start,
    high.raw_end AS high_raw_end,
    high.published AS high_published,
    pace
FROM quoted;
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
COMMENT ON COLUMN conflicts.told IS 'For each value: unit, number of records, where the surest of them stands, and whether it is called the former one';
COMMENT ON COLUMN conflicts.records IS 'Records that give one of the values';
COMMENT ON COLUMN conflicts.documents IS 'Documents that give one of the values';
COMMENT ON COLUMN conflicts.sources IS 'Those documents, by path';
COMMENT ON COLUMN conflicts.difference IS 'Highest less lowest value, in unit';
COMMENT ON COLUMN conflicts.reading IS 'What may explain it; null where nothing does. rounding: digits were cut off. scale: a power of ten lies between them. yearly_average: one is the average over the years. new_and_total: one is what was added, the other what there is. from_to: one was left behind, and its time is not told. one_sentence: two numbers of one sentence were taken for one fact. period_not_said: one has its period from its context. contradiction: one document tells both in two places, so it contradicts itself, or two things were taken for one. preliminary: a first figure and a checked one. revision: the same publisher gave another figure later';
COMMENT ON COLUMN conflicts.low_text IS 'The lowest value as its raw file has it';
COMMENT ON COLUMN conflicts.low_quotation IS 'The sentence or table row that it stands in';
COMMENT ON COLUMN conflicts.low_doc_path IS 'Its raw file';
COMMENT ON COLUMN conflicts.low_raw_start IS 'Its first raw character, counted from 0';
COMMENT ON COLUMN conflicts.low_raw_end IS 'Character behind its last one';
COMMENT ON COLUMN conflicts.low_published IS 'Issue date of its document';
COMMENT ON COLUMN conflicts.high_unit IS 'Unit of measure of the highest value';
COMMENT ON COLUMN conflicts.high_text IS 'The highest value as its raw file has it';
COMMENT ON COLUMN conflicts.high_quotation IS 'The sentence or table row that it stands in';
COMMENT ON COLUMN conflicts.high_doc_path IS 'Its raw file';
COMMENT ON COLUMN conflicts.high_raw_start IS 'Its first raw character, counted from 0';
COMMENT ON COLUMN conflicts.high_raw_end IS 'Character behind its last one';
COMMENT ON COLUMN conflicts.high_published IS 'Issue date of its document';
COMMENT ON COLUMN conflicts.pace IS 'yearly where both are averages over the years; else null';
