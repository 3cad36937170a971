-- Usual questions as table macros. An indicator is asked for by its code, its name or an alias of the catalogue; an area
-- by its code or by the beginning of its name; null means any.

CREATE MACRO is_asked(of_id, of_name, asked) AS (
    of_id = asked OR of_name = asked
    OR of_id IN (
        SELECT known_id
        FROM (SELECT indicator_id AS known_id, name AS known_name, aliases AS known_aliases FROM indicators)
        WHERE known_name = asked OR list_contains(known_aliases, asked)
    )
);
COMMENT ON MACRO is_asked IS 'Whether an indicator (its code and its name) is the one that is asked for by code, name or alias';

CREATE MACRO is_area(of_code, of_name, asked) AS (asked IS NULL OR of_code = asked OR starts_with(of_name, asked));
COMMENT ON MACRO is_area IS 'Whether an area (its code and its name) is the one that is asked for by code or by the beginning of its name; null asks for any';

CREATE MACRO value_of(asked, area := NULL, in_year := NULL) AS TABLE
SELECT region, period_start, period_end, status, measure, dimensions, value, value_min, value_max, unit, qualifier, documents,
    quotation, doc_path, raw_start, raw_end, fact_id
FROM facts
WHERE is_asked(indicator_id, indicator, asked) AND is_area(region_code, region, area)
    AND (in_year IS NULL OR year(period_end) = in_year)
ORDER BY region, period_end, status, measure;
COMMENT ON MACRO TABLE value_of IS 'What is known of an indicator: value_of(indicator, area := null, in_year := null), one row a fact with its quotation';

CREATE MACRO series_of(asked, area := NULL) AS TABLE
SELECT region, period_start, period_end, measure, dimensions, actual, target, unit, is_gap, records, disputed, sources
FROM series_filled
WHERE is_asked(indicator_id, indicator, asked) AND is_area(region_code, region, area)
ORDER BY region, measure, dimensions::VARCHAR, period_end, period_start;
COMMENT ON MACRO TABLE series_of IS 'An indicator over time, gaps included: series_of(indicator, area := null)';

CREATE MACRO areas_by(asked, in_year, of_measure := 'level') AS TABLE
SELECT rank() OVER (ORDER BY base_value DESC) AS place, region_code, region, value, unit, documents, quotation, doc_path, raw_start
FROM facts
WHERE is_asked(indicator_id, indicator, asked) AND year(period_end) = in_year AND measure = of_measure AND status = 'actual'
    AND value IS NOT NULL AND cardinality(dimensions) = 0
    AND (period_start = period_end OR date_diff('month', period_start, period_end + 1) = 12)
ORDER BY place, region;
COMMENT ON MACRO TABLE areas_by IS 'Areas by the value of an indicator in a year, the largest first: areas_by(indicator, in_year, of_measure := ''level'')';

CREATE MACRO facts_within(area_code, in_year := NULL) AS TABLE
SELECT f.*
FROM facts AS f
WHERE (f.region_code = area_code OR f.region_code IN (SELECT w.code FROM regions_within(area_code) AS w))
    AND (in_year IS NULL OR year(f.period_end) = in_year);
COMMENT ON MACRO TABLE facts_within IS 'The facts of an area and of all areas that lie in it: facts_within(area_code, in_year := null)';

CREATE MACRO told_in(period_name) AS TABLE
SELECT f.*
FROM facts AS f
JOIN calendar AS c ON c.name = period_name AND f.period_start = c.period_start AND f.period_end = c.period_end;
COMMENT ON MACRO TABLE told_in IS 'The facts of a period of the table calendar, by its name';

CREATE MACRO who_says(asked_fact) AS TABLE
SELECT c.value, c.value_min, c.value_max, c.unit, c.qualifier, c.period_source, c.records, c.first_published, c.last_published,
    c.quote.raw_text AS raw_text, c.quote.evidence AS quotation, c.quote.doc_path AS doc_path, c.quote.raw_start AS raw_start,
    c.sources
FROM claims AS c
WHERE c.fact_id = asked_fact
ORDER BY c.last_published DESC NULLS LAST, c.value;
COMMENT ON MACRO TABLE who_says IS 'Every value that was told for a fact, and by whom: who_says(fact_id)';

CREATE MACRO growth_of(asked, area := NULL) AS TABLE
WITH levels AS (
    SELECT region, coalesce(region_code, region) AS place, period_start, period_end, dimensions, own_unit, base_value, value, unit
    FROM facts
    WHERE is_asked(indicator_id, indicator, asked) AND is_area(region_code, region, area)
        AND measure = 'level' AND status = 'actual' AND value IS NOT NULL AND unit NOT IN ('%', '‰')
),

growths AS (
    SELECT coalesce(region_code, region) AS place, period_start, period_end, dimensions, any_value(value) AS said
    FROM facts
    WHERE is_asked(indicator_id, indicator, asked) AND is_area(region_code, region, area)
        AND measure = 'growth' AND status = 'actual' AND unit = '%' AND pace IS NULL
        AND left(base_period, 4) = (year(period_end) - 1)::VARCHAR
    GROUP BY ALL
)

SELECT
    now.region,
    now.period_start,
    now.period_end,
    now.dimensions,
    before.value AS former,
    before.unit AS former_unit,
    now.value AS latest,
    now.unit,
    100 * (now.base_value / nullif(before.base_value, 0) - 1) AS reckoned,
    g.said
FROM levels AS now
JOIN levels AS before
    ON before.place = now.place AND before.dimensions = now.dimensions AND before.own_unit IS NOT DISTINCT FROM now.own_unit
    AND before.period_end = (now.period_end - INTERVAL 1 YEAR)::DATE
    AND before.period_start = (now.period_start - INTERVAL 1 YEAR)::DATE
LEFT JOIN growths AS g
    ON g.place = now.place AND g.dimensions = now.dimensions AND g.period_start = now.period_start AND g.period_end = now.period_end
ORDER BY now.region, now.period_end;
COMMENT ON MACRO TABLE growth_of IS 'The growth of an indicator from year to year as its levels make it, beside the growth that bulletins tell: growth_of(indicator, area := null); shares have none';

CREATE MACRO search_facts(words) AS TABLE
SELECT *
FROM facts
WHERE contains(indicator, words) OR contains(quotation, words) OR is_asked(indicator_id, indicator, words)
ORDER BY NOT is_asked(indicator_id, indicator, words), NOT contains(indicator, words), indicator, region, period_end;
COMMENT ON MACRO TABLE search_facts IS 'Facts whose indicator or quotation has these words; names of indicators first';
